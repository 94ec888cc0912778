"""Look at one laid-out sentence from a trigger: its voice, what it is about, how it is put, and when.

Works on words and slots (`clauses.Layout`), without a parser: voice from auxiliaries, arguments from order, boundaries
from conjunctions and punctuation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from extract.amounts import NUMBERS
from extract.clauses import Layout, Slot
from extract.event_frames import Trigger

BE = frozenset("is are was were be been being got get gets 're".split())
HAVE = frozenset("has have had having 've".split())
MODALS = frozenset("will would may might could can should must shall 'll".split())
ADVERBS = frozenset(
    "also since first then now just already later finally formally officially recently only again thereby duly "
    "still even once twice soon long ago jointly today yesterday earlier thus so quietly itself themselves himself "
    "unanimously narrowly provisionally".split()
)
BREAKS = frozenset(
    "but while whereas because although though after before when which who whose that where ; : — – once if unless "
    "until till following".split()
)
PREPOSITIONS = frozenset(
    "under by with against in from at within about through of on for to alongside despite like over into as per "
    "via".split()
)
FAR = frozenset("under with against in from by within about at through alongside despite like over as per via".split())
TEXTS = frozenset(
    "text texts version draft revision proposal proposals signing publication adoption part parts vote introduction "
    "amendment amendments overhaul update recast "
    "repeal passage implementation copy application changes series package member members".split()
)
_REFERRING_DATE = frozenset("by until till to before through than".split())
_ASIDES = frozenset(("after", "following", "amid", "once", "upon"))  # "In April, after …, they met"


class Sentence:
    """The tokens of a layout, and what stands around a place in it."""

    def __init__(self, layout: Layout, *, headline: bool = False) -> None:
        self.layout = layout
        self.tokens = layout.text.split()
        self.headline = headline
        self.starts = list(accumulate((len(token) + 1 for token in self.tokens[:-1]), initial=0))
        self.slots = {
            at: layout.slots[int(token[1:-1].partition(":")[2])]
            for at, token in enumerate(self.tokens)
            if token.startswith("<")
        }

    def index(self, position: int) -> int:
        """Return the number of the token at a place of the layout's text."""
        return bisect_left(self.starts, position)

    def slot(self, index: int) -> Slot | None:
        """Return the slot at a token, None for a word."""
        return self.slots.get(index)

    # ------------------------------------------------------------------ voice

    def before(self, index: int) -> int:
        """Return the token before a verb that is neither adverb nor date (its auxiliary, if it has one)."""
        at = index - 1
        while at >= 0:
            part, slot = self.tokens[at], self.slot(at)
            if slot is not None and slot.label == "DATE" and at > 0 and self.tokens[at - 1] not in PREPOSITIONS:
                at -= 1
                continue
            if slot is None and ((part.endswith("ly") and len(part) > 4) or part in ADVERBS - HAVE or part == "not"):
                at -= 1
                continue
            break
        return at

    def is_passive(self, index: int, trigger: Trigger) -> bool | None:
        """Tell whether the verb at a token is passive; None when only its arguments can tell."""
        forms = trigger.forms
        word = self.tokens[index]
        if forms is None or word not in (forms.past, forms.participle) or (word == forms.base != forms.past):
            return False
        at = self.before(index)
        aux = self.tokens[at] if at >= 0 else ""
        if aux == "been" or aux in BE:
            return word == forms.participle
        if aux in HAVE or (word == forms.past != forms.participle):
            return False
        if at >= 1 and aux == "and" and self.tokens[self.before(at)] in BE:
            return True
        return None if word == forms.participle else False

    # ------------------------------------------------------------------ arguments

    def right(
        self,
        end: int,
        labels: Iterable[str],
        *,
        most: int = 12,
        over_comma: bool = False,
        over_preposition: bool = False,
    ) -> Slot | None:
        """Return the object: the nearest slot of these labels after a trigger, in its clause and no oblique."""
        commas = 0
        preposition, noun = "", ""
        for at in range(end, min(len(self.tokens), end + most)):
            part, slot = self.tokens[at], self.slot(at)
            if slot is None:
                if part in BREAKS or part in ("—", "–"):
                    return None
                if part == ",":
                    commas += 1
                    if commas > 2 or not (over_comma or at - end <= 4):
                        return None
                elif part in PREPOSITIONS:
                    preposition = part
                    noun = self._noun(at)
                elif part not in ("the", "a", "an", "its", "their", "his", "'s") and preposition and at - end > 8:
                    preposition = preposition  # nouns after a preposition keep it
                continue
            if slot.label in labels:
                if over_preposition:
                    return slot
                if preposition in FAR or (preposition in ("of", "for", "to", "on") and noun not in TEXTS):
                    if preposition not in FAR and at > 0 and self._date_before(at, end):
                        return slot
                    preposition = ""
                    continue
                owner = at + 1 < len(self.tokens) and self.tokens[at + 1] == "'s"
                if owner:
                    later = next((s for i in range(at + 2, min(at + 6, len(self.tokens))) if (s := self.slot(i))), None)
                    if later is not None and later.label in labels:
                        return later
                return slot
            if slot.label in ("DATE", "DURATION", "MONEY"):
                preposition = ""
        return None

    def _noun(self, at: int) -> str:
        """Return the noun before a preposition: of "version two of", the word before the numeral."""
        word = self.tokens[at - 1]
        return self.tokens[at - 2] if at > 1 and (word in NUMBERS or word[:1].isdigit()) else word

    def _date_before(self, at: int, end: int) -> bool:
        return any((slot := self.slot(i)) is not None and slot.label == "DATE" for i in range(end, at))

    def left(self, start: int, labels: Iterable[str], *, finite: bool) -> Slot | None:
        """Return the subject: a slot of these labels before a trigger, asides between commas skipped."""
        at = self.before(start)
        while at >= 0 and self.tokens[at] in BE | HAVE | MODALS | ADVERBS | {"not", "never", "to"}:
            at -= 1
        if at >= 1 and self.tokens[at] in (",", "("):
            near = self.slot(at - 1)
            opened = max((i for i in range(at) if self.tokens[i] == ","), default=-1)
            first = self.slot(opened - 1) if opened > 0 else None
            if finite and first is not None and first.label in labels:
                return first
            if near is not None and near.label in labels:
                return near
            at = opened - 1 if finite and opened > 0 else at - 1
        oblique: Slot | None = None
        stop = max(-1, at - 22)
        while at > stop:
            part, slot = self.tokens[at], self.slot(at)
            if slot is None:
                if part in ("which", "that", "who"):
                    for back in range(at - 1, max(-1, at - 4), -1):
                        antecedent = self.slot(back)
                        if antecedent is not None and antecedent.label in labels:
                            return antecedent
                    if part == "which":
                        return oblique
                elif part in BREAKS and part not in (":", "—", "–"):
                    return oblique
            elif slot.label in labels:
                preposition = self._preposition(at)
                if preposition is None:
                    return self._first_joined(at, labels) or slot
                if oblique is None and preposition not in ("by", "with", "against"):
                    oblique = slot
            at -= 1
        return oblique

    def _first_joined(self, at: int, labels: Iterable[str]) -> Slot | None:
        """Return the first of several joined subjects: "A and then-chair B met", "A, head of X, and B met"."""
        for back in range(at - 1, max(-1, at - 7), -1):
            slot = self.slot(back)
            if self.tokens[back] == "and":
                for first in range(back - 1, max(-1, back - 3), -1):
                    joined = self.slot(first)
                    if joined is not None and joined.label in labels and joined.label in ("PERSON", "COMPANY"):
                        return joined
                return None
            if slot is not None and slot.label == "DATE":
                return None
        return None

    def _preposition(self, at: int) -> str | None:
        """Return the preposition that governs the slot at a token."""
        for back in range(at - 1, max(-1, at - 5), -1):
            part = self.tokens[back]
            if part in PREPOSITIONS:
                return part
            if self.slot(back) is not None or part in (",", "and", ";", ":") or part in BREAKS:
                return None
        return None

    def antecedent(self, start: int, labels: Iterable[str]) -> Slot | None:
        """Return what "X, which A signed" says of X, for a verb without object."""
        for at in range(start - 1, max(-1, start - 9), -1):
            if self.tokens[at] in ("which", "that"):
                for back in range(at - 1, max(-1, at - 4), -1):
                    slot = self.slot(back)
                    if slot is not None and slot.label in labels:
                        return slot
                return None
        return None

    def ends_clause(self, index: int) -> bool:
        """Tell whether no object can follow at a token: a date, a preposition, punctuation, or the end."""
        if index >= len(self.tokens):
            return True
        slot = self.slot(index)
        if slot is not None:
            return slot.label == "DATE"
        return self.tokens[index] in (",", ".", ";", ")", "and", "but", "in", "on", "last", "into", "at", "by")

    def nearest_before(self, start: int, labels: Iterable[str]) -> Slot | None:
        """Return the nearest slot of these labels before a token, across clauses."""
        for at in range(start - 1, -1, -1):
            slot = self.slot(at)
            if slot is not None and slot.label in labels:
                return slot
        return None

    def owner(self, start: int, labels: Iterable[str]) -> Slot | None:
        """Return the owner or first part of a compound: "the Act's adoption", "the Act publication"."""
        for at in range(start - 1, max(-1, start - 4), -1):
            slot = self.slot(at)
            if slot is not None:
                if slot.label not in labels:
                    return None
                return slot if at == start - 1 or self.tokens[at + 1] == "'s" else None
        return None

    # ------------------------------------------------------------------ dates

    def date(self, start: int, end: int, triggers: list[tuple[int, int]], *, bound: bool = False) -> str | None:
        """Return the date of the event at a trigger: the nearest in its clause that is no other event's.

        `bound` says that a date after "by" or "until" is the one sought.
        """
        slot = self.date_slot(start, end, triggers, bound=bound)
        return slot.mentions[0].value if slot is not None else None

    def date_slot(self, start: int, end: int, triggers: list[tuple[int, int]], *, bound: bool = False) -> Slot | None:
        """Return the slot of the date that `date` returns."""
        best: tuple[int, Slot] | None = None
        for at in range(len(self.tokens)):
            slot = self.slot(at)
            if slot is None or slot.label != "DATE" or not slot.mentions[0].value:
                continue
            if not bound and at > 0 and self.tokens[at - 1] in _REFERRING_DATE:
                continue
            if self._attributive(at):
                continue  # "the order of 2 June", "last week's order": the date tells which order is meant
            aside = self._aside_after(at)
            if start in aside:
                continue  # "In April, after X was shown, Y met": the date is the meeting's
            others = [other for other in triggers if other[0] not in aside]
            cost = self._cost(start, end, at, others) - len(aside) // 2
            rival = min(
                (self._cost(*other, at, others) - len(aside) // 2 for other in others if other != (start, end)),
                default=99,
            )
            if cost > 18 or (rival < cost and not self._shared(start, end, at)):
                continue
            if best is None or cost < best[0]:
                best = (cost, slot)
        return best[1] if best else None

    def _attributive(self, at: int) -> bool:
        """Tell whether the date at a token belongs to the name of an instrument."""
        before = self.slot(at - 2)
        if at > 1 and self.tokens[at - 1] == "of" and before is not None and before.label == "INSTRUMENT":
            return True
        leads = self.tokens[at - 1] if at > 0 else ""
        step = 2 if self.tokens[at + 1 : at + 2] == ["'s"] else 1
        after = self.slot(at + step)
        return after is not None and after.label == "INSTRUMENT" and (step == 2 or leads in ("a", "an", "the", "'s"))

    def _aside_after(self, at: int) -> range:
        """Return the tokens of an aside that opens right after a date and closes with a comma, or nothing."""
        tokens = self.tokens
        if tokens[at + 1 : at + 2] == [","] and tokens[at + 2 : at + 3] and tokens[at + 2] in _ASIDES:
            closed = next((i for i in range(at + 3, len(tokens)) if tokens[i] == ","), None)
            if closed is not None:
                return range(at + 2, closed)
        return range(0)

    def _cost(self, start: int, end: int, at: int, triggers: list[tuple[int, int]]) -> int:
        low, high = (end, at) if at >= end else (at + 1, start)
        cost = (high - low) // 2 + (1 if at < start else 0)
        closed = low
        for i in range(low, high):
            part = self.tokens[i]
            if i < closed:
                continue
            if (
                part == ","
                and at < start
                and i + 1 < high
                and self.tokens[i + 1] in BREAKS
                and "," in self.tokens[i + 2 : high]
            ):
                closed = self.tokens.index(",", i + 2)  # an aside between the date and its verb
                cost -= (closed - i) // 2
                continue
            if (part == ":" and i <= 4) or (part == "when" and i in (at + 1, at + 2)):
                continue  # "2 October: …", "since 2 August, when …"
            if part in BREAKS:
                cost += 7
            elif part == "," and not (i > 0 and (held := self.slot(i - 1)) is not None and held.label == "DATE"):
                cost += 2
        named = self.slot(at)
        if at > 0 and self.tokens[at - 1] in ("the", "a", "an", "its", "their", "'s") and named is not None:
            cost += 8 if len(named.mentions[0].value or "") == 7 else 0  # "the May deals"
        cost += 6 * sum(1 for other in triggers if low <= other[0] < high)
        return cost

    def _shared(self, start: int, end: int, at: int) -> bool:
        """Tell whether a later date is shared by coordinated verbs: "was signed and published on 2 June"."""
        return (
            at >= end and "and" in self.tokens[end:at] and at - end <= 6 and not set(self.tokens[end:at]) & {",", "but"}
        )
