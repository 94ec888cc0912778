"""Read the dates, numbers and choices of a request; anything unreadable is answered with a sentence and status 400."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from datasette.utils.asgi import BadRequest

from kb.partial_dates import parse_partial


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day a page is shown for: today unless the reader asked for another."""

    day: str
    given: bool


def read_as_of(request: Any) -> AsOf:
    """Return the day of ``?as_of=``; a month or year means its last day. Raises BadRequest (400) for anything else."""
    value = (request.args.get("as_of") or "").strip()
    if not value:
        return AsOf(datetime.now(UTC).date().isoformat(), False)
    return AsOf(read_date(value, "as_of", last=True), True)


def read_date(value: str, parameter: str, *, last: bool = False) -> str:
    """Return an ISO day from a partial date: its first day, or its last. Raises BadRequest naming the parameter."""
    try:
        span = parse_partial(value.strip())
    except ValueError as error:
        raise BadRequest(
            f"{parameter}={value} is not a date: write a day as 2026-06-02, a month as 2026-06 or a year as 2026"
        ) from error
    return (span.last if last else span.first).isoformat()


def read_choice(request: Any, parameter: str, choices: Collection[str]) -> str | None:
    """Return a parameter that must be one of some words, or None when absent. Raises BadRequest listing the words."""
    value = (request.args.get(parameter) or "").strip()
    if not value:
        return None
    if value not in choices:
        raise BadRequest(f"{parameter}={value} is unknown here: choose one of {', '.join(sorted(choices))}")
    return value


def read_number(request: Any, parameter: str, default: int, *, low: int, high: int) -> int:
    """Return a whole number within bounds. Raises BadRequest naming the bounds."""
    value = (request.args.get(parameter) or "").strip()
    if not value:
        return default
    if not value.isdigit() or not low <= int(value) <= high:
        raise BadRequest(f"{parameter}={value} is not a whole number from {low} to {high}")
    return int(value)
