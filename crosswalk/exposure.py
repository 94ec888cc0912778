"""Which commitments and duties touch a company, on what basis: the rows of the view `exposure` as records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kb.store import Store
from kb.views import exposure_sql


@dataclass(frozen=True, slots=True)
class Exposure:
    """A company and one commitment, reported agreement or duty; a duty is `possible` unless its role is evidenced."""

    company_id: str
    company: str
    side: str
    subject_id: str
    subject: str
    citation: str | None
    instrument_id: str | None
    instrument: str | None
    other_party: str | None
    state: str
    basis: str
    date: str | None
    confidence: str | None
    source_url: str | None
    document_id: str | None
    sentence_id: str | None
    evidence: str | None


def exposure_on(store: Store, day: str | None = None, *, company: str | None = None) -> list[Exposure]:
    """Return what touches one company or all, as known on a day (today if none is given)."""
    rows = store.rows(
        f"SELECT * FROM ({exposure_sql(':as_of')}) WHERE :company IS NULL OR company_id = :company",
        {"as_of": day or datetime.now(UTC).date().isoformat(), "company": company},
    )
    return [_exposure(row) for row in rows]


def _exposure(row: dict[str, Any]) -> Exposure:
    return Exposure(**{name: row[name] for name in Exposure.__dataclass_fields__})
