"""Read events by cues: a word that tells the type, the date of its clause, and a topic from here or from before.

Runs after the frames and adds what they do not reach. Where the register knows an event of this type and topic at the
printed date, a weaker word is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.clauses import Layout, Slot
from extract.document import FoundEvent, Sheet
from extract.event_calendar import Calendar
from extract.event_cues import STRENGTHS, Hit, find_cues, load_cues
from extract.event_manner import CONDITIONS, NEGATIONS, UNREAL, Manner
from extract.event_sentence import BE, BREAKS, MODALS, PREPOSITIONS, Sentence
from extract.event_times import EventTimes, When
from extract.event_topics import Topics, ids, level
from extract.knowledge import Knowledge
from kb.vocabulary import EventType, Modality

_NAMELESS = frozenset({EventType.CHARGED})  # may be about nothing
_FROM = frozenset("from since until till on to by".split())
_PAIR = frozenset({"both", "two", "pair"})
_FAR = {"dated": 12.0}
_AHEAD = frozenset({EventType.APPLIES, EventType.DEADLINE})  # may lie ahead and are yet facts
_LATER = _AHEAD | {EventType.ENTERED_INTO_FORCE, EventType.DELAYED}  # whose date may lie ahead
_ONE = frozenset({EventType.STATEMENT, EventType.MEETING, EventType.CHARGED})  # however many took part


class CueReader:
    """Finds events by cues; knows the register."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.topics = Topics(known)
        self.calendar = Calendar(known.dated)
        self.times = EventTimes(self.calendar)
        load_cues()

    def read(self, sheet: Sheet, layout: Layout, told: list[FoundEvent]) -> Iterator[FoundEvent]:
        """Yield the events of a sentence that are not yet told."""
        hits = find_cues(layout)
        if not hits:
            return
        sentence = Sentence(layout, headline=sheet.lines[layout.line].kind != "prose")
        places = [self._place(sentence, hit) for hit in hits if hit.cue.strength != "weak"]
        here = [event for event in told if event.line == layout.line]
        words = sentence.layout.words
        hits = [hit for hit in hits if hit.cue.topic.without.isdisjoint(words)]
        for hit in sorted(hits, key=lambda hit: STRENGTHS.index(hit.cue.strength)):
            low, high = layout.span(hit.match.start(), hit.match.end())
            if any(_read_already(event, hit, low, high) for event in here):
                continue
            for event in self._events(sheet, sentence, hit, places):
                if not any(_same(event, other) for other in here if _stated(other)):
                    here.append(event)
                    yield event

    def _place(self, sentence: Sentence, hit: Hit) -> tuple[int, int]:
        return sentence.index(hit.match.start()), sentence.index(hit.match.end())

    def _events(
        self, sheet: Sheet, sentence: Sentence, hit: Hit, places: list[tuple[int, int]]
    ) -> Iterator[FoundEvent]:
        topic = hit.cue.topic
        start, end = self._place(sentence, hit)
        manner = self._manner(sentence, hit, start, end)
        abouts = self._abouts(sheet, sentence, hit, start, end)
        if topic.type in _ONE:
            abouts = abouts[:1]
        for about in abouts or [None]:
            when = self.times.when(sheet, sentence, topic.type, about, start, end, places)
            about = self._known(sheet, sentence, hit, about, when)
            if about is None and topic.type not in _NAMELESS:
                continue
            if not self._enough(sheet, sentence, hit, about, when):
                continue
            low, high = sentence.layout.span(hit.match.start(), hit.match.end())
            modality = manner.modality
            if topic.type in _LATER - {EventType.DELAYED} and modality == Modality.PLANNED:
                modality = str(Modality.ASSERTED)
            elif topic.type not in _LATER and when.value and self.times.later(when.value, sheet.published):
                modality = str(Modality.PLANNED)
            yield from self._further(sheet, sentence, hit, about, when)
            yield FoundEvent(
                str(topic.type), when.value, about, sentence.layout.line, low, high,
                negated=manner.negated, modality=modality, score=0.7, method="cue",
            )  # fmt: skip

    def _further(
        self, sheet: Sheet, sentence: Sentence, hit: Hit, about: str | None, when: When
    ) -> Iterator[FoundEvent]:
        """Yield the other days of the sentence from which the same instrument is known to apply."""
        if hit.cue.topic.type != EventType.APPLIES or not self.calendar.knows(EventType.APPLIES, about, when.value):
            return
        for at in range(1, len(sentence.tokens)):
            slot = sentence.slot(at)
            if slot is None or slot.label != "DATE" or sentence.tokens[at - 1] not in _FROM:
                continue
            if sentence.tokens[at - 1] == "from" and sentence.tokens[at + 1 : at + 2] == ["to"]:
                continue  # "from 2 August 2026 to 2 December 2027": only the later day holds
            value = self.times.settled(sheet, EventType.APPLIES, about, slot)
            if value != when.value and self.calendar.knows(EventType.APPLIES, about, value) and len(value or "") == 10:
                yield FoundEvent(
                    str(EventType.APPLIES), value, about, sentence.layout.line, slot.start, slot.end,
                    score=0.7, method="cue",
                )  # fmt: skip

    def _known(self, sheet: Sheet, sentence: Sentence, hit: Hit, about: str | None, when: When) -> str | None:
        """Return what the register knows to have happened at this date, where the text speaks of it; else the topic."""
        type_, value = str(hit.cue.topic.type), when.value
        if (
            value is None
            or (len(value) < 10 and not when.led)
            or when.distant
            or self.calendar.knows(type_, about, value)
        ):
            return about
        line = sentence.layout.line
        levels = {known: level(sheet, line, known) for known in self.calendar.abouts(type_, value)}
        if not levels:
            return about
        best = max(levels, key=lambda known: levels[known])
        if len(value) < 10 and levels[best] < 2:
            return about
        least = 2 if about is not None and not when.led else 1 if hit.cue.strength == "weak" and not when.led else 0
        if levels[best] < least or list(levels.values()).count(levels[best]) > 1:
            return about
        return best

    def _enough(self, sheet: Sheet, sentence: Sentence, hit: Hit, about: str | None, when: When) -> bool:
        """Tell whether cue, topic and date together tell the event."""
        strength, type_ = hit.cue.strength, hit.cue.topic.type
        if strength == "strong":
            return True
        if when.value is None:
            return False
        near = level(sheet, sentence.layout.line, about or "")
        alone = len(list(self.calendar.abouts(type_, when.value))) == 1
        named = about is None or any(found.id == about for slot in sentence.layout.slots for found in slot.mentions)
        if strength == "dated" and named and not when.distant:
            return True
        if not self.calendar.knows(type_, about, when.value) or (strength == "weak" and when.distant):
            return False
        if when.led and type_ == EventType.APPLIES:
            return near >= (2 if len(when.value) < 10 else 0 if alone else 1)
        if len(when.value) < 10:
            return near >= 3
        if strength == "weak":
            return near >= (1 if alone else 2)
        return alone or near >= 1

    def _abouts(self, sheet: Sheet, sentence: Sentence, hit: Hit, start: int, end: int) -> Sequence[str | None]:
        topic = hit.cue.topic
        given = hit.match.groupdict().get("a")
        if given is not None:
            slot = sentence.layout.slots[int(given)]
            mentions = [] if _by(sentence, slot) else self.topics.fitting(topic, slot.mentions)
            return list(ids(mentions))
        far = 24 if hit.cue.strength == "strong" or "INSTRUMENT" not in topic.about else _FAR.get(hit.cue.strength, 99)
        if topic.about[0] == "MODEL" and not _PAIR.isdisjoint(sentence.tokens[max(0, start - 6) : end + 6]):
            pair = self.topics.pair(sheet, sentence.layout.line)
            if pair:
                return pair
        mentions = (
            self.topics.first(sentence, topic, start)
            if topic.type == EventType.STATEMENT
            else self.topics.here(sentence, topic, start, end, most=far)
        )
        if not mentions and (hit.cue.strength != "strong" or topic.type == EventType.STATEMENT):
            before = self.topics.before(sheet, sentence.layout.line, topic)
            mentions = [before] if before else []
        found = list(ids(self.topics.fitting(topic, mentions)))
        return found or ([None] if topic.type in _NAMELESS else [])

    def _manner(self, sentence: Sentence, hit: Hit, start: int, end: int) -> Manner:
        """Return how the words between a cue and its subject put it; an earlier verb's "will" is not the cue's."""
        ahead = hit.cue.topic.type in _AHEAD
        near = [token for token in sentence.tokens[start:end] if not token.startswith("<")]
        at = start - 1
        while at >= max(0, start - 8):
            token, slot = sentence.tokens[at], sentence.slot(at)
            if (slot is not None and slot.label != "DATE") or token in _STOPS:
                break
            near.append(token)
            at -= 1
        opening = set(sentence.tokens[max(0, at - 6) : at + 1])
        held = set(near)
        negated = bool(held & NEGATIONS)
        if ahead:
            lead = set(sentence.tokens[max(0, start - 3) : start])
            until = {"until", "till", "before"} & set(sentence.tokens[start : end + 6])
            return Manner(bool(lead & NEGATIONS) and not until, str(Modality.ASSERTED))
        unreal = held & MODALS or (held & UNREAL and not held & BE) or (held | opening) & CONDITIONS
        infinitive = sentence.tokens[max(0, start - 1) : start] == ["to"]
        return Manner(negated, str(Modality.PLANNED if unreal or infinitive else Modality.ASSERTED))


