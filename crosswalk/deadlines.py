"""Deadlines: when they are due, how they stand on a day, and a calendar of them.

Statuses are derived in the view `deadline_status`; this module asks it for other days than today and writes iCalendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kb.partial_dates import is_partial, parse_partial
from kb.store import Store
from kb.views import deadline_status_sql

FOLD_AT = 75  # octets in a line, without its line break (RFC 5545, section 3.1)
PRODUCT = "-//Crosswalk//Deadlines//EN"
EARLIEST_KNOWN = "1970-01-01T00:00:00Z"  # the stamp of a row whose recording day is not a full date

_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\r": None})


@dataclass(frozen=True, slots=True)
class DeadlineStatus:
    """A deadline as it stood on a day; `status` is one of the words of the view `deadline_status`."""

    deadline_id: str
    instrument_id: str
    instrument: str
    citation: str
    actor: str
    action: str
    due: str
    status: str
    label: str
    days_late: int | None
    days_left: int | None
    claimed: str
    verified: str
    claimed_on: str | None
    verified_on: str | None
    note: str | None
    recorded_from: str
    confidence: str
    source_url: str


def compute_due(counted_from: str, days: int) -> str:
    """Return the day on which a period of days from a date ends: 2 June 2026 and 30 give 2026-07-02.

    The day counted from is not counted (Regulation (EEC, Euratom) No 1182/71, article 3(1); the US orders count alike).
    Raises ValueError when the date is not a full one or the period is negative.
    """
    span = parse_partial(counted_from)
    if span.precision != "day":
        raise ValueError(f"{counted_from!r} is not a full date: a period of days cannot be counted from it")
    if days < 0:
        raise ValueError(f"a period of {days} days does not end after it began")
    return (span.first + timedelta(days=days)).isoformat()


def deadlines_on(store: Store, day: str | None = None) -> list[DeadlineStatus]:
    """Return every deadline known on a day with its status on that day (today if none is given), by due date."""
    rows = store.rows(deadline_status_sql(":as_of"), {"as_of": day or datetime.now(UTC).date().isoformat()})
    return [_status(row) for row in rows]


def wrong_due_dates(store: Store) -> list[str]:
    """Return the ids of deadlines whose due date is not what their period gives."""
    rows = store.rows(
        "SELECT id, counted_from, days, due FROM deadlines WHERE days IS NOT NULL AND counted_from IS NOT NULL"
    )
    return [row["id"] for row in rows if compute_due(row["counted_from"], row["days"]) != row["due"]]


def write_calendar(deadlines: Iterable[DeadlineStatus], *, name: str = "AI deadlines") -> str:
    """Return an iCalendar file (RFC 5545) with one all-day event for each deadline that has a full due date.

    The text depends on the deadlines alone: the time stamp of an event is the day on which it was recorded.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escape_text(name)}")
    for one in deadlines:
        if not is_partial(one.due) or parse_partial(one.due).precision != "day":
            continue
        due = date.fromisoformat(one.due)
        about = f"{one.citation}. Status: {one.label}. Claimed: {one.claimed}. Verified: {one.verified}."
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.deadline_id}@crosswalk",
            f"DTSTAMP:{_stamp(one.recorded_from)}",
            f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escape_text(f'{one.instrument}: {one.action} ({one.actor})')}",
            f"DESCRIPTION:{escape_text(' '.join(filter(None, (about, one.note))))}",
            f"CATEGORIES:{escape_text(one.instrument)}",
            "TRANSP:TRANSPARENT",
        ]
        if re.match(r"https?://\S+$", one.source_url):
            lines.append(f"URL:{one.source_url}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(fold_line(line) + "\r\n" for line in lines)


def escape_text(value: str) -> str:
    r"""Return a TEXT value with backslash, semicolon, comma and line breaks escaped (RFC 5545, section 3.3.11)."""
    return value.translate(_TEXT).replace("\n", "\\n")


def fold_line(line: str) -> str:
    """Return a content line broken so that no part is longer than 75 octets and no character is cut in two."""
    parts, size, part = [], 0, ""
    for character in line:
        octets = len(character.encode())
        # A continuation line begins with a space, which counts.
        if size + octets > FOLD_AT:
            parts.append(part)
            part, size = "", 1
        part += character
        size += octets
    return "\r\n ".join([*parts, part])


def _status(row: dict[str, Any]) -> DeadlineStatus:
    return DeadlineStatus(**{name: row[name] for name in DeadlineStatus.__dataclass_fields__})


def _stamp(recorded: str) -> str:
    known = recorded if is_partial(recorded) and "/" not in recorded else EARLIEST_KNOWN
    return f"{parse_partial(known).first:%Y%m%d}T000000Z"
