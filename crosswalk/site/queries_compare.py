"""The comparison as rows: instruments, questions, cells as known on a day, their evidence, what the press claims."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crosswalk.site.reading import fetch, marks


@dataclass(frozen=True)
class Column:
    """An instrument that can be a column."""

    id: str
    short_title: str
    title: str
    type: str
    binding: str
    status: str
    jurisdiction: str | None
    cells: int


@dataclass(frozen=True)
class Row:
    """A question."""

    id: str
    position: int
    topic: str
    question: str
    help: str | None
    attributes: str

    @property
    def claim_attributes(self) -> list[str]:
        """The claim attributes that bear on the question."""
        return [str(name) for name in json.loads(self.attributes or "[]")]


@dataclass(frozen=True)
class CellRow:
    """One answer, with both its clocks."""

    id: str
    question_id: str
    instrument_id: str
    value: str
    degree: str
    citation: str | None
    set_by: str
    set_at: str
    valid_from: str | None
    valid_to: str | None
    recorded_from: str
    recorded_to: str | None
    status: str
    basis: str | None
    confidence: str
    source_url: str | None


@dataclass(frozen=True)
class EvidenceRow:
    """The words that support a cell, in their sentence or provision."""

    cell_id: str
    kind: str
    document_id: str
    start: int
    end: int
    text: str
    sentence: str | None
    sentence_start: int | None
    provision_key: str | None
    claim_id: str | None
    title: str | None
    publisher: str | None
    published: str | None
    fetched_at: str
    document_kind: str
    synthetic: int
    gone_at: str | None


@dataclass(frozen=True)
class ClaimRow:
    """What one independent story says, in its earliest wording; ``voice`` is the publisher who told it first."""

    id: str
    subject_id: str
    subject: str
    attribute: str
    value: str
    document_id: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    quoted: int
    title: str | None
    publisher: str | None
    published: str | None
    document_kind: str
    story_id: str
    voice: str | None
    copies: int
    verdict: str | None
    overtaken: str | None
    registered: str | None


@dataclass(frozen=True)
class ConflictRow:
    """A pair of different values for one attribute, and whether they really conflict."""

    subject_id: str
    subject: str
    attribute: str
    kind: str
    conflict: int
    left_value: str
    right_value: str
    left_voices: int
    right_voices: int
    right_claim_id: str
    left_document_id: str
    left_start: int
    left_end: int
    right_document_id: str
    right_start: int
    right_end: int
    primary_value: str | None
    primary_document_id: str | None
    primary_text: str | None


# The status of an instrument ``i`` on ``:day`` (null: as recorded). Before its first public day it has none.
STATUS_ON = """CASE
  WHEN :day IS NULL THEN i.status
  WHEN coalesce(i.signed, i.published, i.in_force) > :day THEN 'not_yet_made'
  WHEN i.ended <= :day OR i.status IN ('proposed', 'provisional', 'adopted') THEN i.status
  WHEN i.in_force > :day THEN 'adopted'
  WHEN i.ended > :day AND i.in_force IS NULL THEN CASE i.type WHEN 'draft' THEN 'proposed' ELSE 'adopted' END
  WHEN i.ended > :day THEN 'in_force'
  ELSE i.status END"""
_CHECKED = """WITH checked AS MATERIALIZED (
  SELECT claim_id, verdict, overtaken, register_verdict, registered FROM primary_text)
"""
CLAIMS_SQL = """
SELECT c.claim_id AS id, c.subject_id, coalesce(i.short_title, e.name) AS subject, c.attribute, c.value,
       c.document_id, c.start, c."end",
       s.text AS sentence, s.start AS sentence_start, c.quoted, c.title, c.publisher, c.published,
       c.kind AS document_kind, c.story_id, c.voice, c.copies,
       p.verdict, p.overtaken, CASE p.register_verdict WHEN 'differs' THEN p.registered END AS registered