_STOPS = BREAKS | (PREPOSITIONS - {"to", "for", "of"}) | {",", "("}
_KIN = (
    frozenset({EventType.APPLIES, EventType.DEADLINE, EventType.ENTERED_INTO_FORCE}),
    frozenset({EventType.SIGNED, EventType.ADOPTED, EventType.AGREEMENT}),
    frozenset({EventType.RELEASED, EventType.ACCESS_EXPANDED}),
)


def _read_already(event: FoundEvent, hit: Hit, low: int, high: int) -> bool:
    """Tell whether the frames have read a cue's words."""
    return (
        event.method != "cue"
        and event.start < high
        and low < event.end
        and (_stated(event) or (event.type == hit.cue.topic.type and event.method == "frame"))
    )


def _stated(event: FoundEvent) -> bool:
    return not event.negated and event.modality in (Modality.ASSERTED, Modality.REPORTED)


def _same(event: FoundEvent, other: FoundEvent) -> bool:
    """Tell whether one event of a sentence says again, or contradicts, what another says."""
    if event.about != other.about:
        # the day an amending act enters into force is not said again of the act it amends
        return (event.type, other.type, event.date) == (
            EventType.APPLIES,
            EventType.ENTERED_INTO_FORCE,
            other.date,
        )
    kin = any(event.type in types and other.type in types for types in _KIN)
    return (event.type == other.type and event.date in (None, other.date)) or (kin and event.date == other.date)


def _by(sentence: Sentence, slot: Slot) -> bool:
    """Tell whether "by" stands before a slot: then it names who acts."""
    for at in range(len(sentence.tokens)):
        if sentence.slot(at) is slot:
            return at > 0 and "by" in sentence.tokens[max(0, at - 2) : at]
    return False
