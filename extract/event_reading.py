"""Read the events of one laid-out sentence by frames: trigger, what it is about, who acts, when, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extract.clauses import Layout, Slot
from extract.document import Found, FoundEvent, Sheet
from extract.event_frames import Trigger, load_frames
from extract.event_manner import event_manner
from extract.event_sentence import Sentence
from extract.event_unnamed import UNNAMED, UnnamedTopics
from extract.knowledge import Knowledge
from kb.partial_dates import parse_partial
from kb.vocabulary import EventType, Modality

_LAWS = re.compile(r"\b(?:act|regulation|directive|bill|law|statute|amending)\b", re.IGNORECASE)
_SOFT = re.compile(
    r"code|guideline|plan|framework|standard|memorandum|order|strategy|statement|agreement|accord|policy", re.IGNORECASE
)
_JOINED = re.compile(r"code|accord|commitment|pledge|declaration|pact|principles", re.IGNORECASE)
_CODES = re.compile(r"code|commitment|pledge|principles", re.IGNORECASE)
# nominalisations that, without a date, mostly speak of the thing and not of what happened to it
_PUT_FORWARD = frozenset({"proposal", "proposals", "proposed", "proposes", "tables", "tabled", "presented", "presents"})
_DATED_NOUNS = frozenset(
    {EventType.DELAYED, EventType.ADOPTED, EventType.PROPOSED, EventType.PUBLISHED, EventType.RELEASED,
     EventType.SIGNED, EventType.MEETING, EventType.FINED, EventType.SUED, EventType.AMENDED}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Hit:
    trigger: Trigger
    start: int  # tokens
    end: int
    match: re.Match[str]


class FrameReader(UnnamedTopics):
    """Finds events by frames; knows the register."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.filed = load_frames()
        self.last: tuple[int, Slot] | None = None  # end and topic of the passive before, for "adopted … and printed …"

    def read(self, sheet: Sheet, layout: Layout) -> Iterator[FoundEvent]:
        """Yield the events of a sentence, whether facts or not; the longest wording at a place counts."""
        keys = layout.words & self.filed.keys()
        if not keys or not layout.slots:
            return
        sentence = Sentence(layout, headline=sheet.lines[layout.line].kind != "prose")
        hits = list(self._hits(layout, sentence, keys))
        if not hits:
            return
        put_off = [
            hit.end for hit in hits if hit.trigger.frame.type == EventType.DELAYED and hit.trigger.kind != "nouns"
        ]
        places = list(
            dict.fromkeys(
                (hit.start, hit.end)
                for hit in hits
                if hit.trigger.frame.type == EventType.DELAYED or not any(0 <= hit.start - end <= 4 for end in put_off)
            )
        )
        self.last = None
        taken: set[tuple[str, int]] = set()
        done: list[tuple[int, int]] = []
        for hit in sorted(hits, key=lambda hit: (hit.start, hit.start - hit.end, hit.trigger.kind != "nouns")):
            if (hit.trigger.frame.type, hit.start) in taken or any(
                low <= hit.start < high and high - low > hit.end - hit.start for low, high in done
            ):
                continue
            event = self._make(sheet, sentence, hit, places)
            if (
                event is not None
                and event.type != EventType.DELAYED
                and any(
                    0 <= hit.start - end <= 4 or (hit.trigger.kind == "nouns" and 0 < end - hit.end <= 9)
                    for end in put_off
                )
            ):
                event.modality = str(Modality.PLANNED)  # "postponed the signing of …", "the vote on … was put off"
            if event is not None:
                taken.add((hit.trigger.frame.type, hit.start))
                done.append((hit.start, hit.end))
                yield event

    def _hits(self, layout: Layout, sentence: Sentence, keys: frozenset[str]) -> Iterator[_Hit]:
        tried: set[tuple[str, str, str]] = set()
        labels = {slot.label for slot in layout.slots}
        unnamed = not layout.words.isdisjoint(UNNAMED)
        for key in sorted(keys):
            for trigger in self.filed[key]:
                frame = trigger.frame
                id_ = (frame.type, trigger.kind, trigger.pattern.source)
                if (
                    id_ in tried
                    or (frame.about.isdisjoint(labels) and not (unnamed or frame.type == EventType.DELAYED))
                    or (frame.needs and not frame.needs & layout.words)
                    or any(part.isdisjoint(layout.words) for part in trigger.parts)
                ):
                    continue
                tried.add(id_)
                for match in trigger.pattern.regex.finditer(layout.text):
                    yield _Hit(trigger, sentence.index(match.start()), sentence.index(match.end()), match)

    def _make(self, sheet: Sheet, sentence: Sentence, hit: _Hit, places: list[tuple[int, int]]) -> FoundEvent | None:
        trigger, frame = hit.trigger, hit.trigger.frame
        if frame.without & set(sentence.tokens[hit.end : hit.end + 4]):
            return None
        slot, agent = self._about(sentence, hit)
        about = (
            self.unnamed(sheet, sentence, trigger, hit.start, hit.end)
            if slot is None
            else self._entity(sheet, slot, hit)
        )
        if about is None:
            return None
        if trigger.forms is not None and slot is not None:
            self.last = (hit.end, slot)
        type_ = frame.type
        if type_ == EventType.AMENDED and trigger.kind == "nouns":
            lead = set(sentence.tokens[max(0, hit.start - 8) : hit.start])
            if lead & _PUT_FORWARD:
                type_ = EventType.PROPOSED  # "two proposals: the revision of …", "tables an amendment of …"
        row = self.known.instruments.get(about)
        if row is not None:
            kind = f"{row.type} {row.title}"
            if frame.laws and (not _LAWS.search(kind) or _SOFT.search(row.type)):
                return None
            if trigger.kind == "softverbs" and _LAWS.search(row.type) and not _SOFT.search(row.type):
                return None
            if type_ == EventType.AGREEMENT and trigger.kind == "verbs" and trigger.forms is not None:
                joins = trigger.forms.base in ("join", "sign", "commit", "adhere", "subscribe", "endorse")
                if joins and not _JOINED.search(kind):
                    return None
            if (
                type_ == EventType.SIGNED
                and _CODES.search(row.type)
                and not (agent is not None and agent.label in ("PERSON", "AGENCY"))
            ):
                type_ = EventType.AGREEMENT
        elif frame.laws and not _LAWS.search(self.known.entities[about].name if about in self.known.entities else ""):
            return None
        if type_ == EventType.ADOPTED and agent is not None and agent.label == "PERSON":
            type_ = EventType.SIGNED  # governors and presidents approve an act by signing it
        if type_ == EventType.STATEMENT and (
            re.search(r"[\"“”]", sheet.line_text(sentence.layout.line))
            or "DATE" not in {s.label for s in sentence.layout.slots}
        ):
            return None  # words of a speaker are a quotation, not an event
        bound = type_ in (EventType.DEADLINE, EventType.APPLIES)
        when = self._explicit(sentence, hit) or sentence.date(hit.start, hit.end, places, bound=bound)
        if when is None and trigger.forms is not None and trigger.forms.base in ("replace", "supersede"):
            return None  # without a date it says how acts relate, not what happened
        if when is None and trigger.kind == "nouns" and type_ in _DATED_NOUNS:
            return None
        manner = event_manner(sentence, hit.start, hit.end, trigger)
        modality = manner.modality
        if type_ == EventType.ENTERED_INTO_FORCE and when and _later(when, sheet.published):
            modality = str(Modality.ASSERTED)
            if "force" not in hit.match.group() and "law" not in hit.match.group():
                type_ = EventType.APPLIES
        elif type_ == EventType.DELAYED and when and _later(when, sheet.published):
            when = None  # the day to which it was put off
        elif when and _later(when, sheet.published):
            modality = str(Modality.PLANNED)
        start, end = sentence.layout.span(hit.match.start(), hit.match.end())
        agents = tuple(found.entity for found in agent.mentions if found.entity) if agent is not None else ()
        return FoundEvent(
            str(type_), when, about, sentence.layout.line, start, end,
            agents=tuple(item for item in agents if item != about), negated=manner.negated, modality=modality,
            score=0.8, method="frame",
        )  # fmt: skip

    def _explicit(self, sentence: Sentence, hit: _Hit) -> str | None:
        group = hit.match.groupdict().get("d")
        return sentence.layout.slots[int(group)].mentions[0].value if group else None

    def _about(self, sentence: Sentence, hit: _Hit) -> tuple[Slot | None, Slot | None]:
        """Return what the event is about, and who acts."""
        trigger, frame = hit.trigger, hit.trigger.frame
        labels = frame.about
        given = hit.match.groupdict().get("a")
        if given is not None:
            return sentence.layout.slots[int(given)], sentence.left(hit.start, frame.agent, finite=True)
        if trigger.kind == "states":
            return sentence.left(hit.start, labels, finite=True), None
        if trigger.kind == "nouns":
            return self._of_noun(sentence, hit), None
        if frame.type == EventType.CHARGED:
            return sentence.right(hit.end, labels, most=16, over_preposition=True, over_comma=True), None
        if frame.type == EventType.REMOVED:
            return self._remover(sentence, hit), None
        passive = sentence.is_passive(hit.start, trigger)
        object_of = sentence.antecedent(hit.start, labels) if passive is not True else None
        if object_of is not None and sentence.ends_clause(hit.end):
            return object_of, sentence.left(hit.start, frame.agent, finite=True)  # "the Act, which A signed in May"
        initial = hit.start <= 1
        if passive is not True:
            found = sentence.right(
                hit.end,
                labels,
                over_comma=initial and passive is None,
            )
            led = sentence.tokens[hit.end : hit.end + 1]
            if found is None and led == ["it"]:
                found = sentence.nearest_before(hit.start, labels)  # "Parliament passed it on 16 June"
            if passive is None and (led == ["by"] or self._reduced(sentence, hit)):
                found = found if initial else None
            if found is not None:
                agent = sentence.left(hit.start, frame.agent, finite=True)
                return (None, None) if agent is found else (found, agent)
            if passive is False:
                return sentence.antecedent(hit.start, labels), sentence.left(hit.start, frame.agent, finite=True)
            if (
                self.last is not None
                and hit.start - self.last[0] <= 8
                and "and" in sentence.tokens[self.last[0] : hit.start]
            ):
                return self.last[1], None
            said = sentence.antecedent(hit.start, labels)
            if said is not None and sentence.tokens[hit.start - 1] not in (",", "("):
                return said, sentence.left(hit.start, frame.agent, finite=True)
            if not self._reduced(sentence, hit) and led != ["by"]:
                return None, None
        after = (
            sentence.right(hit.end, frame.agent, most=5, over_preposition=True)
            if sentence.tokens[hit.end : hit.end + 1] == ["by"]
            else None
        )
        agent = after or self._doer(sentence, hit)
        return sentence.left(hit.start, labels, finite=passive is True), agent

    def _doer(self, sentence: Sentence, hit: _Hit) -> Slot | None:
        """Return who acts by the words after a passive: "signed by A", "signed on Tuesday by A"."""
        for at in range(hit.end, min(len(sentence.tokens), hit.end + 4)):
            slot = sentence.slot(at)
            if sentence.tokens[at] == "by":
                return sentence.slot(at + 1) or sentence.slot(at + 2)
            if sentence.tokens[at] not in ("on", "in", "last") and (slot is None or slot.label != "DATE"):
                return None
        return None

    def _remover(self, sentence: Sentence, hit: _Hit) -> Slot | None:
        """Return the instrument that was removed, else the body whose page it was or who did it."""
        passive = sentence.is_passive(hit.start, hit.trigger)
        here = sentence.right(hit.end, hit.trigger.frame.about, over_preposition=True)
        before = sentence.left(hit.start, hit.trigger.frame.about, finite=True)
        chosen = (here or before) if passive else (before or here)
        other = before if chosen is here else here
        if chosen is not None and chosen.mentions[0].silent and other is not None and not other.mentions[0].silent:
            return other  # "the announcement of the May agreements disappeared from the agency's site"
        return chosen

    def _reduced(self, sentence: Sentence, hit: _Hit) -> bool:
        """Tell whether a participle stands behind its noun: "the Act, adopted in May" or "the Act adopted in May"."""
        at = sentence.before(hit.start)
        if at < 0:
            return False
        held = sentence.slot(at - 1) if sentence.tokens[at] in (",", "(") else sentence.slot(at)
        if held is None or held.label not in hit.trigger.frame.about:
            return False
        follows = sentence.tokens[hit.end : hit.end + 1]
        dated = (slot := sentence.slot(hit.end)) is not None and slot.label in ("DATE", "MONEY", "DURATION")
        return (
            dated
            or not follows
            or follows[0] in ("by", "in", "on", "last", "under", "to", "at", "after", ",", ".", ")")
        )

    def _of_noun(self, sentence: Sentence, hit: _Hit) -> Slot | None:
        labels = hit.trigger.frame.about
        words = hit.match.group().split()
        if words[-1] in ("of", "on", "for", "to", "against", "with", "by", "between", "before", "at", "since"):
            for at in range(hit.end, min(len(sentence.tokens), hit.end + 8)):
                slot = sentence.slot(at)
                if slot is not None and slot.label in labels:
                    return slot
                if sentence.tokens[at] in (",", ";", "by", "in", "from"):
                    return None
            if hit.trigger.frame.type == EventType.ENTERED_INTO_FORCE:
                return sentence.left(hit.start, labels, finite=True)
            return None
        nxt = sentence.tokens[hit.end : hit.end + 1]
        if nxt and nxt[0] in ("of", "for", "on", "to", "under", "against"):
            for at in range(hit.end + 1, min(len(sentence.tokens), hit.end + 9)):
                slot = sentence.slot(at)
                if slot is not None and slot.label in labels:
                    return slot
                if sentence.tokens[at] in (",", ";"):
                    break
        owned = sentence.owner(hit.start, labels)
        if owned is not None:
            return owned
        if hit.trigger.frame.type == EventType.ENTERED_INTO_FORCE:
            # "since its entry into force in 2024, the Act …": what follows the comma
            return sentence.right(hit.end, labels, most=14, over_comma=True) or sentence.left(
                hit.start, labels, finite=True
            )
        if sentence.tokens[max(0, hit.start - 1)] == "its":
            return sentence.right(hit.end, labels, most=14, over_comma=True)
        return None

    def _entity(self, sheet: Sheet, slot: Slot, hit: _Hit) -> str | None:
        ids = [found.entity or found.candidate for found in slot.mentions if found.id]
        if not ids:
            return None
        about = ids[0]
        if hit.trigger.frame.type == EventType.MEETING and slot.label == "PERSON":
            return self._office(sheet, slot.mentions[0])
        if slot.mentions[0].silent and about not in self.known.entities:
            return None
        return about

    def _office(self, sheet: Sheet, person: Found) -> str | None:
        """Return the body a person speaks for: the one named right before, or that of the register's office."""
        near = [
            found.entity
            for found in sheet.mentions
            if found.line == person.line and found.label == "AGENCY" and found.entity
            and 0 <= person.start - found.end <= 20
        ]  # fmt: skip
        if near:
            return near[-1]
        return next((office.body_id for office in self.known.posts.get(person.entity or "", ())), None)


def _later(value: str, published: date | None) -> bool:
    """Tell whether a date lies wholly after the day of publication."""
    if published is None:
        return False
    first = parse_partial(value).first
    return first > published
