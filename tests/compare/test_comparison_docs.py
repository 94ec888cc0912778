"""docs/comparison.md names every view with its columns as they are, and its example queries run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest_shared import ROOT

from kb.store import Store
from kb.views import VIEWS

TEXT = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^\*\*`(\w+)`\*\*: (.*?)(?=^\*\*`|^### |\Z)", TEXT, flags=re.MULTILINE | re.DOTALL))


@pytest.fixture
def store(demo_db: Path) -> Iterator[Store]:
    with Store.open(demo_db, read_only=True) as opened:
        yield opened


def test_every_view_has_its_section_and_no_other() -> None:
    assert set(SECTIONS) == set(VIEWS)


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_columns_are_listed_as_they_are_and_the_example_runs(store: Store, view: str) -> None:
    columns = re.search(r"^Columns: (.*?)\.$", SECTIONS[view], flags=re.MULTILINE)
    assert columns is not None
    assert re.findall(r"`(\w+)`", columns[1]) == [row["name"] for row in store.rows(f"PRAGMA table_info({view})")]
    (query,) = re.findall(r"```sql\n(.*?);\n```", SECTIONS[view], flags=re.DOTALL)
    assert re.search(rf"\bFROM {view}\b", query)
    store.rows(query)


def test_the_words_of_the_views_are_explained() -> None:
    words = [
        *("withdrawn", "superseded", "confirmed by primary text", "disputed", "corroborated", "single family"),
        *("granularity", "drift", "several", "reference", "narrower", "broader", "text silent", "text not held"),
        *("passed without public sign", "claimed complete", "met late", "possible", "not yet in force"),
        *("law_text", "correction", "re_extraction", "overtaken", "stale", "belongs_to"),
    ]
    prose = TEXT.partition("## Views")[0]
    assert [word for word in words if word not in prose] == []
