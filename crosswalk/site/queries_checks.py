"""What is said against what the law says, and promises with their lives, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosswalk.site.queries_law import CommitmentRow
from crosswalk.site.reading import fetch


@dataclass(frozen=True)
class CheckRow:
    """A story's claim against the instrument's wording and against the register."""

    claim_id: str
    subject_id: str
    subject: str
    attribute: str
    value: str
    verdict: str
    law_value: str | None
    law_key: str | None
    law_document_id: str | None
    law_start: int | None
    law_end: int | None
    law_sentence: str | None
    document_id: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    title: str | None
    publisher: str | None
    published: str | None
    register_verdict: str | None
    registered: str | None
    belongs_to: str | None
    overtaken: str | None


@dataclass(frozen=True)
class HeldRow:
    """How much of an instrument's own wording is held."""

    instrument_id: str
    instrument: str
    held: str
    as_published: str | None
    parts_known: int
    parts_held: int


@dataclass(frozen=True)
class IdentifierRow:
    """An identifier printed beside the name or date of another instrument."""

    document_id: str
    start: int
    end: int
    text: str
    named: str
    expected: str
    named_id: str | None
    title: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True)
class GoneRow:
    """A page that vanished at its source, of which the copy is held."""

    event_id: str | None
    date: str | None
    title: str | None
    document_id: str
    document_title: str | None
    gone_at: str | None
    published: str | None


@dataclass(frozen=True)
class JudgementRow:
    """A decision that two ids are one or not, and the rows that stand under the other id."""

    id: str
    other_id: str
    other: str
    label: str | None
    verdict: str
    by: str
    at: str
    reason: str | None
    merged: int
    mentions: int
    claims: int
    relations: int
    quotes: int


CHECKS_SQL = """
SELECT p.claim_id, p.subject_id, coalesce(i.short_title, p.subject) AS subject, p.attribute, p.value, p.verdict,
       p.law_value, p.law_key, p.law_document_id, w.start AS law_start, w."end" AS law_end, w.text AS law_sentence,
       p.document_id, p.start, p."end", s.text AS sentence, s.start AS sentence_start, d.title, o.publisher,
       p.published, p.register_verdict, p.registered, p.belongs_to, p.overtaken
FROM primary_text p
JOIN documents d ON d.id = p.document_id JOIN sentences s ON s.id = p.sentence_id
LEFT JOIN sources o ON o.id = d.source_id LEFT JOIN instruments i ON i.id = p.subject_id
LEFT JOIN sentences w ON w.id = p.law_sentence_id
WHERE coalesce(p.published, '') <= :day AND (:subject IS NULL OR p.subject_id = :subject)
  AND (:verdict IS NULL OR p.verdict = :verdict) AND (:document IS NULL OR p.document_id = :document)
ORDER BY CASE p.verdict WHEN 'contradicts' THEN 0 WHEN 'narrower' THEN 1 WHEN 'broader' THEN 2
           WHEN 'text silent' THEN 3 WHEN 'matches' THEN 4 ELSE 5 END,
         coalesce(i.position, 999), CASE p.register_verdict WHEN 'differs' THEN 0 WHEN 'overtaken' THEN 1 ELSE 2 END,
         p.attribute, p.value, p.published, p.claim_id
"""


def checks(
    connection: Any,
    day: str,
    *,
    subject_id: str | None = None,
    verdict: str | None = None,
    document_id: str | None = None,
) -> list[CheckRow]:
    """Return the claims published up to a day with their verdicts, contradictions first."""
    parameters = {"day": day, "subject": subject_id, "verdict": verdict, "document": document_id}
    return fetch(connection, CheckRow, CHECKS_SQL, parameters)


def held_law(connection: Any) -> list[HeldRow]:
    """Return the instruments of which some own wording is held."""
    names = ", ".join(HeldRow.__dataclass_fields__)
    return fetch(connection, HeldRow, f"SELECT {names} FROM held_law WHERE held <> 'none'")


def identifier_errors(
    connection: Any, day: str, *, document_id: str | None = None, instrument_id: str | None = None
) -> list[IdentifierRow]:
    """Return the wrong pairs of identifier and name in documents published up to a day, newest first."""
    return fetch(
        connection,
        IdentifierRow,
        """SELECT x.document_id, x.start, x."end", x.text, x.named, x.expected, x.named_id, d.title, o.publisher,
                  d.published
           FROM identifier_errors x JOIN documents d ON d.id = x.document_id LEFT JOIN sources o ON o.id = d.source_id
           WHERE substr(coalesce(d.published, ''), 1, 10) <= :day AND (:document IS NULL OR x.document_id = :document)
             AND (:instrument IS NULL OR :instrument IN (x.instrument_id, x.named_id))
           ORDER BY d.published DESC, x.document_id, x.start""",
        {"day": day, "document": document_id, "instrument": instrument_id},
    )


