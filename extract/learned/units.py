"""What a sentence could state: pairs of names for relations, names for events, lengths of time and words for claims.

A `Unit` is one possibility, kept small. Its ends are slots of the sentence's layout (0 and up), or contexts (-1 and
down): names of the text before it, for a kind of name that the sentence itself does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

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
    Label.PERSON: frozenset({Predicate.SUPPORTS, Predicate.CRITICISES}),
}  # fmt: skip
SPEAKER = "speaker"
_SUBJECTS = frozenset().union(*ABOUT.values()) - {""}
_BESIDE = frozenset({"INSTRUMENT", "PERSON"})  # may be meant beside another of their label
_EVENT_CONTEXTS = frozenset({"INSTRUMENT", "MODEL", "AGENCY", "COMPANY"})


@dataclass(frozen=True, slots=True)
class Context:
    """Names from before a sentence that it may speak of without naming them, and how many lines back they stand."""

    label: str
    ids: tuple[str, ...]
    back: int
    kind: str  # topic: the line's; main: the text's; last, other: in view; SPEAKER: who says what the line quotes


@dataclass(frozen=True, slots=True)
class Unit:
    """A possibility: `left` and `right` are slots, TOPIC or NOTHING."""

    task: str  # relation, event, date, span, line
    left: int
    right: int = NOTHING


class Scene:
    """A laid-out sentence and its contexts: what units are made of."""

    __slots__ = ("_ids", "_labels", "contexts", "layout")

    def __init__(self, layout: Layout, contexts: tuple[Context, ...] = ()) -> None:
        self.layout = layout
        self.contexts = contexts
        self._labels = {number: str(slot.label) for number, slot in enumerate(layout.slots)}
        self._ids = {
            number: [id_ for found in slot.mentions if (id_ := found.id)] for number, slot in enumerate(layout.slots)
        }
        for number, context in enumerate(contexts):
            self._labels[-1 - number] = context.label
            self._ids[-1 - number] = list(context.ids)

    def label(self, end: int) -> str:
        """Return the label of an end, "" for NOTHING."""
        return self._labels.get(end, "")

    def ids(self, end: int) -> list[str]:
        """Return the entities and candidates that an end stands for."""
        return self._ids.get(end, [])

    def slots(self, *labels: str) -> Iterator[int]:
        """Yield the slots of some labels."""
        for number in range(len(self.layout.slots)):
            if self._labels[number] in labels:
                yield number

    def absent(self) -> Iterator[int]:
        """Yield the contexts whose label the sentence does not hold; of instruments, those it does not name."""
        held = {slot.label for slot in self.layout.slots}
        named = {id_ for number in range(len(self.layout.slots)) for id_ in self._ids[number]}
        for number, context in enumerate(self.contexts):
            if context.label not in held or (context.label in _BESIDE and not named.intersection(context.ids)):
                yield -1 - number

    def pairs(self) -> Iterator[tuple[Unit, tuple[str, ...]]]:
        """Yield the ordered pairs that some relation allows, with the predicates; at most one end from the context,
        but for a quoted speaker.
        """
        slots = list(self.slots(*ENTITY_LABELS))
        outside = [end for end in self.absent() if self._labels[end] in _IN_CONTEXT]
        for left in (*slots, *outside):
            for right in (*slots, *outside):
                if left == right or (left < 0 and right < 0 and not self._speaks(left)):
                    continue
                predicates = predicates_of(self._labels[left], self._labels[right], left < 0, right < 0)
                if predicates and self._ids[left] != self._ids[right]:
                    yield Unit("relation", left, right), predicates

    def _speaks(self, end: int) -> bool:
        return self.contexts[-1 - end].kind == SPEAKER

    def events(self) -> Iterator[tuple[Unit, tuple[str, ...]]]:
        """Yield what an event of this sentence could be about, with the types of event."""
        for slot in self.slots(*_SUBJECTS):
            yield Unit("event", slot), types_of(self._labels[slot])
        for end in self.absent():
            if self._labels[end] in _EVENT_CONTEXTS:
                yield Unit("event", end), types_of(self._labels[end])
        yield Unit("event", NOTHING), types_of("")


@cache
def predicates_of(left: str, right: str, left_out: bool, right_out: bool) -> tuple[str, ...]:
    """Return the predicates between two labels, subject left; the flags say which end is left to the context."""
    allowed = [_IN_CONTEXT[label] for label, out in ((left, left_out), (right, right_out)) if out]
    return tuple(
        str(predicate)
        for predicate, (subjects, objects) in SIGNATURES.items()
        if left in subjects and right in objects and all(predicate in some for some in allowed)
    )


@cache
def types_of(label: str) -> tuple[str, ...]:
    """Return the types of event that can be about an entity of a label, "" for nothing."""
    return tuple(str(type_) for type_, labels in ABOUT.items() if label in labels)
