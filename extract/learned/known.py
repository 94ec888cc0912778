"""What the register holds already, as hints: known relations, dated events and figures by the entities they join.

A hint says that the register knows of a fact between two names, never that a sentence states it; the weights learn how
much a hint is worth. A text that says something else is read as it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract.event_calendar import known_dates
from kb.partial_dates import compatible
from kb.register import Register
from kb.vocabulary import EventType, Label, Predicate

_BY_INSTRUMENT = {str(Label.OBLIGATION): Predicate.REQUIRES, str(Label.PROGRAMME): Predicate.ESTABLISHES}


@dataclass(frozen=True, slots=True)
class Hints:
    """Known pairs by (subject, object), dates by about and event type, days by instrument, kinds of instruments.

    `implied` are the duties and programmes that a sentence can require or establish without naming them.
    """

    pairs: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    dates: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    days: dict[str, frozenset[int]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    implied: tuple[tuple[str, str], ...] = ()

    def between(self, subjects: Sequence[str], objects: Sequence[str]) -> frozenset[str]:
        """Return the predicates that the register knows between any of two groups, subject first."""
        return frozenset(name for one in subjects for other in objects for name in self.pairs.get((one, other), ()))

    def types(self, about: Iterable[str]) -> frozenset[str]:
        """Return the types of event that the register knows of these."""
        return frozenset(type_ for entity in about for type_ in self.dates.get(entity, ()))

    def types_on(self, about: Iterable[str], value: str) -> frozenset[str]:
        """Return the types of event that the register knows of these at a date that can be this one."""
        return frozenset(
            type_
            for entity in about
            for type_, dates in self.dates.get(entity, {}).items()
            if any(_same(value, date) for date in dates)
        )


def build_hints(register: Register) -> Hints:
    """Return the hints of a register."""
    pairs: dict[tuple[str, str], set[str]] = {}
    dates: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for (type_, about), held in known_dates(register).items():
        dates[about][type_] = held
    days: dict[str, set[int]] = {}

    def pair(subject: str | None, predicate: Predicate, other: str | None) -> None:
        if subject and other:
            pairs.setdefault((subject, other), set()).add(str(predicate))

    labels = {entity.id: entity.label for entity in register.entities}
    for entity in register.entities:
        parent = labels.get(entity.parent_id or "")
        if entity.label == Label.MODEL:
            pair(entity.parent_id, Predicate.DEVELOPS, entity.id)
        elif entity.label == Label.PROGRAMME and parent == Label.INSTRUMENT:
            pair(entity.parent_id, Predicate.ESTABLISHES, entity.id)
        elif entity.label == Label.PROGRAMME:
            pair(entity.parent_id, Predicate.RUNS, entity.id)
        elif entity.label in (Label.AGENCY, Label.COMPANY, Label.ORGANISATION):
            pair(entity.id, Predicate.PART_OF, entity.parent_id)
    for office in register.offices:
        pair(office.person_id, Predicate.AFFILIATED_WITH, office.body_id)
    for provision in register.provisions:
        pair(provision.instrument_id, Predicate.DIRECTS, provision.actor_id)
        if provision.days:
            days.setdefault(provision.instrument_id, set()).add(provision.days)
    for obligation in register.obligations:
        pair(obligation.instrument_id, Predicate.REQUIRES, obligation.entity_id)
    for deadline in register.deadlines:
        pair(deadline.instrument_id, Predicate.DIRECTS, deadline.actor_id)
    for commitment in register.commitments:
        if labels.get(commitment.addressee_id or "") == Label.AGENCY:
            pair(commitment.maker_id, Predicate.SUBMITS_TO, commitment.addressee_id)
    for instrument in register.instruments:
        pair(instrument.superseded_by, Predicate.SUPERSEDES, instrument.id)
    participants: dict[str, list[str]] = {}
    for row in register.event_participants:
        participants.setdefault(row.event_id, []).append(row.entity_id)
    for event in register.events:
        if event.about_id and event.date:
            for other in participants.get(event.id, ()):
                if event.type in (EventType.SIGNED, EventType.DELAYED) and labels.get(other) == Label.PERSON:
                    pair(other, Predicate(event.type), event.about_id)
    return Hints(
        {key: frozenset(held) for key, held in pairs.items()},
        dict(dates),
        {key: frozenset(held) for key, held in days.items()},
        {row.id: f"{row.type}/{row.binding}" for row in register.instruments},
        tuple(
            (str(_BY_INSTRUMENT[entity.label]), entity.id)
            for entity in register.entities
            if entity.label in _BY_INSTRUMENT
        ),
    )


@lru_cache(maxsize=20_000)
def _same(value: str, date: str) -> bool:
    try:
        return compatible(value, date)
    except ValueError:
        return value == date