def overtaken_cells(connection: Any, day: str) -> dict[str, str]:
    """Return the flag of every cell that uses superseded law, by the cell's id."""
    rows = connection.execute(
        "SELECT subject_id, label FROM overtaken WHERE what = 'cell' AND overtaken_on <= ?", [day]
    )
    return {str(row[0]): str(row[1]) for row in rows}


def overtaken_in(connection: Any, document_id: str) -> list[tuple[str, int | None, int | None, str, str]]:
    """Return state, place, label and words of each use of superseded law in a document."""
    rows = connection.execute(
        """SELECT o.state, s.start, s."end", o.label, o.text FROM overtaken o LEFT JOIN sentences s
           ON s.id = o.sentence_id WHERE o.document_id = ? ORDER BY s.start""",
        [document_id],
    )
    return [tuple(row) for row in rows]


def ledger(connection: Any, day: str, instrument_id: str | None = None) -> list[CommitmentRow]:
    """Return every state of every promise that was known by a day, also those that ended, oldest first."""
    return fetch(
        connection,
        CommitmentRow,
        """SELECT c.id, c.maker_id, m.name AS maker, c.addressee_id, a.name AS addressee, c.instrument_id,
                  coalesce(i.short_title, e.name) AS instrument, c.text, c.state, c.date, c.valid_from, c.valid_to,
                  c.recorded_from, c.recorded_to, c.follows_id, c.confidence, c.source_url
           FROM commitments c JOIN entities m ON m.id = c.maker_id
           LEFT JOIN entities a ON a.id = c.addressee_id LEFT JOIN entities e ON e.id = c.instrument_id
           LEFT JOIN instruments i ON i.id = c.instrument_id
           WHERE substr(c.recorded_from, 1, 10) <= :day AND (:instrument IS NULL OR c.instrument_id = :instrument)
           ORDER BY coalesce(i.position, 999), m.name, c.date, c.id""",
        {"day": day, "instrument": instrument_id},
    )


def gone_pages(connection: Any, day: str, entity_id: str | None = None) -> list[GoneRow]:
    """Return pages that vanished by a day, with the copy held; those that name an entity or a part of it, if given."""
    return fetch(
        connection,
        GoneRow,
        """SELECT e.id AS event_id, e.date, e.title, d.id AS document_id, d.title AS document_title, d.gone_at,
                  d.published
           FROM documents d LEFT JOIN events e ON e.origin = 'watch' AND e.type = 'removed' AND e.source_url = d.url
           WHERE d.gone_at IS NOT NULL AND substr(d.gone_at, 1, 10) <= :day
             AND (:entity IS NULL OR EXISTS (
               SELECT 1 FROM mentions m LEFT JOIN entities n ON n.id = m.entity_id
               WHERE m.document_id = d.id AND :entity IN (m.entity_id, n.parent_id)))
           ORDER BY d.gone_at DESC, d.id""",
        {"day": day, "entity": entity_id},
    )


def judgements(connection: Any, entity_id: str, until: str) -> list[JudgementRow]:
    """Return the decisions on identity that touch an id, newest first, each with what a merge moves."""
    return fetch(
        connection,
        JudgementRow,
        """WITH canonical AS MATERIALIZED (SELECT * FROM canonical_ids)
           SELECT j.id, o.other_id, coalesce(e.name, c.name, o.other_id) AS other, coalesce(e.label, c.label) AS label,
                  j.verdict, j.by, j.at, j.reason,
                  EXISTS (SELECT 1 FROM canonical x JOIN canonical y ON y.canonical_id = x.canonical_id
                          WHERE x.id = :id AND y.id = o.other_id) AS merged,
                  (SELECT count(*) FROM mentions m WHERE o.other_id IN (m.entity_id, m.candidate_id)) AS mentions,
                  (SELECT count(*) FROM claims k WHERE o.other_id IN (k.subject_id, k.value_entity_id)) AS claims,
                  (SELECT count(*) FROM relations r WHERE o.other_id IN (r.subject_id, r.object_id)) AS relations,
                  (SELECT count(*) FROM quotes q WHERE o.other_id IN (q.speaker_id, q.organisation_id, q.about_id))
                    AS quotes
           FROM judgements j
           JOIN (SELECT id, CASE left_id WHEN :id THEN right_id ELSE left_id END AS other_id FROM judgements) o
             ON o.id = j.id
           LEFT JOIN entities e ON e.id = o.other_id LEFT JOIN candidates c ON c.id = o.other_id
           WHERE :id IN (j.left_id, j.right_id) AND substr(j.at, 1, 10) <= :until ORDER BY j.at DESC, j.id""",
        {"id": entity_id, "until": until},
    )
