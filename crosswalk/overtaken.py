"""Find superseded law in a text of one's own: dates of application that moved, orders and acts that were replaced.

What the store itself holds is checked by the view `overtaken`; this is the same check for notes and drafts, behind
`crosswalk check-text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.partial_dates import is_partial, parse_partial
from kb.store import Store

_MONTHS = "January February March April May June July August September October November December".split()

# Words that put a superseded date in its place: the writer knows that it moved.
_AWARE = re.compile(
    r"\b(originally|was to|were to|had been|instead of|postponed|moved|delayed|until|formerly|revoked|repealed)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Use:
    """A place in a text that uses superseded law; offsets into the text, end exclusive."""

    start: int
    end: int
    text: str
    instrument_id: str
    instrument: str
    used: str
    now: str | None
    overtaken_on: str
    by_what: str | None
    state: str

    @property
    def message(self) -> str:
        """The flag in words."""
        flag = f"overtaken on {self.overtaken_on}" + (f" by {self.by_what}" if self.by_what else "")
        return flag if self.state == "overtaken" else f"stale: {flag}"


def find_overtaken(store: Store, text: str, *, written: str | None = None) -> list[Use]:
    """Return the places in a text that use superseded dates or replaced instruments, in the order of offsets.

    `written` is the day the text was written, ISO 8601, may be partial: uses in a text older than the change are
    `overtaken`, later ones and those of an undated text `stale`. A date counts only in a sentence that names the
    instrument or the provision, and not where the sentence itself says that the date moved.
    """
    uses = [*_dates(store, text), *_instruments(store, text)]
    found = []
    for start, end, row in uses:
        if _AWARE.search(_sentence_around(text, start)):
            continue
        older = (
            written is not None
            and is_partial(written)
            and (parse_partial(written).last.isoformat() < row["overtaken_on"])
        )
        found.append(
            Use(
                start=start,
                end=end,
                text=text[start:end],
                instrument_id=row["instrument_id"],
                instrument=row["instrument"],
                used=row["used"],
                now=row["now"],
                overtaken_on=row["overtaken_on"],
                by_what=row["by_what"],
                state="overtaken" if older else "stale",
            )
        )
    # Several acts or clauses may have moved one date: a place is told once for each thing that replaced it.
    first = {(use.start, use.end, use.used, use.now): use for use in sorted(found, key=_order, reverse=True)}
    return sorted(first.values(), key=_order)


def _order(use: Use) -> tuple[int, int, str, str, str]:
    return use.start, use.end, use.used, use.overtaken_on, use.by_what or ""


def _dates(store: Store, text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    rows = store.rows(
        "SELECT instrument_id, instrument, citation, heading, old_date AS used, new_date AS now, overtaken_on, by_what,"
        " still_used, scope FROM superseded_dates"
    )
    names: dict[str, list[str]] = {}
    for row in rows:
        identity = row["instrument_id"]
        if identity not in names:
            names[identity] = [
                one["name"] for one in store.rows("SELECT name FROM names WHERE entity_id = ?", (identity,))
            ]
        for start, end in _printed(text, row["used"]):
            sentence = _sentence_around(text, start).casefold()
            specific = [one for one in (row["heading"], row["citation"], row["scope"]) if one]
            wanted = specific if row["still_used"] else [*specific, *names[identity]]
            if any(one.casefold() in sentence for one in wanted):
                yield start, end, row


def _instruments(store: Store, text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    rows = store.rows(
        "SELECT i.id AS instrument_id, i.short_title AS instrument, m.name AS used, n.short_title AS now,"
        " coalesce(i.ended, n.in_force, n.signed) AS overtaken_on, n.short_title AS by_what"
        " FROM instruments i JOIN names m ON m.entity_id = i.id AND m.context = 0"
        " LEFT JOIN instruments n ON n.id = i.superseded_by"
        " WHERE i.status IN ('superseded', 'repealed') AND coalesce(i.ended, n.in_force, n.signed) IS NOT NULL"
    )
    for row in rows:
        for match in re.finditer(rf"(?<!\w){re.escape(row['used'])}(?!\w)", text):
            yield match.start(), match.end(), row


def _printed(text: str, day: str) -> Iterator[tuple[int, int]]:
    forms = [re.escape(day)]
    if is_partial(day) and parse_partial(day).precision == "day":
        first = parse_partial(day).first
        month = _MONTHS[first.month - 1]
        forms += [rf"0?{first.day} {month[:3]}(?:{month[3:]})? {first.year}", rf"{month} {first.day}, {first.year}"]
    for match in re.finditer("|".join(rf"(?<!\w){form}(?!\w)" for form in forms), text):
        yield match.start(), match.end()


def _sentence_around(text: str, place: int) -> str:
    start = max(text.rfind(mark, 0, place) for mark in (". ", "\n", "! ", "? ")) + 1
    ends = [end for mark in (". ", "\n", "! ", "? ") if (end := text.find(mark, place)) >= 0]
    return text[start : min(ends, default=len(text))]
