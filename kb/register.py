"""What `data/` holds, as records: the register, the questions and cells, the sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from kb.model import (
    Cell,
    Commitment,
    Deadline,
    DeadlineEvidence,
    DisputedFact,
    DisputedSubject,
    DisputedVersion,
    Entity,
    Event,
    EventParticipant,
    Instrument,
    Judgement,
    Name,
    Obligation,
    Office,
    Provision,
    Question,
    Record,
    Source,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """A source and what a fetch must know of it; `file` is the YAML file it was read from."""

    source: Source
    document_kind: str
    instrument: str | None
    language: str
    full_text: bool
    file: str

    @property
    def id(self) -> str:
        """The id of the source."""
        return self.source.id


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEvidenceSpec:
    """Where the evidence of a cell is to be looked for: a provision of an instrument, or a quote in a document.

    Either `provision_key` is set (of `instrument_id`), or `url` and `quote` are.
    """

    cell_id: str
    instrument_id: str
    provision_key: str | None = None
    url: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Everything curated, ready to be written to the tables of the same names.

    `names` includes the canonical name of every entity. `sources` are those of `data/sources`; the bundled corpus
    brings its own (`load_sources`).
    """

    sources: tuple[SourceSpec, ...] = ()
    entities: tuple[Entity, ...] = ()
    names: tuple[Name, ...] = ()
    offices: tuple[Office, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    provisions: tuple[Provision, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    deadline_evidence: tuple[DeadlineEvidence, ...] = ()
    events: tuple[Event, ...] = ()
    event_participants: tuple[EventParticipant, ...] = ()
    disputed_facts: tuple[DisputedFact, ...] = ()
    disputed_versions: tuple[DisputedVersion, ...] = ()
    disputed_subjects: tuple[DisputedSubject, ...] = ()
    questions: tuple[Question, ...] = ()
    cells: tuple[Cell, ...] = ()
    cell_evidence: tuple[CellEvidenceSpec, ...] = ()

    @property
    def digest(self) -> str:
        """A hash over what extraction reads: it changes when a re-reading could give another result."""
        hashed = hashlib.blake2b(digest_size=8)
        read = (self.entities, self.names, self.offices, self.instruments, self.obligations)
        hints = (self.provisions, self.commitments, self.deadlines, self.events, self.event_participants)
        for records in (*read, *hints):
            for line in sorted(_lines(records)):
                hashed.update(line.encode("utf-8", "surrogatepass"))
        return hashed.hexdigest()


def _lines(records: Iterable[Record]) -> Iterable[str]:
    return (repr(astuple(record)) + "\n" for record in records)  # type: ignore[call-overload]  # all are dataclasses
