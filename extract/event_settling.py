"""Settle what the readers of a sentence told: dates that cannot be, several topics in one slot, kin types of event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.clauses import Layout
from extract.document import FoundEvent, Sheet
from extract.event_calendar import Calendar
from extract.event_times import EventTimes
from extract.event_topics import level
from extract.knowledge import Knowledge
from kb.partial_dates import parse_partial
from kb.vocabulary import EventType, Modality

_FACTUAL = (Modality.ASSERTED, Modality.REPORTED)
_AHEAD = frozenset({EventType.APPLIES, EventType.DEADLINE})
_WOULD_HAVE = re.compile(r"\bwould have\b[^.;]*$")
_JOINED = ("accord", "code_of_practice", "commitment")
_DECREES = ("executive_order", "memorandum")
# of these every topic that a list names has its own event
_EACH = frozenset(
    {EventType.RELEASED, EventType.REMOVED, EventType.REPEALED, EventType.SUED, EventType.FINED, EventType.SIGNED,
     EventType.PROPOSED, EventType.ADOPTED, EventType.APPLIES, EventType.ENTERED_INTO_FORCE, EventType.ACCESS_EXPANDED}
)  # fmt: skip


_CHECKED = _AHEAD | {EventType.SIGNED, EventType.ENTERED_INTO_FORCE, EventType.PUBLISHED, EventType.RELEASED}
_BREATH = 12  # characters between a cue and the date that is said with it


class Settler:
    """Settles the events of one sentence; knows the register."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.calendar = Calendar(known.dated)
        self.times = EventTimes(self.calendar)

    def settle(self, sheet: Sheet, layout: Layout, events: list[FoundEvent]) -> Iterator[FoundEvent]:
        """Yield the events of a sentence as they should stand."""
        in_force = {(e.about, e.date) for e in events if e.type == EventType.ENTERED_INTO_FORCE and not e.negated}
        for event in events:
            if event.type == EventType.APPLIES and (event.about, event.date) in in_force:
                continue  # said of the text, not of its rules
            self._type(sheet, event)
            if event.type == EventType.DEADLINE and not self._sets(layout, event):
                continue
            if event.type == EventType.ACCESS_EXPANDED and self.known.label(event.about) == "PROGRAMME":
                model = self._model(sheet, event)
                if model is None:
                    continue  # a programme of a public body opens to nobody's model
                event.about = model
            if _WOULD_HAVE.search(sheet.text[max(0, event.start - 40) : event.end]):
                event.modality = str(Modality.POSSIBLE)
            if not event.negated and event.modality in _FACTUAL:
                self._date(sheet, layout, event)
                self._check(sheet, layout, event)
            yield event
            if event.type in _EACH:
                yield from (replace(event, about=other) for other in _joined(layout, event))

    def _sets(self, layout: Layout, event: FoundEvent) -> bool:
        """Tell whether an instrument can have set a deadline: the register knows deadlines of it, or it is named."""
        return bool(self.calendar.dates(EventType.DEADLINE, event.about)) or any(
            found.id == event.about and not found.silent for slot in layout.slots for found in slot.mentions
        )

    def _type(self, sheet: Sheet, event: FoundEvent) -> None:
        row = self.known.instruments.get(event.about or "")
        first = self.calendar.knows(EventType.RELEASED, event.about, event.date)
        if event.type == EventType.ACCESS_EXPANDED and first:
            wider = self.calendar.knows(EventType.ACCESS_EXPANDED, event.about, event.date)
            event.type = str(EventType.ACCESS_EXPANDED if wider else EventType.RELEASED)
        if row is None:
            return
        if event.type == EventType.DELAYED and row.type == "draft":
            event.about = self._final(sheet, event) or event.about
            return
        if event.type == EventType.DELAYED and " amending " in f" {row.title.casefold()} ":
            event.about = self._amended(sheet, row.id) or event.about  # what it puts off are the rules of another act
            return
        agents = {self.known.label(agent) for agent in event.agents}
        if event.type == EventType.PUBLISHED and any(word in row.type for word in _DECREES) and "PERSON" in agents:
            event.type = str(EventType.SIGNED)  # a president issues an order by signing it
        elif event.type == EventType.SIGNED and row.type in _JOINED and agents != {"PERSON"}:
            event.type = str(EventType.AGREEMENT)
        elif (
            event.type == EventType.ENTERED_INTO_FORCE
            and self.calendar.knows(EventType.APPLIES, event.about, event.date)
            and not self.calendar.knows(EventType.ENTERED_INTO_FORCE, event.about, event.date)
        ):
            event.type = str(EventType.APPLIES)

    def _amended(self, sheet: Sheet, amending: str) -> str | None:
        """Return the act that the text speaks of most, beside the one that amends it."""
        ids = [
            found.entity
            for found in sheet.mentions
            if found.entity != amending
            and (row := self.known.instruments.get(found.entity or "")) is not None
            and row.type in ("regulation", "directive", "statute", "state_statute")
        ]
        return max(dict.fromkeys(ids), key=ids.count) if ids else None

    def _final(self, sheet: Sheet, event: FoundEvent) -> str | None:
        """Return the order that came of a draft, where the text speaks of it and it was signed by then."""
        for found in sheet.mentions:
            row = self.known.instruments.get(found.entity or "")
            draft = self.known.instruments[event.about or ""]
            if row is not None and "order" in row.type and row.signed and draft.ended and sheet.published:
                signed = parse_partial(row.signed).first
                if signed <= sheet.published and 0 <= (signed - parse_partial(draft.ended).first).days <= 60:
                    return row.id
        return None

    def _date(self, sheet: Sheet, layout: Layout, event: FoundEvent) -> None:
        counted = self.times.counted(sheet, layout, event.start) if event.type not in _AHEAD else None
        if counted is not None:
            event.date = counted
            return
        if event.date is None:
            event.date = self.times.near(sheet, layout, event.type, event.about).value
            return
        for slot in layout.slots:
            if slot.label == "DATE" and slot.mentions[0].value == event.date:
                event.date = self.times.settled(sheet, event.type, event.about, slot)
                break
        if event.type == EventType.DELAYED and event.date and self.times.later(event.date, sheet.published):
            event.date = None  # the day to which it was put off

    def _check(self, sheet: Sheet, layout: Layout, event: FoundEvent) -> None:
        """Hold an event against what the register knows, where its date and its cue stand apart.

        A date at which the register knows another topic's event is that one's; one at which it knows none, though it
        knows when this one was, belongs to something else. What a text says in one breath stands as it says it.
        """
        value, about = event.date, event.about
        if value is None or event.type not in _CHECKED or self.calendar.knows(event.type, about, value):
            return
        own = self.calendar.dates(event.type, about)
        if not own and event.type not in _AHEAD:
            return
        levels = {other: level(sheet, event.line, other) for other in self.calendar.abouts(event.type, value)}
        best = max(levels, key=lambda other: levels[other], default=None)
        if (
            best is not None
            and len(value) == 10
            and levels[best] >= 2
            and list(levels.values()).count(levels[best]) == 1
        ):
            event.about = best
        elif own and not _beside(layout, event):
            event.modality = str(Modality.POSSIBLE)

    def _model(self, sheet: Sheet, event: FoundEvent) -> str | None:
        """Return the model whose users a programme counts: named here, else before, else anywhere."""
        models = [found for found in sheet.mentions if found.label == "MODEL" and found.entity]
        near = sorted(models, key=lambda found: (found.line > event.line, abs(found.line - event.line)))
        if near:
            return near[0].entity
        parent = self.known.parent(event.about)
        return event.about if self.known.label(parent) == "COMPANY" else None


def _beside(layout: Layout, event: FoundEvent) -> bool:
    """Tell whether the date of an event is said in one breath with its cue."""
    return any(
        slot.label == "DATE"
        and slot.mentions[0].value == event.date
        and 0 <= max(slot.start - event.end, event.start - slot.end) <= _BREATH
        for slot in layout.slots
    )


def _joined(layout: Layout, event: FoundEvent) -> list[str]:
    """Return the other names of the slot that names what an event is about."""
    for slot in layout.slots:
        ids = [found.id for found in slot.mentions]
        if event.about in ids and len(ids) > 1:
            return [id_ for id_ in dict.fromkeys(ids) if id_ and id_ != event.about]
    return []
