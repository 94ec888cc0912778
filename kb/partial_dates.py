"""Partial dates: ``2026``, ``2026-Q2``, ``2026-05``, ``2026-05-21`` and intervals ``2026-05-25/2026-05-31``.

Parses, compares and bounds them. Reading dates out of prose is the work of ``extract/dates.py``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

_PART = re.compile(r"^(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])))?$")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day that a partial date may mean, both included."""

    first: date
    last: date
    precision: str

    def contains(self, other: Span) -> bool:
        """Tell whether every day of the other lies in this one."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


def parse_partial(value: str) -> Span:
    """Return the days a partial date stands for.

    Accepts a date, month, quarter or year, an interval of two of them, or an ISO timestamp (its day is taken).
    Raises ValueError naming the value when it is none of these.
    """
    if "/" in value:
        left, _, right = value.partition("/")
        first, last = parse_partial(left), parse_partial(right)
        if last.last < first.first:
            raise ValueError(f"interval {value!r} ends before it begins")
        return Span(first.first, last.last, "interval")
    if "T" in value or " " in value:
        return _day(datetime.fromisoformat(value.replace("Z", "+00:00")).date())
    match = _PART.match(value)
    if match is None:
        raise ValueError(f"{value!r} is not a date (expected YYYY, YYYY-Qn, YYYY-MM, YYYY-MM-DD or two of them with /)")
    year, month, day, quarter = match.groups()
    try:
        if day:
            return _day(date(int(year), int(month), int(day)))
        if month:
            return Span(date(int(year), int(month), 1), month_end(int(year), int(month)), "month")
        if quarter:
            start = 3 * int(quarter) - 2
            return Span(date(int(year), start, 1), month_end(int(year), start + 2), "quarter")
        return Span(date(int(year), 1, 1), date(int(year), 12, 31), "year")
    except ValueError as error:
        raise ValueError(f"{value!r} is not a date of the calendar ({error})") from error


def is_partial(value: str) -> bool:
    """Tell whether ``parse_partial`` would accept the value."""
    try:
        parse_partial(value)
    except ValueError:
        return False
    return True


def precision_of(value: str) -> str:
    """Return day, month, quarter, year or interval."""
    return parse_partial(value).precision


def compatible(left: str, right: str) -> bool:
    """Tell whether two partial dates can mean the same day (a month and a day in it do not conflict)."""
    return parse_partial(left).overlaps(parse_partial(right))


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(value: date) -> Span:
    return Span(value, value, "day")
