"""Train the linear models again: `python -m extract.learned.train --out extract/model/facts.npz`.

Each outcome is a logistic regression over the possibilities it could have. The report judges each writer's texts by
weights learned from the others. Needs scikit-learn (the extra `train`).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from extract.claim_subjects import ClaimSubjects
from extract.goldfiles import load_gold
from extract.knowledge import build_knowledge
from extract.learned.examples import Annotator, Example, document_of
from extract.learned.known import build_hints
from extract.learned.passages import load_passages
from extract.learned.reader import DOUBTED
from extract.learned.weights import RULE_SCALE, Fitted, write_weights
from extract.model import FACTS
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from extract.samenames import NameBook
from kb.datafiles import load_register
from kb.register import Register

STRENGTH = 0.5  # inverse of the regularization; .1 to 1 make little difference
LEAST = 8  # true examples below which an outcome is left to the rules
SEEN = 2  # possibilities a feature must occur in
ARTICLES = ("w5-", "w6-", "w7-")  # sources of whole articles whose every sentence is annotated
ENOUGH = 10  # true examples in articles, below which a threshold is not chosen but given
CHOICES = tuple(round(0.3 + 0.05 * step, 2) for step in range(12))
SURER = 0.5  # least threshold of relations: where scores are alike, precision is worth more there
ALIKE = 0.01  # scores that differ by less are no reason to leave the given threshold
SMALLEST = 0.02  # weights below this are dropped
# Least probability of a fact where there are too few examples in whole articles to choose it.
THRESHOLDS = {"relation": 0.6, "event": 0.4, "date": 0.5, "line": 0.4, "span": 0.4, "name": 0.5}


def collect(register: Register, passages: Path, gold: Sequence[Path]) -> list[Example]:
    """Return the examples of all annotated texts, read by the rules with the weights switched off."""
    nlp = build_pipeline(register, learned=False)
    subjects = ClaimSubjects()
    subjects.known = build_knowledge(register)
    annotator = Annotator(subjects, build_hints(register), NameBook.from_register(register))
    examples: list[Example] = []
    for passage in load_passages(passages):
        sheet = read_sheet(nlp, document_of(passage))
        examples += annotator.of_passage(passage, sheet)
        examples += annotator.of_names(passage.id, sheet, passage.marks)
    for folder in gold:
        for document in load_gold(folder):
            sheet = read_sheet(nlp, document.document())
            examples += annotator.of_gold(document, sheet)
            if not sheet.is_law:
                marks = [(mention.start, mention.end, mention.label) for mention in document.entities]
                examples += annotator.of_names(document.id, sheet, marks)
    return examples


def train(examples: Sequence[Example]) -> dict[str, Fitted]:
    """Return the weights of every outcome with enough true examples, by task."""
    tables: dict[str, Fitted] = {}
    for task in sorted({example.task for example in examples}):
        fitted: dict[str, tuple[dict[str, int], LogisticRegression]] = {}
        thresholds: list[float] = []
        for outcome, some in _by_outcome(examples, task):
            rows = _rows(some)
            fitted[outcome] = rows, _fit(_matrix(some, rows), _matrix(some, rows, rules=False), _truth(some, outcome))
            thresholds.append(_threshold(some, outcome))
        if fitted:
            tables[task] = _table(fitted, thresholds)
    return tables


def _threshold(examples: Sequence[Example], outcome: str) -> float:
    """Return the threshold that does best on whole articles by weights that have not seen their writers.

    Short passages hold more facts than articles do, and would make for too low a threshold.
    """
    task = examples[0].task
    articles = np.array([example.source.startswith(ARTICLES) for example in examples])
    truth = _truth(examples, outcome)
    if task in ("date", "name") or truth[articles].sum() < ENOUGH:
        return THRESHOLDS[task]
    guess = _held_out(examples, truth)[articles]
    said = np.array([outcome in example.said for example in examples])[articles]
    right = truth[articles]
    scores = {least: _f1(right, (guess >= least) | (said & (guess >= DOUBTED))) for least in CHOICES}
    if task == "relation":
        scores = {least: score for least, score in scores.items() if least >= SURER}
    good = [least for least, score in scores.items() if score >= max(scores.values()) - ALIKE]
    return min(good, key=lambda least: abs(least - THRESHOLDS[task]))


def judge(examples: Sequence[Example]) -> list[str]:
    """Return a line per outcome: how rules alone, and weights learned from other writers, do on each writer's texts."""
    lines: list[str] = []
    for task in sorted({example.task for example in examples}):
        for outcome, some in _by_outcome(examples, task):
            truth = _truth(some, outcome)
            guess = _held_out(some, truth)
            said = np.array([outcome in example.said for example in some])
            both = (guess >= THRESHOLDS[task]) | (said & (guess >= DOUBTED))
            lines.append(f"{task:9}{outcome:60} rules {_line(truth, said)}   both {_line(truth, both)}")
    return lines


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


def _held_out(examples: Sequence[Example], truth: np.ndarray) -> np.ndarray:
    """Return the probability of each example by weights that have not seen its writer (`w1` of `w1-003`)."""
    writers = np.array([example.source.split("-")[0] for example in examples])
    guess = np.zeros(len(examples))
    rows = _rows(examples)
    matrix, blind = _matrix(examples, rows), _matrix(examples, rows, rules=False)
    for writer in sorted(set(writers)):
        others = writers != writer
        if truth[others].sum() >= LEAST // 2:
            model = _fit(matrix[others], blind[others], truth[others])
            guess[~others] = model.predict_proba(matrix[~others])[:, 1]
    return guess


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


def _f1(truth: np.ndarray, found: np.ndarray) -> float:
    return 2 * int((truth & found).sum()) / max(1, int(truth.sum()) + int(found.sum()))


def _line(truth: np.ndarray, found: np.ndarray) -> str:
    right, of, told = int((truth & found).sum()), int(truth.sum()), int(found.sum())
    return f"F {_f1(truth, found):.2f} P {right / max(1, told):.2f} R {right / max(1, of):.2f} of {of}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write the weights and, when asked, print the report."""
    parser = argparse.ArgumentParser(prog="python -m extract.learned.train", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--passages", type=Path, help="default: DATA/training")
    parser.add_argument("--gold", type=Path, action="append", help="default: DATA/gold/dev")
    parser.add_argument("--judge", action="store_true", help="print how the weights do on writers they have not seen")
    parser.add_argument("--out", type=Path, default=FACTS)
    options = parser.parse_args(arguments)
    gold = options.gold or [options.data / "gold" / "dev"]
    examples = collect(load_register(options.data), options.passages or options.data / "training", gold)
    if options.judge:
        print(*judge(examples), sep="\n")
    write_weights(train(examples), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
