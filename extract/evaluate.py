"""Read annotated documents as if freshly ingested, and score what was read.

A folder of gold files and the register go in, an `Evaluation` comes out. Each document is read alone, with its own
publication date and no other document of the folder in view. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extract.evaluation import Evaluation, to_json, to_records
from extract.evaluation_text import format_text
from extract.goldfiles import GoldDocument, load_gold
from extract.samenames import NameBook
from extract.scoresheet import DocumentScore, Fault
from extract.scoring import score_document
from kb.model import Document, DocumentReading
from kb.register import Register

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["BASELINES", "Evaluation", "evaluate", "format_text", "score_readings", "to_json", "to_records"]

BASELINES = ("register", "rules", "model")  # printed beside the full pipeline
# What a fault in a component can raise; anything else (memory, keyboard) ends the evaluation.
CRASHES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)

Reader = Callable[[Document], DocumentReading]


def evaluate(
    directory: Path,
    register: Register,
    *,
    model: str | None = None,
    profile: str = "full",
    baselines: Sequence[str] = (),
    on_document: Callable[[int, int, str], None] | None = None,
) -> Evaluation:
    """Return the scores of a profile over the gold files of a folder, and of the baselines asked for.

    `model` names an installed spaCy model to use instead of the shipped one; `on_document` is called with (done,
    total, document id). Raises ContractError for a broken gold file.
    """
    from extract.pipeline import build_pipeline, extractor_version
    from extract.read import read_document

    documents = load_gold(directory)
    book = NameBook.from_register(register)
    results: dict[str, Evaluation] = {}
    wanted = [profile, *(name for name in baselines if name != profile)]
    for position, name in enumerate(wanted):
        nlp = build_pipeline(register, model=model, profile=name)
        version = extractor_version(register, nlp)

        def read(document: Document, nlp: Language = nlp, version: str = version) -> DocumentReading:
            return read_document(nlp, document, version)

        def step(done: int, document: str, position: int = position) -> None:
            if on_document is not None:
                on_document(position * len(documents) + done, len(wanted) * len(documents), document)

        results[name] = Evaluation(
            split=directory.resolve().name,
            extractor=version,
            profile=name,
            documents=score_readings(documents, book, read, on_document=step),
        )
    first = results.pop(profile)
    return Evaluation(first.split, first.extractor, first.profile, first.documents, results)


def score_readings(
    documents: Sequence[GoldDocument],
    book: NameBook,
    read: Reader,
    *,
    on_document: Callable[[int, str], None] | None = None,
) -> tuple[DocumentScore, ...]:
    """Return one score per annotated document, read by `read`.

    A reader that fails on a document misses all of it: the failure is listed and everything annotated counts as missed.
    """
    scores: list[DocumentScore] = []
    for number, gold in enumerate(documents, 1):
        document = gold.document()
        crash: tuple[Fault, ...] = ()
        try:
            reading = read(document)
        except CRASHES as error:
            reading = DocumentReading(document_id=document.id, extractor="crashed")
            crash = (Fault(gold.id, "reading", "all", "crash", None, f"{type(error).__name__}: {error}", None),)
        score = score_document(gold, reading, book)
        scores.append(DocumentScore(score.document, score.counts, crash + score.faults))
        if on_document is not None:
            on_document(number, gold.id)
    return tuple(scores)
