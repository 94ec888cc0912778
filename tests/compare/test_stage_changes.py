"""Recording what changed, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from compare_helpers import World, cell
from stage_helpers import DAY, article, changes, held_law, one_act

from crosswalk.changes import record_changes
from crosswalk.compare import compare
from crosswalk.register import load_into
from kb.model import Commitment
from kb.register import Register


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def register() -> Register:
    return one_act()


def test_unchanged_input_changes_nothing(world: World, register: Register) -> None:
    load_into(world.store, register)
    held_law(world)
    article(world)
    assert compare(world.store, register).counts["changes"] == 0  # the first run has no "before"
    world.store.db.conn.execute("CREATE TABLE before_states AS SELECT * FROM states")
    second = compare(world.store, register).counts
    assert (second["changes"], second["evidence_changed"]) == (0, 0)
    assert changes(world) == []
    assert world.store.rows("SELECT * FROM states EXCEPT SELECT * FROM before_states") == []


def test_a_new_law_version_changes_exactly_its_cells(world: World, register: Register) -> None:
    other = cell("records", "office-act", "Nothing.")
    load_into(world.store, register)
    compare(world.store, register)
    ended = replace(register.cells[0], recorded_to="2026-07-24")
    newer = cell("records", "act", "Records are kept for five years.", recorded_from="2026-07-24", basis="The Omnibus")
    after = replace(register, cells=(ended, newer), cell_evidence=())
    load_into(world.store, after)
    compare(world.store, after)
    assert other.id not in {row["id"] for row in world.store.rows("SELECT id FROM cells")}
    assert changes(world) == [
        (
            "cell",
            "records|act",
            "Records are kept for ten years; participation is voluntary. [different; no evidence]",
            "Records are kept for five years. [different; no evidence]",
            "law_text",
        )
    ]
    (logged,) = world.store.rows("SELECT * FROM change_log WHERE origin = 'record' AND kind = 'cell'")
    assert (logged["at"], logged["before"]) == ("2026-07-24", register.cells[0].value)


def test_an_edited_cell_is_a_correction_and_a_new_text_brings_evidence(world: World, register: Register) -> None:
    load_into(world.store, register)
    compare(world.store, register)
    edited = replace(register, cells=(replace(register.cells[0], degree="partial"),))
    load_into(world.store, edited)
    compare(world.store, edited)
    assert [row[4] for row in changes(world)] == ["correction"]
    held_law(world)
    compare(world.store, edited)
    assert [row[4] for row in changes(world)] == ["correction", "law_text"]


def test_an_article_that_disputes_is_one_change_and_repetition_none(world: World, register: Register) -> None:
    load_into(world.store, register)
    article(world)
    compare(world.store, register)
    for number in (2, 3):
        document = world.document(f"https://n{number}.example/", "It is voluntary.", publisher=f"N{number}")
        world.claim(document, "act", "participation", "voluntary", "voluntary")
    record_changes(world.store, at=DAY)
    assert [row[:4] for row in changes(world)] == [
        ("trust", "act|participation|voluntary", "single family", "corroborated")
    ]
    fourth = world.document("https://n4.example/", "It is mandatory.", publisher="N4")
    world.claim(fourth, "act", "participation", "mandatory", "mandatory")
    record_changes(world.store, at="2026-11-21T09:00:00Z")
    voluntary = "act|participation|voluntary"
    assert changes(world) == [
        ("trust", voluntary, "single family", "corroborated", "article"),
        ("trust", "act|participation|mandatory", None, "disputed", "article"),
        ("trust", voluntary, "corroborated", "disputed", "article"),
    ]
    fifth = world.document("https://n5.example/", "It is mandatory.", publisher="N5")
    world.claim(fifth, "act", "participation", "mandatory", "mandatory")
    assert record_changes(world.store, at="2026-11-22T09:00:00Z") == 0
    # An older text that says the same comes in late: the earliest wording is another, the state is not.
    older = world.document(
        "https://n6.example/", "It is mandatory.", publisher="N4", published="2026-01-01", family="fam"
    )
    world.claim(older, "act", "participation", "mandatory", "mandatory")
    assert record_changes(world.store, at="2026-11-23T09:00:00Z") == 0


def test_only_the_extractor_changed_means_re_extraction_and_is_hidden(world: World, register: Register) -> None:
    load_into(world.store, register)
    document = article(world)
    compare(world.store, register)
    world.readings[document] = replace(world.readings[document], claims=())
    world.reread(document, "test-2")
    compare(world.store, register)
    assert changes(world) == [("trust", "act|participation|voluntary", "single family", None, "re_extraction")]
    assert world.store.rows("SELECT hidden FROM change_log WHERE origin = 'run'") == [{"hidden": 1}]
    world.reread(document, "test-3")
    assert compare(world.store, register).counts["changes"] == 0


def test_an_edited_text_and_a_lost_claim_are_told(world: World, register: Register) -> None:
    load_into(world.store, register)
    article(world)
    compare(world.store, register)
    edited = world.document("https://news.example/1", "Records are kept.\nNothing more.", publisher="N")
    compare(world.store, register)
    value = register.cells[0].value
    assert changes(world) == [
        ("cell", "records|act", f"{value} [different; news evidence]", f"{value} [different; no evidence]", "article"),
        ("document", edited, "version 1", "version 2", "article"),
        ("trust", "act|participation|voluntary", "single family", None, "article"),
    ]


def test_a_due_day_that_passes_and_a_deed_that_is_proved_are_told(world: World, register: Register) -> None:
    load_into(world.store, register)
    compare(world.store, register)
    # As the run of 1 July 2026 had left it.
    world.store.db.conn.execute(
        "UPDATE states SET state = replace(state, 'passed without public sign', 'due') WHERE kind = 'deadline'"
    )
    assert record_changes(world.store, at=DAY) == 1
    done = replace(register.deadlines[0], verified_on="2026-07-14")
    load_into(world.store, replace(register, deadlines=(done,)))
    assert record_changes(world.store, at="2026-11-21T09:00:00Z") == 1
    passed = "passed without public sign (due 2026-07-02)"
    assert changes(world) == [
        ("deadline", "d1", "due (due 2026-07-02)", passed, "time"),
        ("deadline", "d1", passed, "met late, 12 days (due 2026-07-02)", "register"),
    ]
    assert {row["confidence"] for row in world.store.rows("SELECT confidence FROM change_log")} == {"high"}


def test_a_promise_that_moves_on_is_told_with_its_state_before(world: World, register: Register) -> None:
    made = Commitment(
        id="k1", maker_id="office", instrument_id="act", text="To publish.", state="agreed", date="2026-05-05",
        recorded_from="2026-05-05", confidence="high", source_url="https://news.example/1",
    )  # fmt: skip
    broken = replace(made, id="k2", state="broken", date="2026-09-01", recorded_from="2026-09-01", follows_id="k1")
    load_into(world.store, replace(register, commitments=(made,)))
    compare(world.store, register)
    load_into(world.store, replace(register, commitments=(made, broken)))
    assert record_changes(world.store, at=DAY) == 2
    assert sorted(changes(world), key=lambda row: row[1]) == [
        ("commitment", "k1", "agreed 2026-05-05", None, "register"),
        ("commitment", "k2", None, "broken 2026-09-01", "register"),
    ]
    logged, made_first = world.store.rows("SELECT * FROM change_log WHERE origin = 'record' AND kind = 'commitment'")
    assert (made_first["at"], made_first["before"], made_first["after"]) == (made.recorded_from, None, "agreed")
    assert (logged["at"], logged["before"], logged["after"], logged["cite_before"]) == (
        "2026-09-01",
        "agreed",
        "broken",
        "commitments:k1",
    )


def test_a_new_version_of_a_rule_is_told_as_law(world: World, register: Register) -> None:
    load_into(world.store, register)
    compare(world.store, register)
    old = replace(register.provisions[0], recorded_to="2026-07-24")
    new = replace(old, id="p2", applies_from="2027-12-02", recorded_from="2026-07-24", recorded_to=None)
    load_into(world.store, replace(register, provisions=(old, new)))
    record_changes(world.store, at=DAY)
    assert [row for row in changes(world) if row[0] == "provision"] == [
        ("provision", "act|art_1", "2026-08-02 (in_force)", "2027-12-02 (in_force)", "law_text")
    ]
