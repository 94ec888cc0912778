from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.intervals import Counts, bootstrap_f1, mean, wilson


def test_wilson_agrees_with_a_worked_example():
    # 8 of 10: (0.8 + 1.9208/10 ± 1.96·sqrt(0.016 + 0.009604)) / 1.38416, by hand.
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=2e-4)
    assert wilson(0, 0) is None


@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_rate_and_stays_within_bounds(total, data):
    right = data.draw(st.integers(0, total))
    low, high = wilson(right, total)
    assert 0 <= low <= right / total + 1e-12
    assert right / total - 1e-12 <= high <= 1


def test_rates_of_counts():
    counts = Counts(tp=6, fp=2, fn=4)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.6, pytest.approx(2 / 3))
    assert (Counts(fn=2).precision, Counts(fn=2).recall, Counts(fn=2).f1) == (None, 0.0, 0.0)
    assert Counts().f1 is None


def test_the_bootstrap_is_reproducible_and_brackets_the_value():
    documents = [Counts(tp=9, fp=1, fn=0), Counts(tp=3, fp=3, fn=3), Counts(tp=7, fn=2), Counts()]
    low, high = bootstrap_f1(documents)
    assert (low, high) == bootstrap_f1(documents)
    assert low < 2 * 19 / (38 + 4 + 5) < high
    assert bootstrap_f1([Counts(tp=4)]) == (1.0, 1.0)
    assert bootstrap_f1([Counts()]) is None


def test_a_mean_leaves_out_what_does_not_exist():
    assert mean([1.0, None, 0.5]) == 0.75
    assert mean([None]) is None
