"""Measure the banks of names, dates and links: what was found, rightly typed, rightly valued, silently merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from extract.document import Sheet

FOLDER = Path(__file__).parent / "banks"
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\]]+)\]")
_APART = ("DATE", "DURATION", "MONEY", "OBLIGATION")
Read = Callable[[str, str], Sheet]


@dataclass(slots=True)
class Figures:
    """Counts of one bank, and the faults in words."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def rate(self, part: str, whole: str) -> float:
        """Return one count as a share of another."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0


def rows(bank: str, *, hold: bool) -> list[dict[str, Any]]:
    """Return the rows of one half of a bank."""
    listed = yaml.safe_load((FOLDER / f"{bank}.yml").read_text(encoding="utf-8"))
    return [row for row in listed if row.get("hold", False) is hold]


def marked(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text without its marks, and the marked spans."""
    plain, spans, last = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        name = match.group(1)
        for ending in ("'s", "’s"):
            name = name.removesuffix(ending)
        spans.append((len(plain), len(plain) + len(name), match.group(2)))
        plain += match.group(1)
        last = match.end()
    return plain + text[last:], spans


def measure_names(read: Read, listed: Iterable[dict[str, Any]]) -> Figures:
    """Count names touched, rightly typed, and names seen where there is none."""
    figures = Figures()
    for row in listed:
        text, spans = marked(row["text"])
        found = [
            (item.start, item.end, item.label)
            for item in read(text, "2026-06-03").mentions
            if not item.silent and item.label not in _APART
        ]
        for start, end, label in spans:
            over = [item for item in found if item[0] < end and start < item[1]]
            if label == "?":
                continue
            figures.counts["names"] += 1
            figures.counts["touched"] += bool(over)
            typed = any(item[2] == label for item in over)
            figures.counts["typed"] += typed
            if not typed:
                seen = ", ".join(f"{text[a:b]}={c}" for a, b, c in over) or "nothing"
                figures.faults.append(f"{text[start:end]} is {label}, read {seen}: {text}")
        for first, last, label in found:
            figures.counts["found"] += 1
            if any(first < end and start < last for start, end, _ in spans):
                figures.counts["meant"] += 1
            else:
                figures.faults.append(f"no name: {text[first:last]}={label}: {text}")
    return figures


def measure_dates(read: Read, listed: Iterable[dict[str, Any]]) -> Figures:
    """Count values read rightly; a value too many is a fault of its text."""
    figures = Figures()
    for row in listed:
        want = Counter(row["values"])
        have = Counter(
            item.value
            for item in read(row["text"], str(row["published"])).mentions
            if item.label in ("DATE", "DURATION", "MONEY") and item.value
        )
        figures.counts["texts"] += 1
        figures.counts["right"] += have == want
        if have != want:
            figures.faults.append(f"{list(have.elements())} instead of {row['values']}: {row['text']}")
    return figures


def measure_links(read: Read, listed: Iterable[dict[str, Any]]) -> Figures:
    """Count right links, names left open, and names silently merged into another entry."""
    figures = Figures()
    for row in listed:
        text, spans = marked(row["text"])
        mentions = [item for item in read(text, str(row["published"])).mentions if not item.silent]
        for start, end, wanted in spans:
            ids = {item.entity for item in mentions if item.start < end and start < item.end and item.entity}
            figures.counts["links"] += 1
            right = ids == {wanted} if wanted != "-" else not ids
            figures.counts["right"] += right
            figures.counts["merged"] += bool(ids - {wanted})
            if not right:
                figures.faults.append(f"{text[start:end]} is {wanted}, read {sorted(ids)}: {text}")
    return figures
