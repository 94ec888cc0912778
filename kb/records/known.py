"""How we know: changes, states, scores, measures and saved searches.

One class per table, one field per column; `kb/sql/0001_tables.sql` says what each column holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that moved in the comparison, and why."""

    TABLE: ClassVar[str] = "changes"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    run_id: str | None = None
    at: str
    kind: str
    subject_id: str
    title: str
    before: str | None = None
    after: str | None = None
    cause: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The last known state of something whose changes are told."""

    TABLE: ClassVar[str] = "states"
    KEY: ClassVar[tuple[str, ...]] = (
        "kind",
        "subject_id",
    )

    kind: str
    subject_id: str
    state: str
    extractor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationScore:
    """A rate measured against gold files."""

    TABLE: ClassVar[str] = "evaluation_scores"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    extractor: str
    profile: str
    split: str
    task: str
    label: str
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    low: float | None = None
    high: float | None = None
    tp: int | None = None
    fp: int | None = None
    fn: int | None = None
    documents: int
    measured_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationError:
    """One miss or false find of an evaluation."""

    TABLE: ClassVar[str] = "evaluation_errors"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    extractor: str
    split: str
    document: str
    task: str
    kind: str
    expected: str | None = None
    found: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMeasure:
    """The place of an entity in the graph."""

    TABLE: ClassVar[str] = "entity_measures"
    KEY: ClassVar[tuple[str, ...]] = ("entity_id",)

    entity_id: str
    degree: int
    in_degree: int
    out_degree: int
    betweenness: float
    pagerank: float
    community: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search that somebody kept."""

    TABLE: ClassVar[str] = "saved_searches"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    name: str
    query: str
    created_at: str
