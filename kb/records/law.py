"""What is law: instruments, provisions, obligations, commitments and deadlines.

One class per table, one field per column; `kb/sql/0001_tables.sql` says what each column holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What is known of an entity labelled INSTRUMENT."""

    TABLE: ClassVar[str] = "instruments"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    type: str
    binding: str
    title: str
    short_title: str
    number: str | None = None
    celex: str | None = None
    citation: str | None = None
    signed: str | None = None
    published: str | None = None
    in_force: str | None = None
    ended: str | None = None
    status: str
    superseded_by: str | None = None
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionText:
    """Where an article, paragraph or section stands in a held document."""

    TABLE: ClassVar[str] = "provision_texts"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    document_id: str
    instrument_id: str | None = None
    key: str
    kind: str
    parent_key: str | None = None
    number: str | None = None
    heading: str | None = None
    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """What a provision says and when, on two clocks."""

    TABLE: ClassVar[str] = "provisions"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    instrument_id: str
    key: str
    citation: str
    heading: str | None = None
    summary: str
    actor_id: str | None = None
    action: str | None = None
    days: int | None = None
    applies_from: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    recorded_from: str
    recorded_to: str | None = None
    status: str
    basis: str | None = None
    confidence: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty of the register."""

    TABLE: ClassVar[str] = "obligations"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    instrument_id: str
    key: str
    citation: str
    entity_id: str | None = None
    addressee: str
    modality: str
    scope: str | None = None
    summary: str
    timing: str | None = None
    applies_from: str | None = None
    applies_from_annex_i: str | None = None
    penalty: str | None = None
    topic: str
    note: str | None = None
    confidence: str
    as_of: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationEvidence:
    """A clause that imposes, forbids or allows something."""

    TABLE: ClassVar[str] = "obligation_evidence"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    obligation_id: str | None = None
    document_id: str
    sentence_id: str
    provision_key: str | None = None
    start: int
    end: int
    text: str
    modality: str
    addressee: str | None = None
    action: str | None = None
    condition: str | None = None
    exception: str | None = None
    citations: str = "[]"
    score: float | None = None
    method: str
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One state in the life of a promise."""

    TABLE: ClassVar[str] = "commitments"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    maker_id: str
    addressee_id: str | None = None
    instrument_id: str | None = None
    text: str
    state: str
    date: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    recorded_from: str
    recorded_to: str | None = None
    follows_id: str | None = None
    confidence: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """What is due, by whom and until when."""

    TABLE: ClassVar[str] = "deadlines"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    instrument_id: str
    provision_id: str | None = None
    citation: str
    actor_id: str | None = None
    actor: str
    action: str
    days: int | None = None
    counted_from: str | None = None
    due: str
    claimed_on: str | None = None
    verified_on: str | None = None
    note: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    recorded_from: str
    recorded_to: str | None = None
    status: str = "in_force"
    basis: str | None = None
    confidence: str
    source_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineEvidence:
    """A statement that a deadline was met."""

    TABLE: ClassVar[str] = "deadline_evidence"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    deadline_id: str
    kind: str
    date: str | None = None
    statement: str
    source_url: str
    document_id: str | None = None
    sentence_id: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
