"""The acts of the states in the register: each is an instrument with provisions, dates, and how sure they are."""

from functools import cache
from itertools import groupby

import pytest
from conftest_shared import ROOT

from kb.datafiles import Register, load_register
from kb.model import Provision

ACTS = (
    "ca-sb-53 ny-raise il-sb-315 co-sb-24-205 co-sb-26-189 tx-traiga ca-sb-942 ca-sb-813 ca-ab-1405"  # of the facts
).split()


@cache
def register() -> Register:
    return load_register(ROOT / "data")


def provisions(act: str, day: str) -> list[Provision]:
    """Return the rows of an act that were known on a day."""
    return [
        row
        for row in register().provisions
        if row.instrument_id == act and row.recorded_from <= day and (row.recorded_to is None or day < row.recorded_to)
    ]


@pytest.mark.parametrize(
    ("act", "number", "signed", "in_force", "status"),
    [
        ("ca-sb-53", "SB 53", "2025-09-29", "2026-01-01", "applies"),
        ("ny-raise", "S6953-B", "2025-12-19", "2027-01-01", "adopted"),
        ("il-sb-315", "SB 315", "2026-07-06", "2027-01-01", "adopted"),
        ("co-sb-24-205", "SB 24-205", "2024-05-17", None, "repealed"),
        ("co-sb-26-189", "SB 26-189", "2026-05-14", "2027-01-01", "adopted"),
        ("tx-traiga", "H.B. 149", "2025-06-22", "2026-01-01", "applies"),
        ("ca-sb-942", "SB 942", "2024-09-19", "2026-08-02", "applies"),
        ("ca-sb-813", "SB 813", "2026-09-09", None, "adopted"),
        ("ca-ab-1405", "AB 1405", "2026-09-09", None, "adopted"),
    ],
)
def test_each_act_is_an_instrument_with_its_dates(
    act: str, number: str, signed: str, in_force: str | None, status: str
) -> None:
    row = next(row for row in register().instruments if row.id == act)

    assert (row.number, row.signed, row.in_force, row.status) == (number, signed, in_force, status)
    assert (row.type, row.binding) == ("state_statute", "binding")


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_provisions_in_our_words_and_an_event(act: str) -> None:
    known = provisions(act, "2026-11-20")

    assert len({row.key for row in known}) >= 2
    assert all(row.summary and row.source_url and row.confidence for row in known)
    events = register().events
    taking_part = {one.event_id for one in register().event_participants if one.entity_id == act}
    assert any(event.about_id == act or event.id in taking_part for event in events)


def test_one_weak_source_stays_one_weak_source() -> None:
    for act in ("ca-sb-813", "ca-ab-1405"):
        assert {row.confidence for row in provisions(act, "2026-11-20")} == {"low"}


@pytest.mark.parametrize(
    ("act", "day", "expected"),
    [
        ("co-sb-24-205", "2025-08-01", {("adopted", "2026-02-01")}),
        ("co-sb-24-205", "2026-02-01", {("adopted", "2026-06-30")}),
        ("co-sb-24-205", "2026-05-14", {("repealed", None)}),
        ("co-sb-26-189", "2026-05-13", set()),
        ("co-sb-26-189", "2026-06-30", {("adopted", "2027-01-01")}),
        ("ca-sb-942", "2025-01-01", {("adopted", "2026-01-01")}),
        ("ca-sb-942", "2026-06-01", {("adopted", "2026-08-02")}),
        ("ca-sb-942", "2026-08-02", {("in_force", "2026-08-02")}),
        ("tx-traiga", "2025-12-31", {("adopted", "2026-01-01")}),
        ("tx-traiga", "2026-01-01", {("in_force", "2026-01-01")}),
    ],
)
def test_dates_that_moved_as_known_on_a_day(act: str, day: str, expected: set[tuple[str, str | None]]) -> None:
    found = {(row.status, row.applies_from) for row in provisions(act, day) if row.key == "sec_effect"}
    assert found == expected


def test_an_act_put_off_twice_is_not_due_any_more() -> None:
    days = {
        row.due: (row.recorded_from, row.recorded_to)
        for row in register().deadlines
        if row.instrument_id == "co-sb-24-205"
    }
    assert days == {"2026-02-01": ("2024-05-17", "2025-08-28"), "2026-06-30": ("2025-08-28", "2026-05-14")}


def test_known_times_of_a_rule_leave_no_gap() -> None:
    for act in ACTS:
        rows = sorted(
            (row for row in register().provisions if row.instrument_id == act),
            key=lambda row: (row.key, row.recorded_from),
        )
        for _, versions in groupby(rows, key=lambda row: row.key):
            ordered = list(versions)
            assert [row.recorded_to for row in ordered[:-1]] == [row.recorded_from for row in ordered[1:]]
            assert ordered[-1].recorded_to is None


def test_all_named_signatories_and_refusers_of_the_code() -> None:
    rows = [row for row in register().commitments if row.instrument_id == "eu-gpai-code"]

    signed = "amazon anthropic cohere google ibm microsoft mistral-ai openai aleph-alpha xai".split()
    assert sorted((row.maker_id, row.state) for row in rows) == sorted(
        [*((maker, "signed") for maker in signed), ("meta", "refused")]
    )
    one_chapter = [row.maker_id for row in rows if "chapter of the Code alone" in row.text]
    assert one_chapter == ["xai"]
    assert all(row.source_url and row.confidence == "high" for row in rows)
