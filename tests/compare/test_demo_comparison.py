"""The comparison on the bundled corpus: every cell argued, every number cited, every span in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from compare_helpers import check_numbers

from crosswalk.brief import brief
from crosswalk.digest import digest
from kb.store import Store
from kb.views import VIEWS


@pytest.fixture
def store(demo_db: Path) -> Iterator[Store]:
    with Store.open(demo_db, read_only=True) as opened:
        yield opened


def test_every_number_of_brief_and_digest_stands_in_a_cited_row(store: Store) -> None:
    for text in (
        brief(store, "eo-14409", "eu-ai-act"),
        brief(store, "eo-14409", "eu-ai-act", as_of="2026-07-01"),
        brief(store, "ca-sb-53", "ny-raise"),
        digest(store, "2026-05-01"),
    ):
        assert check_numbers(store, text) > 10


def test_the_two_regimes_have_evidence_in_every_cell(store: Store) -> None:
    bare = store.rows(
        "SELECT question_id, instrument_id FROM comparison WHERE evidence_count = 0"
        " AND instrument_id IN ('eo-14409', 'eu-ai-act')"
    )
    assert bare == []


def test_every_piece_of_evidence_is_the_text_of_its_place(store: Store) -> None:
    for table in ("cell_evidence", "claims", "relation_evidence", "event_evidence", "deadline_evidence"):
        wrong = store.rows(
            f"SELECT e.id FROM {table} e JOIN documents d ON d.id = e.document_id"
            ' WHERE e.text IS NOT NULL AND e.text <> substr(d.text, e.start + 1, e."end" - e.start)'
        )
        assert wrong == [], table


def test_the_disputed_window_is_listed_and_no_draft_conflicts(store: Store) -> None:
    rows = store.rows("SELECT * FROM disagreements WHERE conflict")
    kinds = {(row["subject_id"], row["attribute"], row["kind"]) for row in rows}
    assert ("eo-14409", "review_window_reference", "reference") in kinds
    assert not any(row["attribute"] == "earlier_review_window_days" for row in rows)


def test_summaries_give_no_verdict_on_the_press(store: Store) -> None:
    assert store.rows("SELECT count(*) AS n FROM documents WHERE kind = 'law'") == [{"n": 0}]
    assert {row["verdict"] for row in store.rows("SELECT DISTINCT verdict FROM primary_text")} == {"text not held"}


def test_every_view_answers_the_sqlite_of_the_system_too(demo_db: Path) -> None:
    """Researchers open the file with what they have: Python's own module, often an older SQLite than ours."""
    with closing(sqlite3.connect(f"file:{demo_db}?mode=ro", uri=True)) as connection:
        for view in VIEWS:
            connection.execute(f"SELECT * FROM {view}").fetchall()
