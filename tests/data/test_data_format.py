"""data/FORMAT.md and the code say the same; what it allows loads as records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from data_folder_helpers import FORMAT, examples, write_folder

from kb import dataformat
from kb.datafiles import check_data, load_register, load_sources
from kb.datayaml import Field
from kb.errors import ContractError
from kb.ids import stable_id
from kb.model import (
    Cell,
    DeadlineEvidence,
    DisputedVersion,
    Event,
    EventParticipant,
    Name,
    Office,
    Provision,
    Question,
    Source,
)
from kb.register import CellEvidenceSpec, SourceSpec

SECTIONS: dict[str, Mapping[str, Field]] = {
    "register/entities/*.yml": dataformat.ENTITY,
    "register/offices.yml": dataformat.OFFICE,
    "register/judgements.yml": dataformat.JUDGEMENT,
    "register/instruments.yml": dataformat.INSTRUMENT,
    "register/provisions/*.yml": dataformat.PROVISIONS,
    "register/obligations.csv": dataformat.OBLIGATION,
    "register/commitments.yml": dataformat.COMMITMENT,
    "register/deadlines.yml": dataformat.DEADLINE,
    "register/timeline.csv": dataformat.EVENT,
    "register/disputed.yml": dataformat.DISPUTED,
    "questions.yml": dataformat.QUESTION,
    "cells/*.yml": dataformat.CELLS,
    "sources/*.yml": dataformat.SOURCE,
}


def keys_and_words(fields: Mapping[str, Field]) -> set[str]:
    """Return every key of the fields, nested ones included, and every word that only this file uses."""
    found: set[str] = set()
    for key, field in fields.items():
        found.add(key)
        if key in ("kind", "state", "type", "binding", "verdict") and len(field.words) < 19:
            found.update(field.words)
        if field.fields:
            found |= keys_and_words(field.fields)
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_each_key_and_word_of_a_file_is_described_in_its_section(section: str) -> None:
    text = re.split(r"^## ", FORMAT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    [body] = [part for part in text if part.startswith(section + "\n")]
    prose = body.split("<!-- file:")[0]
    described = set(re.findall(r"`([a-z_]+)`", prose))
    assert keys_and_words(SECTIONS[section]) - described == set()


def test_the_examples_of_the_format_are_accepted(tmp_path: Path) -> None:
    assert len(examples()) == len(SECTIONS)
    assert check_data(write_folder(tmp_path)) == []


def test_the_examples_load_as_records(tmp_path: Path) -> None:
    register = load_register(write_folder(tmp_path))
    assert [name for name in register.names if name.entity_id == "us-caisi"] == [
        Name(
            id=stable_id("nam", "us-caisi", "Center for AI Standards and Innovation", "canonical", None),
            entity_id="us-caisi",
            name="Center for AI Standards and Innovation",
            kind="canonical",
            source_url="https://www.nist.gov/caisi",
        ),
        Name(
            id=stable_id("nam", "us-caisi", "CAISI", "acronym", "2025-06-03"),
            entity_id="us-caisi",
            name="CAISI",
            kind="acronym",
            valid_from="2025-06-03",
            source_url="https://www.nist.gov/caisi",
        ),
        Name(
            id=stable_id("nam", "us-caisi", "US AI Safety Institute", "former", "2023-11-01"),
            entity_id="us-caisi",
            name="US AI Safety Institute",
            kind="former",
            valid_from="2023-11-01",
            valid_to="2025-06-03",
            source_url="https://www.nist.gov/caisi",
        ),
    ]
    assert [name.context for name in register.names if name.entity_id == "time-magazine"] == [True]
    assert register.offices == (
        Office(
            id=stable_id("off", "scott-bessent", "us-treasury", "Treasury Secretary", "2025-01-28"),
            person_id="scott-bessent",
            body_id="us-treasury",
            post="Treasury Secretary",
            valid_from="2025-01-28",
            source_url="https://home.treasury.gov/about/general-information/officials/scott-bessent",
            confidence="high",
        ),
    )
    assert register.provisions == (
        Provision(
            id=stable_id("prv", "eo-14409", "sec_2.d", "2026-06-02", "in_force", None, "2026-06-02"),
            instrument_id="eo-14409",
            key="sec_2.d",
            citation="Sec. 2(d)",
            summary="The Treasury forms a clearinghouse for software flaws.",
            actor_id="us-treasury",
            action="Form the clearinghouse",
            days=30,
            valid_from="2026-06-02",
            recorded_from="2026-06-02",
            status="in_force",
            basis="Signed on 2 June 2026",
            confidence="high",
            source_url="91 FR 34565",
        ),
    )
    [deadline] = register.deadlines
    assert deadline.provision_id == register.provisions[0].id
    assert (deadline.valid_from, deadline.recorded_from) == ("2026-06-02", "2026-06-02")
    assert (deadline.status, deadline.basis) == ("in_force", "Signed on 2 June 2026")
    assert register.deadline_evidence == (
        DeadlineEvidence(
            id=register.deadline_evidence[0].id,
            deadline_id="eo-14409-clearinghouse",
            kind="claimed",
            date="2026-07-14",
            statement="The White House announces the clearinghouse as running.",
            source_url="https://www.whitehouse.gov/",
        ),
    )
    assert register.events == (
        Event(
            id="2026-06-02-order-signed",
            type="signed",
            date="2026-06-02",
            precision="day",
            about_id="eo-14409",
            title="The order is signed",
            origin="register",
            source_url="91 FR 34565",
            confidence="high",
        ),
    )
    assert register.event_participants == (
        EventParticipant(event_id="2026-06-02-order-signed", entity_id="us-treasury", role="agent"),
        EventParticipant(event_id="2026-06-02-order-signed", entity_id="us-caisi", role="agent"),
    )
    assert [(row.id, row.about_id, row.attribute, row.resolution) for row in register.disputed_facts] == [
        ("clearinghouse-announced", "us-treasury", None, "The page of the White House bears the earlier day."),
        ("window-counted-from", "eo-14409", "review_window_reference", None),
    ]
    assert register.disputed_versions[1] == DisputedVersion(
        id=stable_id("dsv", "clearinghouse-announced", "15 July 2026", "A digest without a page of its own"),
        fact_id="clearinghouse-announced",
        position=2,
        value="15 July 2026",
        note="The only source with this day.",
        confidence="low",
        as_of="2026-07-15",
        source_url="A digest without a page of its own",
    )
    assert [row.claim for row in register.disputed_versions] == [
        None, None, "release to trusted partners", "public release",
    ]  # fmt: skip
    assert [row.followed for row in register.disputed_versions] == [True, False, False, False]
    assert [(row.fact_id, row.subject_id) for row in register.disputed_subjects] == [
        ("clearinghouse-announced", "us-treasury"),
        ("clearinghouse-announced", "eo-14409"),
        ("clearinghouse-announced", "eo-14409-clearinghouse"),
        ("window-counted-from", "eo-14409"),
    ]
    assert register.questions == (
        Question(
            id="participation",
            position=1,
            topic="Force",
            question="Is taking part required?",
            attributes='["participation"]',
        ),
    )
    cell = stable_id("cell", "participation", "eo-14409", "2026-06-02", None, "in_force")
    assert register.cells == (
        Cell(
            id=cell,
            question_id="participation",
            instrument_id="eo-14409",
            value="No. Developers may take part.",
            degree="different",
            citation="Sec. 3(b)",
            set_by="editor",
            set_at="2026-11-20",
            recorded_from="2026-06-02",
            status="in_force",
            confidence="high",
            source_url="91 FR 34565",
        ),
    )
    assert register.cell_evidence == (
        CellEvidenceSpec(cell_id=cell, instrument_id="eo-14409", provision_key="sec_3.b.ii"),
        CellEvidenceSpec(
            cell_id=cell,
            instrument_id="eo-14409",
            url="https://example.org/report",
            quote="taking part is voluntary",
        ),
    )
    assert [row.maker_id for row in register.commitments] == ["openai"]
    assert [row.verdict for row in register.judgements] == ["positive"]
    assert [row.entity_id for row in register.obligations] == ["duty-pre-release-access"]


def test_sources_load_alone_and_carry_the_mark_of_the_bundled_corpus(tmp_path: Path) -> None:
    folder = write_folder(tmp_path) / "sources"
    assert load_sources(folder, offline=True) == (
        SourceSpec(
            source=Source(
                id="us-fr-eo-14409",
                name="Federal Register: Executive Order 14409",
                publisher="Office of the Federal Register",
                jurisdiction="jur-us",
                kind="federal_register",
                url="https://www.federalregister.gov/api/v1/documents/2026-11415.json",
                licence="US government work, public domain",
                schedule="0 6 * * 1",
                expected_per_week=0.5,
                official=True,
                offline=True,
            ),
            document_kind="law",
            instrument="eo-14409",
            language="en",
            full_text=True,
            file="us-fr-eo-14409.yml",
        ),
    )
    with pytest.raises(ContractError, match=r"^no folder of sources at .*nowhere$"):
        load_sources(tmp_path / "nowhere")
