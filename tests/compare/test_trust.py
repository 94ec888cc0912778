"""The state that the evidence gives a statement, and who stands for and against it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from claims_helpers import DRAFT, OLD, ORDER
from compare_helpers import World

from kb.views import VIEWS


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument(ORDER, "The Order", type="executive_order")
    made.instrument(DRAFT, "The Draft", type="draft", status="shelved", superseded_by=ORDER)
    yield made
    made.store.close()


# Each case: the state of the value "30", and the statements made: publisher, kind of document, value, more.
TRUST_CASES = {
    "only possible": ("unsupported", [("A", "news", "30", {"modality": "possible"})]),
    "only denied": ("unsupported", [("A", "news", "30", {"negated": True})]),
    "one publisher": ("single family", [("A", "news", "30", {})]),
    "one publisher twice": ("single family", [("A", "news", "30", {}), ("A", "news", "30", {})]),
    "two publishers": ("corroborated", [("A", "news", "30", {}), ("B", "news", "30", {})]),
    "an official page and the press": ("corroborated", [("A", "official", "30", {}), ("B", "news", "30", {})]),
    "another value": ("disputed", [("A", "news", "30", {}), ("B", "news", "14", {})]),
    "two for, one against": ("disputed", [("A", "news", "30", {}), ("B", "news", "30", {}), ("C", "news", "14", {})]),
    "a denial": ("disputed", [("A", "news", "30", {}), ("B", "news", "30", {"negated": True})]),
    "a draft says otherwise": ("single family", [("A", "news", "30", {}), ("B", "news", "14", {"subject": DRAFT})]),
    "the text says so": (
        "confirmed by primary text",
        [("A", "news", "30", {}), ("B", "news", "14", {}), ("OJ", "law", "30", {})],
    ),
    "a replaced instrument": (
        "superseded",
        [("A", "news", "30", {"subject": OLD}), ("OJ", "law", "30", {"subject": OLD})],
    ),
    "all texts are gone": ("withdrawn", [("A", "news", "30", {"gone": "2026-07-01"}), ("B", "news", "14", {})]),
    "one of two texts is gone": (
        "corroborated",
        [("A", "news", "30", {"gone": "2026-07-01"}), ("B", "news", "30", {})],
    ),
}


@pytest.mark.parametrize("case", TRUST_CASES)
def test_the_evidence_gives_each_state(world: World, case: str) -> None:
    world.instrument(OLD, "The Old Order", status="repealed")
    state, statements = TRUST_CASES[case]
    for number, (publisher, kind, value, more) in enumerate(statements):
        url, text = f"https://{number}.example/", f"It is {value} days."
        said = {"gone": None, "subject": ORDER} | more
        document = world.document(url, text, publisher=publisher, kind=kind, gone=said.pop("gone"))
        world.claim(document, said.pop("subject"), "review_window_days", value, f"{value} days", **said)
    assert world.store.value("SELECT state FROM trust WHERE value = '30'") == state


def test_every_state_has_a_case() -> None:
    prose = VIEWS["trust"].partition("WITH")[0]
    states = {state for state, _ in TRUST_CASES.values()}
    assert len(states) == 7 and [state for state in states if state not in prose] == []


# Each case: stories as publisher, family of copies and values; and how many independent publishers stand against "30".
AGAINST_CASES = {
    "nobody": ([("A", None, ["30"]), ("B", None, ["30"])], 0),
    "one publisher": ([("A", None, ["30"]), ("B", None, ["14"])], 1),
    "two publishers": ([("A", None, ["30"]), ("B", None, ["14"]), ("C", None, ["14"])], 2),
    "two stories of one publisher": ([("A", None, ["30"]), ("B", None, ["14"]), ("B", None, ["14"])], 1),
    "two publishers with two other values": ([("A", None, ["30"]), ("B", None, ["14"]), ("C", None, ["60"])], 2),
    "one publisher with two other values": ([("A", None, ["30"]), ("B", None, ["14"]), ("B", None, ["60"])], 1),
    "a story and its syndicated copy": ([("A", None, ["30"]), ("B", "fam", ["14"]), ("C", "fam", ["14"])], 1),
    "a text that says both": ([("A", None, ["30", "14"])], 0),
}


@pytest.mark.parametrize("case", AGAINST_CASES)
def test_against_counts_independent_publishers(world: World, case: str) -> None:
    stories, expected = AGAINST_CASES[case]
    for number, (publisher, family, values) in enumerate(stories):
        text = "\n".join(f"It is {value} days." for value in values)
        document = world.document(f"https://{number}.example/", text, publisher=publisher, family=family)
        for value in values:
            world.claim(document, ORDER, "review_window_days", value, f"{value} days")
    row = world.store.rows("SELECT against, state FROM trust WHERE value = '30'")[0]
    assert row["against"] == expected
    assert (row["state"] == "disputed") is (expected > 0)


def test_a_denial_by_another_story_disputes(world: World) -> None:
    one = world.document("https://a.example/1", "It is mandatory.", publisher="A")
    two = world.document("https://b.example/2", "It is not mandatory.", publisher="B")
    world.claim(one, ORDER, "participation", "mandatory", "mandatory")
    world.claim(two, ORDER, "participation", "mandatory", "mandatory", negated=True)
    assert world.store.rows("SELECT state, denials FROM trust") == [{"state": "disputed", "denials": 1}]


def test_two_feeds_of_one_publisher_are_one_voice(world: World) -> None:
    for number in (1, 2):
        document = world.document(f"https://a.example/{number}", "It is 30 days.", publisher="A")
        world.claim(document, ORDER, "review_window_days", "30", "30 days")
    (row,) = world.store.rows("SELECT state, voices, stories FROM trust")
    assert row == {"state": "single family", "voices": 1, "stories": 2}


def test_summaries_written_for_the_project_are_no_witnesses(world: World) -> None:
    document = world.document("https://s.example/", "It is 30 days.", kind="law_summary", instrument=ORDER)
    world.claim(document, ORDER, "review_window_days", "30", "30 days")
    assert world.store.rows("SELECT * FROM independent_claims") == []
    assert world.store.rows("SELECT * FROM trust") == []
