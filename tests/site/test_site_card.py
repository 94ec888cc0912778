"""The card describes the schema as it is: every table, column, view, facet and query."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kb.store import Store

CARD = json.loads((Path(__file__).parents[2] / "datasette_metadata.json").read_text(encoding="utf-8"))
DATABASE: dict[str, Any] = CARD["databases"]["crosswalk"]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Store.open(tmp_path_factory.mktemp("card") / "crosswalk.db") as store:
        yield store


def names(store: Store, kind: str) -> set[str]:
    """Return the tables or views of a database; the index tables behind a full-text table are SQLite's own."""
    shadows = ("sqlite_%", "%_fts_%", "_sqlite_migrations")
    rows = store.rows(
        "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE ? AND name NOT LIKE ? AND name <> ?",
        (kind, *shadows),
    )
    return {row["name"] for row in rows}


def test_every_table_and_view_is_described_and_nothing_else(schema: Store) -> None:
    held = names(schema, "table") | names(schema, "view")
    assert {name for name, table in DATABASE["tables"].items() if table.get("description")} == held


def test_every_column_is_described_in_words(schema: Store) -> None:
    faults = []
    for table in sorted(names(schema, "table") | names(schema, "view")):
        held = {row["name"] for row in schema.rows(f"PRAGMA table_info({table})")}
        described = DATABASE["tables"][table]["columns"]
        faults += [f"{table}.{name}" for name in held ^ set(described)]
        faults += [
            f"{table}.{name}: {text!r}" for name, text in described.items() if len(text) < 4 or text[-1] not in ".;"
        ]
    assert faults == []


def test_facets_of_tables_that_grow_are_indexed(schema: Store) -> None:
    grow = {"documents", "sentences", "mentions", "relations", "relation_evidence", "claims", "events",
        "event_evidence",
            "quotes", "fetches", "obligation_evidence"}  # fmt: skip
    faults = []
    for table in grow:
        first = {
            schema.rows(f"PRAGMA index_info({index['name']})")[0]["name"]
            for index in schema.rows(f"PRAGMA index_list({table})")
        }
        faults += [f"{table}.{facet}" for facet in DATABASE["tables"][table].get("facets", []) if facet not in first]
    assert faults == []


def test_label_sort_and_facet_columns_exist(schema: Store) -> None:
    faults = []
    for name in names(schema, "table"):
        table = DATABASE["tables"][name]
        used = [
            *table.get("facets", []),
            *(table[key] for key in ("label_column", "sort", "sort_desc") if key in table),
        ]
        faults += [f"{name}.{column}" for column in used if column not in table["columns"]]
    assert faults == []
    assert DATABASE["tables"]["documents"]["fts_table"] == "documents_fts"
    assert DATABASE["tables"]["sentences"]["fts_table"] == "sentences_fts"


def test_at_least_twelve_queries_run_and_say_what_they_answer(schema: Store) -> None:
    queries = DATABASE["queries"]
    assert len(queries) >= 12
    for name, query in queries.items():
        assert query["title"] and query["description"], name
        parameters = dict.fromkeys(re.findall(r"(?<!:):(\w+)", query["sql"]), "x")
        schema.rows(query["sql"], parameters)


@pytest.mark.parametrize("name", DATABASE["queries"])
def test_query_answers_on_the_site(get, name: str) -> None:
    sql = DATABASE["queries"][name]["sql"]
    query = "&".join(f"{word}=supports" for word in re.findall(r"(?<!:):(\w+)", sql))
    answer = get(f"/another-name/{name}.json?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["ok"] is True


def test_settings_are_those_of_the_design(served) -> None:
    wanted = {"suggest_facets": False, "sql_time_limit_ms": 1000, "max_returned_rows": 500, "max_csv_mb": 20,
              "default_cache_ttl": 60}  # fmt: skip
    assert {name: served.setting(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "table", ["documents", "sentences", "cells", "claims", "comparison", "disagreements", "exposure"]
)
def test_datasettes_own_page_of_a_table_answers(served, table: str) -> None:
    assert asyncio.run(served.client.get(f"/another-name/{table}")).status_code == 200
    assert asyncio.run(served.client.get(f"/another-name/{table}.json?_shape=array")).status_code == 200


@pytest.mark.parametrize("words", ["public release", 'thirty "days', "AND OR", "don't (stop", "*"])
def test_search_takes_any_words(get, words: str) -> None:
    for path in ("sentences", "documents"):
        assert get(f"/another-name/{path}", params={"_search": words}).status_code == 200
    assert get("/another-name/search_sentences.json", params={"words": words}).status_code == 200
