"""Stable ids and partial dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ids import candidate_id, normalize_name, stable_id
from kb.partial_dates import compatible, parse_partial


@given(st.lists(st.one_of(st.none(), st.text(), st.integers()), max_size=4))
def test_an_id_depends_on_its_fields_only(fields: list[str | int | None]) -> None:
    assert stable_id("x", *fields) == stable_id("x", *fields)
    assert stable_id("x", *fields) != stable_id("x", *fields, None)


def test_none_and_empty_differ_and_fields_do_not_run_together() -> None:
    ids = [stable_id("x", *fields) for fields in [(None,), ("",), ("", ""), ("ab",), ("a", "b")]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("left", "right"), [("The Acme Group", "acme group"), ("Acme’s", "ACME"), ("Acme\u00a0 Labs,", "acme labs")]
)
def test_names_that_are_one(left: str, right: str) -> None:
    assert normalize_name(left) == normalize_name(right)
    assert candidate_id("COMPANY", left) == candidate_id("COMPANY", right)


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("2026-Q2", "2026-04-01", "2026-06-30", "quarter"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2026-06-02", "2026-06-02", "2026-06-02", "day"),
        ("2026-05-25/2026-05-31", "2026-05-25", "2026-05-31", "interval"),
        ("2026-06-02T23:30:00Z", "2026-06-02", "2026-06-02", "day"),
    ],
)
def test_a_partial_date_bounds_its_days(value: str, first: str, last: str, precision: str) -> None:
    span = parse_partial(value)
    assert (span.first.isoformat(), span.last.isoformat(), span.precision) == (first, last, precision)


@pytest.mark.parametrize("value", ["", "June", "2026-13", "2026-02-30", "26-06-02", "2026-06-03/2026-06-01", "2026-Q5"])
def test_what_is_no_date_is_named(value: str) -> None:
    with pytest.raises(ValueError, match=r"date|interval"):
        parse_partial(value)


def test_a_month_and_a_day_in_it_do_not_conflict() -> None:
    assert compatible("2026-06", "2026-06-02")
    assert not compatible("2026-06", "2026-07-02")
