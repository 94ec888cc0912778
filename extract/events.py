"""Read events: what happened (or is due), when, what it is about and who took part, each with its evidence.

Patterns are those of `patterns/events.yml`; the signing and postponing of instruments come from the relations. The same
event told twice in a document, once with a date, is one event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extract.clauses import Layout, Pattern, Slot, compile_pattern, lay_out
from extract.document import Found, FoundEvent, Sheet, sheet_of
from extract.event_deadlines import WORDS as DEADLINE_WORDS
from extract.event_deadlines import read_deadlines
from extract.event_followups import read_followups
from extract.event_reading import FrameReader
from extract.event_sentence import Sentence
from extract.event_settling import Settler
from extract.event_wide import CueReader
from extract.knowledge import Knowledge
from extract.lexicon import FOLDER, load_patterns
from extract.modality import read_manner
from extract.relations import PUT_OFF
from kb.errors import ContractError
from kb.partial_dates import compatible, parse_partial
from kb.vocabulary import Attribute, EventType, Modality, Predicate

_SUBORDINATE = re.compile(r"\b(?:after|before|since|because|while|although|though|when|whereas|until|following)\b")
_AHEAD = re.compile(
    r"(?:^| )(?:before|until|till|prior to|ahead of|once|unless|if|whether) (?:[^,;<>]+ |<MODEL:\d+> |"
    r"<INSTRUMENT:\d+> )*$"
)
# told without a time these mostly speak of the thing and not of what happened
DATED = frozenset(
    {EventType.ADOPTED, EventType.AGREEMENT, EventType.ENTERED_INTO_FORCE, EventType.MEETING, EventType.PUBLISHED,
     EventType.PROPOSED, EventType.STATEMENT}
)  # fmt: skip
PLANNABLE = frozenset(
    {EventType.APPLIES, EventType.DEADLINE}
)  # a rule's date of application lies ahead and is yet a fact


@dataclass(frozen=True, slots=True)
class EventPattern:
    """A pattern that yields one type of event."""

    type: EventType
    pattern: Pattern
    needs: frozenset[str]
    labels: frozenset[str]  # of the slot it is about


def load_event_patterns() -> list[EventPattern]:
    """Return the event patterns. Raises ContractError naming file and pattern when one cannot be read."""
    where = f"{FOLDER / 'events'}.yml"
    data = load_patterns("events")
    made = []
    for type_, sources in data.get("patterns", {}).items():
        if type_ not in set(EventType):
            raise ContractError(f"{where}: unknown event type {type_!r}")
        for source in sources:
            pattern = compile_pattern(source, data["sets"], where)
            outside = re.sub(r"\([^()]*\)|\[[^\]]*\]", " ", source)
            plain = set(re.findall(r"(?<![~@{:\w|])[a-z]{3,}(?![\w:}])", outside))
            about = re.search(r"\{a:([A-Z|]+)\}", source)
            labels = frozenset(about.group(1).split("|")) if about else frozenset()
            made.append(EventPattern(EventType(type_), pattern, pattern.words or frozenset(plain), labels))
    return made


class EventReader:
    """The component: fills `sheet.events`."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.frames = FrameReader(self.known)
        self.cues = CueReader(self.known)
        self.settler = Settler(self.known)
        self.by_word: dict[str, list[EventPattern]] = {}
        self.always: list[EventPattern] = []
        for item in load_event_patterns():
            for word in item.needs:
                self.by_word.setdefault(word, []).append(item)
            if not item.needs:
                self.always.append(item)

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known
        self.frames = FrameReader(known)
        self.cues = CueReader(known)
        self.settler = Settler(known)

    def __call__(self, doc: Doc) -> Doc:
        """Read the events of a document."""
        sheet = sheet_of(doc)
        if sheet.is_law:
            return doc
        by_line = sheet.by_line()
        self._from_relations(sheet, by_line)
        for number, line in enumerate(sheet.lines):
            if line.kind in ("furniture", "byline"):
                continue
            mentions = by_line.get(number, [])
            if not mentions:
                continue
            layout = lay_out(sheet, number, mentions)
            held = {(event.type, event.about, event.date) for event in sheet.events if event.line == number}
            sheet.events.extend(
                event for event in self.frames.read(sheet, layout) if (event.type, event.about, event.date) not in held
            )
            if not DEADLINE_WORDS.isdisjoint(layout.words):
                sheet.events.extend(read_deadlines(sheet, Sentence(layout), self.known))
            self.read(sheet, layout)
            if "<AGENCY" in layout.text and "<DATE" in layout.text:
                sheet.events.extend(read_followups(sheet, layout))
            sheet.events.extend(list(self.cues.read(sheet, layout, sheet.events)))
            here = [event for event in sheet.events if event.line == number]
            sheet.events = [event for event in sheet.events if event.line != number]
            sheet.events.extend(self.settler.settle(sheet, layout, here))
        sheet.events = [event for event in merge(sheet.events) if event.date is not None or event.type not in DATED]
        return doc

    def _from_relations(self, sheet: Sheet, by_line: dict[int, list[Found]]) -> None:
        for relation in sheet.relations:
            if relation.predicate not in (Predicate.SIGNED, Predicate.DELAYED):
                continue
            low = sheet.lines[relation.line].start
            if relation.predicate == Predicate.SIGNED and PUT_OFF.search(
                sheet.text, max(low, relation.start - 30), relation.start
            ):
                continue  # "had delayed signing it"
            date = nearest_date(sheet, by_line.get(relation.line, []), relation.start, relation.end)
            type_ = EventType.SIGNED if relation.predicate == Predicate.SIGNED else EventType.DELAYED
            sheet.events.append(
                FoundEvent(
                    str(type_),
                    date,
                    self._entity(relation.object),
                    relation.line,
                    relation.start,
                    relation.end,
                    agents=(relation.subject,),
                    negated=relation.negated,
                    modality=relation.modality,
                    score=relation.score,
                )
            )

        for claim in sheet.claims:
            if claim.attribute == Attribute.APPLIES_FROM:
                sheet.events.append(
                    FoundEvent(
                        str(EventType.APPLIES),
                        claim.value,
                        claim.subject,
                        claim.line,
                        claim.start,
                        claim.end,
                        negated=claim.negated,
                        modality=str(Modality.ASSERTED),
                        score=claim.score,
                    )
                )

    def read(self, sheet: Sheet, layout: Layout) -> None:
        """Add the events of one laid-out sentence."""
        mentions = [found for slot in layout.slots for found in slot.mentions]
        labels = {slot.label for slot in layout.slots}
        held = {(event.type, event.about) for event in sheet.events if event.line == layout.line}
        tried: set[int] = set()
        candidates = [item for word in layout.words & self.by_word.keys() for item in self.by_word[word]] + self.always
        for item in candidates:
            if id(item) in tried or (item.labels and item.labels.isdisjoint(labels)):
                continue
            tried.add(id(item))
            for match in item.pattern.regex.finditer(layout.text):
                if item.type == EventType.SIGNED and PUT_OFF.search(
                    layout.text[max(0, match.start() - 40) : match.end()]
                ):
                    continue
                event = self._make(sheet, layout, item, match, mentions)
                if event is not None and (event.type, event.about) not in held:
                    held.add((event.type, event.about))
                    sheet.events.append(event)

    def _make(
        self, sheet: Sheet, layout: Layout, item: EventPattern, match: re.Match[str], mentions: list[Found]
    ) -> FoundEvent | None:
        groups = {key: value for key, value in match.groupdict().items() if value is not None and key != "trigger"}
        slots = {key: layout.slots[int(value)] for key, value in groups.items()}
        trigger = match.span("trigger") if match.groupdict().get("trigger") else match.span()
        start, end = layout.span(*trigger)
        about: str | None = None
        if "a" in slots:
            ids = [found.entity for found in slots["a"].mentions if found.entity]
            if not ids:
                return None
            about = ids[0]
        agents = tuple(
            found.entity for key in ("p", "q") if key in slots for found in slots[key].mentions if found.entity
        )
        if item.type == EventType.MEETING and "a" not in slots:
            body = next(
                (
                    found.entity
                    for found in mentions
                    if found.label == "AGENCY" and found.entity and found.start < start
                ),
                None,
            )
            about = body or self._body(sheet, slots)
            if about is None:
                return None
        if item.type == EventType.ACCESS_EXPANDED and self.known.label(about) == "PROGRAMME":
            models = [
                found.entity
                for found in sheet.mentions
                if found.label == "MODEL" and found.entity and found.line <= layout.line
            ]
            about = models[-1] if models else about  # access is to the model; the programme is the way
        if item.type == EventType.AGREEMENT and about is None:
            told = [
                event.about
                for event in sheet.events
                if event.type == EventType.AGREEMENT and layout.line - 3 <= event.line <= layout.line
            ]
            if not told or told[-1] is None:
                return None
            about = told[-1]
        if item.type == EventType.CHARGED and about is None:
            about = next(
                (
                    found.entity
                    for found in mentions
                    if found.label == "INSTRUMENT" and found.entity and found.start > start and not found.silent
                ),
                None,
            )
        manner = read_manner(match.group(), layout.text[: match.start()])
        modality = manner.modality
        if _AHEAD.search(layout.text[: match.start()]) or _AHEAD.search(layout.text[: trigger[0]][-60:]):
            modality = str(Modality.POSSIBLE)
        if item.type in PLANNABLE and modality == Modality.PLANNED:
            modality = str(Modality.ASSERTED)
        if item.type == EventType.CHARGED and modality == Modality.POSSIBLE:
            modality = str(Modality.ASSERTED)
        date = slots["d"].mentions[0].value if "d" in slots else nearest_date(sheet, mentions, start, end)
        return FoundEvent(
            str(item.type),
            date,
            about,
            layout.line,
            start,
            end,
            agents=agents,
            negated=manner.negated,
            modality=modality,
            score=0.75,
        )

    def _body(self, sheet: Sheet, slots: dict[str, Slot]) -> str | None:
        """Return the body that a meeting's first participant speaks for."""
        slot = slots.get("p")
        if slot is None:
            return None
        for found in slot.mentions:
            if found.label == "AGENCY" and found.entity:
                return str(found.entity)
            for relation in sheet.relations:
                if (
                    relation.predicate == Predicate.AFFILIATED_WITH
                    and relation.subject == found.id
                    and self.known.label(relation.object)
                ):
                    return relation.object
            for office in self.known.posts.get(found.entity or "", ()):
                return office.body_id
        return None

    def _entity(self, id_: str) -> str | None:
        return id_ if id_ in self.known.entities else None


