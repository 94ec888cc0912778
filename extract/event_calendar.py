"""What the register knows to have happened, or to be due, by type and topic.

A text that names a known day beside a word for the event tells that event, even where the wording is one no list of
frames has. The register never adds an event by itself: date and word must stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kb.partial_dates import compatible, parse_partial
from kb.vocabulary import EventType, Label

Dated = dict[tuple[str, str], frozenset[str]]


def known_dates(register: Any) -> Dated:
    """Return the dates that a register holds, by event type and what the event is about."""
    held: dict[tuple[str, str], set[str]] = {}

    def add(type_: str, about: str | None, date: str | None) -> None:
        if about and date:
            held.setdefault((str(type_), about), set()).add(date)

    bodies = _bodies(register)
    for event in getattr(register, "events", ()):
        taking_part = bodies.get(event.id, ())
        for type_, about in _told_as(event, taking_part[0] if taking_part else None):
            add(type_, about, event.date)
    for deadline in getattr(register, "deadlines", ()):
        add(EventType.DEADLINE, deadline.instrument_id, deadline.due)
    for obligation in getattr(register, "obligations", ()):
        add(EventType.APPLIES, obligation.instrument_id, obligation.applies_from)
        add(EventType.APPLIES, obligation.instrument_id, obligation.applies_from_annex_i)
    for row in register.instruments:
        if row.type == "agreement":
            continue  # struck with a body, which is what such an event is about
        agreed = row.type in ("accord", "code_of_practice", "commitment")
        add(EventType.AGREEMENT if agreed else EventType.SIGNED, row.id, row.signed)
        add(EventType.PUBLISHED, row.id, row.published)
        add(EventType.ENTERED_INTO_FORCE, row.id, row.in_force)
        add(EventType.REPEALED, row.id, row.ended)
    return {key: frozenset(dates) for key, dates in held.items()}


def _bodies(register: Any) -> dict[str, list[str]]:
    """Return the public bodies that took part in each event."""
    labels = {entity.id: entity.label for entity in register.entities}
    held: dict[str, list[str]] = {}
    for row in getattr(register, "event_participants", ()):
        if labels.get(row.entity_id) == Label.AGENCY:
            held.setdefault(row.event_id, []).append(row.entity_id)
    return held


def _told_as(event: Any, body: str | None) -> Iterator[tuple[str, str | None]]:
    """Yield type and topic as texts tell an event: meetings by their host, nameless papers by who put them out."""
    type_, about = str(event.type), event.about_id
    struck = type_ == EventType.AGREEMENT and body is not None and (about or "").startswith("caisi-agreements")
    if type_ == EventType.MEETING or struck:
        yield type_, body
    elif type_ == EventType.STATEMENT and re.search(r"assessment|publish|report", event.title):
        yield EventType.PUBLISHED, body
    elif type_ == EventType.PUBLISHED and not about:
        yield type_, body
    else:
        yield type_, about


class Calendar:
    """Looks up known dates."""

    def __init__(self, dated: Dated) -> None:
        self.dated = dated
        self._abouts: dict[str, list[str]] = {}
        for type_, about in dated:
            self._abouts.setdefault(type_, []).append(about)

    def dates(self, type_: str, about: str | None) -> frozenset[str]:
        """Return the known dates of an event."""
        return self.dated.get((type_, about or ""), frozenset())

    def knows(self, type_: str, about: str | None, value: str | None) -> bool:
        """Tell whether an event of this type and topic is known at a date that this one can be."""
        return value is not None and any(_meets(value, date) for date in self.dates(type_, about))

    def abouts(self, type_: str, value: str) -> Iterator[str]:
        """Yield what events of a type at a date can be about."""
        for about in self._abouts.get(type_, ()):
            if self.knows(type_, about, value):
                yield about

    def mended(self, type_: str, about: str | None, value: str) -> str:
        """Return the value in the year in which the event is known, where only the year differs.

        For dates printed without a year, which may have been given the wrong one.
        """
        dates = self.dates(type_, about)
        if not dates or value in dates or len(value) < 7 or "/" in value or "Q" in value:
            return value
        same = {
            date for date in dates if date[5 : len(value)] == value[5:] and abs(int(date[:4]) - int(value[:4])) == 1
        }
        if len(same) == 1 and not any(_meets(value, date) for date in dates):
            return next(iter(same))[: len(value)]
        return value


@lru_cache(maxsize=20_000)
def _meets(value: str, date: str) -> bool:
    try:
        return compatible(value, date) and (parse_partial(value).last - parse_partial(value).first).days < 32
    except ValueError:
        return False
