"""Disagreements, trust and the check against the law, on claims made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World

from crosswalk.disagreements import find_disagreements
from kb import views_parts
from kb.views import VIEWS

ORDER, DRAFT, OLD = "the-order", "the-draft", "old-order"
OUTSIDE = "release to outside organisations"
PARTNERS, PUBLIC = "release to trusted partners", "public release"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument(ORDER, "The Order", type="executive_order")
    made.instrument(DRAFT, "The Draft", type="draft", status="shelved", superseded_by=ORDER)
    yield made
    made.store.close()


def three_articles(world: World) -> tuple[str, str, str]:
    """Two rewrites of one report and one independent report, as in coverage of a signing."""
    one = world.document(
        "https://a.example/1", "Developers may send models 30 days ahead of sharing with partners.", publisher="A"
    )
    two = world.document(
        "https://b.example/2", "Firms can volunteer models 30 days before they go public.", publisher="B"
    )
    three = world.document(
        "https://c.example/3", "A model can be sent in 30 days prior to reaching trusted partners.", publisher="C"
    )
    world.family("fam-1", one, three)
    world.claim(one, ORDER, "review_window_days", "30", "30 days")
    world.claim(one, ORDER, "review_window_reference", PARTNERS, "sharing with partners")
    world.claim(two, ORDER, "review_window_days", "30", "30 days")
    world.claim(two, ORDER, "review_window_reference", PUBLIC, "before they go public")
    world.claim(two, ORDER, "earlier_review_window_days", "14-90", "30 days before")
    world.claim(three, ORDER, "review_window_days", "30", "30 days")
    world.claim(three, ORDER, "review_window_reference", PARTNERS, "reaching trusted partners")
    return one, two, three


def test_one_disagreement_on_what_the_days_count_back_from(world: World) -> None:
    one, two, _ = three_articles(world)
    (found,) = find_disagreements(world.store, conflicts_only=False)
    assert (found.attribute, found.kind, found.conflict) == ("review_window_reference", "reference", True)
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


def test_a_draft_never_conflicts_with_what_was_signed(world: World) -> None:
    one = world.document("https://a.example/1", "The draft gave 14 to 90 days.", publisher="A")
    two = world.document("https://b.example/2", "The order gives 30 days.", publisher="B")
    world.claim(one, DRAFT, "review_window_days", "14-90", "14 to 90 days")
    world.claim(two, ORDER, "review_window_days", "30", "30 days")
    assert find_disagreements(world.store, conflicts_only=False) == []


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


def verdicts(world: World) -> dict[str, str]:
    return {row["value"]: row["verdict"] for row in world.store.rows("SELECT value, verdict FROM primary_text")}


def test_claims_are_set_against_the_section(world: World) -> None:
    three_articles(world)
    outside = world.document("https://e.example/5", "It is 30 days before other bodies get it.", publisher="E")
    world.claim(outside, ORDER, "review_window_reference", OUTSIDE, "other bodies")
    world.claim(outside, ORDER, "licensing_required", "false", "It is")
    world.provision(ORDER, "sec_3.b", citation="Sec. 3(b)")
    assert set(verdicts(world).values()) == {"text not held"}
    law = world.document(
        "https://law.example/order", "Access of up to 30 days ahead of trusted partners.", kind="law", instrument=ORDER
    )
    world.claim(law, ORDER, "review_window_reference", PARTNERS, "ahead of trusted partners")
    world.claim(law, ORDER, "review_window_days", "30", "up to 30 days")
    excerpt = verdicts(world)
    assert (excerpt[PARTNERS], excerpt[PUBLIC], excerpt["false"]) == ("matches", "text not held", "text not held")
    world.law_text(law, ORDER, ("sec_3", "Access of up to 30 days"))
    assert verdicts(world) == {
        "30": "matches",
        PARTNERS: "matches",
        PUBLIC: "contradicts",
        OUTSIDE: "broader",
        "14-90": "text silent",
        "false": "text silent",
    }


# What is held of the order (whole text, an excerpt, a summary, nothing), what it says, what a story says, the verdict.
VERDICTS = [
    ("whole", PARTNERS, PARTNERS, "matches"),
    ("whole", PARTNERS, PUBLIC, "contradicts"),
    ("whole", OUTSIDE, PARTNERS, "narrower"),
    ("whole", PARTNERS, OUTSIDE, "broader"),
    ("whole", None, PUBLIC, "text silent"),
    ("excerpt", PARTNERS, PARTNERS, "matches"),
    ("excerpt", PARTNERS, PUBLIC, "text not held"),
    ("excerpt", None, PUBLIC, "text not held"),
    ("summary", PARTNERS, PARTNERS, "text not held"),
    ("summary", PARTNERS, PUBLIC, "text not held"),
    ("nothing", None, PUBLIC, "text not held"),
]


@pytest.mark.parametrize(("held", "law", "said", "verdict"), VERDICTS)
def test_each_verdict_of_the_text(world: World, held: str, law: str | None, said: str, verdict: str) -> None:
    for key in ("sec_1", "sec_3"):
        world.provision(ORDER, key, citation=key)
    if held != "nothing":
        kind = "law_summary" if held == "summary" else "law"
        words = f"Section 1\nSection 3\nThe days end with the {law or 'day'}."
        text = world.document("https://law.example/order", words, kind=kind, instrument=ORDER)
        parts = [("sec_3", "Section 3")] + ([("sec_1", "Section 1")] if held == "whole" else [])
        world.law_text(text, ORDER, *parts)
        if law:
            world.claim(text, ORDER, "review_window_reference", law, law)
    story = world.document("https://a.example/", f"The days end with the {said}.", publisher="A")
    world.claim(story, ORDER, "review_window_reference", said, said)
    row = world.store.rows("SELECT verdict, law_value, law_text FROM primary_text")[0]
    shown = law if verdict not in ("text silent", "text not held") else None
    assert row == {"verdict": verdict, "law_value": shown, "law_text": shown}


def test_a_summary_never_contradicts(world: World) -> None:
    three_articles(world)
    world.provision(ORDER, "sec_3", citation="Sec. 3")
    summary = world.document(
        "https://law.example/order", "Thirty days ahead of trusted partners.", kind="law_summary", instrument=ORDER
    )
    world.law_text(summary, ORDER, ("sec_3", "Thirty days"))
    world.claim(summary, ORDER, "review_window_reference", PARTNERS, "ahead of trusted partners")
    assert set(verdicts(world).values()) == {"text not held"}
