"""Refuse register names that mean something else where they stand: "Visa rules", "the French Senate".

General words beside a name decide, from `patterns/names.yml`. A name refused here is read like any unknown name, so
that it may become a candidate but never a silent merge.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extract.lexicon import table, words

if TYPE_CHECKING:
    from extract.names import Hit

_AFTER = re.compile(r"[ ]([A-Za-z][\w’'-]*)")
_SURNAME = re.compile(r" [A-Z][a-zà-ÿ]{2,}(?:,| (?:said|told|wrote|and|who|from|of)\b|[’']s)")
_NATION_BEFORE = re.compile(r"([A-Z][A-Za-z.]*(?:[’']s)?)\s(?:(?:opposition|lower|upper|ruling|federal|own)\s)?$")
_REGION = {"UK": "GB"}  # the register has ISO codes


@cache
def _nations() -> dict[str, str]:
    return {word: _REGION.get(code, code) for word, code in table("names", "nationalities").items()}


@cache
def _followers() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in table("names", "senses_after").items()}


@cache
def _landmarks() -> frozenset[str]:
    return frozenset(words("names", "places_named"))


@cache
def _first_names() -> frozenset[str]:
    return frozenset(words("unknown", "first_names")) | {"Claude"}


def means_other(text: str, hit: Hit, next_start: int | None) -> bool:
    """Tell whether the words beside a register name give it another sense; the next name begins at `next_start`."""
    after = _AFTER.match(text, hit.end)
    follower = after.group(1) if after is not None else ""
    labels = {wording.entity.label for wording in hit.wordings}
    if follower in _followers().get(hit.text, ()):
        return True
    single = " " not in hit.text
    if single and follower in _landmarks() and not labels & {"JURISDICTION"}:
        return True
    if (
        hit.text in _first_names()
        and labels <= {"MODEL", "COMPANY"}
        and next_start != hit.end + 1
        and re.match(
            r" [A-Z][a-zà-ÿ]{2,}(?:,| (?:said|told|wrote|and|who|from|of)\b|[’']s)", text[hit.end : hit.end + 40]
        )
    ):
        return True
    return labels == {"AGENCY"} and single and _foreign(text, hit)


def _foreign(text: str, hit: Hit) -> bool:
    """Tell whether a nationality before the short name of a body is another than that of every entry it may mean."""
    before = _NATION_BEFORE.search(text[max(0, hit.start - 30) : hit.start])
    if before is None:
        return False
    nation = _nations().get(before.group(1).replace("’", "'"))
    if nation is None:
        return False
    homes = {(w.entity.jurisdiction or "").removeprefix("jur-").upper().partition("-")[0] for w in hit.wordings}
    return nation not in homes
