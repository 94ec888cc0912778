"""Independence as the views count it: copies and further articles of one outlet corroborate nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.families import GOLD
from ingest.families import find_families
from kb.ids import document_id, sentence_id, stable_id, text_hash
from kb.model import Claim, Document, DocumentReading, Entity, Instrument, Sentence, Source
from kb.store import Store

CLAIM = "The review window is {} days long."


def report(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((GOLD / "texts" / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def add(store: Store, name: str, days: int, *, publisher: str | None = None, feed: str = "feed") -> str:
    """Store a labelled text, with a sentence that makes a claim about the order, as that publisher's article."""
    row = report(name)
    publisher = publisher or row["publisher"]
    url = f"https://{stable_id('host', publisher, feed)}.example/{name}"
    sentence = CLAIM.format(days)
    text = f"{row['text']}\n{sentence}"
    id, start = document_id(url), len(row["text"]) + 1
    source = f"{publisher} {feed}"
    store.upsert([Source(id=source, name=source, publisher=publisher, kind="feed")])
    store.record_document(
        Document(
            id=id,
            url=url,
            source_id=source,
            published=row["published"],
            kind="news",
            text=text,
            text_sha256=text_hash(text),
            fetched_at="2026-11-20T00:00:00Z",
        )
    )
    span: dict[str, Any] = {"start": start, "end": len(text), "text": sentence}
    store.record_reading(
        DocumentReading(
            document_id=id,
            extractor="test",
            sentences=(Sentence(id=sentence_id(id, 0), document_id=id, position=0, **span),),
            claims=(
                Claim(
                    id=stable_id("clm", id),
                    subject_id="order",
                    attribute="review_window_days",
                    value=str(days),
                    document_id=id,
                    sentence_id=sentence_id(id, 0),
                    modality="asserted",
                    method="test",
                    extractor="test",
                    **span,
                ),
            ),
        )
    )
    find_families(store)
    return id


def trust(store: Store) -> dict[str, tuple[str, str, int]]:
    return {row["value"]: (row["state"], row["label"], row["voices"]) for row in store.rows("SELECT * FROM trust")}


def voices(store: Store) -> list[dict[str, Any]]:
    sql = "SELECT kind, conflict, left_value, left_voices, right_value, right_voices FROM disagreements"
    return store.rows(sql)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kb.db") as opened:
        opened.upsert([Entity(id="order", label="INSTRUMENT", name="An Order")])
        opened.upsert(
            [
                Instrument(
                    id="order",
                    type="executive_order",
                    binding="binding",
                    title="An Order",
                    short_title="Order",
                    status="in_force",
                    position=1,
                )
            ]
        )
        yield opened


def test_a_rewrite_and_a_syndicated_copy_leave_a_statement_with_a_single_family(store: Store) -> None:
    add(store, "court-a", 30)
    before = trust(store)
    assert before == {"30": ("single family", "single family", 1)}
    add(store, "court-a-reworded", 30)
    add(store, "court-a", 30, publisher="Quarry Daily")
    assert trust(store) == before
    assert store.value("SELECT count(DISTINCT family_id) FROM documents") == 1


def test_a_second_article_and_a_second_feed_of_an_outlet_leave_it_so(store: Store) -> None:
    add(store, "court-b", 30)
    before = trust(store)
    add(store, "accord-b", 30)
    add(store, "court-b", 30, feed="feed-2")
    assert trust(store) == before
    assert store.value("SELECT count(DISTINCT publisher) FROM sources") == 1


def test_an_independent_report_corroborates(store: Store) -> None:
    add(store, "court-a", 30)
    add(store, "court-b", 30)
    assert trust(store) == {"30": ("corroborated", "corroborated by 2", 2)}


def test_copies_and_further_articles_weigh_nothing_in_a_disagreement(store: Store) -> None:
    add(store, "court-a", 30)
    add(store, "court-b", 60)
    states, counts = trust(store), voices(store)
    assert states == {"30": ("disputed", "disputed", 1), "60": ("disputed", "disputed", 1)}
    assert [(row["left_voices"], row["right_voices"]) for row in counts] == [(1, 1)]
    add(store, "court-a-reworded", 30)
    add(store, "court-a", 30, publisher="Quarry Daily")
    add(store, "accord-b", 60)
    add(store, "court-b", 60, feed="feed-2")
    assert trust(store) == states
    assert voices(store) == counts


def test_an_independent_report_does_weigh_in_a_disagreement(store: Store) -> None:
    add(store, "court-a", 30)
    add(store, "court-b", 60)
    add(store, "court-c", 30)
    assert [(row["left_value"], row["left_voices"], row["right_voices"]) for row in voices(store)] == [("30", 2, 1)]


def test_another_value_in_a_copy_is_drift_and_no_dispute(store: Store) -> None:
    add(store, "court-a", 30)
    add(store, "court-a-reworded", 60)
    assert [(row["kind"], row["conflict"]) for row in voices(store)] == [("drift", 0)]
    assert {state for state, _, _ in trust(store).values()} == {"single family"}
