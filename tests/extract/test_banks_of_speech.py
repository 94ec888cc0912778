"""Hold the banks of quotations, stances and references: floors on the half that no rule was tuned on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from extract.document import Sheet
from extract.knowledge import Knowledge, build_knowledge
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from kb.datafiles import find_data, load_register
from kb.model import Document
from kb.register import Register

BANKS = Path(__file__).parent / "banks"
FLOORS = {
    "quotes": 0.94,
    "forms": 0.9,
    "posts": 0.8,
    "speakers": 0.93,
    "stance": 0.9,
    "references": 0.93,
}  # held-out halves

Case = dict[str, Any]
Reader = Callable[[str], Sheet]


def load_bank(name: str, *, hold: bool) -> list[Case]:
    """Return the held-out or the tuned half of a bank."""
    cases = yaml.safe_load((BANKS / f"{name}.yml").read_text("utf-8"))
    return [case for case in cases if bool(case.get("hold")) is hold]


def opening(words: str) -> str:
    """Return the first five words without punctuation."""
    return " ".join(re.findall(r"[\w’'-]+", words.casefold())[:5])


def same_name(known: Knowledge, sheet: Sheet, id_: str | None, name: str | None) -> bool:
    """Tell whether an entity or candidate goes by a name."""
    if id_ is None or name is None:
        return id_ is None and name is None
    names = {text.casefold() for text in known.names_of.get(id_, [])}
    if id_ in known.entities:
        names.add(known.entities[id_].name.casefold())
    names |= {(found.name or found.text).casefold() for found in sheet.mentions if found.candidate == id_}
    return name.casefold() in names or name.casefold().removeprefix("the ") in names


def score_quotes(known: Knowledge, read: Reader, cases: list[Case]) -> tuple[Counter[str], list[str]]:
    """Count quotations found, missed and invented, and right speakers with organisation; the misses in words."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for case in cases:
        sheet = read(case["text"])
        made = [quote for quote in sheet.quotes if quote.kind != "indirect"]
        for wanted in case["quotes"]:
            starts = opening(wanted["starts"])
            found = next((q for q in made if opening(sheet.text[q.start : q.end]).startswith(starts)), None)
            if found is None:
                counts["missed"] += 1
                misses.append(f"missed {wanted['starts']!r} in {case['text']!r}")
                continue
            made.remove(found)
            speaker, body = wanted["speaker"], wanted["organisation"]
            # A body that no person speaks for is written as the organisation alone.
            right = same_name(known, sheet, found.speaker or found.organisation, speaker or body)
            counts["right" if right else "wrong"] += 1
            if not right:
                misses.append(f"{found.speaker_text!r} {found.speaker} speaks in {case['text']!r}")
            elif body is not None:
                placed = same_name(known, sheet, found.organisation, body)
                counts["placed" if placed else "unplaced"] += 1
                if not placed:
                    misses.append(f"organisation {found.organisation} in {case['text']!r}")
        for quote in made:
            counts["invented"] += 1
            misses.append(f"invented {sheet.text[quote.start : quote.end]!r} in {case['text']!r}")
    return counts, misses


def score_stances(read: Reader, cases: list[Case]) -> tuple[Counter[str], list[str]]:
    """Count right and wrong stances; a quotation that is not found is wrong."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for case in cases:
        sheet = read(case["text"])
        found = [quote.stance for quote in sheet.quotes if quote.kind != "indirect"]
        right = bool(found) and found[0] == case["stance"]
        counts["right" if right else "wrong"] += 1
        if not right:
            misses.append(f"{found} for {case['stance']}: {case['text']}")
    return counts, misses


def score_references(known: Knowledge, read: Reader, cases: list[Case]) -> tuple[Counter[str], list[str]]:
    """Count right, missed and wrong links; a link where none is right is wrong."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for case in cases:
        sheet = read(case["text"])
        for wanted in case["references"]:
            expression, _, nth = wanted["expression"].partition("#")
            places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(expression)}(?!\w)", sheet.text)]
            start = places[int(nth or 1) - 1]
            end = start + len(expression)
            covering = [
                m for m in sheet.mentions if m.id and m.label != "JURISDICTION" and start <= m.start and m.end <= end
            ] or [m for m in sheet.mentions if m.id and start <= m.start and m.end <= end]
            found = max(covering, key=lambda m: m.end, default=None)
            outcome = (
                "right"
                if (found is None and wanted["name"] is None)
                or (found is not None and wanted["name"] and same_name(known, sheet, found.id, wanted["name"]))
                else "missed"
                if found is None
                else "wrong"
            )
            counts[outcome] += 1
            if outcome != "right":
                said = found.id if found else None
                misses.append(f"{expression!r} is {said}, not {wanted['name']}: {case['text']}")
    return counts, misses


