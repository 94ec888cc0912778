"""Read every file of a data folder into checked rows, and make the records of the register from sound rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb import dataformat
from kb.datadisputed import disputed_fact, disputed_subjects, disputed_versions
from kb.datayaml import Field, Reader, Row
from kb.ids import stable_id
from kb.model import (
    Cell,
    Commitment,
    Deadline,
    DeadlineEvidence,
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
    Source,
)
from kb.partial_dates import precision_of
from kb.register import CellEvidenceSpec, Register, SourceSpec


@dataclass(slots=True)
class DataRows:
    """The rows of a data folder. `provisions` and `cells` are pairs of the file's record and one row of its list."""

    sources: list[Row] = field(default_factory=list)
    demo_sources: list[Row] = field(default_factory=list)
    entities: list[Row] = field(default_factory=list)
    offices: list[Row] = field(default_factory=list)
    judgements: list[Row] = field(default_factory=list)
    instruments: list[Row] = field(default_factory=list)
    provisions: list[tuple[Row, Row]] = field(default_factory=list)
    obligations: list[Row] = field(default_factory=list)
    commitments: list[Row] = field(default_factory=list)
    deadlines: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    disputed: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    cells: list[tuple[Row, Row]] = field(default_factory=list)


def read_rows(reader: Reader) -> DataRows:
    """Read all files under the reader's root; what is not as promised is added to the reader's problems."""
    data, register = reader.root, reader.root / "register"
    return DataRows(
        sources=read_sources(reader, data / "sources"),
        demo_sources=read_sources(reader, data / "demo" / "sources"),
        entities=[row for path in _files(register / "entities") for row in reader.yaml_list(path, dataformat.ENTITY)],
        offices=reader.yaml_list(register / "offices.yml", dataformat.OFFICE),
        judgements=reader.yaml_list(register / "judgements.yml", dataformat.JUDGEMENT),
        instruments=reader.yaml_list(register / "instruments.yml", dataformat.INSTRUMENT),
        provisions=_grouped(reader, register / "provisions", dataformat.PROVISIONS, "provisions"),
        obligations=reader.csv_rows(register / "obligations.csv", dataformat.OBLIGATION),
        commitments=reader.yaml_list(register / "commitments.yml", dataformat.COMMITMENT),
        deadlines=reader.yaml_list(register / "deadlines.yml", dataformat.DEADLINE),
        events=reader.csv_rows(register / "timeline.csv", dataformat.EVENT),
        disputed=reader.yaml_list(register / "disputed.yml", dataformat.DISPUTED),
        questions=reader.yaml_list(data / "questions.yml", dataformat.QUESTION),
        cells=_grouped(reader, data / "cells", dataformat.CELLS, "cells"),
    )


def read_sources(reader: Reader, folder: Path) -> list[Row]:
    """Return one row for each sound source file of a folder."""
    rows = (reader.yaml_record(path, dataformat.SOURCE) for path in _files(folder))
    return [row for row in rows if row is not None]


def build_source(row: Row, *, offline: bool) -> SourceSpec:
    """Return the source of a row; `offline` marks it as part of the bundled corpus."""
    source = Source(
        id=row["id"],
        name=row["name"],
        publisher=row["publisher"],
        jurisdiction=row.get("jurisdiction"),
        kind=row["kind"],
        url=row["url"],
        licence=row["licence"],
        schedule=row["schedule"],
        expected_per_week=row.get("expected_per_week"),
        official=row["official"],
        offline=offline,
    )
    return SourceSpec(
        source=source,
        document_kind=row["document_kind"],
        instrument=row.get("instrument"),
        language=row["language"],
        full_text=row["full_text"],
        file=row.file,
    )


def build_register(rows: DataRows) -> Register:
    """Return the register of rows in which `datacheck` found nothing wrong."""
    provisions = tuple(
        _provision(top["instrument"], row, version) for top, row in rows.provisions for version in row.rows("versions")
    )
    newest: dict[tuple[str, str], Provision] = {}
    for provision in sorted(provisions, key=lambda one: one.recorded_from):
        newest[provision.instrument_id, provision.key] = provision
    cells = [(_cell(top["instrument"], row), row) for top, row in rows.cells]
    return Register(
        sources=tuple(build_source(row, offline=False) for row in rows.sources),
        entities=tuple(_entity(row) for row in rows.entities),
        names=tuple(name for row in rows.entities for name in _names(row)),
        offices=tuple(_office(row) for row in rows.offices),
        judgements=tuple(_judgement(row) for row in rows.judgements),
        instruments=tuple(_instrument(row) for row in rows.instruments),
        provisions=provisions,
        obligations=tuple(_obligation(row) for row in rows.obligations),
        commitments=tuple(_commitment(row) for row in rows.commitments),
        deadlines=tuple(_deadline(row, newest) for row in rows.deadlines),
        deadline_evidence=tuple(
            _deadline_evidence(row["id"], one) for row in rows.deadlines for one in row.rows("evidence")
        ),
        events=tuple(_event(row) for row in rows.events),
        event_participants=tuple(
            EventParticipant(event_id=row["id"], entity_id=who, role="agent")
            for row in rows.events
            for who in participants(row)
        ),
        disputed_facts=tuple(disputed_fact(row) for row in rows.disputed),
        disputed_versions=tuple(version for row in rows.disputed for version in disputed_versions(row)),
        disputed_subjects=tuple(subject for row in rows.disputed for subject in disputed_subjects(row)),
        questions=tuple(_question(row, position) for position, row in enumerate(rows.questions, start=1)),
        cells=tuple(cell for cell, _ in cells),
        cell_evidence=tuple(
            CellEvidenceSpec(
                cell_id=cell.id,
                instrument_id=cell.instrument_id,
                provision_key=one.get("provision"),
                url=one.get("url"),
                quote=one.get("quote"),
            )
            for cell, row in cells
            for one in row.rows("evidence")
        ),
    )


