from __future__ import annotations

import pytest

from extract.samenames import NameBook, head, opens_with, same_claim_value, same_date, same_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Department of Commerce", "Department"),
        ("U.S. Treasury", "Treasury"),
        ("the new executive order on AI", "order"),
        ("Executive Order 14409", "Order"),
        ("The New York Times", "Times"),
        ("Anthropic's", "Anthropic"),
        ("J.B. Branch", "Branch"),
        ("Center for AI Standards and Innovation (CAISI)", "Center"),
        ("GPT-5.6", "GPT-5.6"),
        ("Act on Digital Ports", "Act"),
        ("2026", "2026"),
        ("(", "("),
    ],
)
def test_the_head_is_the_last_word_before_a_preposition(text, expected):
    start, end = head(text, 100)
    assert text[start - 100 : end - 100] == expected


def test_names_are_compared_without_case_articles_and_possessives():
    book = NameBook({"a": ["New York Times", "NYT"]})
    assert book.is_named("a", "the new york times")
    assert book.is_named("a", "nyt’s")
    assert not book.is_named("a", "Times")
    assert not book.is_named(None, "NYT")
    assert book.is_named(None, None)
    assert not book.is_named("a", None)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("2026-06", "2026-06-01/2026-06-30", True),
        ("2026-06", "2026-06-02", False),
        ("2026-Q2", "2026-04-01/2026-06-30", True),
        ("soon", "soon", True),
        ("2026-06-02", "soon", False),
    ],
)
def test_dates_are_equal_when_they_stand_for_the_same_days(left, right, same):
    assert same_date(left, right) is same


@pytest.mark.parametrize(
    ("label", "left", "right", "same"),
    [
        ("DURATION", "P30D", "30", True),
        ("DURATION", "P14D/P90D", "14-90", True),
        ("DURATION", "P2W", "P14D", True),
        ("DURATION", "P1Y", "P12M", True),
        ("DURATION", "P1M", "P30D", False),
        ("DURATION", "PT24H", "P24D", False),
        ("MONEY", "35000000 EUR", "EUR 35,000,000", True),
        ("MONEY", "35000000 EUR", "35000000 USD", False),
        ("MONEY", "35000000 EUR", None, False),
    ],
)
def test_durations_and_sums_are_compared_by_value(label, left, right, same):
    assert same_value(label, left, right) is same


@pytest.mark.parametrize(
    ("attribute", "left", "right", "same"),
    [
        ("compute_threshold_flop", "1e25", "1E+25", True),
        ("compute_threshold_flop", "1e25", "1e26", False),
        ("earlier_review_window_days", "14-90", "14–90", True),
        ("participation", "voluntary", "Voluntary", True),
        ("participation", "voluntary", "mandatory", False),
        ("maximum_fine", "35000000 EUR, 7 %", "7 %; 35,000,000 EUR", True),
        ("maximum_fine", "35000000 EUR, 7 %", "35000000 EUR", False),
        ("applies_from", "2026-08-02", "2026-08", False),
    ],
)
def test_claim_values_are_compared_by_attribute(attribute, left, right, same):
    assert same_claim_value(attribute, left, right) is same


def test_a_quote_opens_with_words_whatever_the_marks():
    assert opens_with("“We’re glad, truly,” she said", "we're glad truly")
    assert not opens_with("“We’re", "we're glad")
    assert not opens_with("We are", "")