@pytest.fixture(scope="module")
def shipped() -> Register:
    """The register that is shipped."""
    return load_register(find_data())


@pytest.fixture(scope="module")
def full(shipped: Register) -> Language:
    """The whole pipeline."""
    return build_pipeline(shipped)


@pytest.fixture(scope="module")
def known(shipped: Register) -> Knowledge:
    """What names stand for."""
    return build_knowledge(shipped)


@pytest.fixture(scope="module")
def reader(full: Language) -> Reader:
    """Read a text published on Monday 15 June 2026."""
    return make_reader(full)


def make_reader(nlp: Language) -> Reader:
    """Return what reads the text of a case."""

    def read(text: str) -> Sheet:
        return read_sheet(
            nlp,
            Document(
                id="bank", url="https://paper.example/bank", title="", published="2026-06-15", language="en",
                kind="news", text=text, text_sha256="", fetched_at="2026-06-16T00:00:00Z",
            ),
        )  # fmt: skip

    return read


def score_posts(known: Knowledge, read: Reader, cases: list[Case]) -> tuple[Counter[str], list[str]]:
    """Count persons given to the right body, missed, and given to another one."""
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for case in cases:
        sheet = read(case["text"])
        made = [(item.subject, item.object) for item in sheet.relations if item.predicate == "affiliated_with"]
        for wanted in case.get("posts", []):
            person, body = wanted.split(" | ")
            right = [
                pair
                for pair in made
                if same_name(known, sheet, pair[0], person) and same_name(known, sheet, pair[1], body)
            ]
            counts["right" if right else "missed"] += 1
            made = [pair for pair in made if pair not in right]
            if not right:
                misses.append(f"missed {wanted} in {case['text']!r}")
        counts["invented"] += len(made)
        misses += [f"invented {pair} in {case['text']!r}" for pair in made]
    return counts, misses


def quote_f1(counts: Counter[str]) -> float:
    """Return F1 of quotations with the right speaker."""
    right = counts["right"]
    found, wanted = right + counts["wrong"] + counts["invented"], right + counts["wrong"] + counts["missed"]
    return 2 * right / (found + wanted)


def share(right: int, *others: int) -> float:
    """Return the share of the right ones."""
    return right / (right + sum(others))


def test_quotations_of_the_held_out_half_find_their_speakers(known: Knowledge, reader: Reader) -> None:
    counts, misses = score_quotes(known, reader, load_bank("quotes", hold=True))
    assert quote_f1(counts) >= FLOORS["quotes"], "\n".join(misses)
    assert share(counts["placed"], counts["unplaced"]) >= FLOORS["speakers"], "\n".join(misses)


def test_forms_of_speech_of_the_held_out_third_find_their_speakers(known: Knowledge, reader: Reader) -> None:
    counts, misses = score_quotes(known, reader, load_bank("speech_forms", hold=True))
    assert quote_f1(counts) >= FLOORS["forms"], "\n".join(misses)


def test_persons_of_the_held_out_third_find_their_bodies(known: Knowledge, reader: Reader) -> None:
    counts, misses = score_posts(known, reader, load_bank("speech_forms", hold=True))
    assert share(counts["right"], counts["missed"], counts["invented"]) >= FLOORS["posts"], "\n".join(misses)


def test_stances_of_the_held_out_half_are_judged(reader: Reader) -> None:
    counts, misses = score_stances(reader, load_bank("stance", hold=True))
    assert share(counts["right"], counts["wrong"]) >= FLOORS["stance"], "\n".join(misses)


def test_references_of_the_held_out_half_find_what_they_mean(known: Knowledge, reader: Reader) -> None:
    counts, misses = score_references(known, reader, load_bank("references", hold=True))
    assert share(counts["right"], counts["missed"], counts["wrong"]) >= FLOORS["references"], "\n".join(misses)
