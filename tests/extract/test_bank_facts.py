"""Hold the banks of claims and events: floors on the half that no rule was tuned on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from extract.document import Sheet
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from extract.samenames import NameBook, same_claim_value, same_date
from kb.datafiles import find_data, load_register
from kb.model import Document

BANKS = Path(__file__).parent / "banks"
PUBLISHED = {"claims": "2026-06-15", "events": "2026-10-14"}
PASSAGE_FLOORS = {"claims": (0.80, 0.75), "events": (0.80, 0.73)}  # of longer passages, one third held out
FACTUAL = ("asserted", "reported")
FLOORS = {"claims": (0.94, 0.82), "events": (0.87, 0.76)}  # precision, recall on the held-out halves

Case = dict[str, Any]
Reader = Callable[[str, str], Sheet]  # text, day of publication
Fact = tuple[str, str, str]  # a claim's subject, attribute, value or an event's type, date, about


@pytest.fixture(scope="module")
def reader() -> tuple[Reader, NameBook]:
    """Return a reader with the shipped register and parts, and the names to compare with."""
    register = load_register(find_data())
    nlp = build_pipeline(register, learned=False)  # the banks are for the rules

    def read(text: str, published: str) -> Sheet:
        return read_sheet(
            nlp,
            Document(
                id="doc-bank", url="https://paper.example/1", title="", published=published, language="en", kind="news",
                text=text, text_sha256="", fetched_at="2026-10-15T00:00:00Z",
            ),
        )  # fmt: skip

    return read, NameBook.from_register(register)


def load_bank(name: str) -> dict[str, list[Case]]:
    """Return the cases of a bank by attribute or type."""
    loaded: dict[str, list[Case]] = yaml.safe_load((BANKS / f"{name}.yml").read_text("utf-8"))
    return loaded


def read_claims(sheet: Sheet) -> list[Fact]:
    """Return the claims that are stated as facts."""
    held = [c for c in sheet.claims if not c.negated and c.modality in FACTUAL]
    return list(dict.fromkeys((c.subject, c.attribute, c.entity or c.value) for c in held))


def read_events(sheet: Sheet) -> list[Fact]:
    """Return the events that are stated as facts."""
    held = [e for e in sheet.events if not e.negated and e.modality in FACTUAL]
    return list(dict.fromkeys((e.type, e.date or "-", e.about or "-") for e in held))


def _named(book: NameBook, wanted: str, found: str) -> bool:
    return wanted == "*" or any(book.is_named(found, name) for name in wanted.split(" / "))


def same_claim(book: NameBook, wanted: Fact, found: Fact) -> bool:
    """Tell whether a claim is the one expected."""
    subject, attribute, value = wanted
    if attribute != found[1] or not _named(book, subject, found[0]):
        return False
    return book.is_named(found[2], value) or same_claim_value(attribute, value, found[2])


def same_event(book: NameBook, wanted: Fact, found: Fact) -> bool:
    """Tell whether an event is the one expected."""
    type_, date, about = wanted
    dated = date == "-" or any(found[1] != "-" and same_date(day, found[1]) for day in date.split(","))
    return type_ == found[0] and dated and _named(book, about, found[2])


def compare(
    cases: list[Case], read: Callable[[str], list[Fact]], same: Callable[[Fact, Fact], bool]
) -> tuple[Counter[str], list[str]]:
    """Count what was found, missed and invented, and put the mistakes into words."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for case in cases:
        made = read(case["text"])
        expected = case.get("expect", [])
        for line in sorted(expected, key=lambda line: line.startswith("?")):
            first, second, third = line.removeprefix("? ").split(" | ")
            hit = next((fact for fact in made if same((first, second, third), fact)), None)
            if hit is not None:
                made.remove(hit)
            if line.startswith("?"):
                continue
            counts["found" if hit else "missed"] += 1
            if hit is None:
                faults.append(f"missed {line} in {case['text']!r}")
        counts["invented"] += len(made)
        faults += [f"invented {fact} in {case['text']!r}" for fact in made]
    return counts, faults


def rates(counts: Counter[str]) -> tuple[float, float]:
    """Return precision and recall."""
    found = counts["found"]
    return found / max(1, found + counts["invented"]), found / max(1, found + counts["missed"])


@pytest.mark.parametrize("name", ["claims", "events"])
def test_the_held_out_half_stays_above_its_floor(name: str, reader: tuple[Reader, NameBook]) -> None:
    read, book = reader
    total: Counter[str] = Counter()
    lines = []
    for group, cases in load_bank(name).items():
        held = [case for case in cases if case.get("hold")]
        if name == "claims":
            counts, _ = compare(
                held, lambda text: read_claims(read(text, PUBLISHED[name])), lambda w, f: same_claim(book, w, f)
            )
        else:
            counts, _ = compare(
                held, lambda text: read_events(read(text, PUBLISHED[name])), lambda w, f: same_event(book, w, f)
            )
        total += counts
        lines.append(f"{group}: precision {rates(counts)[0]:.2f}, recall {rates(counts)[1]:.2f}")
    precision, recall = rates(total)
    assert precision >= FLOORS[name][0], "\n".join(lines)
    assert recall >= FLOORS[name][1], "\n".join(lines)


@pytest.mark.parametrize("name", ["claims", "events"])
def test_held_out_passages_stay_above_their_floor(name: str, reader: tuple[Reader, NameBook]) -> None:
    read, book = reader
    listed: list[Case] = yaml.safe_load((BANKS / "passages.yml").read_text("utf-8"))
    held = [{"text": row["text"], "expect": row.get(name, [])} for row in listed if row.get("hold")]
    assert len(held) * 3 == len(listed)

    def made(text: str) -> list[Fact]:
        sheet = read(text, PUBLISHED["events"])
        return read_claims(sheet) if name == "claims" else read_events(sheet)

    def same(wanted: Fact, found: Fact) -> bool:
        return same_claim(book, wanted, found) if name == "claims" else same_event(book, wanted, found)

    counts, _ = compare(held, made, same)
    precision, recall = rates(counts)
    assert precision >= PASSAGE_FLOORS[name][0] and recall >= PASSAGE_FLOORS[name][1], dict(counts)


@pytest.mark.parametrize("name", ["claims", "events"])
def test_every_attribute_and_type_has_cases_on_both_sides(name: str) -> None:
    for group, cases in load_bank(name).items():
        positive = [case for case in cases if any(not line.startswith("?") for line in case.get("expect", []))]
        assert len(positive) >= 15, group
        assert len(cases) - len(positive) >= 5, group
        assert 0.4 <= sum(bool(case.get("hold")) for case in cases) / len(cases) <= 0.6, group
