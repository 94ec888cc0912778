"""Judge the stance of words toward an instrument by a cue lexicon with negation; neutral when unsure."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import alternatives, words
from kb.vocabulary import Stance


@cache
def _cues(key: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{alternatives(item.casefold() for item in words('stance', key))})(?!\w)", re.IGNORECASE
    )


_DENIALS = re.compile(
    r"\b(?:nobody|no one|cannot|can['’]t|never|nothing|do not|don['’]t|does not|without)\b", re.IGNORECASE
)


def weigh(text: str) -> tuple[int, int]:
    """Return how many cues speak for and against, strong ones counted twice, negated ones on the other side."""
    score = [0, 0]
    for side, key, weight in ((0, "for_it", 1), (1, "against_it", 1), (0, "strong_for", 1), (1, "strong_against", 1)):
        for match in _cues(key).finditer(text):
            lead = text[max(0, match.start() - 24) : match.start()]
            turned = re.search(
                r"\b(?:not|no|never|hardly|without|neither|nor|cannot|less)\s+(?:[\w’'-]+\s+){0,2}$|"
                r"n['’]t\s+(?:[\w’'-]+\s+){0,2}$",
                lead,
                re.I,
            )
            own_negation = match.group().casefold().startswith(("not ", "no ", "isn", "cannot", "does", "doesn"))
            score[1 - side if turned and not own_negation else side] += weight
    if len(_DENIALS.findall(text)) >= 2:
        score[1] += 1  # "deals the public cannot read are promises nobody can hold you to"
    return score[0], score[1]


def judge(words_spoken: str, context: str = "") -> str:
    """Return the stance of words: what is said counts double, how it is introduced counts once."""
    spoken_for, spoken_against = weigh(words_spoken)
    around_for, around_against = weigh(context)
    total_for, total_against = 2 * spoken_for + around_for, 2 * spoken_against + around_against
    if total_for == total_against == 0:
        return str(Stance.NEUTRAL)
    if total_for and total_against:
        if total_for >= 2 * total_against:
            return str(Stance.SUPPORTS)
        if total_against >= 2 * total_for:
            return str(Stance.CRITICISES)
        return str(Stance.MIXED) if min(total_for, total_against) >= 2 else str(Stance.NEUTRAL)
    return str(Stance.SUPPORTS if total_for else Stance.CRITICISES)
