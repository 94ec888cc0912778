"""One document as rows: its text, spans, wordings, copies and what was read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosswalk.site.reading import fetch


@dataclass(frozen=True)
class DocumentRow:
    """A document."""

    id: str
    url: str
    source_id: str | None
    publisher: str | None
    title: str | None
    author: str | None
    published: str | None
    language: str | None
    kind: str
    text: str
    fetched_at: str
    family_id: str | None
    instrument_id: str | None
    instrument: str | None
    synthetic: int
    gone_at: str | None
    extractor: str | None


@dataclass(frozen=True)
class MentionRow:
    """A span that names something."""

    start: int
    end: int
    text: str
    label: str
    entity_id: str | None
    candidate_id: str | None
    name: str | None
    value: str | None
    method: str
    reason: str | None


@dataclass(frozen=True)
class Read:
    """Something read from the document: a relation, claim, event, quote or duty."""

    kind: str
    what: str
    start: int
    end: int
    text: str
    negated: int
    modality: str
    method: str
    table: str
    row_id: str


@dataclass(frozen=True)
class RevisionRow:
    """A wording of a document."""

    number: int
    title: str | None
    text: str
    fetched_at: str


@dataclass(frozen=True)
class MemberRow:
    """A document of the same family."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    relation: str
    score: float


@dataclass(frozen=True)
class SightingRow:
    """A source that carried the document."""

    source_id: str
    name: str
    url: str
    first_seen: str


@dataclass(frozen=True)
class ProvisionSpan:
    """An article or section that begins in the text."""

    key: str
    kind: str
    number: str | None
    heading: str | None
    start: int
    end: int


def document(connection: Any, document_id: str) -> DocumentRow | None:
    """Return a document, or None when the id is unknown."""
    rows = fetch(
        connection,
        DocumentRow,
        """SELECT d.id, d.url, d.source_id, s.publisher, d.title, d.author, d.published, d.language, d.kind, d.text,
                  d.fetched_at, d.family_id, d.instrument_id, e.name AS instrument, d.synthetic, d.gone_at, d.extractor
           FROM documents d LEFT JOIN sources s ON s.id = d.source_id LEFT JOIN entities e ON e.id = d.instrument_id
           WHERE d.id = ?""",
        [document_id],
    )
    return rows[0] if rows else None


def mentions(connection: Any, document_id: str, start: int, end: int) -> list[MentionRow]:
    """Return the mentions within a stretch of the text."""
    return fetch(
        connection,
        MentionRow,
        """SELECT m.start, m."end", m.text, m.label, m.entity_id, m.candidate_id,
                  coalesce(e.name, c.name) AS name, m.value, m.method, m.reason
           FROM mentions m LEFT JOIN entities e ON e.id = m.entity_id LEFT JOIN candidates c ON c.id = m.candidate_id
           WHERE m.document_id = ? AND m.start < ? AND m."end" > ? ORDER BY m.start, m."end" DESC""",
        [document_id, end, start],
    )


