"""Write the curated register into the database: in one transaction, and without touching rows that did not change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

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
)
from kb.register import Register
from kb.report import StageReport
from kb.store import Store

_REGISTER_EVENTS = "origin = 'register'"

# Every column of a reading that names an entity or an obligation of the register. A row that names one which is gone
# makes its document unread.
_READ_REFERENCES = (
    ("mentions", "entity_id"),
    ("claims", "subject_id"),
    ("claims", "value_entity_id"),
    ("quotes", "speaker_id"),
    ("quotes", "organisation_id"),
    ("quotes", "about_id"),
)


def load_into(store: Store, register: Register) -> StageReport:
    """Make the register's tables equal to the register; a second call on the same register changes no row.

    Documents whose readings name an entity or obligation that left the register are marked unread and their readings
    removed, so that nothing refers to what is gone. Sources are added and updated; one that left the register stays as
    long as something was fetched from it. Raises StoreError, with nothing written, when a row refers to a missing one.
    """
    with store.transaction():
        unread = _forget_gone(store, register)
        changed = {"sources": store.upsert(spec.source for spec in register.sources)}
        synced: Sequence[tuple[type[Record], Iterable[Record], str]] = (
            (Entity, register.entities, "1"),
            (Name, register.names, "1"),
            (Office, register.offices, "1"),
            (Judgement, register.judgements, "1"),
            (Instrument, register.instruments, "1"),
            (Provision, register.provisions, "1"),
            (Obligation, register.obligations, "1"),
            (Commitment, register.commitments, "1"),
            (Deadline, register.deadlines, "1"),
            (DeadlineEvidence, _with_known_places(store, register.deadline_evidence), "1"),
            (Event, register.events, _REGISTER_EVENTS),
            (
                EventParticipant,
                register.event_participants,
                f"event_id IN (SELECT id FROM events WHERE {_REGISTER_EVENTS})",
            ),
            (DisputedFact, register.disputed_facts, "1"),
            (DisputedVersion, register.disputed_versions, "1"),
            (DisputedSubject, register.disputed_subjects, "1"),
            (Question, register.questions, "1"),
            (Cell, register.cells, "1"),
        )
        for kind, records, where in synced:
            changed[kind.TABLE] = store.sync(kind, records, where)
        changed["sources"] += _drop_unused_sources(store, register)
    return StageReport(
        "register",
        {
            "rows": sum(len(tuple(records)) for _, records, _ in synced) + len(register.sources),
            "changed": sum(changed.values()),
            "documents_unread": unread,
        },
    )


def _forget_gone(store: Store, register: Register) -> int:
    """Remove what refers to rows that left the register; return how many documents became unread."""
    kept = {entity.id for entity in register.entities}
    entities = [row["id"] for row in store.rows("SELECT id FROM entities") if row["id"] not in kept]
    kept = {obligation.id for obligation in register.obligations}
    obligations = [row["id"] for row in store.rows("SELECT id FROM obligations") if row["id"] not in kept]
    documents: set[str] = set()
    for gone in entities:
        for table, column in _READ_REFERENCES:
            documents |= _documents(store, f"SELECT document_id FROM {table} WHERE {column} = ?", gone)
        documents |= _documents(
            store,
            "SELECT e.document_id FROM relations r JOIN relation_evidence e ON e.relation_id = r.id"
            " WHERE ? IN (r.subject_id, r.object_id)",
            gone,
        )
        documents |= _documents(
            store,
            "SELECT v.document_id FROM event_evidence v JOIN events e ON e.id = v.event_id"
            " LEFT JOIN event_participants p ON p.event_id = e.id WHERE ? IN (e.about_id, p.entity_id)",
            gone,
        )
        store.db.conn.execute("UPDATE documents SET instrument_id = NULL WHERE instrument_id = ?", (gone,))
        store.db.conn.execute("UPDATE provision_texts SET instrument_id = NULL WHERE instrument_id = ?", (gone,))
        store.db.conn.execute(
            "UPDATE candidates SET near_entity_id = NULL, near_score = NULL WHERE near_entity_id = ?", (gone,)
        )
    for gone in obligations:
        documents |= _documents(store, "SELECT document_id FROM obligation_evidence WHERE obligation_id = ?", gone)
    for document in sorted(documents):
        store.mark_unread(document)
    if documents:
        store.drop_unsupported()
    cells = {cell.id for cell in register.cells}
    for row in store.rows("SELECT DISTINCT cell_id FROM cell_evidence"):
        if row["cell_id"] not in cells:
            store.db.conn.execute("DELETE FROM cell_evidence WHERE cell_id = ?", (row["cell_id"],))
    return len(documents)


def _documents(store: Store, sql: str, gone: str) -> set[str]:
    return {row["document_id"] for row in store.rows(sql, (gone,))}


def _with_known_places(store: Store, evidence: Iterable[DeadlineEvidence]) -> list[DeadlineEvidence]:
    # The comparison stage finds the documents of these statements; loading the register again must not lose them.
    held = {row.id: row for row in store.load(DeadlineEvidence)}
    return [
        replace(
            row,
            document_id=held[row.id].document_id,
            sentence_id=held[row.id].sentence_id,
            start=held[row.id].start,
            end=held[row.id].end,
            text=held[row.id].text,
        )
        if row.id in held
        else row
        for row in evidence
    ]


def _drop_unused_sources(store: Store, register: Register) -> int:
    kept = {spec.id for spec in register.sources}
    unused = store.rows(
        "SELECT id FROM sources s WHERE offline = 0 AND kind <> 'file'"
        " AND NOT EXISTS (SELECT 1 FROM fetches f WHERE f.source_id = s.id)"
        " AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.source_id = s.id)"
        " AND NOT EXISTS (SELECT 1 FROM document_sightings g WHERE g.source_id = s.id)"
    )
    gone = [row["id"] for row in unused if row["id"] not in kept]
    for source in gone:
        store.db.conn.execute("DELETE FROM sources WHERE id = ?", (source,))
    return len(gone)
