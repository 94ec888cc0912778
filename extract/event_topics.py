"""Find what an event is about: in its sentence by side and distance, else in the sentences before."""

from __future__ import annotations

from collections.abc import Iterator

from extract.document import Found, Sheet
from extract.event_cues import Topic
from extract.event_sentence import BREAKS, Sentence
from extract.knowledge import Knowledge
from kb.vocabulary import EventType

_OBLIQUE = frozenset("on about under against with amid regarding concerning".split())
_BACK = 3  # lines to look back for a topic that the sentence leaves unnamed
# instruments that are agreed or joined, not signed into law
_SOFT = ("code", "accord", "commitment", "agreement", "pledge", "declaration", "principles")


class Topics:
    """Looks for topics; knows the register."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known

    def here(self, sentence: Sentence, topic: Topic, start: int, end: int, *, most: float = 99) -> list[Found]:
        """Return the mentions of the slot in the sentence that an event at these tokens is most likely about.

        A slot that costs more than `most` (words between, clauses between, on the wrong side) is too far.
        """
        best: tuple[float, list[Found]] | None = None
        referred = "it" in sentence.tokens[start:end]  # "tore it up": what stands before
        for at in range(start if referred else len(sentence.tokens)):
            slot = sentence.slot(at)
            if slot is None or slot.label not in topic.about:
                continue
            mentions = [found for found in slot.mentions if found.id]
            by = "by" in sentence.tokens[max(0, at - 2) : at]
            if not mentions or (by and slot.label != "AGENCY" and "INSTRUMENT" in topic.about):
                continue
            cost = self._distance(sentence, topic, start, end, at)
            cost += 4 if all(found.silent for found in mentions) else 0
            near = cost <= most
            cost += 9 * topic.about.index(slot.label)
            if near and (best is None or cost < best[0]):
                best = (cost, mentions)
        return best[1] if best else []

    def first(self, sentence: Sentence, topic: Topic, start: int) -> list[Found]:
        """Return the first mention before a cue: of several bodies the one that leads."""
        for at in range(start):
            slot = sentence.slot(at)
            if slot is not None and slot.label in topic.about and slot.mentions[0].id:
                return slot.mentions[:1]
        return []

    def before(self, sheet: Sheet, line: int, topic: Topic) -> Found | None:
        """Return what the sentences before speak of, of the labels that a topic may be taken from there."""
        near = [
            found
            for found in sheet.mentions
            if line - _BACK <= found.line < line
            and found.label in topic.context
            and found.id
            and self._fits(topic, found)
        ]
        if not near:
            return None
        last = max(found.line for found in near)
        lines = [found for found in near if found.line == last]
        named = [found for found in lines if not found.silent] or lines
        return named[0]

    def pair(self, sheet: Sheet, line: int) -> list[str]:
        """Return the two models that "both" or "its two newest systems" means: those that stand together nearby."""
        held: dict[int, list[str]] = {}
        for found in sheet.mentions:
            if found.label == "MODEL" and found.id and abs(found.line - line) <= _BACK:
                ids_ = held.setdefault(found.line, [])
                if found.id not in ids_:
                    ids_.append(found.id)
        pairs = [(abs(number - line), number > line, models) for number, models in held.items() if len(models) == 2]
        return min(pairs)[2] if pairs else []

    def fitting(self, topic: Topic, mentions: list[Found]) -> list[Found]:
        """Return the mentions that an event of this type can be about."""
        return [found for found in mentions if self._fits(topic, found)]

    def _fits(self, topic: Topic, found: Found) -> bool:
        row = self.known.instruments.get(found.id or "")
        kind = row.type if row is not None else found.text.casefold() if found.label == "INSTRUMENT" else ""
        soft = any(word in kind for word in _SOFT)
        if topic.type == EventType.SIGNED:
            return not soft
        if topic.type == EventType.REMOVED:
            return kind != "agreement"
        if topic.type == EventType.PROPOSED:
            return not soft and "order" not in kind and "memorandum" not in kind
        if topic.type == EventType.AGREEMENT and found.label == "INSTRUMENT":
            return soft or "regulation" in kind or "directive" in kind
        return True

    def _distance(self, sentence: Sentence, topic: Topic, start: int, end: int, at: int) -> float:
        if start <= at < end:
            return 0
        low, high = (end, at) if at >= end else (at + 1, start)
        cost = float(high - low)
        for i in range(low, high):
            if sentence.tokens[i] in BREAKS:
                cost += 5
            elif sentence.tokens[i] == ",":
                cost += 2
        slot = sentence.slot(at)
        if (
            at >= end
            and slot is not None
            and slot.label != "AGENCY"
            and not _OBLIQUE.isdisjoint(sentence.tokens[max(end, at - 2) : at])
        ):
            cost += 6
        if (topic.side == "object" and at < start) or (topic.side == "subject" and at >= end):
            cost += 5
        return cost


def ids(mentions: list[Found]) -> Iterator[str]:
    """Yield the entities that mentions stand for, each once."""
    yield from dict.fromkeys(found.id for found in mentions if found.id)


def level(sheet: Sheet, line: int, about: str) -> int:
    """Return how near a topic is to a sentence: 3 named in it, 2 meant in it or named right before, 1 anywhere."""
    best = 0
    for found in sheet.mentions:
        if found.id != about:
            continue
        if found.line == line:
            best = max(best, 2 if found.silent else 3)
        elif line - _BACK <= found.line < line:
            best = max(best, 2)
        else:
            best = max(best, 1)
    return max(best, 1) if about in sheet.title_entities else best
