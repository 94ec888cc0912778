"""Split a run of capitals at its small words: "Carson and Steinhauser" are two names."""

from __future__ import annotations

import re
from functools import cache

from extract.name_words import PARTICLES, cues

LINK = rf"(?:of|for|and|on|the|in|to|&|with|against|{'|'.join(PARTICLES)})"
LINKED = re.compile(rf"^{LINK}$")
# "Voters for Open Technology": people in the plural, and what they are for
_MEMBERS = re.compile(r"[A-Z][a-z]+(?:ers|ors|ents|ists|ians|ants|izens|riends|ups)")
_CAUSES = frozenset("Voices Women Mothers Families Nurses Fund Campaign Hub Workers People Citizens".split())
_SPEAKERS = frozenset("Lawyers Attorneys Representatives Prosecutors Negotiators Ministers Advisers Advisors".split())
# heads that a place ends the name of; of other names "of" and a place only say where they are: "Quill Labs of Boston"
_OF_PLACE = frozenset(
    "Bank Banks Church City Port House Duchy Kingdom State Republic Province Town County Court School Hospital Tower "
    "Council Museum Royal Archdiocese Diocese Isle Army Navy Knights Sons Daughters Women Men Doctors Order "
    "Queen".split()
)
CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec".split()
)


@cache
def _joining() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Return all cue words with their labels; those of bodies and those of texts, whose names hold small words."""
    both = cues("last_word") | cues("first_word")
    heads = frozenset(word for word, label in both.items() if label in ("AGENCY", "ORGANISATION"))
    return both, heads, frozenset(word for word, label in both.items() if label == "INSTRUMENT")


def split_connected(
    piece: list[tuple[int, int, str]], lists: dict[str, frozenset[str]]
) -> list[list[tuple[int, int, str]]]:
    """Split "Carson and Steinhauser" but keep "Institute for Law and AI": small words join only after a cue word."""
    both, heads, texts = _joining()
    parts: list[list[tuple[int, int, str]]] = [[]]
    link = LINKED
    for index, token in enumerate(piece):
        word = token[2]
        if link.match(word):
            left = [item[2] for item in parts[-1]]
            names_particle = word in PARTICLES
            after = piece[index + 1][2] if index + 1 < len(piece) else ""
            if after.casefold() in CALENDAR or (word == "in" and (after in lists["places"] or left[-1:] == ["e.V."])):
                parts.append([])
                continue
            joined = bool(left) and (
                names_particle
                or word == "&"
                or (
                    word == "of"
                    and left[-1] not in lists["never"]
                    and (
                        any(both.get(item, "COMPANY") != "COMPANY" or item in _OF_PLACE for item in left)
                        or (len(left) == 1 and _MEMBERS.fullmatch(left[0]))
                        or (any(item in both for item in left) and after not in lists["places"] and len(left) > 2)
                    )
                )
                or (word in ("on", "for", "against") and len(left) < 4 and left[-1] in texts)
                or (word in ("for", "on", "the", "against") and (left[-1] in heads or link.match(left[-1])))
                or (
                    word in ("for", "against")
                    and len(left) < 4
                    and (left[-1] in _CAUSES or (len(left) == 1 and _MEMBERS.fullmatch(left[0])))
                    and left[0] not in _SPEAKERS
                    and after
                )
                or (word == "and" and any(item in heads for item in left) and any(link.match(item) for item in left))
            )
            if joined and index + 1 < len(piece):
                parts[-1].append(token)
            elif parts[-1]:
                parts.append([])
            continue
        parts[-1].append(token)
    cleaned = []
    for part in parts:
        while part and link.match(part[-1][2]):
            part.pop()
        while part and link.match(part[0][2]):
            part.pop(0)
        if part:
            cleaned.append(part)
    return cleaned
