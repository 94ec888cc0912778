"""The gate on a small gold folder, read by the real pipeline with a one-person register."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from extract import gate
from kb.errors import ContractError
from kb.model import Entity, Name
from kb.register import Register

REGISTER = Register(
    entities=(Entity(id="mara-quill", label="PERSON", name="Mara Quill"),),
    names=(Name(id="n1", entity_id="mara-quill", name="Mara Quill", kind="canonical"),),
)


def document(id_: str, text: str) -> str:
    start = text.index("Mara Quill")
    return json.dumps(
        {
            "id": id_,
            "title": "t",
            "published": "2026-06-03",
            "text": text,
            "entities": [
                {"start": start, "end": start + 10, "text": "Mara Quill", "label": "PERSON", "name": "Mara Quill"}
            ],
            "relations": [],
            "claims": [],
            "events": [],
            "quotes": [],
        }
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "a.json").write_text(document("a", "The letter of Mara Quill was short."), encoding="utf-8")
    return tmp_path


def test_a_gate_that_was_set_passes_and_a_fall_below_a_floor_fails(folder, capsys):
    assert gate.run(folder, REGISTER) == 1
    assert capsys.readouterr().err.splitlines() == ["gate: new document: dev/a.json", "gate: dev: no floors are set"]
    assert gate.run(folder, REGISTER, update=True) == 0
    assert gate.read_floors(folder / "floors.yml") == {
        "dev": {"entities.f1": 0.98, "entities.macro.f1": 0.98, "linking.accuracy": 0.98}
    }
    assert gate.run(folder, REGISTER) == 0
    firm = replace(REGISTER, entities=(Entity(id="mara-quill", label="COMPANY", name="Mara Quill"),))
    assert gate.run(folder, firm) == 1
    assert "gate: dev entities.f1: 0.000 is below its floor 0.980" in capsys.readouterr().err


def test_changed_missing_and_new_documents_fail_until_they_are_hashed_on_purpose(folder, capsys):
    gate.run(folder, REGISTER, update=True)
    (folder / "dev" / "a.json").write_text(document("a", "A letter of Mara Quill was long."), encoding="utf-8")
    assert gate.run(folder, REGISTER) == 1
    assert "gate: changed document: dev/a.json" in capsys.readouterr().err
    assert gate.run(folder, REGISTER, update=True) == 1
    assert gate.run(folder, REGISTER, update=True, lower=True) == 0
    (folder / "dev" / "b.json").write_text(document("b", "The boat of Mara Quill sank."), encoding="utf-8")
    assert gate.run(folder, REGISTER) == 1
    assert gate.run(folder, REGISTER, update=True) == 0
    (folder / "dev" / "b.json").unlink()
    assert gate.run(folder, REGISTER) == 1
    assert "gate: missing document: dev/b.json" in capsys.readouterr().err


def test_an_empty_folder_and_broken_control_files_are_refused(folder, tmp_path):
    with pytest.raises(ContractError, match="no annotated documents"):
        gate.run(tmp_path / "elsewhere", REGISTER)
    (folder / "HASHES").write_text("abc\n", encoding="utf-8")
    with pytest.raises(ContractError, match=r"HASHES:1: expected '<sha256>  <path>', found 'abc'"):
        gate.run(folder, REGISTER)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dev: {entities.f2: 0.5}", r"floors\.yml: dev\.entities\.f2: not one of"),
        ("dev: {entities.f1: 90}", r"floors\.yml: dev\.entities\.f1: expected a rate from 0 to 1, found 90"),
        ("train: {}", r"floors\.yml: train: expected dev and test"),
        ("[1]", r"floors\.yml: the file: expected dev and test"),
        ("dev: {", r"floors\.yml: not YAML"),
    ],
)
def test_floors_are_checked(tmp_path, text, message):
    (tmp_path / "floors.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=message):
        gate.read_floors(tmp_path / "floors.yml")


def test_floors_rise_by_themselves_and_fall_only_when_told():
    up = gate.Check("dev", "claims.f1", 0.9, 0.8, ())
    down = gate.Check("dev", "events.f1", 0.5, 0.8, ())
    floors = {"dev": {"claims.f1": 0.8, "events.f1": 0.8}}
    assert gate.raised(floors, [up, down], lower=False) == {"dev": {"claims.f1": 0.88, "events.f1": 0.8}}
    assert gate.raised(floors, [up, down], lower=True) == {"dev": {"claims.f1": 0.88, "events.f1": 0.48}}
    assert (up.fails, down.fails) == (False, True)
    assert gate.Check("dev", "events.f1", None, 0.8, ()).fails


def test_the_table_names_baselines():
    table = gate.format_checks([gate.Check("dev", "claims.f1", 0.5, 0.8, (("register", None), ("rules", 0.4)))])
    assert [line.split() for line in table.splitlines()] == [
        ["split", "measure", "value", "floor", "register", "rules"],
        ["dev", "claims.f1", "0.500", "0.800", "-", "0.400", "below"],
    ]


def test_lower_alone_is_a_wrong_call(capsys):
    with pytest.raises(SystemExit) as stop:
        gate.main(["--lower"])
    assert stop.value.code == 2
    assert "--lower only makes sense with --update" in capsys.readouterr().err
