"""Find dates and resolve them against the day of publication, with the precision they were printed with.

Values are ISO 8601: a day, a month, a quarter (`2026-Q2`), a year, or an interval of two days with "/". Tense decides
the direction of a month or weekday that has no year. Vague wordings ("recently", "in the coming weeks") give no date.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.amounts import find_amounts
from extract.date_patterns import DATE, NEEDED, YEAR
from extract.date_values import DateReader
from extract.document import Found, Sheet, sheet_of


class DateFinder:
    """The component: adds DATE, DURATION and MONEY mentions."""

    def __call__(self, doc: Doc) -> Doc:
        """Find and resolve the dates and amounts of a document."""
        sheet = sheet_of(doc)
        find_dates(sheet)
        find_amounts(sheet)
        sheet.mentions.sort(key=lambda found: found.start)
        return doc


def find_dates(sheet: Sheet) -> None:
    """Add a DATE mention for every date that can be resolved."""
    reader = DateReader(sheet.published)
    text = sheet.text
    taken = [(found.start, found.end) for found in sheet.mentions if not found.silent]
    for number_, line in enumerate(sheet.lines):
        if line.kind == "furniture":
            continue
        held = sheet.words(number_)
        if held.isdisjoint(NEEDED) and not any(len(word) == 4 and YEAR.match(word) for word in held):
            continue
        wording = text[line.start : line.end]
        for match in DATE.finditer(wording):
            start, end = line.start + match.start(), line.start + match.end()
            if any(first < end and start < last for first, last in taken):
                continue
            kind = match.lastgroup or ""
            value = reader.resolve(kind, match.group(), wording, match.start())
            if value is None:
                continue
            score = 0.95 if kind in ("iso", "dmy", "mdy", "my") else 0.85
            sheet.mentions.append(
                Found(
                    start,
                    end,
                    text[start:end],
                    "DATE",
                    number_,
                    value=value,
                    score=score,
                    method="pattern",
                    reason=kind,
                )
            )


@Language.factory("crosswalk_dates")
def create_date_finder(nlp: Language, name: str) -> DateFinder:
    """Make the component that finds dates, durations and sums of money."""
    return DateFinder()
