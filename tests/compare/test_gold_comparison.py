"""The three annotated articles through the whole pipeline: one disagreement, on what the days count back from."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from conftest_shared import SHARED, crosswalk

from kb.store import Store

ARTICLES = sorted((SHARED / "gold").glob("news-*.json"))
pytestmark = pytest.mark.skipif(len(ARTICLES) < 3, reason="the annotated articles are not held beside this checkout")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("gold")
    lines = []
    for path in ARTICLES:
        article = json.loads(path.read_text(encoding="utf-8"))
        url = f"https://{article['id']}.example/story"  # three hosts: three publishers
        lines.append(json.dumps({"url": url, **{key: article[key] for key in ("title", "published", "text")}}))
    (folder / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for command in (("ingest", "--file", folder / "gold.jsonl"), ("extract",), ("compare",)):
        done = crosswalk(*command, "--db", folder / "gold.db")
        assert done.returncode == 0, done.stderr
    with Store.open(folder / "gold.db", read_only=True) as opened:
        yield opened


def test_one_disagreement_on_what_the_days_count_back_from(store: Store) -> None:
    rows = store.rows("SELECT * FROM disagreements WHERE conflict")
    assert [(row["subject_id"], row["attribute"], row["kind"]) for row in rows] == [
        ("eo-14409", "review_window_reference", "reference")
    ]
    hosts = {row["id"]: row["url"].split("/")[2] for row in store.rows("SELECT id, url FROM documents")}
    said = {
        value: {
            hosts[row["document_id"]] for row in store.rows("SELECT document_id FROM claims WHERE value = ?", (value,))
        }
        for value in (rows[0]["left_value"], rows[0]["right_value"])
    }
    assert said == {
        "release to trusted partners": {"001.example", "003.example"},
        "public release": {"002.example"},
    }
    for side in ("left", "right"):
        text = store.value("SELECT text FROM documents WHERE id = ?", (rows[0][f"{side}_document_id"],))
        assert text[rows[0][f"{side}_start"] : rows[0][f"{side}_end"]] == rows[0][f"{side}_text"]


def test_the_rewrite_counts_once_and_the_draft_conflicts_with_nothing(store: Store) -> None:
    trust = {
        (row["attribute"], row["value"]): (row["label"], row["voices"])
        for row in store.rows("SELECT * FROM trust WHERE subject_id IN ('eo-14409', 'eo-14409-draft')")
    }
    assert trust["review_window_reference", "release to trusted partners"] == ("disputed", 1)
    assert trust["review_window_days", "30"] == ("corroborated by 2", 2)
    assert trust["earlier_review_window_days", "14-90"] == ("single family", 1)


def test_nothing_held_of_the_order_means_no_verdict(store: Store) -> None:
    assert store.rows("SELECT DISTINCT verdict FROM primary_text") == [{"verdict": "text not held"}]


def test_agreements_read_in_the_article_are_rows_of_each_company(store: Store) -> None:
    rows = store.rows("SELECT company_id, state, evidence FROM exposure WHERE side = 'reported'")
    assert {row["company_id"] for row in rows} >= {"google", "microsoft", "xai"}
    duties = store.rows("SELECT DISTINCT state FROM exposure WHERE side = 'duty' AND company_id = 'nvidia'")
    assert "applies" not in {row["state"] for row in duties}
