"""When two names, dates, durations, sums or openings count as the same: the comparisons behind the scores.

Pure functions over strings, and the register's names by entity. Nothing here counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from kb.ids import normalize_name
from kb.model import Candidate, Entity, Name
from kb.partial_dates import parse_partial
from kb.vocabulary import Attribute, Label


class NamedRegister(Protocol):
    """What is asked of a register: its entities and every wording that may stand for them."""

    @property
    def entities(self) -> Iterable[Entity]:
        """Return the entities."""
        ...

    @property
    def names(self) -> Iterable[Name]:
        """Return the names."""
        ...


class NameBook:
    """Every name of every entity, compared without case, articles and possessives."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._display = {entity: next(iter(wordings), entity) for entity, wordings in names.items()}
        self._names = {entity: frozenset(map(normalize_name, wordings)) for entity, wordings in names.items()}
        self._known = frozenset(name for wordings in self._names.values() for name in wordings)

    @classmethod
    def from_register(cls, register: NamedRegister) -> NameBook:
        """Return the names of a register, the canonical name of each entity first."""
        names: dict[str, list[str]] = {entity.id: [entity.name] for entity in register.entities}
        for name in register.names:
            names.setdefault(name.entity_id, []).append(name.name)
        return cls(names)

    def with_candidates(self, candidates: Iterable[Candidate]) -> NameBook:
        """Return a book that also holds the names of a reading's candidates."""
        book = NameBook({})
        added = {candidate.id: candidate.name for candidate in candidates}
        book._display = {**self._display, **added}
        book._names = {**self._names, **{id_: frozenset([normalize_name(name)]) for id_, name in added.items()}}
        book._known = self._known
        return book

    def is_named(self, entity_id: str | None, name: str | None) -> bool:
        """Tell whether the entity bears the name; None is named by None only."""
        if entity_id is None or name is None:
            return entity_id is None and name is None
        return normalize_name(name) in self._names.get(entity_id, ())

    def knows(self, name: str) -> bool:
        """Tell whether any entity of the register bears the name."""
        return normalize_name(name) in self._known

    def display(self, entity_id: str | None) -> str:
        """Return the name to print for an entity; a dash for none."""
        return "-" if entity_id is None else self._display.get(entity_id, entity_id)


_WORD = re.compile(r"[^\s()\[\]{}“”\"«»,;:—–]+")
_BREAK = re.compile(
    r"\s*[(,;:—–]|\s+(?:of|for|on|to|in|with|by|at|from|under|about|against|that|which|who)\b", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")


def head(text: str, start: int) -> tuple[int, int]:
    """Return the offsets of the head word of a name that begins at `start`.

    The head is the last word with a letter before the first preposition, comma or bracket: `Department` of
    "Department of Commerce", `Order` of "Executive Order 14409", `Times` of "The New York Times". A possessive ending
    is left off.
    """
    first = _WORD.search(text)
    if first is None:
        return start, start + len(text)
    cut = _BREAK.search(text, first.end())
    stretch = text[: cut.start()] if cut else text
    words = [match for match in _WORD.finditer(stretch) if any(letter.isalpha() for letter in match.group())]
    chosen = words[-1] if words else list(_WORD.finditer(stretch))[-1]
    word = _POSSESSIVE.sub("", chosen.group()) or chosen.group()
    return start + chosen.start(), start + chosen.start() + len(word)


def same_value(label: str, expected: str, found: str | None) -> bool:
    """Tell whether two normalised values of a DATE, DURATION or MONEY mention are equal."""
    if found is None:
        return False
    if label == Label.DATE:
        return same_date(expected, found)
    if label == Label.DURATION:
        return _duration(expected) == _duration(found)
    return _money(expected) == _money(found)


def same_date(expected: str, found: str) -> bool:
    """Tell whether two partial dates stand for the same days; a month is not one of its days."""
    try:
        left, right = parse_partial(expected), parse_partial(found)
    except ValueError:
        return expected == found
    return (left.first, left.last) == (right.first, right.last)


def same_claim_value(attribute: str, expected: str, found: str) -> bool:
    """Tell whether two values of a claim's attribute are equal (entities are compared by `NameBook.is_named`)."""
    if attribute == Attribute.APPLIES_FROM:
        return same_date(expected, found)
    if attribute == Attribute.MAXIMUM_FINE:
        return sorted(_money_parts(expected)) == sorted(_money_parts(found))
    return _plain(expected) == _plain(found) or _number(expected) == _number(found) != ""


def opens_with(text: str, opening: str) -> bool:
    """Tell whether a quotation begins with the words of `opening`, whatever the case, quotes and punctuation."""
    wanted = _words(opening)
    return bool(wanted) and _words(text)[: len(wanted)] == wanted


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’.-]\w+)*", text.replace("’", "'").casefold())


def _plain(value: str) -> str:
    return re.sub(r"\s+", " ", value.replace("–", "-").casefold()).strip(" .")


def _number(value: str) -> str:
    try:
        return repr(float(value.replace(",", "").replace(" ", "")))
    except ValueError:
        return ""


_ISO_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")
_DAYS = re.compile(r"(\d+)(?:\s*(?:-|–|/|to)\s*(\d+))?(?:\s*days?)?$", re.IGNORECASE)


def _duration(value: str) -> tuple[object, ...]:
    """Return (shortest, longest), each as (months, days, seconds); a year is 12 months, a week 7 days."""
    ends = tuple(_iso(part) for part in value.strip().split("/"))
    if len(ends) <= 2 and all(end is not None for end in ends):
        return ends[0], ends[-1]
    days = _DAYS.match(value.strip())
    if days:
        shortest, longest = int(days.group(1)), int(days.group(2) or days.group(1))
        return (0, shortest, 0), (0, longest, 0)
    return (_plain(value),)


def _iso(value: str) -> tuple[int, int, int] | None:
    match = _ISO_DURATION.match(value.strip())
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return 12 * years + months, 7 * weeks + days, 3600 * hours + 60 * minutes + seconds


def _money_parts(value: str) -> list[tuple[str, str]]:
    return [_money(part) for part in re.split(r"[;,]\s+|\s+or\s+|\s+and\s+", value.strip()) if part.strip()]


def _money(value: str) -> tuple[str, str]:
    """Return the amount without thousands separators, and the unit (`EUR`, `%`)."""
    amount = re.search(r"\d[\d ,.]*(?:[eE][+]?\d+)?", value)
    if amount is None:
        return "", _plain(value)
    unit = (value[: amount.start()] + value[amount.end() :]).strip().upper()
    return _number(amount.group().strip(" ,.")), unit
