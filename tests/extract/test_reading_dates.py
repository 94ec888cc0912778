from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.amounts import days_of, iso_duration
from extract.document import Sheet

Read = Callable[..., Sheet]


def values(sheet: Sheet, label: str = "DATE") -> list[str | None]:
    return [found.value for found in sheet.mentions if found.label == label]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Tuesday.", "2026-06-02"),
        ("They will meet on Friday.", "2026-06-05"),
        ("They met early on Monday.", "2026-06-01"),
        ("They struck a deal on Tuesday that will bind both.", "2026-06-02"),
        ("The firms will open their books, under terms struck on Tuesday.", "2026-06-02"),
        ("The rule begins on the first of August.", "2026-08-01"),
        ("It was filed on the second day of May.", "2026-05-02"),
        ("It holds from the first day of 2027.", "2027-01-01"),
        ("It holds from 1 January of next year.", "2027-01-01"),
        ("The law starts on New Year’s Day.", "2027-01-01"),
        ("The panel sat on Thursday of last week.", "2026-05-28"),
        ("On 20 June two new bans join the list of forbidden uses.", "2026-06-20"),
        ("In May, the plan was dropped.", "2026-05"),
        ("The rule will bind firms in December.", "2026-12"),
        ("The rule was adopted in December.", "2025-12"),
        ("A court ruled last month.", "2026-05"),
        ("A court ruled last week.", "2026-05-25/2026-05-31"),
        ("It was agreed fifteen months ago.", "2025-03"),
        ("A year ago today it was signed.", "2025-06-03"),
        ("It lies in the second-quarter report.", "2026-Q2"),
        ("They will meet on Friday week.", "2026-06-12"),
        ("They met last Tuesday.", "2026-05-26"),
        ("The April order stands as it is.", "2026-04"),
        ("The October order stands as it is.", "2025-10"),
        ("It ends on January first, two thousand twenty-eight.", "2028-01-01"),
        ("It was agreed back in 2024.", "2024"),
        ("It was agreed in April of this year.", "2026-04"),
        ("It applies from 2 August 2026.", "2026-08-02"),
        ("It applies from August 2, 2026.", "2026-08-02"),
        ("The text of 2026-07-24 is binding.", "2026-07-24"),
        ("Talks ran from 2 to 5 June.", "2026-06-02/2026-06-05"),
        ("Sales rose in the third quarter of 2025.", "2025-Q3"),
        ("Work ended two weeks ago.", "2026-05-18/2026-05-24"),
        ("Earlier this year a draft leaked.", "2026"),
        ("The office opened yesterday.", "2026-06-02"),
        ("It was signed on 21 May.", "2026-05-21"),
        ("The review will end by 9 January.", "2027-01-09"),
    ],
)
def test_a_date_is_resolved_against_the_day_of_publication(sheet: Read, text: str, value: str) -> None:
    assert values(sheet(text)) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "It may pass soon.",
        "They march on in the coming weeks.",
        "It recently changed.",
        "Regulation (EU) 2024/1689 is long.",
        "It names 2026 organisations.",
        "The meeting was on 31 June.",
        "It happened on 02/08/2026.",
    ],
)
def test_what_is_no_certain_date_gives_none(sheet: Read, text: str) -> None:
    assert values(sheet(text)) == []


def test_the_same_day_looks_back_to_the_last_day(sheet: Read) -> None:
    assert (
        values(sheet("Trump spoke on Tuesday. Last month he had not. Anthropic replied the same day."))[-1]
        == "2026-06-02"
    )


def test_without_a_day_of_publication_relative_dates_stay_open(sheet: Read) -> None:
    assert values(sheet("They met on Tuesday and on 4 July 2025.", published="")) == ["2025-07-04"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("up to 30 days before", "P30D"),
        ("14 to 90 days early", "P14D/P90D"),
        ("within six weeks", "P6W"),
        ("a 72-hour limit", "PT72H"),
    ],
)
def test_lengths_of_time_become_durations(sheet: Read, text: str, value: str) -> None:
    assert values(sheet(f"They get it {text}."), "DURATION") == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("€35 million", "35000000 EUR"),
        ("EUR 7.5 million", "7500000 EUR"),
        ("$53,088", "53088 USD"),
        ("15 million euros", "15000000 EUR"),
        ("$2bn", "2000000000 USD"),
    ],
)
def test_sums_become_amount_and_currency(sheet: Read, text: str, value: str) -> None:
    assert values(sheet(f"The fine is {text}."), "MONEY") == [value]


@given(st.integers(1, 400), st.sampled_from(["day", "week"]))
def test_days_of_reads_back_what_iso_duration_writes(count: int, unit: str) -> None:
    assert days_of(iso_duration(count, unit)) == (None, count * (7 if unit == "week" else 1))
