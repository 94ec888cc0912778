"""Read who judges the rule that a text is about, in plain words: "welcomed the deal", "objects", "is not convinced".

The judged instrument need not stand in the sentence. Quotations are judged in `positions.py`, which also decides what
instrument is meant. The verbs and moods lie in `patterns/stance.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from extract.clauses import Layout, without_appositions
from extract.document import Found
from extract.inflect import inflect
from extract.lexicon import words

_SPEAKER = r"<(?:PERSON|COMPANY|ORGANISATION|AGENCY):(?P<slot>\d+)> "
_PLACE = r"(?:,? ?(?:of|at|from|with|for) (?:the )?(?:[^\s<>;:,]+ ){0,3}<(?:AGENCY|COMPANY|ORGANISATION):\d+> )?"
_GAP = rf"{_PLACE}(?P<gap>(?:(?!said |says |told |writes |wrote )[^\s<>;:]+ ){{0,6}}?)"
_SHORT_GAP = r"(?P<gap>(?:[^\s<>;:,]+ ){0,2}?)"
_DEGREE = r"(?P<degree>(?:(?:not|never|far from|much|rather|more|also|very|still) ){0,2})"
_NO_SUBJECT = re.compile(r"(?:^| )(?:of|at|from|with|for|by|in|to|on|against|over) (?:the |its |an? )?(?:[a-z-]+ )?$")
_NEGATED = re.compile(r"(?:^| )(?:not|never|hardly|neither|nor|no longer|far from|\w+n't) (?:\w+ ){0,2}$")
_OTHER = re.compile(r"<(?!INSTRUMENT|DATE|DURATION|OBLIGATION|MONEY)[A-Z]+:\d+> (?!'s )")
_ENDS = re.compile(r" (?:but|while|although|because|after|which|who|that|when|as|for|and|,) ")
_ELLIPSIS = re.compile(rf"{_SPEAKER}(?:is|are|was|were|does|do|did|has|have) not (?=[,.;]|and |$)")
_OBJECT_WITHIN = 6  # words after the verb


@dataclass(frozen=True, slots=True)
class Verdict:
    """A speaker's judgement: positive or not, its place in the document, and the instrument judged when it is named."""

    speaker: Found
    positive: bool
    start: int
    end: int
    about: str | None


@dataclass(frozen=True, slots=True)
class _Shape:
    """A pattern of verdicts: its side, whether what is judged must follow, whether it tells a mood."""

    regex: re.Pattern[str]
    positive: bool
    needs_object: bool = False
    mood: bool = False


def find_verdicts(layout: Layout, earlier: dict[int, bool]) -> Iterator[Verdict]:
    """Yield the verdicts of one laid-out sentence.

    `earlier` says for the lines before which side the last verdict told there took; "X disagreed" turns it round.
    """
    if layout.words.isdisjoint(_telling()):
        return
    plain = without_appositions(layout) or layout
    told: dict[int, bool] = {}
    for shape in _shapes():
        for match in shape.regex.finditer(plain.text):
            about = _judged(plain, match["rest"]) if shape.needs_object else (None,)
            if about is None or _NO_SUBJECT.search(plain.text[: match.start()]):
                continue
            if not shape.mood and _is_unreal(match["gap"]):
                continue
            turned = _NEGATED.search(f" {match['degree'] if shape.mood else match['gap']}") is not None
            side = shape.positive != turned
            told.setdefault(int(match["slot"]), side)
            yield from _verdicts(plain, match, match.span("cue"), side, about[0])
    for match in _ELLIPSIS.finditer(plain.text):
        before = [side for number, side in told.items() if number < int(match["slot"])]
        if before and int(match["slot"]) not in told:
            yield from _verdicts(plain, match, match.span(), not before[-1], None)
    for pattern, same in _answers():
        for match in pattern.finditer(plain.text):
            number = int(match["slot"])
            sides = [side for other, side in told.items() if other < number]
            sides = sides or [earlier[line] for line in (layout.line, layout.line - 1) if line in earlier]
            if sides and number not in told:
                yield from _verdicts(plain, match, match.span(), sides[-1] == same, None)


def _verdicts(
    layout: Layout, match: re.Match[str], place: tuple[int, int], positive: bool, about: str | None
) -> Iterator[Verdict]:
    for speaker in layout.slots[int(match["slot"])].mentions:
        yield Verdict(speaker, positive, *layout.span(*place), about)


def _judged(layout: Layout, rest: str) -> tuple[str | None] | None:
    """Return the instrument a verdict falls on, (None,) when it is the text's own; None when it falls elsewhere."""
    rest = _ENDS.split(f" {rest} ")[0]
    named, other = re.search(r"<INSTRUMENT:(\d+)>", rest), _OTHER.search(rest)
    if named is not None and (other is None or named.start() < other.start()):
        return (layout.slots[int(named[1])].mentions[0].entity,)
    if other is not None or _words("rule_words").isdisjoint(rest.split()[:_OBJECT_WITHIN]):
        return None
    return (None,)


def _is_unreal(gap: str) -> bool:
    return not _words("unreal").isdisjoint(gap.split()[-2:])


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(words("stance", key))


@cache
def _forms(key: str) -> tuple[str, ...]:
    """Return what a list stands for: "object+" and verbs of verdict are every form of the verb but the gerund."""
    made: list[str] = []
    for wording in words("stance", key):
        first, _, rest = wording.partition(" ")
        verb = first.endswith("+") or key.startswith("verdict")
        forms = inflect(first.removesuffix("+")).all if verb else (first,)
        made += [f"{form} {rest}".strip() for form in forms if not (verb and form.endswith("ing"))]
    return tuple(made)


@cache
def _telling() -> frozenset[str]:
    """Return words one of which every sentence with a verdict holds."""
    keys = [f"{sort}_{side}" for sort in ("verdict", "act", "mood") for side in ("for", "against")]
    return frozenset(word for key in (*keys, "agrees", "disagrees") for form in _forms(key) for word in form.split())


@cache
def _shapes() -> tuple[_Shape, ...]:
    made: list[_Shape] = []
    for side, positive in (("for", True), ("against", False)):
        verb, act, mood = (_any(_forms(f"{sort}_{side}")) for sort in ("verdict", "act", "mood"))
        be = _any(_forms("be"))
        made += [
            _Shape(
                re.compile(rf"{_SPEAKER}{_GAP}(?P<cue>{verb})(?P<rest>(?:<[A-Z]+:\d+>|[^;:<]){{0,90}})"),
                positive,
                needs_object=True,
            ),
            _Shape(re.compile(rf"{_SPEAKER}{_GAP}(?P<cue>{act})"), positive),
            _Shape(re.compile(rf"{_SPEAKER}{_SHORT_GAP}{be}{_DEGREE}(?P<cue>{mood})"), positive, mood=True),
        ]
    return tuple(made)


@cache
def _answers() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return the patterns of agreeing and disagreeing with the one before."""
    return tuple(
        (re.compile(rf"{_SPEAKER}(?:[^\s<>;:]+ ){{0,3}}?{_any(_forms(key))}"), same)
        for key, same in (("agrees", True), ("disagrees", False))
    )


def _any(wordings: Iterable[str]) -> str:
    choice = "|".join(re.escape(item).replace(r"\ ", " ") for item in sorted(wordings, key=len, reverse=True))
    return f"(?:{choice}) "
