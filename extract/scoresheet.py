"""The sheet on which one document is scored: counts by task and label, every fault with its sentence, and pairing.

`extract/scoring.py` fills it; adding up over documents is the work of `extract/evaluation.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from extract.goldfiles import GoldDocument
from extract.intervals import Counts
from kb.model import DocumentReading

G = TypeVar("G")
P = TypeVar("P")

Table = dict[str, dict[str, Counts]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A miss, a false find or a wrong value; `expected` and `found` are printed for people."""

    document: str
    task: str
    label: str
    kind: str  # missed, spurious, wrong, crash
    expected: str | None
    found: str | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """What one document contributes: `counts[task][label]`, and for plain shares tp = right, fn = wrong."""

    document: str
    counts: Table
    faults: tuple[Fault, ...]

    def total(self, task: str) -> Counts:
        """Return the counts of a task over all its labels."""
        return sum(self.counts.get(task, {}).values(), Counts())


@dataclass(slots=True)
class Sheet:
    """Collects the counts and faults of one document while it is scored."""

    gold: GoldDocument
    reading: DocumentReading
    counts: dict[str, dict[str, Counts]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Counts)))
    faults: list[Fault] = field(default_factory=list)

    def right(self, task: str, label: str) -> None:
        """Count a right find."""
        self.counts[task][label] += Counts(tp=1)

    def missed(self, task: str, label: str, expected: str, sentence: str | None) -> None:
        """Count a miss."""
        self.counts[task][label] += Counts(fn=1)
        self.faults.append(Fault(self.gold.id, task, label, "missed", expected, None, sentence))

    def spurious(self, task: str, label: str, found: str, sentence: str | None) -> None:
        """Count a false find."""
        self.counts[task][label] += Counts(fp=1)
        self.faults.append(Fault(self.gold.id, task, label, "spurious", None, found, sentence))

    def share(self, task: str, label: str, right: bool, expected: str, found: str, sentence: str | None) -> None:
        """Count one case of a plain share (linking, stance, date values)."""
        self.counts[task][label] += Counts(tp=1) if right else Counts(fn=1)
        if not right:
            self.faults.append(Fault(self.gold.id, task, label, "wrong", expected, found, sentence))

    def sentence_at(self, offset: int) -> str | None:
        """Return the sentence of the reading that holds a character, or the line of the text."""
        for sentence in self.reading.sentences:
            if sentence.start <= offset < sentence.end:
                return sentence.text
        text = self.gold.text
        line_end = text.find("\n", offset)
        return text[text.rfind("\n", 0, offset) + 1 : line_end if line_end >= 0 else len(text)].strip() or None

    def sentence_of(self, sentence_id: str | None) -> str | None:
        """Return the text of a sentence of the reading."""
        return next((sentence.text for sentence in self.reading.sentences if sentence.id == sentence_id), None)

    def sentence_naming(self, *names: str | None) -> str | None:
        """Return the first sentence in which most of the names are annotated: where a missed statement may stand."""
        best: tuple[int, str | None] = (0, None)
        for sentence in self.reading.sentences:
            inside = {m.name for m in self.gold.entities if sentence.start <= m.start < sentence.end}
            hits = sum(name in inside for name in set(names) if name)
            if hits > best[0]:
                best = (hits, sentence.text)
        return best[1]


def pair(wanted: Sequence[G], found: Iterable[P], closeness: Callable[[G, P], float]) -> list[tuple[G, P]]:
    """Return pairs of annotations and predictions, each used once, the closest pairs first (0: no match)."""
    held = list(found)
    scored = [(-closeness(gold, one), i, j) for i, gold in enumerate(wanted) for j, one in enumerate(held)]
    left, right = set(range(len(wanted))), set(range(len(held)))
    pairs: list[tuple[int, int]] = []
    for distance, i, j in sorted(scored):
        if distance < 0 and i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return [(wanted[i], held[j]) for i, j in sorted(pairs)]


def tally(
    sheet: Sheet,
    task: str,
    wanted: Sequence[G],
    found: Sequence[P],
    pairs: Sequence[tuple[G, P]],
    describe_gold: Callable[[G], tuple[str, str]],
    describe_found: Callable[[P], tuple[str, str]],
    place_gold: Callable[[G], str | None],
    place_found: Callable[[P], str | None],
) -> None:
    """Count the pairs as right, what is left as missed and spurious; `describe_…` give the label and the wording."""
    answered, used = {id(gold) for gold, _ in pairs}, {id(one) for _, one in pairs}
    for gold in wanted:
        label, wording = describe_gold(gold)
        if id(gold) in answered:
            sheet.right(task, label)
        else:
            sheet.missed(task, label, wording, place_gold(gold))
    for one in found:
        if id(one) not in used:
            label, wording = describe_found(one)
            sheet.spurious(task, label, wording, place_found(one))