def participants(row: Row) -> list[str]:
    """Return the entity ids of a timeline row's participants, each once."""
    parts = (part.strip() for part in str(row.get("participants", "")).split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _grouped(reader: Reader, folder: Path, fields: Mapping[str, Field], key: str) -> list[tuple[Row, Row]]:
    pairs: list[tuple[Row, Row]] = []
    for path in _files(folder):
        top = reader.yaml_record(path, fields)
        if top is not None:
            pairs += [(top, row) for row in top.rows(key)]
    return pairs


def _entity(row: Row) -> Entity:
    return Entity(
        id=row["id"],
        label=row["label"],
        name=row["name"],
        jurisdiction=row.get("jurisdiction"),
        parent_id=row.get("parent"),
        description=row["description"],
        confidence=row["confidence"],
        as_of=row["as_of"],
        source_url=row["source"],
    )


def _names(row: Row) -> list[Name]:
    canonical = Name(
        id=stable_id("nam", row["id"], row["name"], "canonical", None),
        entity_id=row["id"],
        name=row["name"],
        kind="canonical",
        context=row.get("context", False),
        source_url=row["source"],
    )
    return [canonical] + [
        Name(
            id=stable_id("nam", row["id"], one["name"], one["kind"], one.get("from")),
            entity_id=row["id"],
            name=one["name"],
            kind=one["kind"],
            valid_from=one.get("from"),
            valid_to=one.get("to"),
            context=one.get("context", False),
            source_url=one.get("source", row["source"]),
        )
        for one in row.rows("names")
    ]


def _office(row: Row) -> Office:
    return Office(
        id=stable_id("off", row["person"], row["body"], row["post"], row.get("from")),
        person_id=row["person"],
        body_id=row["body"],
        post=row["post"],
        valid_from=row.get("from"),
        valid_to=row.get("to"),
        source_url=row["source"],
        confidence=row["confidence"],
    )


def _judgement(row: Row) -> Judgement:
    return Judgement(
        id=stable_id("jdg", row["left"], row["right"], row["by"], row["at"]),
        left_id=row["left"],
        right_id=row["right"],
        verdict=row["verdict"],
        by=row["by"],
        at=row["at"],
        reason=row.get("reason"),
    )


def _instrument(row: Row) -> Instrument:
    return Instrument(**row.values)  # the file's keys are the columns


def _provision(instrument: str, row: Row, version: Row) -> Provision:
    status, applies_from, recorded_from = version["status"], version.get("applies_from"), version["recorded_from"]
    return Provision(
        id=stable_id("prv", instrument, row["key"], recorded_from, status, applies_from, version.get("valid_from")),
        instrument_id=instrument,
        key=row["key"],
        citation=row["citation"],
        heading=row.get("heading"),
        summary=row["summary"],
        actor_id=row.get("actor"),
        action=row.get("action"),
        days=row.get("days"),
        applies_from=applies_from,
        valid_from=version.get("valid_from"),
        valid_to=version.get("valid_to"),
        recorded_from=recorded_from,
        recorded_to=version.get("recorded_to"),
        status=status,
        basis=version["basis"],
        confidence=row["confidence"],
        source_url=row["source"],
    )


def _obligation(row: Row) -> Obligation:
    values = dict(row.values)
    return Obligation(
        instrument_id=values.pop("instrument"),
        entity_id=values.pop("duty", None),
        source_url=values.pop("source"),
        **values,
    )


def _commitment(row: Row) -> Commitment:
    values = dict(row.values)
    return Commitment(
        maker_id=values.pop("maker"),
        addressee_id=values.pop("addressee", None),
        instrument_id=values.pop("instrument", None),
        follows_id=values.pop("follows", None),
        source_url=values.pop("source"),
        **values,
    )


def _deadline(row: Row, newest: Mapping[tuple[str, str], Provision]) -> Deadline:
    values = dict(row.values)
    values.pop("evidence", None)
    provision = newest.get((row["instrument"], values.pop("key", "")))
    return Deadline(
        instrument_id=values.pop("instrument"),
        provision_id=provision.id if provision else None,
        source_url=values.pop("source"),
        **values,
    )


def _deadline_evidence(deadline: str, row: Row) -> DeadlineEvidence:
    return DeadlineEvidence(
        id=stable_id("dev", deadline, row["kind"], row.get("date"), row["statement"], row["source"]),
        deadline_id=deadline,
        kind=row["kind"],
        date=row.get("date"),
        statement=row["statement"],
        source_url=row["source"],
    )


def _event(row: Row) -> Event:
    return Event(
        id=row["id"],
        type=row["type"],
        date=row["date"],
        precision=precision_of(row["date"]),
        about_id=row.get("about"),
        title=row["title"],
        origin="register",
        source_url=row["source"],
        confidence=row["confidence"],
    )


def _question(row: Row, position: int) -> Question:
    return Question(
        id=row["id"],
        position=position,
        topic=row["topic"],
        question=row["question"],
        help=row.get("help"),
        attributes=json.dumps(row.get("attributes", [])),
    )


def _cell(instrument: str, row: Row) -> Cell:
    values = dict(row.values)
    values.pop("evidence", None)
    question = values.pop("question")
    return Cell(
        id=stable_id("cell", question, instrument, row["recorded_from"], row.get("valid_from"), row["status"]),
        question_id=question,
        instrument_id=instrument,
        source_url=values.pop("source"),
        **values,
    )
