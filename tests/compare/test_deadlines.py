"""Deadlines: status on a day, and the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World

from crosswalk.calendars import escape_text, fold_line
from crosswalk.deadlines import deadlines_calendar, deadlines_on, deadlines_text
from kb.model import Deadline, DeadlineEvidence


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument("act", "The Act", jurisdiction="EU")
    yield made
    made.store.close()


def deadline(id: str, due: str, **more: str | int) -> Deadline:
    return Deadline(
        **{
            "id": id,
            "instrument_id": "act",
            "citation": "Sec. 2(d)",
            "actor": "Treasury",
            "action": "Form the clearinghouse",
            "due": due,
            "recorded_from": "2026-06-02",
            "confidence": "high",
            "source_url": "https://law.example/",
            **more,
        }
    )


def test_status_on_a_day_keeps_claimed_and_verified_apart(world: World) -> None:
    world.store.upsert(
        [
            deadline("clearinghouse", "2026-07-02", verified_on="2026-07-14", days=30, counted_from="2026-06-02"),
            deadline("framework", "2026-08-01", claimed_on="2026-08-03", days=60, counted_from="2026-06-02"),
            deadline("directive", "2026-07-02", verified_on="2026-06-10", days=30, counted_from="2026-06-02"),
            deadline("silent", "2026-07-02", days=30, counted_from="2026-06-02"),
            deadline("later", "2027-12-02"),
            deadline("vague", "soon"),
        ]
    )
    world.store.upsert(
        [
            DeadlineEvidence(
                id="dev-1",
                deadline_id="clearinghouse",
                kind="differs",
                date="2026-07-15",
                statement="One source says 15 July.",
                source_url="https://c.example/",
            )
        ]
    )
    names = ("clearinghouse", "framework", "directive", "silent", "later", "vague")
    late, silent = "met late, 12 days", "passed without public sign"
    claimed = "claimed complete, 2 days late, no public evidence"
    expected = {
        "2026-07-01": ("due", "due", "met", "due", "due", "unknown"),
        "2026-07-13": (silent, "due", "met", silent, "due", "unknown"),
        "2026-08-02": (late, silent, "met", silent, "due", "unknown"),
        "2026-11-20": (late, claimed, "met", silent, "due", "unknown"),
    }
    for day, labels in expected.items():
        found = {row.deadline_id: row.label for row in deadlines_on(world.store, day)}
        assert tuple(found[name] for name in names) == labels, day
    row = world.store.rows("SELECT * FROM deadline_status WHERE deadline_id = 'framework'")[0]
    assert (row["claimed"], row["verified"], row["days_late"]) == ("complete", "no public evidence", 2)
    # A statement counts from its day on, like all that is known.
    for day, differing in (("2026-07-14", 0), ("2026-07-15", 1)):
        found = {row.deadline_id: row.differing for row in deadlines_on(world.store, day)}
        assert (found["clearinghouse"], found["framework"]) == (differing, 0)


def test_a_list_of_one_instrument_says_what_is_weak_and_what_differs(world: World) -> None:
    world.instrument("other", "Other Act")
    world.store.upsert(
        [
            deadline("one", "2026-07-02", confidence="low", verified_on="2026-07-14"),
            deadline("two", "2026-07-01", instrument_id="other"),
        ]
    )
    differs = {"deadline_id": "one", "kind": "differs", "statement": "Never.", "source_url": "https://c.example/"}
    world.store.upsert([DeadlineEvidence(id="e", **differs)])
    assert deadlines_text(deadlines_on(world.store, "2026-11-20", instrument="act")) == (
        "2026-07-02  met late, 12 days  The Act, Sec. 2(d): Form the clearinghouse (Treasury)"
        " [statements that say otherwise: 1] [weak single source]"
    )


def test_the_calendar_is_folded_escaped_and_the_same_each_time(world: World) -> None:
    world.store.upsert(
        [
            deadline("one", "2026-07-02", action="Publish; then, “wait” " + "ä" * 60),
            deadline("two", "2027"),
            deadline("three", "soon"),
        ]
    )
    text = deadlines_calendar(deadlines_on(world.store, "2026-06-10"))
    assert text == deadlines_calendar(deadlines_on(world.store, "2026-06-10"))
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20260702\r\nDTEND;VALUE=DATE:20260703\r\n" in unfolded
    assert "DTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20280101\r\n" in unfolded
    assert "SUMMARY:The Act\\, Sec. 2(d): Publish\\; then\\, “wait” " + "ä" * 60 + "\r\n" in unfolded
    assert "UID:deadline:one@crosswalk\r\nDTSTAMP:20260602T000000Z\r\n" in unfolded


@pytest.mark.parametrize(
    ("value", "escaped"), [("a;b,c\\d", "a\\;b\\,c\\\\d"), ("a\r\nb", "a\\nb"), ("a\x07\rb", "a\\nb")]
)
def test_calendar_text_is_escaped(value: str, escaped: str) -> None:
    assert escape_text(value) == escaped


def test_folding_loses_nothing() -> None:
    line = "DESCRIPTION:" + "€uro, " * 40
    assert fold_line(line).replace("\r\n ", "") == line
