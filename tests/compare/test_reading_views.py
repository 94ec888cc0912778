"""Positions, timeline, source health, silence and the spans of a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from compare_helpers import World, question

from kb.ids import event_id, stable_id
from kb.model import Candidate, Event, EventEvidence, Quote, Source
from kb.views import VIEWS


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument("order", "The Order")
    yield made
    made.store.close()


def test_positions_come_from_quotes_and_statements(world: World) -> None:
    world.entity("ann", "PERSON", "Ann Archer")
    document = world.document("https://a.example/", "“Good,” said Bo.\nArcher opposes it.", publisher="A")
    world.relation(document, "ann", "criticises", "order", "opposes")
    reading = world.readings[document]
    quote = Quote(
        id="q1",
        speaker_id="cand-bo",
        speaker_text="Bo",
        text="Good,",
        kind="direct",
        stance="supports",
        about_id="order",
        document_id=document,
        sentence_id=reading.sentences[0].id,
        start=1,
        end=6,
        method="test",
        extractor=reading.extractor,
    )
    candidate = Candidate(id="cand-bo", label="PERSON", name="Bo")
    world._read(replace(reading, quotes=(quote,), candidates=(candidate,)))
    rows = world.store.rows("SELECT basis, speaker, stance, date, text FROM positions")
    assert rows == [
        {
            "basis": "relation",
            "speaker": "Ann Archer",
            "stance": "criticises",
            "date": "2026-06-03",
            "text": "Archer opposes it.",
        },
        {"basis": "quote", "speaker": "Bo", "stance": "supports", "date": "2026-06-03", "text": "Good,"},
    ]


def add_event(world: World, document: str, date: str, words: str, **more: Any) -> str:
    id = event_id("signed", date, "order")
    reading = world.readings[document]
    text = world.store.value("SELECT text FROM documents WHERE id = ?", (document,))
    start = text.index(words)
    evidence = EventEvidence(
        **{
            "id": stable_id("eev", document, id),
            "event_id": id,
            "document_id": document,
            "sentence_id": reading.sentences[0].id,
            "start": start,
            "end": start + len(words),
            "text": words,
            "modality": "asserted",
            "method": "test",
            "extractor": reading.extractor,
        }
        | more
    )
    event = Event(id=id, type="signed", date=date, about_id="order", title="signed", origin="extracted")
    world._read(replace(reading, events=(*reading.events, event), event_evidence=(*reading.event_evidence, evidence)))
    return id


def test_the_timeline_joins_register_and_reading(world: World) -> None:
    world.store.upsert(
        [
            Event(id="reg-1", type="signed", date="2026-06-02", about_id="order", title="Signed", origin="register"),
            Event(id="reg-2", type="published", date="2026-06", title="Published", origin="register"),
        ]
    )
    one = world.document("https://a.example/", "It was signed on Tuesday.", publisher="A")
    two = world.document("https://b.example/", "It may be signed in July.", publisher="B")
    read = add_event(world, one, "2026-06-02", "signed")
    add_event(world, two, "2026-07", "may be signed", modality="possible")
    rows = world.store.rows("SELECT event_id, register_event_id, evidence_count, voices, text FROM timeline")
    assert rows == [
        {"event_id": read, "register_event_id": "reg-1", "evidence_count": 1, "voices": 1, "text": "signed"},
        {"event_id": "reg-1", "register_event_id": None, "evidence_count": 0, "voices": 0, "text": None},
        {"event_id": "reg-2", "register_event_id": None, "evidence_count": 0, "voices": 0, "text": None},
    ]


def fetch(world: World, source: str, at: str, outcome: str, new: int | None = 0, url: str | None = None) -> None:
    world.store.db.conn.execute(
        "INSERT INTO fetches (source_id, url, started_at, outcome, reason, items_found, items_new)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (source, url or f"https://{source}.example/feed", at, outcome, None, new, new),
    )


def test_source_health_tells_quiet_from_dead(world: World) -> None:
    for name, expected in (("busy", 7.0), ("rare", 0.25), ("dead", 7.0), ("odd", 7.0), ("dry", 7.0), ("new", 1.0)):
        world.store.upsert(
            [
                Source(
                    id=name,
                    name=name,
                    publisher=name,
                    kind="feed",
                    url=f"https://{name}.example/feed",
                    expected_per_week=expected,
                )
            ]
        )
    world.store.upsert([Source(id="loose", name="loose", publisher="loose", kind="file")])
    for day in range(1, 29):
        at = f"2026-10-{day:02d}T06:00:00Z"
        fetch(world, "busy", at, "ok", 1)
        fetch(world, "rare", at, "not_modified", 1 if day == 1 else 0)
        fetch(world, "dry", at, "ok", 1 if day == 1 else 0)
        fetch(world, "dead", at, "ok" if day < 26 else "failed", None if day > 25 else 1)
        fetch(world, "odd", at, "suspect" if day == 28 else "ok", 1)
        fetch(world, "busy", at, "failed", None, url="https://busy.example/article")  # an article, not the feed
    rows = world.store.rows("SELECT source_id, state, in_a_row, got_last_week, got_per_week FROM source_health")
    assert {row["source_id"]: tuple(row.values())[1:] for row in rows} == {
        "dead": ("failing", 3, 4, 6.25),
        "odd": ("suspect", 1, 7, 7.0),
        "new": ("never", 0, 0, 0.0),
        "dry": ("quiet", 0, 0, 0.25),
        "busy": ("ok", 0, 7, 7.0),
        "rare": ("ok", 0, 0, 0.25),
    }


def test_silence_says_what_was_searched(world: World) -> None:
    world.store.upsert(
        [
            question("who", attributes=("determining_authority",)),
            question("when", 2, attributes=("review_window_days",)),
            Source(id="s", name="s", publisher="s", kind="feed", url="https://s.example/feed"),
        ]
    )
    document = world.document("https://a.example/", "It is 30 days.", publisher="A")
    world.claim(document, "order", "review_window_days", "30", "30 days")
    fetch(world, "s", "2026-10-01T06:00:00Z", "ok", 1)
    sql = "SELECT question_id, answer, documents, first_published FROM silence"
    who = {"question_id": "who", "answer": "not found in store", "documents": 1, "first_published": "2026-06-03"}
    when = {"question_id": "when", "answer": "found", "documents": 1, "first_published": "2026-06-03"}
    assert world.store.rows(sql) == [who, when]
    fetch(world, "s", "2026-10-02T06:00:00Z", "failed", None)
    assert world.store.rows(sql) == [who | {"answer": "incomplete"}, when]


def test_every_span_of_a_document_is_listed_with_its_words(world: World) -> None:
    world.entity("firm", "COMPANY", "Firm")
    document = world.document("https://a.example/", "Firm backs the 30 days — gladly.", publisher="A")
    world.mention(document, "firm", "COMPANY", "Firm")
    world.claim(document, "order", "review_window_days", "30", "30 days")
    world.relation(document, "firm", "supports", "order", "backs")
    rows = world.store.rows('SELECT what, label, text, start, "end" FROM document_evidence ORDER BY start')
    text = world.store.value("SELECT text FROM documents")
    assert [(row["what"], row["label"], row["text"]) for row in rows] == [
        ("mention", "COMPANY", "Firm"),
        ("relation", "supports", "backs"),
        ("claim", "review_window_days", "30 days"),
    ]
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_what_its_rows_and_columns_are(world: World, view: str) -> None:
    comment = " ".join(line for line in VIEWS[view].splitlines() if line.strip().startswith("--"))
    assert len(comment) > 80, f"{view} opens with no comment"
    columns = [column[0] for column in world.store.db.conn.execute(f"SELECT * FROM {view} LIMIT 0").description]
    assert len(columns) == len(set(columns)), f"{view} has a column twice"
