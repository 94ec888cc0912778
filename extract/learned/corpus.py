"""Annotated texts as training wants them: read by the rules, with what is true of each possibility."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.claim_subjects import ClaimSubjects
from extract.goldfiles import load_gold
from extract.knowledge import build_knowledge
from extract.learned.examples import Annotator, Example, Judged, document_of
from extract.learned.known import build_hints
from extract.learned.passages import load_passages
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from extract.samenames import NameBook
from kb.register import Register


@dataclass(frozen=True, slots=True)
class ReadText:
    """An annotated text: its possibilities and its unknown names."""

    id: str
    judged: list[Judged]
    names: list[Example]


def read_corpus(register: Register, passages: Path, gold: Sequence[Path]) -> Iterator[ReadText]:
    """Yield all annotated texts, read with the learned weights switched off: passages first, then gold documents."""
    nlp = build_pipeline(register, learned=False)
    subjects = ClaimSubjects()
    subjects.known = build_knowledge(register)
    annotator = Annotator(subjects, build_hints(register), NameBook.from_register(register))
    for passage in load_passages(passages):
        sheet = read_sheet(nlp, document_of(passage))
        names = annotator.of_names(passage.id, sheet, passage.marks)
        yield ReadText(passage.id, list(annotator.of_passage(passage, sheet)), list(names))
    for folder in gold:
        for document in load_gold(folder):
            sheet = read_sheet(nlp, document.document())
            marks = [(mention.start, mention.end, mention.label) for mention in document.entities]
            found = [] if sheet.is_law else list(annotator.of_names(document.id, sheet, marks))
            yield ReadText(document.id, list(annotator.of_gold(document, sheet)), found)
