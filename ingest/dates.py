"""Publication dates as feeds and pages write them, to ISO 8601; what has no time of day stays a date.

A time keeps the offset it was written with, because "Tuesday" in a text means the writer's day, not UTC's.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from kb.partial_dates import is_partial, parse_partial

TOLERANCE = timedelta(minutes=10)  # clocks of servers differ
FARTHEST_EAST = timedelta(hours=14)  # a date without a time may have begun there first
EARLIEST = 1990  # nothing that a feed or page of the web carries is older; 1970 is a zero, 0001 a default

_TIME = re.compile(r"\d[T ]?\d{1,2}:\d{2}|\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)


def parse_date(raw: str | None, parsed: time.struct_time | None = None) -> str | None:
    """Return a written date as ISO 8601, or None when no reader can make one of it.

    `parsed` is what feedparser made of the same wording, in UTC. The readers in turn: ISO, RFC 5322, feedparser,
    dateutil (never day first: that reads 2026-08-02 as 8 February), dateparser.
    """
    text = " ".join((raw or "").split())
    if text:
        for read in (_iso, _rfc5322):
            found = read(text)
            if found is not None:
                return found
    if parsed is not None:
        return _plausible(datetime(*parsed[:6], tzinfo=UTC))
    if not text or len(text) > 100:
        return None
    return _dateutil(text) or _dateparser(text)


def to_utc(value: str) -> datetime:
    """Return the earliest moment that a date or timestamp may mean, in UTC."""
    if "T" in value or " " in value:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    first = parse_partial(value).first
    return datetime(first.year, first.month, first.day, tzinfo=UTC)


def after(value: str, moment: str) -> bool:
    """Tell whether a publication date lies after a moment for certain, whatever the time zones."""
    earliest = to_utc(value)
    if "T" not in value and " " not in value:
        earliest -= FARTHEST_EAST
    return earliest > to_utc(moment) + TOLERANCE


def _iso(text: str) -> str | None:
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) and is_partial(text):
        return text if int(text[:4]) >= EARLIEST else None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _plausible(at)


def _rfc5322(text: str) -> str | None:
    if not re.match(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3}[a-z]*\.?\s+\d{2,4}\s+\d{1,2}:\d{2}", text):
        return None
    try:
        return _plausible(parsedate_to_datetime(text))
    except (ValueError, IndexError, OverflowError):
        return None


def _dateutil(text: str) -> str | None:
    from dateutil import parser

    # Two defaults that share no part show what the wording leaves out; a date that borrows its day is no date.
    try:
        one = parser.parse(_DAY.sub(r"\1", text), default=datetime(1996, 1, 1))
        two = parser.parse(_DAY.sub(r"\1", text), default=datetime(2000, 2, 2))
    except (ValueError, OverflowError, AttributeError):
        return None
    if one.date() != two.date():
        return None
    return _plausible(one if _TIME.search(text) else one.date())


def _dateparser(text: str) -> str | None:
    import dateparser

    settings = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]}
    try:
        found = dateparser.parse(text, settings=settings)
    except (ValueError, OverflowError, AttributeError, TypeError, RecursionError):
        return None
    if found is None:
        return None
    return _plausible(found if _TIME.search(text) else found.date())


def _plausible(value: date | datetime) -> str | None:
    if value.year < EARLIEST:
        return None
    if not isinstance(value, datetime):
        return value.isoformat()
    text = value.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
