"""List the possibilities of a read document with their features: what both training and reading look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extract.claim_subjects import ClaimSubjects
from extract.clauses import lay_out
from extract.document import Found, Sheet
from extract.learned.features import describe, describe_line
from extract.learned.known import Hints
from extract.learned.lines import LineView, view
from extract.learned.said import Said
from extract.learned.units import NOTHING, SPEAKER, Context, Scene, Unit
from kb.vocabulary import Attribute, Label

LINE_CLAIMS = (
    f"{Attribute.PARTICIPATION}=voluntary",
    f"{Attribute.PARTICIPATION}=mandatory",
    f"{Attribute.LICENSING_REQUIRED}=false",
    f"{Attribute.LICENSING_REQUIRED}=true",
    f"{Attribute.CONFIDENTIALITY_PROTECTION}=true",
    f"{Attribute.CONFIDENTIALITY_PROTECTION}=false",
    f"{Attribute.REVIEW_WINDOW_REFERENCE}=public release",
    f"{Attribute.REVIEW_WINDOW_REFERENCE}=release to trusted partners",
    f"{Attribute.REVIEW_WINDOW_REFERENCE}=release to outside organisations",
)
SPAN_CLAIMS: dict[str, tuple[str, ...]] = {
    "DURATION": (
        str(Attribute.REVIEW_WINDOW_DAYS),
        str(Attribute.EARLIER_REVIEW_WINDOW_DAYS),
        str(Attribute.DEADLINE_DAYS),
    ),
    "DATE": (str(Attribute.APPLIES_FROM),),
    "AGENCY": (str(Attribute.DETERMINING_AUTHORITY),),
}
_CONTEXTS = ("INSTRUMENT", "AGENCY", "COMPANY", "MODEL", "ORGANISATION")
_BACK = 6  # lines
_JOINED = 5  # companies named together that "all of them" may stand for
_SKIPPED = ("furniture", "byline")


@dataclass(slots=True)
class Possibility:
    """A unit of one line, the outcomes it could have, what the rules said of it, and its features.

    `shared` are the features of the line, one list for all its possibilities.
    """

    line: int
    unit: Unit
    outcomes: tuple[str, ...]  # predicates, event types, attributes or attribute=value
    said: list[str]
    features: list[str]
    shared: list[str]
    scene: Scene
    view: LineView

    def ids(self, end: int) -> list[str]:
        """Return the entities and candidates that an end stands for."""
        return self.scene.ids(end)

    def value(self, slot: int) -> str | None:
        """Return the value of a DATE or DURATION slot."""
        return self.scene.layout.slots[slot].mentions[0].value


def possibilities(sheet: Sheet, subjects: ClaimSubjects, hints: Hints, said: Said) -> Iterator[Possibility]:
    """Yield everything that the sentences of a document could state, in reading order."""
    if sheet.is_law:
        return
    by_line = sheet.by_line()
    main = _main_instruments(sheet)
    for number, line in enumerate(sheet.lines):
        if line.kind in _SKIPPED:
            continue
        contexts = (*_speakers(number, said), *_contexts(sheet, by_line, number, subjects, main))
        scene = Scene(lay_out(sheet, number, by_line.get(number, [])), contexts)
        seen = view(scene.layout, line.kind)
        shared = describe_line(seen)
        for unit, outcomes in _units(scene, hints):
            item = Possibility(number, unit, outcomes, said.of(number, scene, unit), [], [], scene, seen)
            if unit.task != "relation":
                item.shared = shared
            item.features = describe(seen, scene, unit)
            item.features += _hinted(item, hints)
            yield item


def date_possibilities(item: Possibility, type_: str, said: Said, hints: Hints) -> Iterator[Possibility]:
    """Yield, for an event that a possibility turned out to be, each date of its sentence that could be its date."""
    scene = item.scene
    told = {event.date for event in said.events.get(item.line, ()) if event.type == type_ and event.date is not None}
    slots = [slot for slot in scene.slots("DATE") if item.value(slot) is not None]
    for slot in slots:
        value = item.value(slot) or ""
        unit = Unit("date", item.unit.left if item.unit.left >= 0 else NOTHING, slot)
        features = [*describe(item.view, scene, unit), f"type:{type_}", f"dates:{min(3, len(slots))}"]
        if type_ in hints.types_on(item.ids(item.unit.left), value):
            features.append("hint:date")
        yield Possibility(item.line, unit, ("date",), ["told"] if value in told else [], features, [], scene, item.view)


def _contexts(
    sheet: Sheet, by_line: dict[int, list[Found]], number: int, subjects: ClaimSubjects, main: tuple[str, ...]
) -> Iterator[Context]:
    """Yield the names a line may speak of without naming them: the text's instrument, the latest of some labels."""
    topic = subjects.subject(sheet, number)
    if topic is not None:
        yield Context("INSTRUMENT", (topic,), 0, "main" if topic in main[:1] else "topic")
    told = {topic}
    for label in _CONTEXTS:
        for back in range(1, min(_BACK, number) + 1):
            held = (found.id for found in by_line.get(number - back, ()) if found.label == label and found.id)
            ids = tuple(dict.fromkeys(held))
            if not ids:
                continue
            if label == Label.INSTRUMENT:
                for id_ in ids[:2]:
                    if id_ not in told:
                        told.add(id_)
                        yield Context(label, (id_,), back, "main" if id_ in main[:1] else "other")
            else:
                yield Context(label, ids[:_JOINED] if label == Label.COMPANY else ids[-1:], back, "last")
            break
    for rank, id_ in enumerate(main):
        if id_ not in told:
            yield Context("INSTRUMENT", (id_,), _BACK, "second" if rank else "main")


