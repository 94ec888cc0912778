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
from ingest.families import find_copies, find_families, group_copies
from ingest.likeness import Text
from ingest.wording import read_wording
from kb.ids import document_id, text_hash
from kb.model import Document, Source
from kb.store import Store

GOLD = Path(__file__).resolve().parent.parent / "data" / "gold" / "families"
SIZES = (1_000, 2_000, 4_000, 8_000)  # over the same 300 days: twice the documents are twice as dense
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
    links = find_copies(texts)
    if grouped:
        return {frozenset(two) for group in group_copies(links) for two in itertools.combinations(group, 2)}
    return {frozenset((like.left, like.right)) for like in links}


def score_split(split: str, found: set[frozenset[str]], pairs: list[Pair]) -> PairScore:
    """Count the pairs of a split. A found pair that is not labelled a copy is spurious, listed or not."""
    own = {name for pair in pairs if pair.split == split for name in (pair.left, pair.right)}
    copies = {frozenset((pair.left, pair.right)): pair for pair in pairs if pair.copy and pair.split == split}
    here = {two for two in found if two & own}
    missed = tuple(copies[two] for two in copies if two not in here)
    spurious = tuple((min(two), max(two)) for two in sorted(here - copies.keys(), key=sorted))
    return PairScore(Counts(len(copies) - len(missed), len(spurious), len(missed)), missed, spurious)


def report(split: str, score: PairScore) -> list[str]:
    """Return the lines that tell how a split came out, each share with its 95 % Wilson interval."""
    counts = score.counts
    lines = [
        f"{split}: {counts.tp} of {counts.tp + counts.fn} copies found, {counts.fp} wrong;"
        f" precision {_share(counts.tp, counts.tp + counts.fp)}, recall {_share(counts.tp, counts.tp + counts.fn)},"
        f" F1 {counts.f1 or 0:.2f}"
    ]
    lines += [f"  missed   {pair.left} {pair.right} ({pair.note})" for pair in score.missed]
    lines += [f"  spurious {left} {right}" for left, right in score.spurious]
    return lines


def synthetic(size: int) -> list[tuple[str, str, str, str]]:
    """Return url, publisher, date and text of documents about one field, one in five a rewrite; the same each time.

    Words are drawn by Zipf's law from 20,000, names from 2,000, over 300 days: the texts share what news share.
    """
    chance = random.Random(7)
    vocabulary = [_word(chance) for _ in range(20_000)]
    ranks = list(itertools.accumulate(1 / (place + 10) for place in range(len(vocabulary))))
    names = [_word(chance).capitalize() for _ in range(2_000)]
    made: list[tuple[str, str, str, str]] = []
    for number in range(size):
        if made and chance.random() < 0.2:
            _, _, day, model = made[-1]
            text = ". ".join(_reworded(sentence, vocabulary, chance) for sentence in model.split(". "))
        else:
            day = (date(2026, 1, 1) + timedelta(days=chance.randrange(300))).isoformat()
            text = ". ".join(_sentence(vocabulary, ranks, names, chance) for _ in range(25))
        made.append((f"https://bench.example/{number}", f"P{chance.randrange(150)}", day, text))
    return made


def main() -> None:
    """Print the scores of both splits, each among its own texts, then time and memory of growing corpora."""
    pairs, texts = load_pairs(), load_texts()
    for split in SPLITS:
        own = {name for pair in pairs if pair.split == split for name in (pair.left, pair.right)}
        corpus = [text for text in texts if text.document_id in own]
        for grouped in (False, True):
            name = f"{split}, families" if grouped else f"{split}, pairs"
            print("\n".join(report(name, score_split(split, linked_pairs(corpus, grouped=grouped), pairs))))
    print(f"{'documents':>9} {'seconds':>8} {'ms/doc':>7} {'times':>6} {'peak MB':>8} {'families':>8}")
    before = None
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "bench.db") as store:
            fill(store, size)
            began = time.process_time()  # wall time would measure the neighbours
            counts = find_families(store).counts
            seconds = time.process_time() - began
            tracemalloc.start()
            find_families(store)
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
            times = f"{seconds / before:.2f}" if before else ""
            before = seconds
            figures = f"{seconds:>8.1f} {1000 * seconds / size:>7.2f} {times:>6} {peak:>8.0f}"
            print(f"{size:>9} {figures} {counts['families']:>8}")
            sys.stdout.flush()


def fill(store: Store, size: int) -> None:
    """Write the synthetic documents into a store."""
    documents = synthetic(size)
    with store.transaction():
        store.upsert(
            Source(id=publisher, name=publisher, publisher=publisher, kind="feed")
            for publisher in sorted({publisher for _, publisher, _, _ in documents})
        )
        for url, publisher, day, text in documents:
            store.record_document(
                Document(
                    id=document_id(url),
                    url=url,
                    source_id=publisher,
                    published=day,
                    kind="news",
                    text=text,
                    text_sha256=text_hash(text),
                    fetched_at="2026-11-20T00:00:00Z",
                )
            )


def _share(part: int, whole: int) -> str:
    interval = wilson(part, whole)
    return f"{part / whole:.2f} [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else "–"


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))


def _sentence(vocabulary: list[str], ranks: list[float], names: list[str], chance: random.Random) -> str:
    words = chance.choices(vocabulary, cum_weights=ranks, k=18)
    words[chance.randrange(3, 18)] = chance.choice(names)
    words[chance.randrange(3, 18)] = str(chance.randrange(3, 999))
    return " ".join([words[0].capitalize(), *words[1:]])


def _reworded(sentence: str, vocabulary: list[str], chance: random.Random) -> str:
    words = [
        word if word[0].isupper() or word[0].isdigit() or chance.random() < 0.6 else chance.choice(vocabulary)
        for word in sentence.split()
    ]
    at = chance.randrange(len(words))
    return " ".join(words[at:] + words[:at])


if __name__ == "__main__":
    main()
