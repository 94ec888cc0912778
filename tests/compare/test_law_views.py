"""Dated law and dated cells: what was known on a day, and what was on its way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World, cell, question
from law_helpers import dated

from kb.views import comparison_sql, dated_law_sql


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument("act", "The Act", jurisdiction="EU")
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("day", "key", "expected"),
    [
        ("2025-12-01", "anx_III", ("2026-08-02", "proposed", None)),
        ("2026-06-01", "anx_III", ("2026-08-02", "provisional", "2027-12-02")),
        ("2026-07-01", "anx_III", ("2026-08-02", "adopted", "2027-12-02")),
        ("2026-07-25", "anx_III", ("2026-08-02", "in_force", "2027-12-02")),
        ("2026-07-28", "anx_III", ("2027-12-02", None, None)),
        ("2026-07-28", "anx_I", ("2028-08-02", None, None)),
    ],
)
def test_the_law_as_known_on_a_day(world: World, day: str, key: str, expected: tuple[str, str, str]) -> None:
    dated(world)
    (row,) = world.store.rows(f"SELECT * FROM ({dated_law_sql(':as_of')}) WHERE key = :key", {"as_of": day, "key": key})
    assert (row["applies_from"], row["pending_status"], row["pending_applies_from"]) == expected


def test_a_cell_as_known_on_a_day_and_what_is_pending(world: World) -> None:
    versions = [
        cell("when", "act", "From 2 August 2026.", recorded_to="2026-07-24"),
        cell(
            "when",
            "act",
            "From 2 December 2027.",
            recorded_from="2026-05-07",
            recorded_to="2026-07-24",
            status="provisional",
        ),
        cell("when", "act", "Since the change, from 2 December 2027.", recorded_from="2026-07-24"),
    ]
    world.store.upsert([question("when"), *versions])
    seen = {}
    for day in ("2024-01-01", "2026-05-01", "2026-06-01", "2026-07-28"):
        rows = world.store.rows(comparison_sql(":as_of"), {"as_of": day})
        seen[day] = [(row["value"], row["pending_value"], row["evidence"]) for row in rows]
    assert seen == {
        "2024-01-01": [],
        "2026-05-01": [("From 2 August 2026.", None, "no evidence held")],
        "2026-06-01": [("From 2 August 2026.", "From 2 December 2027.", "no evidence held")],
        "2026-07-28": [("Since the change, from 2 December 2027.", None, "no evidence held")],
    }
    assert world.store.value("SELECT count(*) FROM cell_versions") == 3
