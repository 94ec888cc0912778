"""Claims against law and register: whole texts, several right values, wrong owners, repealed names, past days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World, cell, question

from crosswalk.exposure import exposure_on
from kb.ids import stable_id
from kb.model import CellEvidence

ACT, OTHER = "act", "other"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument(ACT, "The Act")
    made.instrument(OTHER, "Other Act", position=2)
    made.provision(
        ACT, "art_9", citation="Art. 9", applies_from="2025-02-02", summary="Fines to EUR 35 million or 7 %."
    )
    made.provision(ACT, "art_10", citation="Art. 10", applies_from="2026-08-02")
    made.provision(OTHER, "sec_1", citation="Sec. 1", applies_from="2026-11-28")
    yield made
    made.store.close()


def said(world: World, attribute: str, value: str, *, name: str = "a", published: str = "2026-09-01") -> str:
    document = world.document(f"https://{name}.example/", f"It says {value}.", publisher=name, published=published)
    return world.claim(document, ACT, attribute, value, value)


def checked(world: World) -> dict[str, str]:
    return {row["value"]: row["verdict"] for row in world.store.rows("SELECT value, verdict FROM register_check")}


def held(world: World, *, published: str = "2024-07-12") -> str:
    """Hold the whole text of the act as published on a day, with one date in it."""
    law = world.document(
        "https://law.example/act", "Article 9 applies from 2025-02-02.\nArticle 10 sets fines of 7 %.",
        kind="law", instrument=ACT, published=published,
    )  # fmt: skip
    world.law_text(
        law, ACT, ("art_9", "Article 9 applies from 2025-02-02."), ("art_10", "Article 10 sets fines of 7 %.")
    )
    world.claim(law, ACT, "applies_from", "2025-02-02", "2025-02-02")
    return law


def test_the_register_tells_right_from_wrong_dates_where_no_text_is_held(world: World) -> None:
    for value in ("2025-02-02", "2026-08", "2026-11-28", "2031-01-01"):
        said(world, "applies_from", value, name=f"n{value}")
    assert checked(world) == {
        "2025-02-02": "agrees",
        "2026-08": "agrees",
        "2026-11-28": "differs",
        "2031-01-01": "differs",
    }
    assert {row["verdict"] for row in world.store.rows("SELECT verdict FROM primary_text")} == {"text not held"}


def test_a_value_of_another_instrument_of_the_document_is_named(world: World) -> None:
    document = world.document("https://a.example/", "The Other Act asks for plans by 2026-11-28.", publisher="A")
    world.claim(document, ACT, "applies_from", "2026-11-28", "2026-11-28")
    world.mention(document, OTHER, "INSTRUMENT", "Other Act")
    stranger = world.document("https://b.example/", "It comes on 2026-11-28.", publisher="B")
    world.claim(stranger, ACT, "applies_from", "2026-11-28", "2026-11-28")
    rows = world.store.rows("SELECT document_id, verdict, registered, belongs_to FROM register_check")
    assert {row["document_id"]: row["belongs_to"] for row in rows} == {document: "Other Act", stranger: None}
    assert {row["registered"] for row in rows} == {"2025-02-02; 2026-08-02"}


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("35000000 EUR; 7 %", "agrees"), ("35000000 EUR", "agrees"), ("50000000 EUR; 9 %", "differs")],
)
def test_fines_are_compared_with_the_answer_and_the_provisions(world: World, value: str, verdict: str) -> None:
    world.store.upsert([question("penalties", attributes=("maximum_fine",))])
    world.store.upsert([cell("penalties", ACT, "Up to EUR 35 million or 7 %.")])
    said(world, "maximum_fine", value)
    assert checked(world) == {value: verdict}


def test_words_and_periods_of_acts_are_left_to_people(world: World) -> None:
    said(world, "deadline_days", "17", name="a")
    said(world, "participation", "voluntary", name="b")
    assert checked(world) == {"17": "not in register"}


def test_a_date_that_no_provision_has_contradicts_a_whole_text(world: World) -> None:
    held(world)
    said(world, "applies_from", "2025-02-02", name="right")
    said(world, "applies_from", "2031-01-01", name="wrong")
    said(world, "applies_from", "2026-08-02", name="registered")
    rows = world.store.rows("SELECT value, verdict FROM primary_text ORDER BY value")
    assert [tuple(row.values()) for row in rows] == [
        ("2025-02-02", "matches"),
        # The register has it and the text held does not: that is no contradiction by the press.
        ("2026-08-02", "text not held"),
        ("2031-01-01", "contradicts"),
    ]


def test_a_text_is_whole_when_it_holds_what_was_known_when_it_was_published(world: World) -> None:
    held(world)
    world.provision(ACT, "art_9a", citation="Art. 9a", recorded_from="2026-07-24")
    row = world.store.rows("SELECT held, parts_known, as_published FROM held_law WHERE instrument_id = ?", (ACT,))[0]
    assert row == {"held": "whole", "parts_known": 2, "as_published": "2024-07-12"}
    world.provision(ACT, "art_11", citation="Art. 11")
    assert world.store.value("SELECT held FROM held_law WHERE instrument_id = ?", (ACT,)) == "excerpt"


def test_what_a_person_cites_stands_in_where_nothing_was_read_of_the_text(world: World) -> None:
    law = held(world)
    world.store.upsert([question("penalties", attributes=("maximum_fine",))])
    answer = cell("penalties", ACT, "Up to EUR 35 million or 7 %.")
    sentence = "Article 10 sets fines of 7 %."
    start = world.store.value("SELECT instr(text, ?) - 1 FROM documents WHERE id = ?", (sentence, law))
    sentence_id = world.store.value("SELECT id FROM sentences WHERE document_id = ? AND start = ?", (law, start))
    world.store.upsert([answer])
    world.store.upsert(
        [
            CellEvidence(
                id=stable_id("cev", "x"), cell_id=answer.id, kind="primary", document_id=law, sentence_id=sentence_id,
                start=start, end=start + len(sentence), text=sentence,
            )
        ]
    )  # fmt: skip
    said(world, "maximum_fine", "35000000 EUR; 7 %", name="right")
    said(world, "maximum_fine", "50000000 EUR; 9 %", name="wrong")
    rows = world.store.rows("SELECT value, verdict, law_text FROM primary_text ORDER BY value")
    assert [tuple(row.values()) for row in rows] == [
        ("35000000 EUR; 7 %", "matches", sentence),
        ("50000000 EUR; 9 %", "contradicts", sentence),
    ]


@pytest.mark.parametrize(
    ("text", "published", "state"),
    [
        ("The Old Order requires reports.", "2026-01-01", "stale"),
        ("The Old Order requires reports.", "2024-01-01", "overtaken"),
        ("The Old Order was revoked.", "2026-01-01", None),
    ],
)
def test_a_repealed_act_that_requires_something_is_flagged(
    world: World, text: str, published: str, state: str | None
) -> None:
    world.instrument("new", "New Order", signed="2025-01-20")
    world.instrument("old", "Old Order", status="repealed", ended="2025-01-20", superseded_by="new")
    document = world.document("https://a.example/", text, publisher="A", published=published)
    world.mention(document, "old", "INSTRUMENT", "Old Order")
    rows = world.store.rows("SELECT what, used, now, state, overtaken_on FROM overtaken")
    expected = {
        "what": "mention",
        "used": "Old Order",
        "now": "New Order",
        "state": state,
        "overtaken_on": "2025-01-20",
    }
    assert rows == ([expected] if state else [])


def test_exposure_knows_of_a_day_only_what_was_known(world: World) -> None:
    world.entity("maker", "COMPANY")
    world.entity("a-model", "MODEL", parent_id="maker")
    world.provision(ACT, "art_6", citation="Art. 6", applies_from="2026-08-02", recorded_to="2026-07-24")
    world.provision(
        ACT, "art_6", citation="Art. 6", applies_from="2027-12-02", recorded_from="2026-07-24", valid_from="2026-07-27"
    )
    world.provision(ACT, "art_4a", citation="Art. 4a", recorded_from="2026-06-29")
    world.obligation("moved", ACT, key="art_6.1", applies_from="2027-12-02", scope="high-risk")
    world.obligation("new", ACT, key="art_4a.2", applies_from="2026-07-27")

    def duties(day: str) -> dict[str, tuple[str, str | None]]:
        return {row.subject_id: (row.state, row.date) for row in exposure_on(world.store, day)}

    assert duties("2026-06-01") == {"moved": ("not yet in force", "2026-08-02")}
    assert duties("2026-11-20") == {
        "moved": ("not yet in force", "2027-12-02"),
        "new": ("possible", "2026-07-27"),
    }


def test_a_possible_duty_says_which_class_of_model_is_not_shown(world: World) -> None:
    world.entity("maker", "COMPANY")
    world.entity("a-model", "MODEL", name="A Model", parent_id="maker")
    world.obligation("general", ACT, key="art_9", addressee="GPAI provider", applies_from="2025-08-02")
    world.obligation("systemic", ACT, key="art_9", addressee="GPAI-systemic-risk provider", applies_from="2025-08-02")
    rows = {row.subject_id: (row.state, row.basis) for row in exposure_on(world.store, "2026-11-20")}
    assert rows == {
        "general": (
            "possible",
            "makes A Model; no evidence is held that it provides a general-purpose model in the Union",
        ),
        "systemic": (
            "possible",
            "makes A Model; no evidence is held that a model of it is over the threshold of compute or was designated",
        ),
    }
