"""Hold the banks of names, dates and links: floors on the half that no rule was tuned on, and on the tuned half."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bank_figures import Figures, measure_dates, measure_links, measure_names, rows
from spacy.language import Language

from extract.document import Sheet
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from kb.datafiles import find_data, load_register
from kb.model import Document

Read = Callable[[str, str], Sheet]


@pytest.fixture(scope="module")
def pipeline() -> Language:
    """The rules with the shipped register."""
    return build_pipeline(load_register(find_data()), profile="rules")


@pytest.fixture(scope="module")
def read(pipeline: Language) -> Read:
    """Read a text as a news document of a day."""

    def reader(text: str, published: str) -> Sheet:
        return read_sheet(
            pipeline,
            Document(
                id="doc-bank", url="https://paper.example/bank", title="", published=published, language="en",
                kind="news", text=text, text_sha256="", fetched_at="2026-12-31T00:00:00Z",
            ),
        )  # fmt: skip

    return reader


def told(figures: Figures) -> str:
    """Return the counts and faults, for the report of a failing floor."""
    return "\n".join([str(dict(figures.counts)), *figures.faults])


@pytest.mark.parametrize(("hold", "touched", "typed", "precise"), [(False, 0.97, 0.92, 0.95), (True, 0.9, 0.78, 0.93)])
def test_new_names_are_found_and_typed(read: Read, hold: bool, touched: float, typed: float, precise: float) -> None:
    figures = measure_names(read, rows("names", hold=hold))
    assert figures.rate("touched", "names") >= touched, told(figures)
    assert figures.rate("typed", "names") >= typed, told(figures)
    assert figures.rate("meant", "found") >= precise, told(figures)


@pytest.mark.parametrize(("hold", "floor"), [(False, 0.98), (True, 0.9)])
def test_dates_lengths_and_sums_have_their_values(read: Read, hold: bool, floor: float) -> None:
    figures = measure_dates(read, rows("dates", hold=hold))
    assert figures.rate("right", "texts") >= floor, told(figures)


@pytest.mark.parametrize(("hold", "floor", "merged"), [(False, 0.96, 1), (True, 0.87, 4)])
def test_ambiguous_names_are_linked_or_left_open(read: Read, hold: bool, floor: float, merged: int) -> None:
    figures = measure_links(read, rows("linking", hold=hold))
    assert figures.rate("right", "links") >= floor, told(figures)
    assert figures.counts["merged"] <= merged, told(figures)