def nearest_date(sheet: Sheet, mentions: list[Found], start: int, end: int) -> str | None:
    """Return the value of the date nearest to a trigger in its sentence, clauses apart counting double."""
    best: tuple[int, str] | None = None
    for found in mentions:
        if found.label != "DATE" or not found.value:
            continue
        between = sheet.text[min(found.end, end) : max(found.start, start)]
        marks = [mark for mark in _SUBORDINATE.finditer(between) if between[mark.end() :].strip()]  # not "since <date>"
        if marks and "," not in between[marks[-1].end() :]:
            continue  # the date belongs to another clause than the trigger
        distance = len(between)
        if re.search(r"\b(?:which|who|after|before|because|while|although|when|but|following|since)\b|;", between):
            distance = distance * 2 + 40
        if distance < 400 and (best is None or distance < best[0]):
            best = (distance, found.value)
    return best[1] if best else None


def merge(events: list[FoundEvent]) -> list[FoundEvent]:
    """Join the tellings of one event: the same type and topic with compatible dates, the finest date winning.

    An undated telling joins a dated one of the same type and topic. Each telling stays as evidence.
    """
    dated: dict[tuple[str, str | None], list[str]] = {}
    for event in events:
        if event.date is not None and not event.negated and event.modality in (Modality.ASSERTED, Modality.REPORTED):
            dated.setdefault((event.type, event.about), []).append(event.date)
    for event in events:
        values = dated.get((event.type, event.about), [])
        if event.date is None:
            if values:
                event.date = values[0]
            continue
        finer = [value for value in values if compatible(value, event.date) and _days(value) < _days(event.date)]
        if finer:
            event.date = min(finer, key=_days)
    return events


def _days(value: str) -> int:
    span = parse_partial(value)
    return (span.last - span.first).days


@Language.factory("crosswalk_events")
def create_event_reader(nlp: Language, name: str) -> EventReader:
    """Make the component that reads events; `bind` gives it a register."""
    return EventReader()
