"""Dated law, deadlines, commitments, exposure and what was overtaken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World, cell, question

from crosswalk.deadlines import compute_due, deadlines_on, escape_text, fold_line, write_calendar, wrong_due_dates
from crosswalk.exposure import exposure_on
from crosswalk.overtaken import find_overtaken
from kb.model import Commitment, Deadline, DeadlineEvidence
from kb.views import comparison_sql, dated_law_sql

OMNIBUS = "The Omnibus"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument("act", "The Act", jurisdiction="EU")
    yield made
    made.store.close()


def dated(world: World) -> None:
    """Two provisions whose dates moved, in the steps of a real procedure."""
    for key, old, new in (("anx_III", "2026-08-02", "2027-12-02"), ("anx_I", "2027-08-02", "2028-08-02")):
        law = {"valid_from": "2024-08-01", "applies_from": old, "basis": "The Act"}
        steps = [
            law | {"recorded_from": "2024-07-12", "recorded_to": "2026-07-24"},
            {"recorded_from": "2025-11-19", "recorded_to": "2026-05-07", "status": "proposed"},
            {
                "applies_from": new,
                "recorded_from": "2026-05-07",
                "recorded_to": "2026-06-29",
                "status": "provisional",
            },
            {"applies_from": new, "recorded_from": "2026-06-29", "recorded_to": "2026-07-24", "status": "adopted"},
            law | {"recorded_from": "2026-07-24", "valid_to": "2026-07-27"},
            {"applies_from": new, "recorded_from": "2026-07-24", "valid_from": "2026-07-27", "basis": OMNIBUS},
        ]
        for step in steps:
            world.provision("act", key, heading=f"{key} duties", **step)


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


def test_periods_end_where_the_sections_say() -> None:
    assert compute_due("2026-06-02", 30) == "2026-07-02"
    assert compute_due("2026-06-02", 60) == "2026-08-01"
    with pytest.raises(ValueError, match="not a full date"):
        compute_due("2026-06", 30)


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
    assert world.store.value("SELECT differing FROM deadline_status WHERE deadline_id = 'clearinghouse'") == 1
    assert wrong_due_dates(world.store) == []
    world.store.upsert([deadline("wrong", "2026-07-03", days=30, counted_from="2026-06-02")])
    assert wrong_due_dates(world.store) == ["wrong"]


def test_the_calendar_is_folded_escaped_and_the_same_each_time(world: World) -> None:
    world.store.upsert(
        [
            deadline("one", "2026-07-02", action="Publish; then, “wait” " + "ä" * 60, note="Line\nbreak"),
            deadline("two", "2027"),
        ]
    )
    text = write_calendar(deadlines_on(world.store, "2026-06-10"))
    assert text == write_calendar(deadlines_on(world.store, "2026-06-10"))
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260702\r\nDTEND;VALUE=DATE:20260703\r\n" in unfolded
    assert "SUMMARY:The Act: Publish\\; then\\, “wait” " + "ä" * 60 + " (Treasury)\r\n" in unfolded
    assert "Line\\nbreak" in unfolded
    assert "UID:one@crosswalk\r\n" in unfolded


@pytest.mark.parametrize(("value", "escaped"), [("a;b,c\\d", "a\\;b\\,c\\\\d"), ("a\r\nb", "a\\nb")])
def test_calendar_text_is_escaped(value: str, escaped: str) -> None:
    assert escape_text(value) == escaped


def test_folding_loses_nothing() -> None:
    line = "DESCRIPTION:" + "€uro, " * 40
    assert fold_line(line).replace("\r\n ", "") == line


def companies(world: World) -> None:
    for id in ("google", "openai"):
        world.entity(id, "COMPANY")
    world.entity("caisi", "AGENCY")
    world.entity("duty", "OBLIGATION")
    world.obligation("now", "act", applies_from="2025-08-02", addressee="GPAI provider")
    world.obligation("later", "act", applies_from="2027-12-02", entity_id="duty")
    world.obligation("public", "act", addressee="Member State")


def promise(id: str, maker: str, instrument: str, state: str, date: str, **more: str) -> Commitment:
    return Commitment(
        id=id,
        maker_id=maker,
        instrument_id=instrument,
        text="A promise.",
        state=state,
        date=date,
        recorded_from=date,
        confidence="high",
        source_url="https://x.example/",
        **more,
    )


def test_duties_are_possible_unless_a_role_is_shown(world: World) -> None:
    companies(world)
    world.instrument("pact-2024", "Pact of 2024", type="agreement")
    world.store.upsert(
        [
            promise("p1", "openai", "pact-2024", "agreed", "2024-08-29"),
            promise("p2", "openai", "pact-2024", "renegotiated", "2026-05-05", follows_id="p1"),
        ]
    )
    article = world.document("https://b.example/", "Google has agreed to share models.", publisher="B")
    world.relation(article, "google", "submits_to", "caisi", "has agreed")
    rows = {(row.company_id, row.side, row.subject_id): row.state for row in exposure_on(world.store, "2026-11-20")}
    assert rows == {
        ("google", "reported", "caisi"): "agreed",
        ("google", "duty", "now"): "possible",
        ("google", "duty", "later"): "not yet in force",
        ("openai", "commitment", "p2"): "renegotiated",
        ("openai", "duty", "now"): "possible",
        ("openai", "duty", "later"): "not yet in force",
    }
    earlier = exposure_on(world.store, "2025-01-01", company="openai")
    assert [(row.side, row.subject_id, row.state) for row in earlier if row.side == "commitment"] == [
        ("commitment", "p1", "agreed")
    ]


def test_a_role_makes_a_duty_apply_and_names_its_sentence(world: World) -> None:
    companies(world)
    article = world.document("https://b.example/", "The duty binds Google.", publisher="B")
    world.relation(article, "duty", "applies_to", "google", "binds")
    world.instrument("code", "The Code", type="code_of_practice", jurisdiction="EU")
    world.store.upsert([promise("p1", "openai", "code", "signed", "2025-08-01")])
    rows = {(row.company_id, row.subject_id): row for row in exposure_on(world.store, "2027-12-03")}
    assert (rows["google", "later"].state, rows["google", "later"].evidence) == ("applies", "binds")
    assert rows["google", "now"].state == "possible"
    assert (rows["openai", "now"].state, rows["openai", "now"].basis) == (
        "applies",
        "role: signed The Code on 2025-08-01, a code for providers of general-purpose models",
    )
    assert rows["openai", "later"].state == "possible"


def test_a_negated_statement_is_no_role(world: World) -> None:
    companies(world)
    article = world.document("https://b.example/", "The duty does not bind Google.", publisher="B")
    world.relation(article, "duty", "applies_to", "google", "does not bind", negated=True)
    assert [row for row in exposure_on(world.store, "2027-12-03") if row.state == "applies"] == []


def test_older_texts_are_overtaken_and_newer_ones_stale(world: World) -> None:
    dated(world)
    world.provision("act", "art_113", applies_from="2026-08-02", heading="General application")
    world.obligation("o", "act", scope="high-risk", applies_from="2027-12-02")
    for name, published, text in (
        ("before", "2026-03-01", "The high-risk duties apply from 2 August 2026."),
        ("after", "2026-09-01", "The high-risk duties apply from 2 August 2026."),
        ("other", "2026-09-01", "The labelling duties apply from 2 August 2026."),
        ("aware", "2026-09-01", "The high-risk duties moved from 2 August 2026 to 2 December 2027."),
    ):
        document = world.document(f"https://{name}.example/", text, publisher=name, published=published)
        world.claim(document, "act", "applies_from", "2026-08-02", "2 August 2026")
        if name == "aware":
            world.claim(document, "act", "applies_from", "2027-12-02", "2 December 2027")
    rows = world.store.rows(
        "SELECT d.url, o.state, o.label, o.now FROM overtaken o JOIN documents d ON d.id = o.document_id ORDER BY d.url"
    )
    assert rows == [
        {
            "url": "https://after.example/",
            "state": "stale",
            "label": "stale: overtaken on 2026-07-24 by The Omnibus",
            "now": "2027-12-02",
        },
        {
            "url": "https://before.example/",
            "state": "overtaken",
            "label": "overtaken on 2026-07-24 by The Omnibus",
            "now": "2027-12-02",
        },
    ]


def test_own_notes_are_checked_for_dates_and_replaced_instruments(world: World) -> None:
    dated(world)
    world.provision("act", "art_113", applies_from="2026-08-02", heading="General application")
    world.obligation("o", "act", scope="high-risk", applies_from="2027-12-02")
    world.instrument("new", "New Order", signed="2025-01-20")
    world.instrument("old", "Old Order", status="repealed", ended="2025-01-20", superseded_by="new")
    note = (
        "High-risk duties start on 2 August 2026. The Old Order requires reports. The Act applies from 2 August 2026."
    )
    uses = find_overtaken(world.store, note, written="2026-10")
    assert [(use.text, use.message) for use in uses] == [
        ("2 August 2026", "stale: overtaken on 2026-07-24 by The Omnibus"),
        ("Old Order", "stale: overtaken on 2025-01-20 by New Order"),
    ]
    assert [use.state for use in find_overtaken(world.store, note, written="2026-03-01")] == ["overtaken", "stale"]
    assert find_overtaken(world.store, "The Old Order was revoked in 2025.") == []
