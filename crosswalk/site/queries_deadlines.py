"""What is due: deadlines as they stood on a day, and what was said of them by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosswalk.site.reading import fetch
from kb.views import deadline_status_sql
from kb.views_parts import first_day


@dataclass(frozen=True)
class DeadlineRow:
    """What is due, and what is known of its being done (the view ``deadline_status``)."""

    deadline_id: str
    instrument_id: str
    instrument: str
    citation: str
    actor_id: str | None
    actor: str
    action: str
    days: int | None
    counted_from: str | None
    due: str
    status: str
    days_late: int | None
    days_left: int | None
    label: str
    claimed: str
    verified: str
    claimed_on: str | None
    verified_on: str | None
    evidence_count: int
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


@dataclass(frozen=True)
class DeadlineEvidenceRow:
    """A statement on a deadline."""

    deadline_id: str
    kind: str
    date: str | None
    statement: str
    source_url: str
    document_id: str | None
    start: int | None
    end: int | None
    text: str | None


def deadlines(connection: Any, day: str, instrument_id: str | None = None) -> list[DeadlineRow]:
    """Return deadlines as known on a day, soonest first; what was claimed and what was verified stay apart."""
    return fetch(
        connection,
        DeadlineRow,
        f"SELECT * FROM ({deadline_status_sql(':as_of')}) WHERE :id IS NULL OR instrument_id = :id",
        {"as_of": day, "id": instrument_id},
    )


def evidence(connection: Any, day: str) -> dict[str, list[DeadlineEvidenceRow]]:
    """Return what was said of each deadline up to a day."""
    found: dict[str, list[DeadlineEvidenceRow]] = {}
    for row in fetch(
        connection,
        DeadlineEvidenceRow,
        f"""SELECT deadline_id, kind, date, statement, source_url, document_id, start, "end", text
            FROM deadline_evidence WHERE date IS NULL OR {first_day("date")} <= ? ORDER BY deadline_id, date, id""",
        [day],
    ):
        found.setdefault(row.deadline_id, []).append(row)
    return found
