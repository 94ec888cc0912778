"""The parts of a printed date: its day, month and year, and the week of a day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extract.date_patterns import MONTH, MONTHS, YEAR_NUMBER


def week_of(day: date) -> str:
    """Return the week of a day, Monday to Sunday, as an interval."""
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def day_in(text: str) -> int:
    """Return the day of the month that a printed date holds. Raises ValueError when it holds none."""
    match = re.search(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)", text)
    if match is None:
        raise ValueError(text)
    return int(match.group(1))


def month_in(text: str) -> int:
    """Return the month that a printed date names. Raises ValueError when it names none."""
    match = re.search(MONTH, text, re.I)
    if match is None:
        raise ValueError(text)
    return MONTHS[match.group().lower().rstrip(".")]


def year_in(text: str) -> int | None:
    """Return the year that a printed date holds as a number, None without one."""
    match = re.search(rf"(?<!\d){YEAR_NUMBER}(?!\d)", text)
    return int(match.group()) if match else None
