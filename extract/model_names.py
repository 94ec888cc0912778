"""Ask the trained name finder about names that rules could only guess at, and add people that no rule saw.

Measured on the development articles: as a filler of gaps, or against a rule that has any cue, the finder does harm; its
places are mostly firms. So it reads only lines with a name that has no cue at all, settles whether that is a person or
an organisation, and may add people of two or more words. It never touches names of the register. Without a trained
model the component passes everything on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from extract.document import Sheet, sheet_of
from extract.unknown import Unknown

UNSURE = 0.5  # rules above it have a cue of their own (a title, a first name, "Institute")
NO_CUE = 0.45  # a run of capitals and nothing else
SCORE = 0.7
ORGANISATIONS = frozenset({"ORG", "NORP"})

_DIGIT = re.compile(r"\d")


class ModelNames:
    """The component `crosswalk_model_names`: revises `sheet.unknown` between the rules and the linking."""

    def __init__(self) -> None:
        self.finder: Language | None = None

    @property
    def available(self) -> bool:
        """Tell whether there is a trained name finder."""
        return self.finder is not None

    def use(self, finder: Language | None) -> None:
        """Take over a pipeline that finds PERSON, ORG and LOC."""
        self.finder = finder

    def __call__(self, doc: Doc) -> Doc:
        """Revise the unsure names of a document."""
        self._read([sheet_of(doc)])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Revise the unsure names of many documents; their lines are read together."""
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]  # spaCy leaves it untyped
            self._read([sheet_of(doc) for doc in docs])
            yield from docs

    def _read(self, sheets: list[Sheet]) -> None:
        if self.finder is None:
            return
        unsure = [
            (sheet, number)
            for sheet in sheets
            if not sheet.is_law
            for number in sorted({sheet.line_at(item.start) for item in sheet.unknown if item.score <= UNSURE})
        ]
        texts = (sheet.line_text(number) for sheet, number in unsure)
        for (sheet, number), read in zip(unsure, self.finder.pipe(texts, batch_size=256), strict=True):
            self._revise(sheet, number, read)
        for sheet in {id(sheet): sheet for sheet, _ in unsure}.values():
            sheet.unknown.sort(key=lambda item: item.start)

    def _revise(self, sheet: Sheet, number: int, read: Doc) -> None:
        line = sheet.lines[number]
        spans = [(line.start + ent.start_char, line.start + ent.end_char, ent.label_) for ent in read.ents]
        kept: list[Unknown] = []
        for item in sheet.unknown:
            label = next((label for start, end, label in spans if start < item.end and item.start < end), None)
            inside = line.start <= item.start < line.end
            kept.append(_settle(item, label) if inside and label is not None and item.score <= UNSURE else item)
        for start, end, label in spans:
            name = sheet.text[start:end]
            if label == "PERSON" and _is_full_name(name) and not _taken(sheet, kept, start, end):
                kept.append(Unknown(start, end, name, "PERSON", SCORE, "found by the name finder"))
        sheet.unknown = kept


def _settle(item: Unknown, label: str) -> Unknown:
    """Return an unsure name with the finder's reading of it."""
    if label == "PERSON" and item.label != "PERSON" and item.score <= NO_CUE and _is_full_name(item.text):
        return replace(item, label="PERSON", score=SCORE, reason="a person to the name finder")
    if item.label == "PERSON" and label in ORGANISATIONS:
        return replace(item, label="ORGANISATION", score=0.5, reason="an organisation to the name finder")
    return item


def _is_full_name(name: str) -> bool:
    words = name.split()
    return (
        2 <= len(words) <= 4
        and "\n" not in name
        and all(word[0].isupper() for word in words)
        and not _DIGIT.search(name)
    )


def _taken(sheet: Sheet, kept: list[Unknown], start: int, end: int) -> bool:
    spans = [(item.start, item.end) for item in kept] + [(hit.start, hit.end) for hit in sheet.hits]
    return any(first < end and start < last for first, last in spans)


@Language.factory("crosswalk_model_names")
def make_model_names(nlp: Language, name: str) -> ModelNames:
    """Return the component; `use` gives it a name finder, without one it passes everything on."""
    return ModelNames()
