"""What the register's own sources disagree on: each question with all its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosswalk.site.reading import fetch
from kb.views import disputed_sql
from kb.views_parts import first_day


@dataclass(frozen=True)
class VersionRow:
    """One version of a disputed fact (the view ``disputed``)."""

    fact_id: str
    question: str
    about_id: str
    about: str
    instrument_id: str | None
    resolution: str | None
    version_id: str
    position: int
    value: str
    followed: int
    note: str | None
    attribute: str | None
    claim: str | None
    voices: int | None
    confidence: str
    as_of: str
    source_url: str
    versions: int


def versions(connection: Any, day: str, subject_id: str | None = None) -> list[VersionRow]:
    """Return the versions known on a day of what is disputed, or of what is shown with one entity."""
    return fetch(
        connection,
        VersionRow,
        f"""SELECT * FROM ({disputed_sql(":day")}) WHERE :subject IS NULL
              OR fact_id IN (SELECT fact_id FROM disputed_subjects WHERE subject_id = :subject)""",
        {"day": day, "subject": subject_id},
    )


def told(connection: Any, day: str) -> dict[str, str]:
    """Return the id of the disputed fact behind each row of the register that has one, as known on a day."""
    rows = connection.execute(
        f"""SELECT s.subject_id, min(s.fact_id) FROM disputed_subjects s
            WHERE s.subject_id NOT IN (SELECT id FROM entities)
              AND (SELECT count(*) FROM disputed_versions v
                   WHERE v.fact_id = s.fact_id AND {first_day("v.as_of")} <= ?) > 1
            GROUP BY s.subject_id""",
        [day],
    )
    return {str(row[0]): str(row[1]) for row in rows}
