"""Train the linear models again: `python -m extract.learned.train --out extract/model/facts.npz`.

Each outcome is a logistic regression over the possibilities it could have. Needs scikit-learn (the extra `train`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from extract.learned.corpus import read_corpus
from extract.learned.examples import Example
from extract.learned.weights import RULE_SCALE, Fitted, write_weights
from extract.model import FACTS
from extract.model import THRESHOLDS as THRESHOLD_FILE
from kb.datafiles import load_register
from kb.register import Register

STRENGTH = 0.5  # inverse of the regularization; .1 to 1 make little difference
LEAST = 8  # true examples below which an outcome is left to the rules
SEEN = 2  # possibilities a feature must occur in
SMALLEST = 0.02  # weights below this are dropped
# Least probability of a fact where too few examples were held out to choose it.
THRESHOLDS = {"relation": 0.6, "event": 0.4, "date": 0.5, "line": 0.4, "span": 0.4, "name": 0.5}


def collect(register: Register, passages: Path, gold: Sequence[Path]) -> list[Example]:
    """Return the examples of all annotated texts, read by the rules with the weights switched off."""
    return [
        example
        for text in read_corpus(register, passages, gold)
        for example in (*(judged.example() for judged in text.judged), *text.names)
    ]


def train(examples: Sequence[Example], chosen: Mapping[str, Mapping[str, float]]) -> dict[str, Fitted]:
    """Return the weights of every outcome with enough true examples, by task.

    `chosen` are the thresholds by task and outcome, where `thresholds.py` could choose one.
    """
    tables: dict[str, Fitted] = {}
    for task in sorted({example.task for example in examples}):
        fitted: dict[str, tuple[dict[str, int], LogisticRegression]] = {}
        thresholds: list[float] = []
        for outcome, some in _by_outcome(examples, task):
            rows = _rows(some)
            fitted[outcome] = rows, _fit(_matrix(some, rows), _matrix(some, rows, rules=False), _truth(some, outcome))
            thresholds.append(chosen.get(task, {}).get(outcome, THRESHOLDS[task]))
        if fitted:
            tables[task] = _table(fitted, thresholds)
    return tables


def _by_outcome(examples: Sequence[Example], task: str) -> list[tuple[str, list[Example]]]:
    mine = [example for example in examples if example.task == task]
    counts = Counter(name for example in mine for name in example.true)
    return [
        (outcome, [example for example in mine if outcome in example.outcomes])
        for outcome, count in sorted(counts.items())
        if count >= LEAST
    ]


def _truth(examples: Sequence[Example], outcome: str) -> np.ndarray:
    return np.array([outcome in example.true for example in examples])


def _rows(examples: Sequence[Example]) -> dict[str, int]:
    seen = Counter(name for example in examples for name in _named(example))
    return {name: number for number, name in enumerate(name for name, count in seen.items() if count >= SEEN)}


def _named(example: Example) -> list[str]:
    return [*example.features, *(f"rule:{word}" for word in example.said)]


def _matrix(examples: Sequence[Example], rows: dict[str, int], *, rules: bool = True) -> csr_matrix:
    """Return the features as a sparse matrix, with or without what the rules said."""
    at: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, example in enumerate(examples):
        for name in _named(example):
            column, rule = rows.get(name), name.startswith("rule:")
            if column is not None and (rules or not rule):
                at.append(row)
                columns.append(column)
                values.append(RULE_SCALE if rule else 1.0)
    return csr_matrix((values, (at, columns)), shape=(len(examples), len(rows)))


def _fit(matrix: csr_matrix, blind: csr_matrix, truth: np.ndarray) -> LogisticRegression:
    """Fit on each example twice, once without what the rules said: the weights must not lean on rules alone."""
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400, random_state=0)
    return model.fit(vstack([matrix, blind]), np.concatenate([truth, truth]))


def _table(fitted: dict[str, tuple[dict[str, int], LogisticRegression]], thresholds: list[float]) -> Fitted:
    kept: dict[str, int] = {}
    for rows, model in fitted.values():
        for name, row in rows.items():
            if abs(model.coef_[0][row]) >= SMALLEST:
                kept.setdefault(name, len(kept))
    weights = np.zeros((len(kept), len(fitted)))
    for column, (rows, model) in enumerate(fitted.values()):
        for name, row in rows.items():
            if abs(model.coef_[0][row]) >= SMALLEST:
                weights[kept[name], column] = model.coef_[0][row]
    bias = np.array([float(model.intercept_[0]) for _, model in fitted.values()])
    return Fitted(list(kept), list(fitted), weights, bias, np.array(thresholds))


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write the weights and, when asked, print the report."""
    parser = argparse.ArgumentParser(prog="python -m extract.learned.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--passages", type=Path, help="default: DATA/training")
    parser.add_argument("--gold", type=Path, action="append", help="default: DATA/gold/dev")
    parser.add_argument("--thresholds", type=Path, default=THRESHOLD_FILE)
    parser.add_argument("--out", type=Path, default=FACTS)
    options = parser.parse_args(arguments)
    gold = options.gold or [options.data / "gold" / "dev"]
    examples = collect(load_register(options.data), options.passages or options.data / "training", gold)
    chosen = json.loads(options.thresholds.read_text("utf-8")) if options.thresholds.is_file() else {}
    write_weights(train(examples, chosen), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
