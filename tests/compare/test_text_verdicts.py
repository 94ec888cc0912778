"""Claims of stories set against the wording of the instrument."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from claims_helpers import DRAFT, ORDER, OUTSIDE, PARTNERS, PUBLIC, three_articles
from compare_helpers import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument(ORDER, "The Order", type="executive_order")
    made.instrument(DRAFT, "The Draft", type="draft", status="shelved", superseded_by=ORDER)
    yield made
    made.store.close()


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
