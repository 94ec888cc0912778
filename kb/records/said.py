"""What is said: mentions, relations, claims, events and quotes, each with its evidence.

One class per table, one field per column; `kb/sql/0001_tables.sql` says what each column holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names an entity or a value."""

    TABLE: ClassVar[str] = "mentions"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    document_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    label: str
    entity_id: str | None = None
    candidate_id: str | None = None
    value: str | None = None
    score: float | None = None
    method: str
    reason: str | None = None
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A subject, a predicate and an object; what supports it is in its evidence."""

    TABLE: ClassVar[str] = "relations"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    subject_id: str
    predicate: str
    object_id: str
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEvidence:
    """The words that support a relation."""

    TABLE: ClassVar[str] = "relation_evidence"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    relation_id: str
    document_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    negated: bool = False
    modality: str
    score: float | None = None
    method: str
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one sentence says of an attribute of a subject."""

    TABLE: ClassVar[str] = "claims"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    subject_id: str
    attribute: str
    value: str
    value_entity_id: str | None = None
    document_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    quoted: bool = False
    negated: bool = False
    modality: str
    score: float | None = None
    method: str
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, with a date that may be partial."""

    TABLE: ClassVar[str] = "events"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    type: str
    date: str | None = None
    precision: str | None = None
    about_id: str | None = None
    title: str
    origin: str
    source_url: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEvidence:
    """The words that support an event."""

    TABLE: ClassVar[str] = "event_evidence"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    event_id: str
    document_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    negated: bool = False
    modality: str
    score: float | None = None
    method: str
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventParticipant:
    """An entity that took part in an event."""

    TABLE: ClassVar[str] = "event_participants"
    KEY: ClassVar[tuple[str, ...]] = (
        "event_id",
        "entity_id",
        "role",
    )

    event_id: str
    entity_id: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a speaker, direct or indirect."""

    TABLE: ClassVar[str] = "quotes"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    speaker_id: str | None = None
    organisation_id: str | None = None
    speaker_text: str | None = None
    text: str
    kind: str
    stance: str
    about_id: str | None = None
    document_id: str
    sentence_id: str
    start: int
    end: int
    score: float | None = None
    method: str
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedFact:
    """A question on which the register's own sources disagree."""

    TABLE: ClassVar[str] = "disputed_facts"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    question: str
    about_id: str
    attribute: str | None = None
    resolution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedVersion:
    """One answer to such a question, with who gives it; `followed` marks what the register goes by."""

    TABLE: ClassVar[str] = "disputed_versions"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    fact_id: str
    position: int
    value: str
    claim: str | None = None
    followed: bool = False
    note: str | None = None
    confidence: str
    as_of: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedSubject:
    """An entity or row of the register that a disputed fact is shown with."""

    TABLE: ClassVar[str] = "disputed_subjects"
    KEY: ClassVar[tuple[str, ...]] = (
        "fact_id",
        "subject_id",
    )

    fact_id: str
    subject_id: str
