"""Writing the register, tying cells to words, and recording what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from compare_helpers import VERSION, World, cell, question

from crosswalk.agreement import agrees
from crosswalk.changes import record_changes
from crosswalk.compare import compare
from crosswalk.register import load_into
from kb.errors import StoreError
from kb.model import Deadline, DeadlineEvidence, Entity, Instrument, Judgement, Name, Provision, Source
from kb.register import CellEvidenceSpec, Register, SourceSpec

DAY = "2026-11-20T09:00:00Z"
LAW = "Article 1\nProviders keep records of every test for ten years.\nThey tell the office of serious incidents."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def register() -> Register:
    value = "Records are kept for ten years; participation is voluntary."
    records = cell("records", "act", value, citation="Art. 1")
    return Register(
        sources=(
            SourceSpec(
                source=Source(id="feed", name="Feed", publisher="F", kind="feed"),
                document_kind="news",
                instrument=None,
                language="en",
                full_text=True,
                file="feed.yml",
            ),
        ),
        entities=(
            Entity(id="act", label="INSTRUMENT", name="The Act"),
            Entity(id="office", label="AGENCY", name="The Office"),
        ),
        names=(Name(id="n1", entity_id="act", name="The Act", kind="canonical"),),
        instruments=(
            Instrument(
                id="act",
                type="regulation",
                binding="binding",
                title="The Act",
                short_title="The Act",
                number="2024/1",
                celex="32024R0001",
                signed="2024-06-13",
                status="in_force",
                position=1,
            ),
        ),
        provisions=(
            Provision(
                id="p1",
                instrument_id="act",
                key="art_1",
                citation="Art. 1",
                summary="Records.",
                applies_from="2026-08-02",
                recorded_from="2024-07-12",
                status="in_force",
            ),
        ),
        deadlines=(
            Deadline(
                id="d1",
                instrument_id="act",
                citation="Art. 1",
                actor="Office",
                action="Publish",
                due="2026-07-02",
                recorded_from="2024-07-12",
                confidence="high",
                source_url="https://law.example/act",
            ),
        ),
        deadline_evidence=(
            DeadlineEvidence(
                id="e1",
                deadline_id="d1",
                kind="claimed",
                date="2026-07-14",
                statement="The office said so.",
                source_url="https://news.example/1",
            ),
        ),
        questions=(question("records", attributes=("participation",)),),
        cells=(records,),
        cell_evidence=(
            CellEvidenceSpec(cell_id=records.id, instrument_id="act", provision_key="art_1"),
            CellEvidenceSpec(
                cell_id=records.id, instrument_id="act", url="https://news.example/1", quote="kept for ten years"
            ),
            CellEvidenceSpec(
                cell_id=records.id, instrument_id="act", url="https://nowhere.example/", quote="not held at all"
            ),
        ),
    )


def held_law(world: World, kind: str = "law") -> str:
    document = world.document("https://law.example/act", LAW, kind=kind, instrument="act")
    world.law_text(document, "act", ("art_1", LAW))
    return document


def article(world: World) -> str:
    text = "Records are kept for ten years.\nTaking part is voluntary.\nThe office spoke on 14 July."
    document = world.document("https://news.example/1", text, publisher="N")
    world.claim(document, "act", "participation", "voluntary", "voluntary")
    return document


def test_the_register_is_written_once(world: World, register: Register) -> None:
    assert load_into(world.store, register).counts == {"rows": 10, "changed": 10, "documents_unread": 0}
    assert load_into(world.store, register).counts == {"rows": 10, "changed": 0, "documents_unread": 0}


def test_a_broken_reference_writes_nothing(world: World, register: Register) -> None:
    broken = replace(register, provisions=(replace(register.provisions[0], instrument_id="nowhere"),))
    with pytest.raises(StoreError, match=r"nothing was written to .*provisions"):
        load_into(world.store, broken)
    assert world.store.value("SELECT count(*) FROM entities") == 0


def test_documents_that_name_a_vanished_entity_become_unread(world: World, register: Register) -> None:
    load_into(world.store, register)
    one, two = article(world), world.document("https://news.example/2", "The Office met.", publisher="N")
    world.mention(two, "office", "AGENCY", "The Office")
    compare(world.store, register)
    report = load_into(world.store, replace(register, entities=register.entities[:1]))
    assert report.counts["documents_unread"] == 1
    assert world.store.rows("SELECT id, extractor FROM documents ORDER BY extractor") == [
        {"id": two, "extractor": None},
        {"id": one, "extractor": VERSION},
    ]
    assert world.store.value("SELECT count(*) FROM mentions") == 0
    assert world.store.value("SELECT text FROM documents WHERE id = ?", (two,)) == "The Office met."


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


def changes(world: World) -> list[tuple[str, str, str | None, str | None, str]]:
    rows = world.store.rows("SELECT kind, subject_id, before, after, cause FROM changes ORDER BY at, kind, subject_id")
    return [tuple(row.values()) for row in rows]  # type: ignore[misc]  # five columns


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
