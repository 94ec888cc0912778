"""Tying cells and deadlines to words that are held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from compare_helpers import World
from stage_helpers import article, held_law, one_act

from crosswalk.agreement import agrees
from crosswalk.compare import compare
from crosswalk.register import load_into
from kb.model import Judgement
from kb.register import Register


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def register() -> Register:
    return one_act()


def test_evidence_of_a_cell_is_found_with_its_place(world: World, register: Register) -> None:
    load_into(world.store, register)
    law, news = held_law(world), article(world)
    report = compare(world.store, register)
    rows = world.store.rows(
        'SELECT e.kind, document_id, provision_key, e.text, substr(d.text, e.start + 1, e."end" - e.start) AS printed,'
        " sentence_id FROM cell_evidence e JOIN documents d ON d.id = e.document_id ORDER BY e.kind, e.start"
    )
    assert [(row["kind"], row["document_id"], row["provision_key"], row["text"]) for row in rows] == [
        ("claim", news, None, "voluntary"),
        ("news", news, None, "kept for ten years"),
        ("primary", law, "art_1", "Providers keep records of every test for ten years."),
        ("primary", law, "art_1", "They tell the office of serious incidents."),
    ]
    assert all(row["text"] == row["printed"] and row["sentence_id"] for row in rows)
    assert (report.counts["cells_with_evidence"], report.counts["cells_with_primary_evidence"]) == (1, 1)
    (shown,) = world.store.rows("SELECT best_evidence_kind, evidence, evidence_count FROM comparison")
    assert (shown["best_evidence_kind"], shown["evidence_count"]) == ("primary", 4)
    assert shown["evidence"] == "Providers keep records of every test for ten years."


def test_a_summary_is_evidence_but_not_primary_and_no_text_means_no_evidence(world: World, register: Register) -> None:
    load_into(world.store, register)
    compare(world.store, register)
    assert world.store.value("SELECT evidence FROM comparison") == "no evidence held"
    held_law(world, "law_summary")
    compare(world.store, register)
    assert world.store.value("SELECT best_evidence_kind FROM comparison") == "summary"


def test_a_quote_that_its_page_lost_is_reported_and_not_shown(world: World, register: Register) -> None:
    load_into(world.store, register)
    world.document("https://news.example/1", "Records are kept for five years.", publisher="N")
    report = compare(world.store, register)
    assert [(problem.where, problem.fails) for problem in report.problems] == [("https://news.example/1", False)]
    assert "word for word" in report.problems[0].what
    assert report.counts["evidence"] == 0


def test_a_contested_yes_or_no_is_no_evidence(world: World, register: Register) -> None:
    question_ = replace(register.questions[0], attributes='["licensing_required"]')
    changed = replace(register, questions=(question_,), cell_evidence=())
    load_into(world.store, changed)
    one = world.document("https://a.example/", "A licence is needed.", publisher="A")
    world.claim(one, "act", "licensing_required", "true", "needed")
    compare(world.store, changed)
    assert world.store.value("SELECT count(*) FROM cell_evidence") == 1
    two = world.document("https://b.example/", "No licence is needed.", publisher="B")
    world.claim(two, "act", "licensing_required", "false", "No licence")
    compare(world.store, changed)
    assert world.store.value("SELECT count(*) FROM cell_evidence") == 0


@pytest.mark.parametrize(
    ("attribute", "value", "text", "expected"),
    [
        ("review_window_days", "30", "Up to 30 days before release", True),
        ("review_window_days", "30", "Up to 130 days, 30.5 hours", False),
        ("earlier_review_window_days", "14-90", "14 to 90 days in the draft", True),
        ("participation", "voluntary", "Companies volunteer models", True),
        ("participation", "mandatory", "Companies volunteer models", False),
        ("review_window_reference", "release to trusted partners", "before release to other trusted partners", True),
        ("review_window_reference", "public release", "before release to other trusted partners", False),
        ("maximum_fine", "35000000 EUR; 7 %", "Up to EUR 35 million or 7% of turnover", True),
        ("maximum_fine", "15000000 EUR; 3 %", "Up to EUR 35 million or 7% of turnover", False),
        ("maximum_fine", "15000000 EUR", "Up to EUR 15,000,000", True),
        ("compute_threshold_flop", "1e25", "above 10^25 FLOP", True),
        ("compute_threshold_flop", "1e25", "above 10²⁵ operations", True),
        ("compute_threshold_flop", "1e25", "above 10^26 FLOP", False),
        ("applies_from", "2027-12-02", "From 2 December 2027", True),
        ("applies_from", "2027-12-02", "From 2 August 2026", False),
    ],
)
def test_a_claim_agrees_with_a_cell_by_its_figures(attribute: str, value: str, text: str, expected: bool) -> None:
    assert agrees(attribute, value, text) is expected


def test_an_authority_agrees_by_any_of_its_names() -> None:
    assert agrees("determining_authority", "National Security Agency", "The NSA decides.", ("NSA",))
    assert not agrees("determining_authority", "National Security Agency", "NSAX decides.", ("NSA",))


def test_a_deadline_statement_is_tied_to_its_sentence(world: World, register: Register) -> None:
    load_into(world.store, register)
    news = article(world)
    world.mention(news, "act", "DATE", "14 July")
    world.store.db.conn.execute("UPDATE mentions SET entity_id = NULL, value = '2026-07-14'")
    compare(world.store, register)
    (row,) = world.store.rows("SELECT document_id, text FROM deadline_evidence")
    assert row == {"document_id": news, "text": "The office spoke on 14 July."}
    assert load_into(world.store, register).counts["changed"] == 0


def test_wrong_identifiers_and_torn_judgements_are_reported(world: World, register: Register) -> None:
    judgements = tuple(
        Judgement(id=f"j{n}", left_id=left, right_id=right, verdict=verdict, by="ann", at="2026-01-01")
        for n, (left, right, verdict) in enumerate(
            [("a", "b", "positive"), ("b", "c", "positive"), ("a", "c", "negative")]
        )
    )
    named = replace(register, judgements=judgements)
    load_into(world.store, named)
    world.document("https://news.example/9", "See 32023R0988 (The Act) for details.", publisher="N")
    report = compare(world.store, named)
    assert [(problem.where, problem.fails) for problem in report.problems] == [
        ("https://news.example/9", False),
        ("judgements", False),
    ]
    assert "32023R0988 stands beside 'The Act', but the register has 32024R0001 for The Act" in report.problems[0].what
    assert "nothing of this set is merged" in report.problems[1].what
    rows = world.store.rows(
        'SELECT e.text, e.named, e.named_id, e.instrument_id, substr(d.text, e.start + 1, e."end" - e.start) AS printed'
        " FROM identifier_errors e JOIN documents d ON d.id = e.document_id"
    )
    assert rows == [
        {
            "text": "32023R0988",
            "named": "The Act",
            "named_id": "act",
            "instrument_id": None,
            "printed": "32023R0988",
        }
    ]
