"""Memory while many short documents are read: `python -m bench memory`, or `python -m bench.memory full 20000`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from extract.pipeline import build_pipeline, extractor_version
from extract.run import BATCH, Batch, read_batch
from kb.datafiles import find_data, load_register
from kb.ids import document_id, text_hash
from kb.model import Document

RUNS = (("rules", 100_000), ("full", 20_000))
MARKS = (0.01, 0.1, 0.25, 0.5, 0.75, 1.0)
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "xo", "zu", "kra")


def main() -> None:
    """Print the resident memory of each run at its marks, and the documents a second."""
    for profile, number in RUNS:
        measure(profile, number)


def measure(profile: str, number: int) -> None:
    """Read invented documents of three sentences, each with names and words that no other has."""
    register = load_register(find_data())
    nlp = build_pipeline(register, profile=profile)
    version = extractor_version(register, nlp)
    began, done, printed = time.process_time(), 0, []
    marks = [round(mark * number) for mark in MARKS]
    for batch in _batches(number):
        for outcome in read_batch(nlp, batch, version):
            if outcome.fault:
                raise SystemExit(f"{outcome.document}: {outcome.fault}")
        done += len(batch.documents)
        while marks and done >= marks[0]:
            printed.append(f"{marks.pop(0):,}: {_resident():.0f} MB")
    rate = number / (time.process_time() - began)
    print(f"{profile}: {number:,} documents, {rate:,.0f} a CPU second; resident after " + ", ".join(printed))


def _batches(number: int) -> Iterator[Batch]:
    for first in range(0, number, BATCH):
        yield Batch(tuple(_document(index) for index in range(first, min(number, first + BATCH))), {})


def _document(index: int) -> Document:
    maker, person, place = (_name(index * 3 + offset).capitalize() for offset in range(3))
    text = (
        f"{maker} Labs agreed on Tuesday to hand its {maker}-{index % 9} model to the Center for AI Standards and "
        f"Innovation. “We welcome order {index},” said {person} {place}, who leads policy at {maker} Labs. Under "
        f"Executive Order 14409, signed by Donald Trump in {2000 + index % 27}, {_name(index * 7)} {_name(index * 11)} "
        f"reviews may take up to {index % 60 + 1} days."
    )
    url = f"https://bench.example/{index}"
    return Document(
        id=document_id(url), url=url, title=f"{maker} hands over", published="2026-05-06", kind="news", text=text,
        text_sha256=text_hash(text), fetched_at="2026-05-06T00:00:00Z",
    )  # fmt: skip


def _name(number: int) -> str:
    parts = []
    number += 4096
    while number:
        number, digit = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[digit])
    return "".join(parts)


def _resident() -> float:
    """Return the memory held now, in MB: what is resident, not the peak."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
    else:
        main()
