"""Instruments, provisions, obligations, deadlines and who is touched by them, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosswalk.site.queries_compare import STATUS_ON
from crosswalk.site.reading import fetch
from kb.views import exposure_sql

KNOWN_ON = (
    "substr({t}.recorded_from, 1, 10) <= :day AND ({t}.recorded_to IS NULL OR substr({t}.recorded_to, 1, 10) > :day)"
)


@dataclass(frozen=True)
class InstrumentRow:
    """An instrument with the description of its register entry."""

    id: str
    name: str
    title: str
    short_title: str
    type: str
    binding: str
    number: str | None
    celex: str | None
    citation: str | None
    signed: str | None
    published: str | None
    in_force: str | None
    ended: str | None
    status: str
    superseded_by: str | None
    superseded_by_title: str | None
    jurisdiction: str | None
    jurisdiction_name: str | None
    description: str | None
    confidence: str | None
    as_of: str | None
    source_url: str | None


@dataclass(frozen=True)
class ProvisionRow:
    """What a provision says in one period."""

    id: str
    key: str
    citation: str
    heading: str | None
    summary: str
    actor_id: str | None
    actor: str | None
    action: str | None
    days: int | None
    applies_from: str | None
    valid_from: str | None
    valid_to: str | None
    recorded_from: str
    recorded_to: str | None
    status: str
    basis: str | None
    confidence: str | None
    source_url: str | None
    document_id: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True)
class ObligationRow:
    """A duty of the register."""

    id: str
    instrument_id: str
    key: str
    citation: str
    entity_id: str | None
    duty: str | None
    addressee: str
    modality: str
    scope: str | None
    summary: str
    timing: str | None
    applies_from: str | None
    applies_from_annex_i: str | None
    penalty: str | None
    topic: str
    note: str | None
    confidence: str
    as_of: str
    source_url: str


@dataclass(frozen=True)
class ExposureRow:
    """A commitment, a reported agreement or a duty that may touch a company (the view ``exposure``)."""

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
    start: int | None
    end: int | None
    evidence: str | None


@dataclass(frozen=True)
class OvertakenRow:
    """Held wording that uses law replaced since."""

    what: str
    subject_id: str
    document_id: str | None
    instrument_id: str
    instrument: str
    citation: str | None
    used: str
    now: str | None
    overtaken_on: str
    state: str
    label: str
    text: str
    published: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True)
class TextRow:
    """A held document that is the text of an instrument."""

    id: str
    title: str | None
    kind: str
    published: str | None
    url: str
    provisions: int
    synthetic: int


@dataclass(frozen=True)
class CommitmentRow:
    """One state of a promise."""

    id: str
    maker_id: str
    maker: str
    addressee_id: str | None
    addressee: str | None
    instrument_id: str | None
    instrument: str | None
    text: str
    state: str
    date: str | None
    valid_from: str | None
    valid_to: str | None
    recorded_from: str
    recorded_to: str | None
    follows_id: str | None
    confidence: str
    source_url: str


def instrument(connection: Any, instrument_id: str, day: str | None = None) -> InstrumentRow | None:
    """Return an instrument, or None when there is none of that id.

    ``day`` gives it the status of that day, and leaves out its dates that came later and what superseded it since.
    """
    rows = fetch(
        connection,
        InstrumentRow,
        f"""SELECT i.id, e.name, i.title, i.short_title, i.type, i.binding, i.number, i.celex, i.citation,
                   {_until("signed")}, {_until("published")}, CASE WHEN :day IS NULL OR {STATUS_ON} <> 'not_yet_made'
                     THEN i.in_force END AS in_force,
                   {_until("ended")}, {STATUS_ON} AS status, o.id AS superseded_by,
                   o.short_title AS superseded_by_title,
                   e.jurisdiction, j.name AS jurisdiction_name, e.description, e.confidence, e.as_of, e.source_url
            FROM instruments i JOIN entities e ON e.id = i.id
            LEFT JOIN instruments o ON o.id = i.superseded_by AND (:day IS NULL OR coalesce(i.ended, '') <= :day)
            LEFT JOIN entities j ON j.id = e.jurisdiction
            WHERE i.id = :id""",
        {"id": instrument_id, "day": day},
    )
    return rows[0] if rows else None


def _until(column: str) -> str:
    return f"CASE WHEN :day IS NULL OR i.{column} <= :day THEN i.{column} END AS {column}"


def provisions(connection: Any, instrument_id: str, day: str) -> list[ProvisionRow]:
    """Return the provisions known on a day, with where their text stands in a held document.

    A provision that begins later than the day is kept and marked by the page; one that had ended is not.
    """
    return fetch(
        connection,
        ProvisionRow,
        f"""SELECT p.id, p.key, p.citation, p.heading, p.summary, p.actor_id, a.name AS actor, p.action, p.days,
                   p.applies_from, p.valid_from, p.valid_to, p.recorded_from, p.recorded_to, p.status, p.basis,
                   p.confidence, p.source_url, t.document_id, t.start, t."end"
            FROM provisions p LEFT JOIN entities a ON a.id = p.actor_id
            LEFT JOIN provision_texts t ON t.id = (
              SELECT x.id FROM provision_texts x JOIN documents d ON d.id = x.document_id
              WHERE x.instrument_id = p.instrument_id AND x.key = p.key
              ORDER BY d.kind = 'law' DESC, d.fetched_at DESC, x.id LIMIT 1)
            WHERE p.instrument_id = :id AND {KNOWN_ON.format(t="p")} AND (p.valid_to IS NULL OR p.valid_to > :day)
            ORDER BY p.rowid""",
        {"id": instrument_id, "day": day},
    )


def obligations(connection: Any, instrument_id: str | None = None, duty_id: str | None = None) -> list[ObligationRow]:
    """Return duties: of one instrument, or of one concept of duty across instruments."""
    where, value = ("o.instrument_id = ?", instrument_id) if instrument_id else ("o.entity_id = ?", duty_id)
    return fetch(
        connection,
        ObligationRow,
        f"""SELECT o.id, o.instrument_id, o.key, o.citation, o.entity_id, e.name AS duty, o.addressee, o.modality,
                   o.scope, o.summary, o.timing, o.applies_from, o.applies_from_annex_i, o.penalty, o.topic, o.note,
                   o.confidence, o.as_of, o.source_url
            FROM obligations o LEFT JOIN entities e ON e.id = o.entity_id WHERE {where} ORDER BY o.rowid""",
        [value],
    )


def exposure(connection: Any, day: str, company_id: str | None = None) -> list[ExposureRow]:
    """Return what touches companies as known on a day, or what touches one."""
    return fetch(
        connection,
        ExposureRow,
        f"SELECT * FROM ({exposure_sql(':as_of')}) WHERE :id IS NULL OR company_id = :id",
        {"as_of": day, "id": company_id},
    )


def overtaken(connection: Any, day: str, instrument_id: str | None = None) -> list[OvertakenRow]:
    """Return what was overtaken by a day: wording that was right when written and uses law replaced since."""
    return fetch(
        connection,
        OvertakenRow,
        """SELECT o.what, o.subject_id, o.document_id, o.instrument_id, o.instrument, o.citation, o.used, o.now,
                  o.overtaken_on, o.state, o.label, o.text, o.published, s.start, s."end"
           FROM overtaken o LEFT JOIN sentences s ON s.id = o.sentence_id
           WHERE o.overtaken_on <= :day AND coalesce(o.published, '') <= :day
             AND (:id IS NULL OR o.instrument_id = :id)""",
        {"day": day, "id": instrument_id},
    )


def texts(connection: Any, instrument_id: str) -> list[TextRow]:
    """Return the held texts of an instrument."""
    return fetch(
        connection,
        TextRow,
        """SELECT d.id, d.title, d.kind, d.published, d.url, d.synthetic,
                  (SELECT count(*) FROM provision_texts t WHERE t.document_id = d.id) AS provisions
           FROM documents d WHERE d.instrument_id = ? ORDER BY d.kind, d.published, d.id""",
        [instrument_id],
    )


def commitments(
    connection: Any, day: str, *, maker_id: str | None = None, instrument_id: str | None = None
) -> list[CommitmentRow]:
    """Return the promises known on a day, of a maker or under an instrument, in the order of their dates."""
    return fetch(
        connection,
        CommitmentRow,
        f"""SELECT c.id, c.maker_id, m.name AS maker, c.addressee_id, a.name AS addressee, c.instrument_id,
                   i.name AS instrument, c.text, c.state, c.date, c.valid_from, c.valid_to, c.recorded_from,
                   c.recorded_to, c.follows_id, c.confidence, c.source_url
            FROM commitments c JOIN entities m ON m.id = c.maker_id
            LEFT JOIN entities a ON a.id = c.addressee_id LEFT JOIN entities i ON i.id = c.instrument_id
            WHERE {KNOWN_ON.format(t="c")} AND (:maker IS NULL OR c.maker_id = :maker)
              AND (:instrument IS NULL OR c.instrument_id = :instrument)
            ORDER BY c.date, c.id""",
        {"day": day, "maker": maker_id, "instrument": instrument_id},
    )
