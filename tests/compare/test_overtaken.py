"""Superseded law in what is held, and in notes of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World
from law_helpers import dated

from crosswalk.overtaken import find_overtaken
from crosswalk.textcheck import check_text, findings_text


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.instrument("act", "The Act", jurisdiction="EU")
    yield made
    made.store.close()


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


def test_a_note_is_told_where_it_is_superseded_or_misnamed(world: World) -> None:
    dated(world)
    world.obligation("o", "act", scope="high-risk", applies_from="2027-12-02")
    world.instrument("known", "Known Act", celex="32024R0001", number="2024/1")
    note = "Good morning.\nNote: high-risk duties start on 2 August 2026.\nSee 32023R0988 (Known Act)."
    found = check_text(world.store, note, written="2026-10")
    assert findings_text(found, "note.md").splitlines() == [
        "note.md:2:33: '2 August 2026': stale: overtaken on 2026-07-24 by The Omnibus; now 2027-12-02",
        "note.md:3:5: '32023R0988': stands beside 'Known Act', but the register has 32024R0001 for Known Act",
    ]
    assert [(one.kind, note[one.start : one.end]) for one in found] == [
        ("stale", "2 August 2026"),
        ("identifier", "32023R0988"),
    ]
    assert check_text(world.store, "High-risk duties start on 2 December 2027.") == []
