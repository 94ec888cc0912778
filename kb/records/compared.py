"""The comparison: questions, cells and the evidence of each cell.

One class per table, one field per column; `kb/sql/0001_tables.sql` says what each column holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A row of the comparison."""

    TABLE: ClassVar[str] = "questions"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    position: int
    topic: str
    question: str
    help: str | None = None
    attributes: str = "[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The answer of one instrument to one question, on two clocks."""

    TABLE: ClassVar[str] = "cells"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    question_id: str
    instrument_id: str
    value: str
    degree: str
    citation: str | None = None
    set_by: str
    set_at: str
    valid_from: str | None = None
    valid_to: str | None = None
    recorded_from: str
    recorded_to: str | None = None
    status: str
    basis: str | None = None
    confidence: str
    source_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEvidence:
    """The words that support a cell."""

    TABLE: ClassVar[str] = "cell_evidence"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    cell_id: str
    kind: str
    document_id: str
    sentence_id: str | None = None
    provision_key: str | None = None
    claim_id: str | None = None
    start: int
    end: int
    text: str
    rank: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierError:
    """An identifier printed beside the name or date of another instrument."""

    TABLE: ClassVar[str] = "identifier_errors"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    document_id: str
    start: int
    end: int
    text: str
    named: str
    instrument_id: str | None = None
    named_id: str | None = None
    expected: str
