"""What is new, how the feeds are, what changed and how accurate the reading is, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crosswalk.site.reading import fetch, number


@dataclass(frozen=True)
class Searched:
    """What stands behind an answer, also behind an empty one."""

    documents: int
    unread: int
    families: int
    sources: int
    last_success: str | None
    first_published: str | None
    last_published: str | None


@dataclass(frozen=True)
class NewDocument:
    """A document in a list."""

    id: str
    title: str | None
    published: str | None
    fetched_at: str
    kind: str
    publisher: str | None
    copies: int
    synthetic: int
    gone_at: str | None
    revisions: int


@dataclass(frozen=True)
class ChangeRow:
    """Something that moved, and why (the view ``change_log``)."""

    at: str
    origin: str
    kind: str
    subject_id: str
    instrument_id: str | None
    title: str
    before: str | None
    after: str | None
    cause: str
    hidden: int
    document_id: str | None
    document_title: str | None
    source_url: str | None
    confidence: str | None


@dataclass(frozen=True)
class SourceRow:
    """A source and how its last fetches went (the view ``source_health``)."""

    source_id: str
    name: str
    publisher: str
    kind: str
    url: str | None
    state: str
    last_outcome: str | None
    reason: str | None
    in_a_row: int
    last_attempt: str | None
    last_success: str | None
    last_new: str | None
    expected_per_week: float | None
    got_last_week: int
    got_per_week: float | None
    days_watched: int
    documents: int
    not_modified_share: float | None


@dataclass(frozen=True)
class RunRow:
    """One run of the pipeline."""

    id: str
    command: str
    started_at: str
    finished_at: str | None
    exit_code: int | None
    problems: str
    code_version: str


@dataclass(frozen=True)
class ScoreRow:
    """A rate measured against gold files."""

    extractor: str
    profile: str
    split: str
    task: str
    label: str
    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None
    high: float | None
    tp: int | None
    fp: int | None
    fn: int | None
    documents: int
    measured_at: str


@dataclass(frozen=True)
class ErrorRow:
    """One miss or false find."""

    extractor: str
    split: str
    document: str
    task: str
    kind: str
    expected: str | None
    found: str | None
    sentence: str | None


COUNTED_TABLES = (
    "documents", "sources", "sentences", "entities", "mentions", "relations", "claims", "quotes", "events",
    "obligations", "provisions", "cells", "cell_evidence", "candidates",
)  # fmt: skip


def searched(connection: Any) -> Searched:
    """Return how much text stands behind the pages and how fresh it is."""
    return fetch(
        connection,
        Searched,
        """SELECT (SELECT count(*) FROM documents) AS documents,
                  (SELECT count(*) FROM documents WHERE extractor IS NULL) AS unread,
                  (SELECT count(DISTINCT coalesce(family_id, id)) FROM documents) AS families,
                  (SELECT count(*) FROM sources) AS sources,
                  (SELECT max(started_at) FROM fetches WHERE outcome IN ('ok', 'not_modified')) AS last_success,
                  (SELECT min(substr(published, 1, 10)) FROM documents WHERE kind = 'news') AS first_published,
                  (SELECT max(substr(published, 1, 10)) FROM documents WHERE kind = 'news') AS last_published""",
    )[0]


def counts(connection: Any) -> dict[str, int]:
    """Return the number of rows of the tables a reader asks after."""
    return {table: number(connection, f"SELECT count(*) FROM {table}") for table in COUNTED_TABLES}


def newest_documents(connection: Any, day: str, limit: int) -> list[NewDocument]:
    """Return the documents published last before the end of a day, one per family of copies."""
    return fetch(
        connection,
        NewDocument,
        """SELECT d.id, d.title, d.published, d.fetched_at, d.kind, s.publisher, d.synthetic, d.gone_at,
                  coalesce((SELECT f.size FROM families f WHERE f.id = d.family_id), 1) AS copies,
                  (SELECT count(*) FROM revisions r WHERE r.document_id = d.id) AS revisions
           FROM documents d LEFT JOIN sources s ON s.id = d.source_id
           LEFT JOIN families fam ON fam.id = d.family_id
           WHERE substr(coalesce(d.published, d.fetched_at), 1, 10) <= ?
             AND d.kind IN ('news', 'official')
             AND (fam.id IS NULL OR fam.origin_document_id IS NULL OR fam.origin_document_id = d.id)
           ORDER BY coalesce(d.published, d.fetched_at) DESC, d.id LIMIT ?""",
        [day, limit],
    )


def changes(
    connection: Any, since: str | None, until: str, limit: int, kind: str | None = None, everything: bool = False
) -> list[ChangeRow]:
    """Return what changed from a day up to another, newest first.

    What only a newer extractor reads differently is left out unless everything is asked for.
    """
    return fetch(
        connection,
        ChangeRow,
        """SELECT c.at, c.origin, c.kind, c.subject_id, c.instrument_id, c.title, c.before, c.after, c.cause, c.hidden,
                  c.document_id, d.title AS document_title, c.source_url, c.confidence
           FROM change_log c LEFT JOIN documents d ON d.id = c.document_id
           WHERE (:since IS NULL OR substr(c.at, 1, 10) >= :since) AND substr(c.at, 1, 10) <= :until
             AND (:kind IS NULL OR c.kind = :kind) AND (:everything OR c.hidden = 0) LIMIT :limit""",
        {"since": since, "until": until, "kind": kind, "everything": everything, "limit": limit},
    )


def sources(connection: Any) -> list[SourceRow]:
    """Return every source that is fetched, ailing ones first."""
    names = ", ".join(SourceRow.__dataclass_fields__)
    return fetch(connection, SourceRow, f"SELECT {names} FROM source_health")


def runs(connection: Any, limit: int) -> list[RunRow]:
    """Return the newest runs."""
    return fetch(
        connection,
        RunRow,
        """SELECT id, command, started_at, finished_at, exit_code, problems, code_version
           FROM runs ORDER BY started_at DESC, id LIMIT ?""",
        [limit],
    )


def scores(connection: Any) -> list[ScoreRow]:
    """Return every score held, newest extractor first, splits never tuned on first, totals before labels."""
    return fetch(
        connection,
        ScoreRow,
        """SELECT extractor, profile, split, task, label, precision, recall, f1, low, high, tp, fp, fn, documents,
                  measured_at
           FROM evaluation_scores
           ORDER BY measured_at DESC, split = 'dev', profile <> 'full', split, profile, task, label <> 'all', label""",
    )


def errors(connection: Any, limit: int) -> list[ErrorRow]:
    """Return the errors of the newest evaluation, so that a reader sees what is got wrong."""
    return fetch(
        connection,
        ErrorRow,
        """SELECT extractor, split, document, task, kind, expected, found, sentence FROM evaluation_errors
           ORDER BY task, kind, document, id LIMIT ?""",
        [limit],
    )
