"""Who bears a clause of law that names nobody: whom its article, section or chapter speaks to, or nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.bearers import PRONOUN, bearers_in, find_bearer, kind_of_bearer
from extract.lawreading import Reading
from extract.lawunits import Unit
from kb.vocabulary import Deontic

_VAGUE = frozenset(
    "person|natural person|legal person|third party|body|expert|independent expert|member|party|participant".split("|")
)  # who is named by these words alone is rarely the one an article speaks to
_COMPLIANCE = re.compile(r"\bcompl(?:y|ies|iant|iance)\s+with\s+the\s+requirements?\b")

_RECEIVED = re.compile(  # what somebody gave is handled by whoever got it
    r"\b(?:information|data|documents?|documentation|materials?|records?|reports?|evidence|secrets?)\b.*"
    r"\b(?:obtained|received|acquired|gathered|submitted|supplied|handed\s+over|communicated)\b(?!\s+by\b)"
)


def with_default_bearers(readings: list[Reading], units: Sequence[Unit]) -> list[Reading]:
    """Fill open bearers from the article, from who must comply with its section, or from the section's heading."""
    named: dict[str | None, list[str | None]] = defaultdict(list)
    compliers: dict[str, str] = {}
    for reading in readings:
        if reading.passive and reading.open and (undergoes := find_bearer(reading.subject)) is not None:
            named[reading.unit.article].append(undergoes)  # an article that also speaks of others has no one bearer
        if reading.bearer is not None and not reading.open:
            named[reading.unit.article].append(reading.bearer)
            if _COMPLIANCE.search(reading.action):
                for citation in reading.citations:
                    for target in citation.targets:
                        compliers.setdefault(target, reading.bearer)
    # The heading of a chapter is the last of its heading lines: "CHAPTER V", then what it is about.
    headings = {unit.key: unit.text for unit in units if unit.kind == "heading" and unit.key is not None}
    filled: list[Reading] = []
    for reading in readings:
        if reading.open and reading.bearer is None and reading.modality != Deontic.DEFINITION:
            unit = reading.unit
            bearer = default_bearer(unit.heading, [])
            for key in unit.chapters:
                bearer = bearer or compliers.get(key)
            if reading.passive or reading.method == "carried":  # "Funds shall go to …": nobody's duty in particular
                bearer = bearer or default_bearer(None, named[unit.article])
            for key in unit.chapters:
                bearer = bearer or default_bearer(headings.get(key), [])
            others = {kind_of_bearer(item) for item in bearers_in(reading.subject)}
            pronoun = PRONOUN.match(re.split(r"[,;:]\s+", reading.subject)[-1].strip())
            if pronoun or others - {
                kind_of_bearer(bearer)
            }:  # "information obtained by the authority shall be treated …"
                bearer = None
            if bearer and _RECEIVED.search(reading.subject) and reading.passive:
                bearer = None
            reading = replace(reading, bearer=bearer)
        filled.append(reading)
    return filled


def default_bearer(heading: str | None, named: Iterable[str | None]) -> str | None:
    """Return the bearer an article speaks to when a clause names none, or None when that stays open.

    The heading decides ("Obligations of importers"); else the only kind of bearer its clauses name, if two or more do.
    """
    if heading:
        match = re.search(
            r"\b(?:obligations?|duties|responsibilities|tasks?)\s+(?:of|for)\s+(.+)", heading, re.IGNORECASE
        )
        if match is not None:
            inside = bearers_in(match[1])
            if len({kind_of_bearer(item) for item in inside}) == 1:
                return inside[0]
    inside = [item for item in named if item is not None and kind_of_bearer(item) not in _VAGUE]
    kinds = {kind_of_bearer(item) for item in inside}
    return inside[0] if len(kinds) == 1 and len(inside) > 1 else None
