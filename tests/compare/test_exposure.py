"""Commitments and duties that touch a company, on what basis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World

from crosswalk.exposure import exposure_on
from kb.model import Commitment


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument("act", "The Act", jurisdiction="EU")
    yield made
    made.store.close()


def companies(world: World) -> None:
    for id in ("google", "openai"):
        world.entity(id, "COMPANY")
    world.entity("caisi", "AGENCY")
    world.entity("duty", "OBLIGATION")
    world.obligation("now", "act", applies_from="2025-08-02", addressee="GPAI provider")
    world.obligation("later", "act", applies_from="2027-12-02", entity_id="duty")
    world.obligation("public", "act", addressee="Member State")


def promise(id: str, maker: str, instrument: str, state: str, date: str, **more: str) -> Commitment:
    return Commitment(
        id=id,
        maker_id=maker,
        instrument_id=instrument,
        text="A promise.",
        state=state,
        date=date,
        recorded_from=date,
        confidence="high",
        source_url="https://x.example/",
        **more,
    )


def test_duties_are_possible_unless_a_role_is_shown(world: World) -> None:
    companies(world)
    world.instrument("pact-2024", "Pact of 2024", type="agreement")
    world.store.upsert(
        [
            promise("p1", "openai", "pact-2024", "agreed", "2024-08-29"),
            promise("p2", "openai", "pact-2024", "renegotiated", "2026-05-05", follows_id="p1"),
        ]
    )
    article = world.document("https://b.example/", "Google has agreed to share models.", publisher="B")
    world.relation(article, "google", "submits_to", "caisi", "has agreed")
    rows = {(row.company_id, row.side, row.subject_id): row.state for row in exposure_on(world.store, "2026-11-20")}
    assert rows == {
        ("google", "reported", "caisi"): "agreed",
        ("google", "duty", "now"): "possible",
        ("google", "duty", "later"): "not yet in force",
        ("openai", "commitment", "p2"): "renegotiated",
        ("openai", "duty", "now"): "possible",
        ("openai", "duty", "later"): "not yet in force",
    }
    earlier = exposure_on(world.store, "2025-01-01", company="openai")
    assert [(row.side, row.subject_id, row.state) for row in earlier if row.side == "commitment"] == [
        ("commitment", "p1", "agreed")
    ]


def test_a_role_makes_a_duty_apply_and_names_its_sentence(world: World) -> None:
    companies(world)
    article = world.document("https://b.example/", "The duty binds Google.", publisher="B")
    world.relation(article, "duty", "applies_to", "google", "binds")
    world.instrument("code", "The Code", type="code_of_practice", jurisdiction="EU")
    world.store.upsert([promise("p1", "openai", "code", "signed", "2025-08-01")])
    rows = {(row.company_id, row.subject_id): row for row in exposure_on(world.store, "2027-12-03")}
    assert (rows["google", "later"].state, rows["google", "later"].evidence) == ("applies", "binds")
    assert rows["google", "now"].state == "possible"
    assert (rows["openai", "now"].state, rows["openai", "now"].basis) == (
        "applies",
        "role: signed The Code on 2025-08-01, a code for providers of general-purpose models",
    )
    assert rows["openai", "later"].state == "possible"


def test_a_negated_statement_is_no_role(world: World) -> None:
    companies(world)
    article = world.document("https://b.example/", "The duty does not bind Google.", publisher="B")
    world.relation(article, "duty", "applies_to", "google", "does not bind", negated=True)
    assert [row for row in exposure_on(world.store, "2027-12-03") if row.state == "applies"] == []
