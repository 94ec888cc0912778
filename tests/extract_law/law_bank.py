"""Reads the bank of law-like passages and compares it with what the law reader finds; run it to print figures.

`python tests/extract_law/law_bank.py [develop|holdout|styles|held|fourth|fifth]` prints the shares and every
difference; of the halves that were set aside (`holdout`, `held`, `fifth`) only the shares.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from extract.obligations import read_obligations
from kb.ids import text_hash
from kb.model import Document, ObligationEvidence, Sentence

BANK = Path(__file__).with_name("bank.yml")
STYLES = Path(__file__).with_name("styles.yml")
UNSEEN = Path(__file__).with_name("unseen.yml")
SET_ASIDE = frozenset({"holdout", "held", "fifth"})
_FLAGS = {"held": "hold", "second": "second", "third": "third"}  # splits of `styles.yml` by the flag of a case


@dataclass(frozen=True)
class Row:
    """One expected clause."""

    modality: str
    bearer: str | None
    words: str
    carried: bool
    optional: bool


@dataclass(frozen=True)
class Case:
    """One passage and its clauses."""

    id: int
    split: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Outcome:
    """What differs in one case, and what was right: rows wanted, found, of right modality and bearer, items carried."""

    wanted: int
    paired: int
    modality: int
    bearer: int
    judged: int
    items: int
    carried: int
    spurious: int
    faults: tuple[str, ...]


def load_bank() -> tuple[Case, ...]:
    """Return the cases of the three files in order; the splits of `styles.yml` come from flags."""
    cases = yaml.safe_load(BANK.read_text(encoding="utf-8"))["cases"]
    for case in yaml.safe_load(STYLES.read_text(encoding="utf-8"))["cases"]:
        cases.append({**case, "split": _split_of(case)})
    cases += yaml.safe_load(UNSEEN.read_text(encoding="utf-8"))["cases"]
    return tuple(
        Case(
            case["id"],
            case["split"],
            case["text"],
            tuple(Row(r[0], r[1], r[2], "carried" in r[3:], "optional" in r[3:]) for r in case["rows"]),
        )
        for case in cases
    )


def _split_of(case: dict[str, object]) -> str:
    return next((name for name, flag in _FLAGS.items() if case.get(flag)), "styles")


def read(text: str) -> tuple[ObligationEvidence, ...]:
    """Return the clauses that the reader finds in a passage without provisions."""
    document = Document(id="d", url="u", kind="law", text=text, text_sha256=text_hash(text), fetched_at="2026-01-01")
    sentences, start = [], 0
    for position, line in enumerate(text.split("\n")):
        sentences.append(
            Sentence(
                id=f"d:{position}", document_id="d", position=position, start=start, end=start + len(line), text=line
            )
        )
        start += len(line) + 1
    return read_obligations(document, sentences, (), extractor="x")


def compare(case: Case) -> Outcome:
    """Pair each expected row with the shortest found clause that holds its words, and count what is right."""
    left = sorted(read(case.text), key=lambda row: row.end - row.start)
    faults: list[str] = []
    paired = modality = bearer = judged = carried = 0
    wanted = [row for row in case.rows if not row.optional]
    for row in (*wanted, *(row for row in case.rows if row.optional)):
        match = next((found for found in left if row.words.casefold() in found.text.casefold()), None)
        if match is None:
            if not row.optional:
                faults.append(f"missed: {row.modality} {row.words!r}")
            continue
        left.remove(match)
        if row.optional:
            continue
        paired += 1
        carried += row.carried
        modality += row.modality in ("*", match.modality)
        if row.modality not in ("*", match.modality):
            faults.append(f"modality of {row.words!r}: {match.modality}, not {row.modality}")
        if row.bearer != "*":
            judged += 1
            bearer += same_bearer(row.bearer, match.addressee)
            if not same_bearer(row.bearer, match.addressee):
                faults.append(f"bearer of {row.words!r}: {match.addressee!r}, not {row.bearer!r}")
    faults += [f"spurious: {found.modality} {found.addressee!r} {found.text!r}" for found in left]
    items = sum(row.carried and not row.optional for row in case.rows)
    return Outcome(len(wanted), paired, modality, bearer, judged, items, carried, len(left), tuple(faults))


def same_bearer(expected: str | None, found: str | None) -> bool:
    """Compare two bearers without articles, number and case; one may be longer than the other."""
    if expected is None or found is None:
        return expected is found
    left, right = _words(expected), _words(found)
    return left <= right or right <= left


def _words(text: str) -> set[str]:
    words = text.casefold().replace(",", " ").split()
    return {word.rstrip("s") for word in words if word not in {"the", "a", "an", "any", "each", "every"}}


def summary(outcomes: list[Outcome]) -> dict[str, float]:
    """Return the shares over many cases; `f1` is that of clauses, the others are shares of what was judged."""
    names = [field.name for field in fields(Outcome) if field.name != "faults"]
    total = {name: sum(getattr(outcome, name) for outcome in outcomes) for name in names}
    found = total["paired"] + total["spurious"]
    return {
        "f1": 2 * total["paired"] / max(found + total["wanted"], 1),
        "modality": total["modality"] / max(total["paired"], 1),
        "bearer": total["bearer"] / max(total["judged"], 1),
        "carried": total["carried"] / max(total["items"], 1),
    }


if __name__ == "__main__":
    for split in sys.argv[1:] or ["develop"]:
        chosen = [(case, compare(case)) for case in load_bank() if case.split == split]
        if split not in SET_ASIDE:
            for case, outcome in chosen:
                for fault in outcome.faults:
                    print(f"{case.id}: {fault}\n      {case.text[:150]!r}")
        clean = sum(not outcome.faults for _, outcome in chosen)
        shares = {name: round(share, 3) for name, share in summary([outcome for _, outcome in chosen]).items()}
        print(split, f"{clean} of {len(chosen)} cases", shares)
