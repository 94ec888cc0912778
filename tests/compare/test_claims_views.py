"""Disagreements between claims made by hand: their kinds, and how values compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from claims_helpers import DRAFT, ORDER, OUTSIDE, PARTNERS, PUBLIC, three_articles
from compare_helpers import World

from crosswalk.disagreements import find_disagreements
from kb import views_parts


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument(ORDER, "The Order", type="executive_order")
    made.instrument(DRAFT, "The Draft", type="draft", status="shelved", superseded_by=ORDER)
    yield made
    made.store.close()


def test_one_disagreement_on_what_the_days_count_back_from(world: World) -> None:
    one, two, _ = three_articles(world)
    found, beside = find_disagreements(world.store, conflicts_only=False)
    assert (found.attribute, found.kind, found.conflict) == ("review_window_reference", "reference", True)
    assert (beside.attribute, beside.kind, beside.conflict) == ("review_window_days", "superseded", False)
    sides = {side.value: (side.stories, side.document_id, side.text) for side in (found.left, found.right)}
    assert sides == {PARTNERS: (1, one, "sharing with partners"), PUBLIC: (1, two, "before they go public")}
    for side in (found.left, found.right):
        text = world.store.value("SELECT text FROM documents WHERE id = ?", (side.document_id,))
        assert text[side.start : side.end] == side.text
        assert side.text in side.sentence


def test_a_syndicated_copy_changes_no_state(world: World) -> None:
    one, _, _ = three_articles(world)
    before = world.store.rows("SELECT subject_id, attribute, value, state, voices FROM trust")
    copy = world.document(
        "https://d.example/4", "Models go in 30 days prior to sharing with partners, says A.", publisher="D"
    )
    world.claim(copy, ORDER, "review_window_reference", PARTNERS, "sharing with partners")
    world.family("fam-1", one, copy)
    assert world.store.rows("SELECT subject_id, attribute, value, state, voices FROM trust") == before


def test_copies_that_differ_drift_and_do_not_conflict(world: World) -> None:
    one = world.document("https://a.example/1", "The window is 30 days.", publisher="A")
    two = world.document("https://b.example/2", "The window is 14 days.", publisher="B")
    world.family("fam-1", one, two)
    world.claim(one, ORDER, "review_window_days", "30", "30 days")
    world.claim(two, ORDER, "review_window_days", "14", "14 days")
    (found,) = find_disagreements(world.store, conflicts_only=False)
    assert (found.kind, found.conflict) == ("drift", False)


@pytest.mark.parametrize(
    ("subject", "attribute"), [(DRAFT, "review_window_days"), (ORDER, "earlier_review_window_days")]
)
def test_a_draft_stands_beside_what_was_signed_and_never_conflicts(world: World, subject: str, attribute: str) -> None:
    one = world.document("https://a.example/1", "The draft gave 14 to 90 days.", publisher="A")
    two = world.document("https://b.example/2", "The order gives 30 days.", publisher="B")
    world.claim(one, subject, attribute, "14-90", "14 to 90 days")
    assert find_disagreements(world.store, conflicts_only=False) == []  # nothing signed to stand beside
    world.claim(two, ORDER, "review_window_days", "30", "30 days")
    (found,) = find_disagreements(world.store, conflicts_only=False)
    assert (found.subject_id, found.attribute, found.kind, found.conflict) == (
        ORDER, "review_window_days", "superseded", False,
    )  # fmt: skip
    assert [(side.value, side.text) for side in (found.left, found.right)] == [
        ("30", "30 days"),
        ("14-90", "14 to 90 days"),
    ]
    assert {row["state"] for row in world.store.rows("SELECT state FROM trust")} == {"single family"}


def test_two_windows_of_one_instrument_conflict_in_value(world: World) -> None:
    one = world.document("https://a.example/1", "The order gives 14 to 90 days.", publisher="A")
    two = world.document("https://b.example/2", "The order gives 30 days.", publisher="B")
    world.claim(one, ORDER, "review_window_days", "14-90", "14 to 90 days")
    world.claim(two, ORDER, "review_window_days", "30", "30 days")
    (found,) = find_disagreements(world.store)
    assert (found.kind, {found.left.value, found.right.value}) == ("value", {"14-90", "30"})


def test_a_date_that_law_replaced_is_superseded_not_disputed(world: World) -> None:
    act = world.instrument("act", "The Act")
    world.provision(act, "art_113", applies_from="2026-08-02", recorded_to="2026-07-24")
    world.provision(act, "art_113", applies_from="2027-12-02", recorded_from="2026-07-24", basis="The Omnibus")
    one = world.document("https://a.example/1", "It applies from August 2026.", publisher="A")
    two = world.document("https://b.example/2", "It applies from December 2027.", publisher="B")
    world.claim(one, act, "applies_from", "2026-08-02", "August 2026")
    world.claim(two, act, "applies_from", "2027-12-02", "December 2027")
    (found,) = find_disagreements(world.store, conflicts_only=False)
    assert (found.kind, found.conflict) == ("superseded", False)
    states = {row["value"]: row["state"] for row in world.store.rows("SELECT * FROM trust")}
    assert states == {"2026-08-02": "superseded", "2027-12-02": "single family"}


PAIRS = [
    ("applies_from", "2026-08", "2026-08-02", "granularity"),
    ("applies_from", "2026-Q3", "2026-08-02", "granularity"),
    ("applies_from", "2026-05-25/2026-05-31", "2026-05", "granularity"),
    ("applies_from", "2026-08-02", "2027-12-02", "several"),
    ("review_window_days", "30", "14-90", "value"),
    ("review_window_days", "90", "14-90", "granularity"),
    ("earlier_review_window_days", "14-90", "0-90", "value"),
    ("compute_threshold_flop", "1e25", "1e+25", "granularity"),
    ("compute_threshold_flop", "1e25", "1e26", "value"),
    ("maximum_fine", "35000000 EUR", "35000000 EUR; 7 %", "granularity"),
    ("maximum_fine", "35000000 EUR; 7 %", "15000000 EUR; 3 %", "several"),
    ("review_window_reference", PARTNERS, PUBLIC, "reference"),
    ("participation", "voluntary", "mandatory", "value"),
    ("deadline_days", "30", "60", "several"),
]


@pytest.mark.parametrize(("attribute", "left", "right", "kind"), PAIRS)
def test_the_view_tells_the_kind_of_difference(world: World, attribute: str, left: str, right: str, kind: str) -> None:
    for number, value in enumerate((left, right)):
        document = world.document(f"https://{number}.example/", f"It is {value} now.", publisher=f"P{number}")
        world.claim(document, ORDER, attribute, value, value)
    (found,) = find_disagreements(world.store, conflicts_only=False)
    assert found.kind == kind


# attribute, two values, whether they can both be right, whether the first says strictly more than the second
COMPARED = [
    ("applies_from", "2026-08-02", "2026-08", True, True),
    ("applies_from", "2026-08", "2026-08-02", True, False),
    ("applies_from", "2026-08-02", "2026-Q3", True, True),
    ("applies_from", "2026-05-25/2026-05-31", "2026-05", True, True),
    ("applies_from", "2026-05-25/2026-06-05", "2026-05", True, False),
    ("applies_from", "2026-08-02", "2026-08-02", True, False),
    ("applies_from", "2026-08-02", "2027-12-02", False, False),
    ("review_window_days", "30", "14-90", False, True),
    ("review_window_days", "90", "14-90", True, True),
    ("review_window_days", "120", "14-90", False, False),
    ("review_window_reference", PARTNERS, OUTSIDE, False, True),
    ("review_window_reference", PUBLIC, OUTSIDE, False, False),
    ("compute_threshold_flop", "1e25", "1e+25", True, False),
    ("compute_threshold_flop", "1e25", "1e26", False, False),
    ("maximum_fine", "35000000 EUR; 7 %", "35000000 EUR", True, True),
    ("maximum_fine", "35000000 EUR", "35000000 EUR; 7 %", True, False),
    ("maximum_fine", "35000000 EUR; 7 %", "15000000 EUR; 3 %", False, False),
    ("participation", "voluntary", "voluntary", True, False),
    ("participation", "voluntary", "mandatory", False, False),
]


@pytest.mark.parametrize(("attribute", "left", "right", "same", "inside"), COMPARED)
def test_values_of_an_attribute_are_compared_by_its_own_rule(
    world: World, attribute: str, left: str, right: str, same: bool, inside: bool
) -> None:
    bound = {"attribute": attribute, "one": left, "other": right}
    equal = views_parts.same_value(":attribute", ":one", ":other")
    within = views_parts.within(":attribute", ":one", ":other")
    row = world.store.rows(f"SELECT {equal} AS same, {within} AS inside", bound)[0]
    assert (bool(row["same"]), bool(row["inside"])) == (same, inside)