def what_was_read(connection: Any, document_id: str, limit: int) -> list[Read]:
    """Return all statements read from a document in the order of the text, negated and possible ones marked."""
    return fetch(
        connection,
        Read,
        """SELECT 'relation' AS kind, coalesce(ia.short_title, a.name, ca.name, r.subject_id) || ' — '
                    || replace(r.predicate, '_', ' ')
                    || ' — ' || coalesce(ib.short_title, b.name, cb.name, r.object_id) AS what,
                  v.start, v."end", v.text, v.negated, v.modality, v.method,
                  'relation_evidence' AS "table", v.id AS row_id
           FROM relation_evidence v JOIN relations r ON r.id = v.relation_id
           LEFT JOIN entities a ON a.id = r.subject_id LEFT JOIN candidates ca ON ca.id = r.subject_id
           LEFT JOIN entities b ON b.id = r.object_id LEFT JOIN candidates cb ON cb.id = r.object_id
           LEFT JOIN instruments ia ON ia.id = r.subject_id LEFT JOIN instruments ib ON ib.id = r.object_id
           WHERE v.document_id = :id
           UNION ALL
           SELECT 'claim', coalesce(i.short_title, e.name) || ' — '
                  || replace(c.attribute, '_', ' ') || ': ' || c.value,
                  c.start, c."end", c.text, c.negated, c.modality, c.method, 'claims', c.id
           FROM claims c JOIN entities e ON e.id = c.subject_id
           LEFT JOIN instruments i ON i.id = c.subject_id
           WHERE c.document_id = :id
           UNION ALL
           SELECT 'event', replace(e.type, '_', ' ') || coalesce(' — ' || coalesce(i.short_title, a.name), '')
                    || coalesce(', ' || e.date, ''),
                  v.start, v."end", v.text, v.negated, v.modality, v.method, 'event_evidence', v.id
           FROM event_evidence v JOIN events e ON e.id = v.event_id LEFT JOIN entities a ON a.id = e.about_id
           LEFT JOIN instruments i ON i.id = e.about_id WHERE v.document_id = :id
           UNION ALL
           SELECT 'quote', coalesce(p.name, cp.name, q.speaker_text, 'unnamed speaker') || ' ' || q.stance
                    || coalesce(' — ' || coalesce(i.short_title, a.name), ''),
                  q.start, q."end", q.text, 0, 'asserted', q.method, 'quotes', q.id
           FROM quotes q LEFT JOIN entities p ON p.id = q.speaker_id LEFT JOIN candidates cp ON cp.id = q.speaker_id
           LEFT JOIN entities a ON a.id = q.about_id
           LEFT JOIN instruments i ON i.id = q.about_id WHERE q.document_id = :id
           UNION ALL
           SELECT o.modality, coalesce(o.addressee || ': ', '') || coalesce(o.action, o.provision_key, ''),
                  o.start, o."end", o.text, 0, 'asserted', o.method, 'obligation_evidence', o.id
           FROM obligation_evidence o WHERE o.document_id = :id
           ORDER BY 3, 4, 1 LIMIT :limit""",
        {"id": document_id, "limit": limit},
    )


def revisions(connection: Any, document_id: str) -> list[RevisionRow]:
    """Return the wordings of a document, oldest first."""
    return fetch(
        connection,
        RevisionRow,
        "SELECT number, title, text, fetched_at FROM revisions WHERE document_id = ? ORDER BY number",
        [document_id],
    )


def family(connection: Any, document_id: str, family_id: str | None) -> list[MemberRow]:
    """Return the other documents of the family: copies and rewrites that count once."""
    if family_id is None:
        return []
    return fetch(
        connection,
        MemberRow,
        """SELECT d.id, d.title, s.publisher, d.published, m.relation, m.score
           FROM family_members m JOIN documents d ON d.id = m.document_id LEFT JOIN sources s ON s.id = d.source_id
           WHERE m.family_id = ? AND d.id <> ? ORDER BY d.published, d.id""",
        [family_id, document_id],
    )


def sightings(connection: Any, document_id: str) -> list[SightingRow]:
    """Return the sources that carried the document."""
    return fetch(
        connection,
        SightingRow,
        """SELECT g.source_id, s.name, g.url, g.first_seen FROM document_sightings g
           JOIN sources s ON s.id = g.source_id WHERE g.document_id = ? ORDER BY g.first_seen, s.name""",
        [document_id],
    )


def provisions(connection: Any, document_id: str) -> list[ProvisionSpan]:
    """Return the articles, sections, annexes and recitals of a law text, for its table of contents."""
    return fetch(
        connection,
        ProvisionSpan,
        """SELECT key, kind, number, heading, start, "end" FROM provision_texts
           WHERE document_id = ? AND kind IN ('article', 'section', 'annex', 'chapter') ORDER BY position""",
        [document_id],
    )
