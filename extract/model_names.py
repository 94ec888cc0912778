"""Ask the trained name finder about names that rules could only guess at, and add people that no rule saw.

Measured on news: as a filler of gaps the finder does harm, as a judge of unsure cases it helps. So it reads only lines
with an unsure name, settles whether that is a person, an organisation or a place, and may add people of two or more
words. It never touches names of the register. Without a trained model the component passes everything on.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Sheet, sheet_of
from extract.model import load_names
from extract.unknown import Unknown

UNSURE = 0.6  # rules above it have a cue of their own (a title, a first name, "Institute")
SCORE = 0.7
PLACES = frozenset({"LOC", "GPE", "FAC"})  # the last two are labels of installed models
ORGANISATIONS = frozenset({"ORG", "NORP"})


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
        sheet = sheet_of(doc)
        if self.finder is None or sheet.is_law:
            return doc
        unsure = sorted({sheet.line_at(item.start) for item in sheet.unknown if item.score <= UNSURE})
        texts = [sheet.line_text(number) for number in unsure]
        for number, read in zip(unsure, self.finder.pipe(texts), strict=True):
            self._revise(sheet, number, read)
        sheet.unknown.sort(key=lambda item: item.start)
        return doc

    def _revise(self, sheet: Sheet, number: int, read: Doc) -> None:
        line = sheet.lines[number]
        spans = [(line.start + ent.start_char, line.start + ent.end_char, ent.label_) for ent in read.ents]
        kept: list[Unknown] = []
        for item in sheet.unknown:
            label = next((label for start, end, label in spans if start < item.end and item.start < end), None)
            settled = item
            if item.score <= UNSURE and line.start <= item.start < line.end and label is not None:
                judged = _settle(item, label)
                if judged is None:
                    continue
                settled = judged
            kept.append(settled)
        for start, end, label in spans:
            name = sheet.text[start:end]
            if label == "PERSON" and _is_full_name(name) and not _taken(sheet, kept, start, end):
                kept.append(Unknown(start, end, name, "PERSON", SCORE, "found by the name finder"))
        sheet.unknown = kept


def _settle(item: Unknown, label: str) -> Unknown | None:
    """Return an unsure name with the finder's reading, or None for a plain place: no label of ours fits it."""
    several = " " in item.text
    if label == "PERSON" and several and item.label != "PERSON":
        return replace(item, label="PERSON", score=SCORE, reason="a person to the name finder")
    if item.label == "PERSON" and label in ORGANISATIONS:
        return replace(item, label="ORGANISATION", score=0.5, reason="an organisation to the name finder")
    if item.label in ("PERSON", "COMPANY", "ORGANISATION") and label in PLACES:
        return None
    return item


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 4 and "\n" not in name and all(word[0].isupper() for word in words)


def _taken(sheet: Sheet, kept: list[Unknown], start: int, end: int) -> bool:
    spans = [(item.start, item.end) for item in kept] + [(hit.start, hit.end) for hit in sheet.hits]
    return any(first < end and start < last for first, last in spans)


@Language.factory("crosswalk_model_names")
def make_model_names(nlp: Language, name: str) -> ModelNames:
    """Return the component, with the shipped name finder when there is one."""
    component = ModelNames()
    component.use(load_names())
    return component
