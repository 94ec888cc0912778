"""Copies of one report: pairwise precision and recall on the labelled texts, and time and memory as a corpus grows."""

from __future__ import annotations

import csv
import itertools
import json
import random
import sys
import tempfile
import time
import tracemalloc
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from extract.intervals import Counts, wilson
from ingest.families import Text, find_copies, find_families
from ingest.wording import read_wording
from kb.ids import document_id, text_hash
from kb.model import Document, Source
from kb.store import Store

GOLD = Path(__file__).resolve().parent.parent / "data" / "gold" / "families"
SIZES = (1_000, 2_000, 4_000)
SPLITS = ("dev", "test")


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair of texts: `copy` says whether one was made from the other."""

    left: str
    right: str
    copy: bool
    kind: str
    split: str
    note: str


@dataclass(frozen=True, slots=True)
class PairScore:
    """How a split came out: the counts, and the pairs that are wrong (missed or spurious)."""

    counts: Counts
    missed: tuple[Pair, ...]
    spurious: tuple[tuple[str, str], ...]


def load_pairs(gold: Path = GOLD) -> list[Pair]:
    """Return the labelled pairs in file order."""
    with (gold / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["left"], row["right"], row["copy"] == "1", row["kind"], row["split"], row["note"])
            for row in csv.DictReader(file)
        ]


def load_texts(gold: Path = GOLD) -> list[Text]:
    """Return the labelled texts as find_copies takes them, in order of their ids."""
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((gold / "texts").glob("*.json"))]
    return [
        Text(row["id"], row["publisher"], date.fromisoformat(row["published"]).toordinal(), read_wording(row["text"]))
        for row in rows
    ]


def linked_pairs(texts: list[Text], *, grouped: bool) -> set[frozenset[str]]:
    """Return the pairs found to be copies; grouped: also those that are one family only through a third text."""
    found = {frozenset((like.left, like.right)) for like in find_copies(texts)}
    if not grouped:
        return found
    group: dict[str, set[str]] = {}
    for one, other in map(sorted, found):
        merged = group.get(one, {one}) | group.get(other, {other})
        group.update(dict.fromkeys(merged, merged))
    return {
        frozenset(two) for members in group.values() for two in itertools.combinations(members, 2)
    }


def score_split(split: str, found: set[frozenset[str]], pairs: list[Pair]) -> PairScore:
    """Count the pairs of a split. A found pair that is not labelled a copy is spurious, listed or not."""
    own = {name for pair in pairs if pair.split == split for name in (pair.left, pair.right)}
    copies = {frozenset((pair.left, pair.right)): pair for pair in pairs if pair.copy and pair.split == split}
    here = {two for two in found if two & own}
    missed = tuple(copies[two] for two in copies if two not in here)
    one, *rest = sorted((tuple(sorted(two)) for two in here if two not in copies)) or [()]
    spurious = tuple((two[0], two[1]) for two in ([one, *rest] if one else []))
    return PairScore(Counts(len(copies) - len(missed), len(spurious), len(missed)), missed, spurious)
