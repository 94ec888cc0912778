"""Which commitments and duties touch a company, on what basis: the rows of the view `exposure` on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from crosswalk.prose import doubt
from crosswalk.reading import on_day, records
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
    sql = (
        f"SELECT * FROM ({exposure_sql(':as_of')}) WHERE :company IS NULL OR company_id = :company"
        " ORDER BY company, company_id, side, state, instrument, citation, subject, subject_id"
    )
    return records(store, Exposure, sql, {"as_of": on_day(day), "company": company})


def exposure_text(rows: Iterable[Exposure]) -> str:
    """Return one line for each thing that touches a company, under the company's name."""
    lines = []
    for company, some in groupby(rows, key=lambda row: row.company):
        lines.append(company)
        for row in some:
            where = ", ".join(part for part in (row.instrument or row.other_party, row.citation) if part)
            day = f" {row.date}" if row.date else ""
            lines.append(f"  {row.state}{day}  {where}: {row.subject} ({row.basis}){doubt(row.confidence, ' [{}]')}")
            lines += [f"    “{row.evidence}”"] if row.evidence else []
    return "\n".join(lines)
