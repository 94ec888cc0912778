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
_OUT = frozenset({EventType.RELEASED, EventType.PUBLISHED, EventType.ACCESS_EXPANDED})
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class When:
    """A date, and whether it stands outside the sentence."""

    value: str | None
    distant: bool = False
    led: bool = False  # "since", "from" or "until" stands before it


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
            for slot in sentence.slots.values()
            if slot.label == "DATE" and self.calendar.knows(type_, about, self.settled(sheet, type_, about, slot))
        ]
        slot = sentence.date_slot(start, end, places, bound=type_ in _AHEAD)
        if len(known) == 1 and slot not in known and not (slot is not None and _beside(sentence, slot, end)):
            slot = known[0]
        if slot is not None:
            return When(self.settled(sheet, type_, about, slot), led=_led(sentence, slot))
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
        if not around and not any(slot.label == "DATE" for slot in layout.slots):
            return When(self._neighbour(sheet, layout, type_), distant=True)
        if around:
            return When(min(around, key=lambda found: (abs(found.line - line), found.line > line)).value, distant=True)
        return When(None)

    def _neighbour(self, sheet: Sheet, layout: Layout, type_: str) -> str | None:
        """Return the day of a sentence without date: "now", or the only day of the sentence before it."""
        line = layout.line
        if type_ in _OUT and layout.words & {"now", "today"} and sheet.published is not None:
            return sheet.published.isoformat()
        if type_ in _AHEAD or line == 0 or sheet.lines[line - 1].paragraph != sheet.lines[line].paragraph:
            return None
        days = {
            found.value
            for found in sheet.mentions
            if found.label == "DATE" and found.line == line - 1 and len(found.value or "") == 10
        }
        value = next(iter(days)) if len(days) == 1 else None
        return value if value and not self.later(value, sheet.published) else None

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


_LEADS = frozenset("since from until till".split())


def _place(sentence: Sentence, slot: Slot) -> int:
    return next(at for at in range(len(sentence.tokens)) if sentence.slot(at) is slot)


def _beside(sentence: Sentence, slot: Slot, end: int) -> bool:
    """Tell whether a date follows a cue at once."""
    return 0 <= _place(sentence, slot) - end <= 2


def _led(sentence: Sentence, slot: Slot) -> bool:
    """Tell whether a date is where something begins or ends: "since August", "as of 2 December"."""
    at = _place(sentence, slot)
    before = sentence.tokens[max(0, at - 2) : at]
    return not _LEADS.isdisjoint(before) or before == ["as", "of"]
