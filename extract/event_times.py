"""Find when an event was: the date of its clause, one counted from it, or the one of the sentence before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from extract.amounts import NUMBERS
from extract.clauses import Layout, Slot
from extract.document import Sheet
from extract.event_calendar import Calendar
from extract.event_sentence import Sentence
from kb.partial_dates import parse_partial
from kb.vocabulary import EventType

_AHEAD = frozenset({EventType.APPLIES, EventType.DEADLINE})
_SHARING = frozenset({EventType.REPEALED, EventType.AMENDED})  # happen by the act whose date the sentence tells
_COUNT = re.compile(
    r"\b(?P<number>an?|\d+|[a-z]+(?:teen|ty|een)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) "
    r"(?P<unit>days?|weeks?) (?P<side>after|before)\b[^,;.]{0,70}$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class When:
    """A date, and whether it stands outside the sentence."""

    value: str | None
    distant: bool = False


class EventTimes:
    """Chooses dates; knows when the register's events were."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def when(
        self,
        sheet: Sheet,
        sentence: Sentence,
        type_: str,
        about: str | None,
        start: int,
        end: int,
        places: list[tuple[int, int]],
    ) -> When:
        """Return the date of an event of a type and topic whose cue stands at these tokens."""
        tokens = sentence.layout.places
        counted = self.counted(sheet, sentence.layout, tokens[start][1]) if start < len(tokens) else None
        if counted is not None:
            return When(counted)
        known = [
            slot
            for at in range(len(sentence.tokens))
            if (slot := sentence.slot(at)) is not None
            and slot.label == "DATE"
            and self.calendar.knows(type_, about, self.settled(sheet, type_, about, slot))
        ]
        slot = sentence.date_slot(start, end, places, bound=type_ in _AHEAD)
        if slot is not None and slot in known:
            return When(self.settled(sheet, type_, about, slot))
        if len(known) == 1:
            return When(self.settled(sheet, type_, about, known[0]))
        if slot is not None:
            return When(self.settled(sheet, type_, about, slot))
        return self.near(sheet, sentence.layout, type_, about)

    def counted(self, sheet: Sheet, layout: Layout, at: int) -> str | None:
        """Return the day counted from another: "three days after it came out, the act took effect on Monday"."""
        match = _COUNT.search(sheet.text[sheet.lines[layout.line].start : at])
        if match is None or sheet.published is None:
            return None
        number = NUMBERS.get(match["number"].casefold()) or int(match["number"] if match["number"].isdigit() else 1)
        days = timedelta(days=number * (7 if match["unit"].casefold().startswith("week") else 1))
        anchor = sheet.published
        opened = sheet.lines[layout.line].start + match.start()
        for slot in layout.slots:
            value = slot.mentions[0].value
            if slot.label == "DATE" and value and len(value) == 10 and not opened <= slot.start < at:
                anchor = date.fromisoformat(value)
                break
        return (anchor - days if match["side"].casefold() == "after" else anchor + days).isoformat()

    def near(self, sheet: Sheet, layout: Layout, type_: str, about: str | None) -> When:
        """Return the only day of the sentence, or a date of the sentences around at which the event is known."""
        days = {
            slot.mentions[0].value: slot
            for slot in layout.slots
            if slot.label == "DATE" and len(slot.mentions[0].value or "") == 10
        }
        if len(days) == 1 and type_ in _SHARING:
            return When(self.settled(sheet, type_, about, next(iter(days.values()))))
        line = layout.line
        around = [
            found
            for found in sheet.mentions
            if found.label == "DATE" and found.value and abs(found.line - line) <= 2 and found.line != line
            and self.calendar.knows(type_, about, found.value)
        ]  # fmt: skip
        if around:
            return When(min(around, key=lambda found: (abs(found.line - line), found.line > line)).value, distant=True)
        return When(None)

    def settled(self, sheet: Sheet, type_: str, about: str | None, slot: Slot) -> str | None:
        """Return a date's value in the year (or week) that fits an event: what happened lies behind."""
        found = slot.mentions[0]
        value = found.value
        if value is None or _YEAR.search(found.text) or sheet.published is None:
            return value
        value = self.calendar.mended(type_, about, value)
        if type_ in _AHEAD or not self.later(value, sheet.published):
            return value
        if len(value) == 10 and not re.search(r"\d", found.text):
            day = date.fromisoformat(value)
            return (day - timedelta(days=7)).isoformat() if (day - sheet.published).days <= 7 else value
        return value

    def later(self, value: str, published: date | None) -> bool:
        """Tell whether a date lies wholly after the day of publication."""
        return published is not None and parse_partial(value).first > published
