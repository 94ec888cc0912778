"""Judge the stance of words toward an instrument: cue words with negation, clause by clause; neutral when unsure.

A clause about something else (rivals, attackers, a model) does not count. Both sides in the words make a mixed stance.
How a statement is led in ("critics said") decides only when its own words tell nothing.
"""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import alternatives, words
from kb.vocabulary import Stance

_NEGATED = re.compile(
    r"(?:\b(?:not|no|never|hardly|scarcely|barely|without|neither|nor|cannot|less|nothing|nobody|none|far from|"
    r"anything but|stop|stops|refus\w+ to)|n['’]t)\s+(?:[\w’'-]+\s+){0,3}$",
    re.I,
)
_OWN_NEGATION = re.compile(r"(?:not|no|isn|cannot|does|doesn|less)\b", re.I)
_HEDGED = re.compile(r"\b(?:if|whether|would like|want\w*|hop(?:e|es|ed|ing))\s+(?:[\w’'-]+\s+){0,3}$", re.I)
_MISHAP = re.compile(r"\b(?:go|goes|going|went|gone) (?:badly )?wrong\b")  # blames nobody
_SENTENCE = re.compile(r"(?<=[.!?;])[”\"]?\s+|:\s+")
_OPENING_WORDS = 5  # the subject of a clause stands in its first words


@cache
def _cues(key: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{alternatives(item.casefold() for item in words('stance', key))})(?!\w)", re.IGNORECASE
    )


@cache
def _shapes(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{shape})" for shape in words("stance", key)), re.IGNORECASE)


def weigh(text: str) -> tuple[int, int]:
    """Return how many cues speak for and against the rule spoken of; negated ones count on the other side."""
    score = [0, 0]
    for sentence in _SENTENCE.split(_MISHAP.sub(" ", text)):
        demand = _shapes("demands").search(sentence)
        if demand is not None:  # what follows paints the rule that is wished for
            score[1] += 1
            sentence = sentence[: demand.start()]
        for clause in _clauses(sentence):
            for side, count in enumerate(_weigh_clause(clause)):
                score[side] += count
    return score[0], score[1]


def _clauses(sentence: str) -> list[str]:
    """Return the parts of a sentence between its contrasts."""
    return [part for part in _shapes("contrast").split(sentence) if part and part.strip()]


def _weigh_clause(clause: str) -> tuple[int, int]:
    opening = " ".join(clause.split()[:_OPENING_WORDS])
    if _cues("elsewhere").search(opening):
        return 0, 0
    score = [0, 0]
    taken: list[tuple[int, int]] = []
    for side, key in ((0, "for_shapes"), (1, "against_shapes")):
        for match in _shapes(key).finditer(clause):
            score[side] += 1
            taken.append(match.span())
    for side, key in ((1, "against_it"), (0, "for_it")):
        for match in _cues(key).finditer(clause):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            lead = clause[: match.start()][-60:]
            if side == 0 and _reversed(lead):
                score[1] += 1
                continue
            turned = _NEGATED.search(lead) is not None and not _OWN_NEGATION.match(match.group())
            if turned and side == 1 and re.search(r"\b(?:can|could|would)\b[^,]*$", lead) is None:
                score[0] += 1
            elif turned:
                score[1] += 1
            elif not (side == 0 and _HEDGED.search(lead)):
                score[side] += 1
    undone = _cues("undo").search(clause)
    if undone is not None:
        return (score[0] + 1, 0) if score[1] > score[0] else (0, score[1] + 1)
    return score[0], score[1]


def _reversed(lead: str) -> bool:
    """Tell whether one of the last four words turns the good word that follows."""
    return _cues("reversers").search(" ".join(lead.split()[-4:])) is not None


def judge(words_spoken: str, context: str = "", *, tag: str = "") -> str:
    """Return the stance of words.

    The context counts only when the words themselves tell nothing. A verdict in the verb of saying (`tag`:
    "complained", "cheered") outweighs a single cue to the contrary.
    """
    for_it, against_it = weigh(words_spoken)
    blames, lauds = _cues("tag_against").search(tag) is not None, _cues("tag_for").search(tag) is not None
    if blames and for_it <= 1:
        return str(Stance.CRITICISES)
    if lauds and against_it <= 1:
        return str(Stance.SUPPORTS)
    if for_it == against_it == 0:
        for_it = len(_cues("lead_for").findall(context))
        against_it = len(_cues("lead_against").findall(context))
        if for_it == against_it:
            return str(Stance.NEUTRAL)
        return str(Stance.SUPPORTS if for_it > against_it else Stance.CRITICISES)
    if for_it and against_it:
        if for_it >= 3 * against_it:
            return str(Stance.SUPPORTS)
        if against_it >= 3 * for_it:
            return str(Stance.CRITICISES)
        return str(Stance.MIXED)
    return str(Stance.SUPPORTS if for_it else Stance.CRITICISES)
