"""Who and what: entities, their names and posts, decisions on identity, candidates.

One class per table, one field per column; `kb/sql/0001_tables.sql` says what each column holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An entry of the register."""

    TABLE: ClassVar[str] = "entities"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    label: str
    name: str
    jurisdiction: str | None = None
    parent_id: str | None = None
    description: str | None = None
    confidence: str | None = None
    as_of: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A wording that may stand for an entity, with the dates it was valid."""

    TABLE: ClassVar[str] = "names"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    entity_id: str
    name: str
    kind: str
    valid_from: str | None = None
    valid_to: str | None = None
    context: bool = False
    source_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A post that a person held in a body."""

    TABLE: ClassVar[str] = "offices"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    person_id: str
    body_id: str
    post: str
    valid_from: str | None = None
    valid_to: str | None = None
    source_url: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A decision that two ids are one or are not."""

    TABLE: ClassVar[str] = "judgements"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    left_id: str
    right_id: str
    verdict: str
    by: str
    at: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A name that the register does not hold."""

    TABLE: ClassVar[str] = "candidates"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    label: str
    name: str
    first_document_id: str | None = None
    first_seen: str | None = None
    near_entity_id: str | None = None
    near_score: float | None = None
