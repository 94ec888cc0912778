"""The frozen records that stages hand to each other and to `kb.store`: one class per table, one field per column."""

from __future__ import annotations

from typing import ClassVar, Protocol

from kb.records.compared import Cell, CellEvidence, IdentifierError, Question
from kb.records.known import Change, EntityMeasure, EvaluationError, EvaluationScore, SavedSearch, State
from kb.records.law import (
    Commitment,
    Deadline,
    DeadlineEvidence,
    Instrument,
    Obligation,
    ObligationEvidence,
    Provision,
    ProvisionText,
)
from kb.records.reading import DocumentReading
from kb.records.said import (
    Claim,
    DisputedFact,
    DisputedSubject,
    DisputedVersion,
    Event,
    EventEvidence,
    EventParticipant,
    Mention,
    Quote,
    Relation,
    RelationEvidence,
)
from kb.records.text import Document, Family, FamilyMember, Revision, Sentence, Sighting, Snapshot, Source
from kb.records.who import Candidate, Entity, Judgement, Name, Office


class Record(Protocol):
    """Any of the classes below."""

    TABLE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]


__all__ = [
    "Candidate",
    "Cell",
    "CellEvidence",
    "Change",
    "Claim",
    "Commitment",
    "Deadline",
    "DeadlineEvidence",
    "DisputedFact",
    "DisputedSubject",
    "DisputedVersion",
    "Document",
    "DocumentReading",
    "Entity",
    "EntityMeasure",
    "EvaluationError",
    "EvaluationScore",
    "Event",
    "EventEvidence",
    "EventParticipant",
    "Family",
    "FamilyMember",
    "IdentifierError",
    "Instrument",
    "Judgement",
    "Mention",
    "Name",
    "Obligation",
    "ObligationEvidence",
    "Office",
    "Provision",
    "ProvisionText",
    "Question",
    "Quote",
    "Record",
    "Relation",
    "RelationEvidence",
    "Revision",
    "SavedSearch",
    "Sentence",
    "Sighting",
    "Snapshot",
    "Source",
    "State",
]
