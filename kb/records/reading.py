"""What one pass of the extractor read from one document: the unit that is written, replaced and counted."""

from __future__ import annotations

from dataclasses import dataclass

from kb.records.law import ObligationEvidence
from kb.records.said import Claim, Event, EventEvidence, EventParticipant, Mention, Quote, Relation, RelationEvidence
from kb.records.text import Sentence
from kb.records.who import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """Everything read from one document by one version of the extractor.

    `Store.record_reading` writes it in one transaction in place of what an earlier version read. Ids are stable, so
    reading the same text with the same extractor gives equal readings.
    """

    document_id: str
    extractor: str
    sentences: tuple[Sentence, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    relation_evidence: tuple[RelationEvidence, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    event_evidence: tuple[EventEvidence, ...] = ()
    event_participants: tuple[EventParticipant, ...] = ()
    quotes: tuple[Quote, ...] = ()
    obligation_evidence: tuple[ObligationEvidence, ...] = ()
