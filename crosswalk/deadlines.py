"""Deadlines as they stood on a day: as records, as lines to read, and as a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crosswalk.calendars import CalendarEvent, write_calendar
from crosswalk.prose import doubt
from crosswalk.reading import on_day, records
from kb.store import Store
from kb.views import deadline_status_sql


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
    differing: int
    note: str | None
    valid_from: str | None
    valid_to: str | None
    recorded_from: str
    recorded_to: str | None
    law_status: str
    basis: str | None
    confidence: str
    source_url: str


def deadlines_on(store: Store, day: str | None = None, *, instrument: str | None = None) -> list[DeadlineStatus]:
    """Return every deadline known on a day with its status on that day (today if none is given), by due date."""
    sql = f"SELECT * FROM ({deadline_status_sql(':as_of')}) WHERE :only IS NULL OR instrument_id = :only"
    return records(store, DeadlineStatus, sql, {"as_of": on_day(day), "only": instrument})


def deadlines_text(deadlines: Iterable[DeadlineStatus]) -> str:
    """Return one line a deadline: due date, status, where it stands, what is due and who owes it."""
    return "\n".join(
        f"{one.due:<10}  {one.label}  {one.instrument}, {one.citation}: {one.action} ({one.actor})"
        + (f" [statements that say otherwise: {one.differing}]" if one.differing else "")
        + doubt(one.confidence, " [{}]")
        for one in deadlines
    )


def deadlines_calendar(deadlines: Iterable[DeadlineStatus]) -> str:
    """Return the deadlines as iCalendar; the text depends on them alone."""
    listed = list(deadlines)
    events = [
        CalendarEvent(
            id=f"deadline:{one.deadline_id}",
            when=one.due,
            title=f"{one.instrument}, {one.citation}: {one.action}",
            about=f"{one.actor}. {one.label}.",
            link=one.source_url,
        )
        for one in listed
    ]
    return write_calendar(events, name="Deadlines", stamp=max((one.recorded_from for one in listed), default=None))
