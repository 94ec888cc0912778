"""Choose the least probability of each fact: `python -m extract.learned.thresholds --held w7-,w8-`.

The texts of the held writers are read by weights that have not learned from them; per outcome the threshold is taken
that does best there. They should be whole articles: short passages hold more facts than articles do,
and would make for too low a threshold. Prints how the rules, and both, do. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extract.learned.corpus import ReadText, read_corpus
from extract.learned.examples import Example
from extract.learned.reader import DOUBTED
from extract.learned.train import THRESHOLDS, train
from extract.learned.weights import Weights, read_weights, write_weights
from extract.model import THRESHOLDS as THRESHOLD_FILE
from kb.datafiles import load_register

ENOUGH = 10  # true examples, below which a threshold is not chosen but given
CHOICES = tuple(round(0.25 + 0.05 * step, 2) for step in range(13))
SURER = 0.45  # least threshold of relations: where scores are alike, precision is worth more there
ALIKE = 0.01  # scores that differ by less are no reason to leave the given threshold
TASKS = ("relation", "event", "line", "span")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the possibilities of one outcome: what is true, what the rules said, and how likely it is."""

    true: np.ndarray
    said: np.ndarray
    chance: np.ndarray

    def stated(self, least: float) -> np.ndarray:
        """Return what the reader would state: what is likely enough, and what rules say without doubt."""
        found: np.ndarray = (self.chance >= least) | (self.said & (self.chance >= DOUBTED))
        return found

    def best(self, task: str) -> float:
        """Return the threshold to read by."""
        if self.true.sum() < ENOUGH:
            return THRESHOLDS[task]
        scores = {
            least: _f1(self.true, self.stated(least)) for least in CHOICES if task != "relation" or least >= SURER
        }
        good = [least for least, score in scores.items() if score >= max(scores.values()) - ALIKE]
        return min(good, key=lambda least: abs(least - THRESHOLDS[task]))


def judge(texts: Sequence[ReadText], weights: Weights) -> dict[str, dict[str, Outcomes]]:
    """Return what becomes of the possibilities of annotated texts, by task and outcome."""
    rows: dict[tuple[str, str], list[tuple[bool, bool, float]]] = defaultdict(list)
    tasks = weights.tables.keys() & set(TASKS)
    for one in (judged for text in texts for judged in text.judged if judged.item.unit.task in tasks):
        item, table = one.item, weights.tables[one.item.unit.task]
        (chances,) = table.chances([(item.features, item.said)], item.shared)
        for outcome in item.outcomes:
            column = table.columns.get(outcome)
            if column is not None:
                row = outcome in one.true, outcome in item.said, float(chances[column])
                rows[item.unit.task, outcome].append(row)
    found: dict[str, dict[str, Outcomes]] = defaultdict(dict)
    for (task, outcome), held in sorted(rows.items()):
        true, said, chance = zip(*held, strict=True)
        found[task][outcome] = Outcomes(np.array(true), np.array(said), np.array(chance))
    return found


def report(found: Mapping[str, Mapping[str, Outcomes]]) -> Iterator[str]:
    """Yield a line per outcome and one per task."""
    for task, outcomes in found.items():
        total = np.zeros(3, dtype=int)
        ruled = np.zeros(3, dtype=int)
        for outcome, held in outcomes.items():
            stated = held.stated(held.best(task))
            total += (held.true & stated).sum(), stated.sum(), held.true.sum()
            ruled += (held.true & held.said).sum(), held.said.sum(), held.true.sum()
            yield (
                f"{task:9}{outcome:55} of {int(held.true.sum()):4} rules {_f1(held.true, held.said):.2f} "
                f"both {_f1(held.true, stated):.2f} from {held.best(task)}"
            )
        right, told, true = total.tolist()
        yield (
            f"{task}: rules F {2 * ruled[0] / max(1, ruled[1] + ruled[2]):.3f}, both P {right / max(1, told):.3f} "
            f"R {right / max(1, true):.3f} F {2 * right / max(1, told + true):.3f}"
        )


def _f1(true: np.ndarray, found: np.ndarray) -> float:
    return 2 * int((true & found).sum()) / max(1, int(true.sum()) + int(found.sum()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Choose the thresholds, print the report, write them."""
    parser = argparse.ArgumentParser(prog="python -m extract.learned.thresholds", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--held", required=True, help="first letters of the texts to judge by, with commas")
    parser.add_argument("--out", type=Path, default=THRESHOLD_FILE)
    options = parser.parse_args(arguments)
    held = tuple(options.held.split(","))
    texts: list[ReadText] = []
    examples: list[Example] = []
    for text in read_corpus(load_register(options.data), options.data / "training", [options.data / "gold" / "dev"]):
        if text.id.startswith(held):
            texts.append(text)
        else:
            examples += [judged.example() for judged in text.judged]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "facts.npz"
        write_weights(train(examples, {}), path)
        weights = read_weights(path)
    found = judge(texts, weights)
    print(*report(found), sep="\n")
    chosen = {task: {name: one.best(task) for name, one in outcomes.items()} for task, outcomes in found.items()}
    options.out.write_text(json.dumps(chosen, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
