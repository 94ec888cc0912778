"""Find what an event is about where its sentence does not name it: "it", "access was restored", "the signing"."""

from __future__ import annotations

import re

from extract.document import Sheet
from extract.event_frames import Trigger
from extract.event_sentence import Sentence
from extract.knowledge import Knowledge
from kb.vocabulary import EventType

# words whose sentence may leave unnamed what the event is about
UNNAMED = frozenset({"it", "access", "availability"})
_DRAFTS = frozenset({"draft", "version", "text", "signing", "ceremony", "order", "plan"})


class UnnamedTopics:
    """Resolves topics from the sentences before; knows the register."""

    known: Knowledge

    def unnamed(self, sheet: Sheet, sentence: Sentence, trigger: Trigger, start: int, end: int) -> str | None:
        """Return what an event is about whose sentence does not name it."""
        if re.search(r"[\"“”]", sheet.line_text(sentence.layout.line)):
            return None  # what a speaker means by "it" is anybody's guess
        about = self._draft(sheet, sentence, start, end) if trigger.frame.type == EventType.DELAYED else None
        near = set(sentence.tokens[max(0, start - 7) : end + 3])
        accessed = trigger.frame.type == EventType.ACCESS_EXPANDED and near & {"access", "availability"}
        if about is None and (sentence.tokens[end : end + 1] == ["it"] or accessed):
            about = self._topic(sheet, sentence.layout.line, trigger.frame.about)
        return about

    def _topic(self, sheet: Sheet, line: int, labels: frozenset[str]) -> str | None:
        """Return what the sentence before speaks of first, for "the company released it in June"."""
        near = [
            found
            for found in sheet.mentions
            if line - 2 <= found.line < line and found.label in labels and found.entity and not found.silent
        ]
        return next((found.entity for found in near if found.line == near[-1].line), None)

    def _draft(self, sheet: Sheet, sentence: Sentence, start: int, end: int) -> str | None:
        """Return the order whose draft, version or signing was put off, where the sentence names none."""
        near = set(sentence.tokens[max(0, start - 9) : end + 7])
        if not near & _DRAFTS or not {"PERSON", "AGENCY"} & {slot.label for slot in sentence.layout.slots}:
            return None
        line = sentence.layout.line
        orders = [
            found.entity
            for found in sheet.mentions
            if found.line < line
            and found.entity
            and "order" in getattr(self.known.instruments.get(found.entity), "type", "")
        ]
        return max(dict.fromkeys(orders), key=orders.count) if orders else None