def _speakers(number: int, said: Said) -> Iterator[Context]:
    """Yield who speaks in the quotations of a line."""
    for speaker in dict.fromkeys(quote.speaker for quote in said.quotes.get(number, ()) if quote.speaker):
        yield Context("PERSON", (speaker,), 0, SPEAKER)


def _main_instruments(sheet: Sheet) -> tuple[str, ...]:
    """Return the two instruments that a document names most, those of its headline first."""
    counts = Counter(found.entity for found in sheet.mentions if found.label == Label.INSTRUMENT and found.entity)
    for entity in sheet.title_entities:
        if entity in counts:
            counts[entity] += 2
    return tuple(id_ for id_, _ in counts.most_common(2))


def _units(scene: Scene, hints: Hints) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    yield from scene.pairs()
    yield from scene.events()
    named = {id_ for slot in scene.slots("OBLIGATION", "PROGRAMME") for id_ in scene.ids(slot)}
    implied = tuple(f"{predicate}={id_}" for predicate, id_ in hints.implied if id_ not in named)
    yield Unit("line", NOTHING), (*LINE_CLAIMS, *implied)
    for label, attributes in SPAN_CLAIMS.items():
        for slot in scene.slots(label):
            yield Unit("span", slot), attributes


def _hinted(item: Possibility, hints: Hints) -> Iterator[str]:
    """Yield what the register knows of the ends of a possibility, and which entities they are."""
    scene, unit = item.scene, item.unit
    left = item.ids(unit.left)
    yield from _identity("s", left, hints)
    if unit.task == "relation":
        right = item.ids(unit.right)
        yield from _identity("o", right, hints)
        for predicate in hints.between(left, right):
            yield f"hint:{predicate}"
        for predicate in hints.between(right, left):
            yield f"hint:turned:{predicate}"
    elif unit.task == "event":
        types = hints.types(left)
        for type_ in types:
            yield f"hint:{type_}"
        dates = [value for slot in scene.slots("DATE") if (value := item.value(slot))] if types else ()
        for type_ in {type_ for value in dates for type_ in hints.types_on(left, value)}:
            yield f"hint:dated:{type_}"
    elif unit.task == "span":
        ends = [*scene.slots("INSTRUMENT"), *(end for end in scene.absent() if scene.label(end) == "INSTRUMENT")]
        yield from _figure(item, [id_ for end in ends for id_ in scene.ids(end)], hints)


def _identity(side: str, ids: list[str], hints: Hints) -> Iterator[str]:
    for id_ in ids:
        yield f"{side}-id:{id_}"
        if id_ in hints.kinds:
            yield f"{side}-kind:{hints.kinds[id_]}"


def _figure(item: Possibility, instruments: list[str], hints: Hints) -> Iterator[str]:
    found = item.scene.layout.slots[item.unit.left].mentions[0]
    if found.label == Label.DATE and found.value:
        for type_ in hints.types_on(instruments, found.value):
            yield f"hint:{type_}"
    elif found.label == Label.DURATION and (days := days_of(found.value)) is not None:
        yield f"days:{days[0]}-{days[1]}"
        if any(days[1] in hints.days.get(id_, ()) for id_ in instruments):
            yield "hint:days"
    elif found.id:
        for id_ in instruments:
            for predicate in hints.between([id_], [found.id]):
                yield f"hint:{predicate}"


_UNITS = {"D": 1, "W": 7}


def days_of(value: str | None) -> tuple[int, int] | None:
    """Return the least and the most days of a DURATION's value, None when it is not counted in days or weeks."""
    ends = [re.fullmatch(r"P(\d+)([DW])", part) for part in (value or "").split("/")]
    if not all(ends) or len(ends) > 2:
        return None
    counted = [int(end[1]) * _UNITS[end[2]] for end in ends if end is not None]
    return counted[0], counted[-1]
