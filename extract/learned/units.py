"""What a sentence could state: pairs of names for relations, names for events, lengths of time and words for claims.

A `Unit` is one possibility, kept small. Its ends are slots of the sentence's layout (0 and up), or contexts (-1 and
down): names of the text before it, for a kind of name that the sentence itself does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.clauses import Layout
from kb.vocabulary import SIGNATURES, EventType, Label, Predicate

NOTHING = -99
ENTITY_LABELS = frozenset({"AGENCY", "COMPANY", "MODEL", "INSTRUMENT", "PROGRAMME", "OBLIGATION", "PERSON",
                           "ORGANISATION", "JURISDICTION"})  # fmt: skip
# What each type of event can be about (docs/annotation.md); "" stands for nothing nameable.
ABOUT: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (EventType.SIGNED, EventType.DELAYED, EventType.PROPOSED, EventType.ADOPTED, EventType.ENTERED_INTO_FORCE,
         EventType.APPLIES, EventType.AMENDED, EventType.REPEALED, EventType.DEADLINE),
        frozenset({"INSTRUMENT"}),
    ),
    EventType.PUBLISHED: frozenset({"INSTRUMENT", "AGENCY", "ORGANISATION", "COMPANY"}),
    EventType.RELEASED: frozenset({"MODEL"}),
    EventType.ACCESS_EXPANDED: frozenset({"MODEL"}),
    EventType.AGREEMENT: frozenset({"INSTRUMENT", "AGENCY", "PROGRAMME"}),
    EventType.MEETING: frozenset({"AGENCY", "ORGANISATION", "COMPANY"}),
    EventType.CHARGED: frozenset({"INSTRUMENT", ""}),
    EventType.SUED: frozenset({"COMPANY", "AGENCY", "ORGANISATION", "PERSON", "INSTRUMENT"}),
    EventType.FINED: frozenset({"COMPANY", "ORGANISATION", "PERSON", "AGENCY", "INSTRUMENT"}),
    EventType.STATEMENT: frozenset({"INSTRUMENT", "MODEL", "AGENCY", "ORGANISATION", "PROGRAMME", "COMPANY"}),
    EventType.REMOVED: frozenset({"MODEL", "AGENCY", "COMPANY", "ORGANISATION", "INSTRUMENT", "PROGRAMME", ""}),
}  # fmt: skip
# Relations with one end left to the context, by the label of that end.
_IN_CONTEXT: dict[str, frozenset[Predicate]] = {
    Label.INSTRUMENT: frozenset(
        {Predicate.SUPPORTS, Predicate.CRITICISES, Predicate.SIGNED, Predicate.DELAYED, Predicate.DIRECTS,
         Predicate.REQUIRES, Predicate.ESTABLISHES, Predicate.APPLIES_TO, Predicate.CHARGED_UNDER}
    ),
    Label.AGENCY: frozenset({Predicate.SUBMITS_TO, Predicate.AFFILIATED_WITH, Predicate.PART_OF, Predicate.RUNS}),
    Label.COMPANY: frozenset(
        {Predicate.SUBMITS_TO, Predicate.AFFILIATED_WITH, Predicate.DEVELOPS, Predicate.RUNS, Predicate.SUED_BY}
    ),
    Label.ORGANISATION: frozenset({Predicate.AFFILIATED_WITH}),
}  # fmt: skip
_EVENT_CONTEXTS = frozenset({"INSTRUMENT", "MODEL", "AGENCY", "COMPANY"})


@dataclass(frozen=True, slots=True)
class Context:
    """Names from before a sentence that it may speak of without naming them, and how many lines back they stand."""

    label: str
    ids: tuple[str, ...]
    back: int
    kind: str  # topic: what the text is about; last: the latest of its label; other: another one in view


@dataclass(frozen=True, slots=True)
class Unit:
    """A possibility: `left` and `right` are slots, TOPIC or NOTHING."""

    task: str  # relation, event, date, span, line
    left: int
    right: int = NOTHING


@dataclass(frozen=True, slots=True)
class Scene:
    """A laid-out sentence and its contexts: what units are made of."""

    layout: Layout
    contexts: tuple[Context, ...] = ()

    def label(self, end: int) -> str:
        """Return the label of an end, "" for NOTHING."""
        if end == NOTHING:
            return ""
        return self.contexts[-1 - end].label if end < 0 else str(self.layout.slots[end].label)

    def ids(self, end: int) -> list[str]:
        """Return the entities and candidates that an end stands for."""
        if end == NOTHING:
            return []
        if end < 0:
            return list(self.contexts[-1 - end].ids)
        return [id_ for found in self.layout.slots[end].mentions if (id_ := found.id)]

    def slots(self, *labels: str) -> Iterator[int]:
        """Yield the slots of some labels."""
        for number, slot in enumerate(self.layout.slots):
            if slot.label in labels:
                yield number

    def absent(self) -> Iterator[int]:
        """Yield the contexts whose label the sentence does not hold."""
        held = {slot.label for slot in self.layout.slots}
        for number, context in enumerate(self.contexts):
            if context.label not in held:
                yield -1 - number

    def predicates(self, unit: Unit) -> list[Predicate]:
        """Return the predicates that a pair could stand in, subject left."""
        left, right = self.label(unit.left), self.label(unit.right)
        allowed = [set(_IN_CONTEXT[self.label(end)]) for end in (unit.left, unit.right) if end < 0]
        return [
            predicate
            for predicate, (subjects, objects) in SIGNATURES.items()
            if left in subjects and right in objects and all(predicate in some for some in allowed)
        ]

    def pairs(self) -> Iterator[Unit]:
        """Yield the ordered pairs that some relation allows, at most one end from the context."""
        slots = list(self.slots(*ENTITY_LABELS))
        outside = [end for end in self.absent() if self.label(end) in _IN_CONTEXT]
        for left in (*slots, *outside):
            for right in (*slots, *outside):
                if left != right and (left >= 0 or right >= 0) and set(self.ids(left)) != set(self.ids(right)):
                    unit = Unit("relation", left, right)
                    if self.predicates(unit):
                        yield unit

    def events(self) -> Iterator[Unit]:
        """Yield what an event of this sentence could be about."""
        for slot in self.slots(*frozenset().union(*ABOUT.values())):
            yield Unit("event", slot)
        for end in self.absent():
            if self.label(end) in _EVENT_CONTEXTS:
                yield Unit("event", end)
        yield Unit("event", NOTHING)

    def types(self, unit: Unit) -> list[EventType]:
        """Return the types of event that could be about the left end."""
        label = self.label(unit.left)
        return [EventType(type_) for type_, labels in ABOUT.items() if label in labels]
