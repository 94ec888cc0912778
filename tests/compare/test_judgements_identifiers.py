"""Decisions on identity that can be undone, and identifiers that must fit their titles."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World

from crosswalk.identifiers import IdentifierCheck
from crosswalk.judgements import (
    Conflict,
    decisions_text,
    effect_of_merge,
    effect_text,
    find_conflicts,
    find_decisions,
)
from kb.errors import ContractError
from kb.model import Instrument, Judgement, Name
from kb.register import Register

DERIVED = ("independent_claims", "trust", "disagreements", "positions", "exposure", "canonical_ids")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument("order", "The Order")
    for id in ("agency-a", "agency-b", "agency-c"):
        made.entity(id, "AGENCY", id.upper())
    yield made
    made.store.close()


def judge(left: str, right: str, verdict: str, at: str = "2026-01-01") -> Judgement:
    return Judgement(id=f"{left}-{right}-{at}", left_id=left, right_id=right, verdict=verdict, by="ann", at=at)


def derived(world: World) -> list[list[dict[str, object]]]:
    return [world.store.rows(f"SELECT * FROM {view}") for view in DERIVED]


def two_names_of_one_agency(world: World) -> None:
    for number, agency in enumerate(("agency-a", "agency-b")):
        document = world.document(f"https://{number}.example/", f"{agency} decides.", publisher=f"P{number}")
        world.claim(document, "order", "determining_authority", agency.upper(), "decides", value_entity_id=agency)


def test_a_merge_joins_what_is_said_and_undoing_it_restores_every_view(world: World) -> None:
    two_names_of_one_agency(world)
    before = derived(world)
    assert world.store.value("SELECT kind FROM disagreements") == "value"
    world.store.upsert([judge("agency-a", "agency-b", "positive")])
    assert world.store.rows("SELECT value, state, voices FROM trust") == [
        {"value": "AGENCY-A", "state": "corroborated", "voices": 2}
    ]
    assert world.store.rows("SELECT * FROM disagreements") == []
    world.store.db.conn.execute("DELETE FROM judgements")
    assert derived(world) == before


def test_a_later_row_on_the_pair_undoes_too(world: World) -> None:
    two_names_of_one_agency(world)
    before = derived(world)
    world.store.upsert(
        [judge("agency-a", "agency-b", "positive"), judge("agency-b", "agency-a", "unsure", "2026-02-01")]
    )
    assert derived(world) == before


def test_a_contradiction_is_reported_and_merges_nothing(world: World) -> None:
    rows = [
        judge("agency-a", "agency-b", "positive"),
        judge("agency-b", "agency-c", "positive"),
        judge("agency-a", "agency-c", "negative"),
    ]
    world.store.upsert(rows)
    assert find_conflicts(world.store) == [Conflict("agency-a", "agency-c", ("agency-a", "agency-b", "agency-c"))]
    assert world.store.rows("SELECT left_id, right_id, members FROM judgement_conflicts") == [
        {"left_id": "agency-a", "right_id": "agency-c", "members": "agency-a; agency-b; agency-c"}
    ]
    assert world.store.rows("SELECT * FROM canonical_ids") == []
    assert [one.canonical_id for one in find_decisions(world.store)] == [None, None, None]
    told = decisions_text(find_decisions(world.store), find_conflicts(world.store)).splitlines()
    assert told[0] == "2026-01-01  agency-a is agency-b  (ann; not merged)"
    assert told[3].startswith("contradiction: agency-a and agency-c are judged different, yet other judgements join")


def expected_ids(judgements: list[Judgement], entities: list[str]) -> dict[str, str]:
    """Return what the view must derive, worked out without it: the newest judgement on a pair counts."""
    newest: dict[frozenset[str], Judgement] = {}
    for one in sorted(judgements, key=lambda one: (one.at, one.id)):
        newest[frozenset((one.left_id, one.right_id))] = one
    groups: list[set[str]] = []
    for pair, one in newest.items():
        if one.verdict == "positive":
            joined = set(pair).union(*(group for group in groups if group & pair))
            groups = [group for group in groups if not group & pair] + [joined]
    apart = [pair for pair, one in newest.items() if one.verdict == "negative"]
    return {
        member: min(group, key=lambda id: (id not in entities, id))
        for group in groups
        if not any(pair <= group for pair in apart)
        for member in group
    }


def test_the_view_derives_what_the_judgements_say(world: World) -> None:
    chance = random.Random(7)
    ids = ["agency-a", "agency-b", "agency-c", "cand-1", "cand-2", "cand-3"]
    known = [row["id"] for row in world.store.rows("SELECT id FROM entities")]
    for _ in range(60):
        pairs = chance.sample(list(itertools.combinations(ids, 2)), 6)
        rows = [
            judge(
                *chance.sample(pair, 2),
                chance.choice(["positive", "positive", "negative", "unsure"]),
                f"2026-01-0{day}",
            )
            for pair in pairs
            for day in range(1, chance.randint(2, 4))
        ]
        world.store.sync(Judgement, rows)
        view = {row["id"]: row["canonical_id"] for row in world.store.rows("SELECT * FROM canonical_ids")}
        assert view == expected_ids(rows, known)


def test_the_effect_of_a_merge_is_counted(world: World) -> None:
    two_names_of_one_agency(world)
    effect = effect_of_merge(world.store, "agency-b", "agency-a")
    assert (effect.canonical_id, effect.moved) == (
        "agency-a",
        {"mentions": 0, "claims": 1, "relations": 0, "quotes": 0},
    )
    assert effect_text(effect).splitlines()[0] == (
        "agency-b would go by agency-a: 0 mentions, 1 claims, 0 relations, 0 quotes move."
    )
    with pytest.raises(ContractError, match="'cand-x' is neither an entity nor a candidate"):
        effect_of_merge(world.store, "agency-a", "cand-x")
    with pytest.raises(ContractError, match="two different ids, found 'agency-a' twice"):
        effect_of_merge(world.store, "agency-a", "agency-a")


def instrument(id: str, type: str, **more: str) -> Instrument:
    return Instrument(
        id=id, type=type, binding="binding", title=id, short_title=id, status="in_force", position=1, **more
    )


CHECK = IdentifierCheck(
    Register(
        instruments=(
            instrument("eu-act", "regulation", number="2024/1689", celex="32024R1689", signed="2024-06-13"),
            instrument("review-order", "executive_order", number="14409", signed="2026-06-02"),
            instrument("old-order", "executive_order", number="14110", signed="2023-10-30"),
        ),
        names=(
            Name(id="1", entity_id="eu-act", name="AI Act", kind="alias"),
            Name(id="2", entity_id="review-order", name="Promoting Advanced Innovation", kind="canonical"),
            Name(id="3", entity_id="old-order", name="Safe and Trustworthy AI", kind="canonical"),
        ),
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "32024R1689, the AI Act, applies.",
        "The AI Act (32024R1689) applies.",
        "Regulation (EU) 2024/1689 (AI Act)",
        "Executive Order 14409 of 2 June 2026 says so.",
        "EO 14409, “Promoting Advanced Innovation”, says so.",
        "EO 14409 amends nothing in the AI Act.",
        "The product safety rules are 32023R0988.",
        "Safe and Trustworthy AI was revoked. EO 14409 came later.",
    ],
)
def test_right_pairs_and_mere_neighbours_pass(text: str) -> None:
    assert list(CHECK.find(text)) == []


@pytest.mark.parametrize(
    ("text", "identifier", "expected"),
    [
        ("See 32023R0988 (AI Act).", "32023R0988", "32024R1689 for eu-act"),
        ("The AI Act (CELEX: 32023R0988) applies.", "32023R0988", "32024R1689 for eu-act"),
        ("Regulation (EU) 2023/988, the AI Act, applies.", "Regulation (EU) 2023/988", "2024/1689 for eu-act"),
        ("Executive Order 14409, “Safe and Trustworthy AI”", "Executive Order 14409", "14110 for old-order"),
        ("Executive Order 14409 of 2 July 2026 says so.", "Executive Order 14409", "2026-06-02 as its date"),
        ("EO 14409 (June 5, 2026)", "EO 14409", "2026-06-02 as its date"),
    ],
)
def test_wrong_pairs_are_found_with_their_place(text: str, identifier: str, expected: str) -> None:
    (found,) = CHECK.find(text)
    assert (found.identifier, found.expected, text[found.start : found.end]) == (identifier, expected, identifier)