FROM independent_claims c
LEFT JOIN checked p ON p.claim_id = c.claim_id
JOIN entities e ON e.id = c.subject_id
JOIN sentences s ON s.id = c.sentence_id
LEFT JOIN instruments i ON i.id = c.subject_id
WHERE {where} ORDER BY e.name, c.attribute, c.value, c.published, c.claim_id
"""


def columns(connection: Any, day: str | None = None) -> list[Column]:
    """Return every instrument in the order of the comparison, with how many cells it ever had.

    ``day`` gives each the status it had on that day, as far as its dates tell.
    """
    return fetch(
        connection,
        Column,
        f"""SELECT i.id, i.short_title, i.title, i.type, i.binding, {STATUS_ON} AS status, e.jurisdiction,
                   (SELECT count(*) FROM cells c WHERE c.instrument_id = i.id) AS cells
            FROM instruments i JOIN entities e ON e.id = i.id ORDER BY i.position, i.id""",
        {"day": day},
    )


def questions(connection: Any, question_id: str | None = None) -> list[Row]:
    """Return the questions in order, or the one asked for."""
    where, parameters = ("WHERE id = ?", [question_id]) if question_id else ("", [])
    return fetch(
        connection,
        Row,
        f"SELECT id, position, topic, question, help, attributes FROM questions {where} ORDER BY position, id",
        parameters,
    )


def cells(
    connection: Any, day: str, instruments: Sequence[str] | None = None, question_id: str | None = None
) -> list[CellRow]:
    """Return the cells known on a day that had not ended by then, oldest rule first.

    A cell that begins later than the day is kept: the page marks it as not yet valid.
    """
    conditions = [
        "substr(recorded_from, 1, 10) <= ?",
        "(recorded_to IS NULL OR substr(recorded_to, 1, 10) > ?)",
        "(valid_to IS NULL OR valid_to > ?)",
    ]
    parameters: list[object] = [day, day, day]
    if instruments is not None:
        conditions.append(f"instrument_id IN ({marks(instruments)})")
        parameters += instruments
    if question_id is not None:
        conditions.append("question_id = ?")
        parameters.append(question_id)
    return fetch(connection, CellRow, _cells_sql(" AND ".join(conditions)), parameters)


def all_cells(connection: Any, question_id: str) -> list[CellRow]:
    """Return every cell ever recorded for a question: its history."""
    return fetch(connection, CellRow, _cells_sql("question_id = ?"), [question_id])


def evidence(connection: Any, cell_ids: Sequence[str], until: str | None) -> dict[str, list[EvidenceRow]]:
    """Return the evidence held for each cell; ``until`` leaves out what was published after that day."""
    found: dict[str, list[EvidenceRow]] = {}
    for first in range(0, len(cell_ids), 400):
        some = list(cell_ids[first : first + 400])
        rows = fetch(
            connection,
            EvidenceRow,
            f"""SELECT v.cell_id, v.kind, v.document_id, v.start, v."end", v.text, t.text AS sentence,
                       t.start AS sentence_start, v.provision_key, v.claim_id,
                       d.title, s.publisher, d.published, d.fetched_at, d.kind AS document_kind, d.synthetic, d.gone_at
                FROM cell_evidence v JOIN documents d ON d.id = v.document_id
                LEFT JOIN sources s ON s.id = d.source_id LEFT JOIN sentences t ON t.id = v.sentence_id
                WHERE v.cell_id IN ({marks(some)})
                  AND (? IS NULL OR substr(coalesce(d.published, d.fetched_at), 1, 10) <= ?)
                ORDER BY CASE v.kind WHEN 'primary' THEN 0 WHEN 'official' THEN 1 WHEN 'summary' THEN 2
                                     WHEN 'news' THEN 3 ELSE 4 END, v.rank, d.published, v.id""",
            [*some, until, until],
        )
        for row in rows:
            found.setdefault(row.cell_id, []).append(row)
    return found


def claims(connection: Any, where: str, parameters: Sequence[object], until: str) -> list[ClaimRow]:
    """Return what independent stories published up to a day state, one row a story and value.

    ``where`` is a condition on the view ``independent_claims`` (as ``c``), with its parameters.
    """
    # The check against the law is computed once, not once a row.
    sql = _CHECKED + CLAIMS_SQL.format(where=f"({where}) AND coalesce(c.published, '') <= ?")
    return fetch(connection, ClaimRow, sql, [*parameters, until])


def conflicts(connection: Any, until: str, subject_id: str | None = None) -> list[ConflictRow]:
    """Return the pairs of differing values whose both sides were published up to a day, real conflicts first."""
    names = ", ".join(f'g."{name}"' for name in ConflictRow.__dataclass_fields__ if name != "subject")
    return fetch(
        connection,
        ConflictRow,
        f"""SELECT coalesce(i.short_title, g.subject) AS subject, {names} FROM disagreements g
            LEFT JOIN instruments i ON i.id = g.subject_id
            JOIN documents l ON l.id = g.left_document_id JOIN documents r ON r.id = g.right_document_id
            WHERE substr(coalesce(l.published, ''), 1, 10) <= ? AND substr(coalesce(r.published, ''), 1, 10) <= ?
              AND (? IS NULL OR g.subject_id = ?)
            ORDER BY g.conflict DESC, g.left_voices + g.right_voices DESC, g.subject, g.attribute, g.left_value""",
        [until, until, subject_id, subject_id],
    )


def _cells_sql(where: str) -> str:
    return f"""SELECT id, question_id, instrument_id, value, degree, citation, set_by, set_at, valid_from, valid_to,
                      recorded_from, recorded_to, status, basis, confidence, source_url
               FROM cells WHERE {where}
               ORDER BY question_id, instrument_id, coalesce(valid_from, ''), recorded_from, id"""
