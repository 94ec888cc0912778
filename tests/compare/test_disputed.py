"""What the register's own sources disagree on: the view on a day, and the brief that cites every version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World, check_numbers

from crosswalk.brief import brief
from crosswalk.disagreements import find_disputed
from kb.model import DisputedFact, DisputedSubject, DisputedVersion
from kb.views import disputed_sql

ORDER = "the-order"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument(ORDER, "The Order", position=1)
    made.instrument("act", "The Act", position=2)
    made.entity("agency", "AGENCY", "The Agency")
    fact(made, "window", ORDER, ("30 days", "30", "2026-06-02"), ("60 days", "60", "2026-06"), ("90", "90", "2026-07"))
    fact(made, "page", "agency", ("Gone in May", None, "2026-05"), ("Gone in June", None, "2026-06"), also=(ORDER,))
    yield made
    made.store.close()


def fact(world: World, id: str, about: str, *versions: tuple[str, str | None, str], also: tuple[str, ...] = ()) -> None:
    """Hold a disputed fact with versions of value, claim and day; the first is followed."""
    attribute = "review_window_days" if versions[0][1] else None
    world.store.upsert([DisputedFact(id=id, question=f"What of the {id}?", about_id=about, attribute=attribute)])
    world.store.upsert(
        DisputedVersion(
            id=f"{id}-{n}", fact_id=id, position=n, value=value, claim=claim, confidence="low", as_of=day,
            source_url=f"https://{n}.example/", followed=n == 1,
        )
        for n, (value, claim, day) in enumerate(versions, start=1)
    )  # fmt: skip
    world.store.upsert(DisputedSubject(fact_id=id, subject_id=one) for one in (about, *also))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-05-31", {}),  # one version: nobody disagreed
        ("2026-06-01", {"page": ["Gone in May", "Gone in June"]}),
        ("2026-06-02", {"window": ["30 days", "60 days"], "page": ["Gone in May", "Gone in June"]}),
        ("2026-07-01", {"window": ["30 days", "60 days", "90"], "page": ["Gone in May", "Gone in June"]}),
    ],
)
def test_a_version_counts_from_its_day_and_one_alone_is_no_dispute(
    world: World, day: str, expected: dict[str, list[str]]
) -> None:
    found: dict[str, list[str]] = {}
    for row in world.store.rows(disputed_sql(":as_of"), {"as_of": day}):
        found.setdefault(row["fact_id"], []).append(row["value"])
    assert found == expected


def test_publishers_held_are_counted_once_and_up_to_the_day(world: World) -> None:
    for number, (publisher, value, published, family) in enumerate(
        [
            ("A", "30", "2026-06-03", None),
            ("A", "30", "2026-06-04", None),
            ("B", "60", "2026-06-05", "fam"),
            ("C", "60", "2026-06-06", "fam"),
            ("D", "60", "2026-07-20", None),
        ]
    ):
        document = world.document(
            f"https://{number}.example/",
            f"It is {value} days.",
            publisher=publisher,
            published=published,
            family=family,
        )
        world.claim(document, ORDER, "review_window_days", value, f"{value} days")
    counted = {}
    for day in ("2026-06-30", "2026-07-31"):
        (window,) = (one for one in find_disputed(world.store, day) if one.fact_id == "window")
        counted[day] = [version.voices for version in window.versions]
    assert counted == {"2026-06-30": [1, 1], "2026-07-31": [1, 2, 0]}


def test_facts_are_found_by_all_they_are_shown_with(world: World) -> None:
    assert [one.fact_id for one in find_disputed(world.store, subjects=(ORDER,))] == ["window", "page"]
    assert [one.fact_id for one in find_disputed(world.store, subjects=("agency",))] == ["page"]
    assert find_disputed(world.store, subjects=("act",)) == []
    (page,) = find_disputed(world.store, subjects=("agency",))
    assert (page.about, [version.voices for version in page.versions]) == ("The Agency", [None, None])


def test_a_brief_cites_every_version_and_every_number_in_it(world: World) -> None:
    text = brief(world.store, ORDER, "act", as_of="2026-06-30")
    assert text == brief(world.store, ORDER, "act", as_of="2026-06-30")
    assert "## What the sources of the register disagree on" in text
    assert "  > 30 days, followed here (low, weak single source, 2026-06-02). <https://1.example/>" in text
    assert "`[disputed_versions:window-2]`" in text and "`[disputed_versions:window-3]`" not in text
    assert check_numbers(world.store, text) >= 5
    assert "disagree" not in brief(world.store, ORDER, "act", as_of="2026-05-01")
