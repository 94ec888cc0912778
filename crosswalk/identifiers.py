"""Check identifiers against the titles and dates they stand beside.

Texts are read for order numbers, CELEX numbers and numbers of Union acts; pairs that the register knows to be wrong are
reported. Claims against the law are the view `primary_text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kb.ids import stable_id
from kb.model import IdentifierError, Instrument
from kb.register import Register
from kb.store import Store

# An order number, a CELEX number (EUR-Lex, "How CELEX numbers are composed": sector 3, year, type, number) and the
# number of a Union act as printed.
_ORDER = re.compile(r"\b(?:Executive Order|E\.?O\.?)\s+(?:No\.?\s*)?(\d{5})\b")
_CELEX = re.compile(r"\b(3(?:19|20)\d{2}[RLD]\d{4})\b")
_ACT = re.compile(r"\b(Regulation|Directive) \((?:EU|EC)\) (?:No )?(\d{4}/\d{1,4})\b")
_PRINTED_DAY = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})\b|\b([A-Z][a-z]+) (\d{1,2}), (\d{4})\b")

# A name this close to an identifier, with nothing but these between, is printed as its name.
_BESIDE = re.compile(
    r"^(?:[\s,:;()\[\]\"“”'‘’–—-]*(?:CELEX|the|order|on|titled|entitled|as|known|or|also|called|i\.e\.|is)\b){0,4}"
    r"[\s,:;()\[\]\"“”'‘’–—-]*$"
)
_REACH = 40  # characters looked at on each side

_MONTHS = {
    name: number
    for number, name in enumerate(
        "January February March April May June July August September October November December".split(), 1
    )
}


@dataclass(frozen=True, slots=True)
class WrongIdentifier:
    """An identifier printed beside the name, title or date of another instrument; offsets into the text given."""

    identifier: str
    named: str
    expected: str
    start: int
    end: int
    instrument_id: str | None = None  # whose identifier it is
    named_id: str | None = None  # the instrument that the name belongs to; None: the date is wrong
    document_id: str = ""
    document_url: str = ""

    @property
    def message(self) -> str:
        """What was found and what the register says."""
        return f"{self.identifier} stands beside {self.named!r}, but the register has {self.expected}"


def find_wrong_identifiers(store: Store, register: Register) -> list[WrongIdentifier]:
    """Return the wrong pairs printed in the documents held, in the order of documents and offsets."""
    checker = IdentifierCheck(register)
    found = []
    for row in store.rows("SELECT id, url, text FROM documents ORDER BY url"):
        for wrong in checker.find(row["text"]):
            found.append(_in_document(wrong, row))
    return found


def as_rows(found: Iterable[WrongIdentifier]) -> list[IdentifierError]:
    """Return the wrong pairs as rows of the table `identifier_errors`."""
    return [
        IdentifierError(
            id=stable_id("ide", wrong.document_id, wrong.start, wrong.end),
            document_id=wrong.document_id,
            start=wrong.start,
            end=wrong.end,
            text=wrong.identifier,
            named=wrong.named,
            instrument_id=wrong.instrument_id,
            named_id=wrong.named_id,
            expected=wrong.expected,
        )
        for wrong in found
    ]


class IdentifierCheck:
    """Knows which number, CELEX number, title and date belong together."""

    def __init__(self, register: Register) -> None:
        self.by_identifier: dict[str, Instrument] = {}
        self.kind: dict[str, str] = {}
        by_id = {instrument.id: instrument for instrument in register.instruments}
        for one in register.instruments:
            for key in (one.celex, one.number if one.type in _NUMBERED else None):
                if key:
                    self.by_identifier[key] = one
        names: dict[str, Instrument | None] = {}
        for name in register.names:
            instrument = by_id.get(name.entity_id)
            if instrument is not None and not name.context and len(name.name) > 4 and not name.name.isdigit():
                folded = name.name.casefold()
                # A name of two instruments proves nothing.
                names[folded] = None if names.get(folded, instrument) is not instrument else instrument
        self.names = {name: instrument for name, instrument in names.items() if instrument is not None}
        alternatives = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True))
        self.name_pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE) if alternatives else None

    def find(self, text: str) -> Iterator[WrongIdentifier]:
        """Yield each identifier that stands directly beside the name or date of another instrument."""
        for match, key in _identifiers(text):
            held = self.by_identifier.get(key)
            named = self._name_beside(text, match)
            if named is not None and (expected := self._expected(key, held, named[1])) is not None:
                yield WrongIdentifier(
                    match.group(),
                    named[0],
                    expected,
                    match.start(),
                    match.end(),
                    None if held is None else held.id,
                    named[1].id,
                )
            elif held is not None and (day := _day_beside(text, match)) is not None and not _dated(held, day):
                yield WrongIdentifier(
                    match.group(), day.isoformat(), f"{held.signed} as its date", match.start(), match.end(), held.id
                )

    def _expected(self, key: str, held: Instrument | None, named: Instrument) -> str | None:
        """Return what the named instrument is known by, when that differs from the identifier."""
        if held is named:
            return None
        own = named.celex if key.startswith("3") and not key.isdigit() else named.number
        if own is None or own == key:
            return None
        same_sort = held is None or (held.type in _ORDERS) == (named.type in _ORDERS)
        is_order = key.isdigit()
        return f"{own} for {named.short_title}" if same_sort and is_order == (named.type in _ORDERS) else None

    def _name_beside(self, text: str, match: re.Match[str]) -> tuple[str, Instrument] | None:
        if self.name_pattern is None:
            return None
        after = text[match.end() : match.end() + 2 * _REACH]
        found = self.name_pattern.search(after)
        if found and _BESIDE.match(after[: found.start()]) and "\n" not in after[: found.start()]:
            return found.group(), self.names[found.group().casefold()]
        before_start = max(0, match.start() - 3 * _REACH)
        before = text[before_start : match.start()]
        last = None
        for found in self.name_pattern.finditer(before):
            last = found
        # Only brackets, a comma or a dash tie a name to the identifier after it.
        if last and re.match(r"^\s*[,(\[–—-]\s*(?:CELEX:?\s*)?$", before[last.end() :]):
            return last.group(), self.names[last.group().casefold()]
        return None


_ORDERS = frozenset({"executive_order"})
_NUMBERED = _ORDERS | {"regulation", "implementing_regulation", "directive"}


def _identifiers(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _ORDER.finditer(text):
        yield match, match.group(1)
    for match in _CELEX.finditer(text):
        yield match, match.group(1)
    for match in _ACT.finditer(text):
        yield match, match.group(2)


def _day_beside(text: str, match: re.Match[str]) -> date | None:
    tail = text[match.end() : match.end() + _REACH]
    found = _PRINTED_DAY.search(tail)
    if found is None or re.fullmatch(r",? of |,? signed on | \(", tail[: found.start()]) is None:
        return None
    day, month, year = found.group(1, 2, 3) if found.group(1) else found.group(5, 4, 6)
    if month not in _MONTHS:
        return None
    try:
        return date(int(year), _MONTHS[month], int(day))
    except ValueError:
        return None  # 31 June is the writer's slip, not another instrument's date


def _dated(instrument: Instrument, day: date) -> bool:
    known = [value for value in (instrument.signed, instrument.published, instrument.in_force) if value]
    return not known or any(day.isoformat().startswith(value) for value in known)


def _in_document(wrong: WrongIdentifier, row: dict[str, Any]) -> WrongIdentifier:
    return replace(wrong, document_id=row["id"], document_url=row["url"])
