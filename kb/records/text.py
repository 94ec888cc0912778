"""Where text comes from: sources, snapshots, documents, their wordings, sentences and families.

One class per table, one field per column; `kb/sql/0001_tables.sql` says what each column holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One outlet, feed, API or watched page."""

    TABLE: ClassVar[str] = "sources"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    name: str
    publisher: str
    jurisdiction: str | None = None
    kind: str
    url: str | None = None
    licence: str | None = None
    schedule: str | None = None
    expected_per_week: float | None = None
    official: bool = False
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Raw bytes, kept once."""

    TABLE: ClassVar[str] = "snapshots"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    media_type: str | None = None
    final_url: str | None = None
    bytes: int
    path: str
    fetched_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Copies and rewrites of one report."""

    TABLE: ClassVar[str] = "families"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    origin_document_id: str | None = None
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text that offsets count in."""

    TABLE: ClassVar[str] = "documents"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    url: str
    source_id: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    kind: str
    text: str
    text_sha256: str
    fetched_at: str
    snapshot_id: str | None = None
    family_id: str | None = None
    instrument_id: str | None = None
    synthetic: bool = False
    gone_at: str | None = None
    extractor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A source that carried a document."""

    TABLE: ClassVar[str] = "document_sightings"
    KEY: ClassVar[tuple[str, ...]] = (
        "document_id",
        "source_id",
    )

    document_id: str
    source_id: str
    url: str
    first_seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One wording of a document; the newest equals its text."""

    TABLE: ClassVar[str] = "revisions"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    document_id: str
    number: int
    title: str | None = None
    text: str
    text_sha256: str
    fetched_at: str
    snapshot_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, with character offsets into the document."""

    TABLE: ClassVar[str] = "sentences"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    document_id: str
    position: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMember:
    """A document of a family, with what ties it there."""

    TABLE: ClassVar[str] = "family_members"
    KEY: ClassVar[tuple[str, ...]] = ("document_id",)

    family_id: str
    document_id: str
    nearest_document_id: str | None = None
    relation: str
    score: float
    spans: str = "[]"
