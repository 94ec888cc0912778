"""The outcome of an evaluation: totals over documents as JSON, as text for the terminal, and as rows of two tables.

Scores of single documents come in from `extract/scoring.py`; `extract/evaluate.py` reads the documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.intervals import Counts, bootstrap_f1, mean, wilson
from extract.scoresheet import DocumentScore, Fault
from kb.ids import stable_id
from kb.model import EvaluationError, EvaluationScore

# Tasks with precision, recall and F1, and what their labels are called in the JSON.
TASKS = {
    "entities": "by_label",
    "relations": "by_predicate",
    "claims": "by_attribute",
    "events": "by_type",
    "quotes": None,
    "obligations": "by_modality",
}
# Tasks that are a plain share of right cases.
SHARES = ("linking", "dates", "stance", "modality", "bearer", "carried")
LAW_TASKS = frozenset({"obligations", "modality", "bearer", "carried"})  # only where the gold files hold law passages


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of one profile of one extractor over a folder of gold files, with its baselines beside it."""

    split: str  # dev, test, or the folder's name
    extractor: str
    profile: str
    documents: tuple[DocumentScore, ...]
    baselines: dict[str, Evaluation] = field(default_factory=dict)

    def per_document(self, task: str, label: str | None = None) -> list[Counts]:
        """Return the counts of each document for a task, or for one of its labels."""
        if label is None:
            return [document.total(task) for document in self.documents]
        return [document.counts.get(task, {}).get(label, Counts()) for document in self.documents]

    def total(self, task: str, label: str | None = None) -> Counts:
        """Return the counts of a task over all documents."""
        return sum(self.per_document(task, label), Counts())

    def labels(self, task: str) -> list[str]:
        """Return the labels that were annotated or found for a task, sorted."""
        return sorted({label for document in self.documents for label in document.counts.get(task, {})})

    @property
    def faults(self) -> list[Fault]:
        """Every miss and false find, in the order of the documents."""
        return [fault for document in self.documents for fault in document.faults]


def to_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return the one object that `crosswalk evaluate --json` prints (docs/vocabulary.md, *Gold file format*).

    Beside each rate stand its 95 % interval and the counts; `macro` is the mean over documents, and over labels.
    A rate over nothing is null.
    """
    result: dict[str, Any] = {
        "documents": len(evaluation.documents),
        "extractor": evaluation.extractor,
        "profile": evaluation.profile,
        "split": evaluation.split,
    }
    for task, by in TASKS.items():
        if task in LAW_TASKS and evaluation.total(task).empty:
            continue
        result[task] = _rates(evaluation, task)
        if by is not None:
            result[task][by] = {label: _label_rates(evaluation, task, label) for label in evaluation.labels(task)}
    result["linking"] = {
        **_share(evaluation, "linking", "accuracy"),
        "silent_merges": evaluation.total("silent_merges").tp,
        "by_label": {label: _share(evaluation, "linking", "accuracy", label) for label in evaluation.labels("linking")},
    }
    result["quotes"].update(_share(evaluation, "stance", "stance_accuracy", prefix="stance_"))
    result["dates"] = _share(evaluation, "dates", "value_accuracy")
    if "obligations" in result:
        for task in ("modality", "bearer", "carried"):
            result["obligations"].update(_share(evaluation, task, f"{task}_accuracy", prefix=f"{task}_"))
    result["errors"] = [
        {
            "document": fault.document,
            "task": fault.task,
            "label": fault.label,
            "kind": fault.kind,
            "expected": fault.expected,
            "found": fault.found,
            "sentence": fault.sentence,
        }
        for fault in evaluation.faults
    ]
    result["baselines"] = {
        profile: {
            **{task: {"f1": _round(other.total(task).f1)} for task in TASKS if task not in LAW_TASKS},
            "linking": {"accuracy": _round(other.total("linking").recall)},
        }
        for profile, other in evaluation.baselines.items()
    }
    return result


def to_records(evaluation: Evaluation, measured_at: str) -> tuple[list[EvaluationScore], list[EvaluationError]]:
    """Return the rows of `evaluation_scores` (baselines included) and of `evaluation_errors`.

    One score per task and label, `all` for the total; plain shares stand in `precision`.
    """
    scores: list[EvaluationScore] = []
    for one in (evaluation, *evaluation.baselines.values()):
        for task in (*TASKS, *SHARES):
            for label in (None, *one.labels(task)):
                counts = one.total(task, label)
                if not counts.empty:
                    scores.append(_score(one, task, label, counts, measured_at))
    errors: dict[str, EvaluationError] = {}
    for fault in evaluation.faults:
        parts = (fault.document, fault.task, fault.kind, fault.expected, fault.found, fault.sentence)
        error = EvaluationError(
            id=stable_id("err", evaluation.extractor, evaluation.split, *parts),
            extractor=evaluation.extractor,
            split=evaluation.split,
            document=fault.document,
            task=fault.task,
            kind=fault.kind,
            expected=fault.expected,
            found=fault.found,
            sentence=fault.sentence,
        )
        errors[error.id] = error
    return scores, list(errors.values())


def _score(evaluation: Evaluation, task: str, label: str | None, counts: Counts, measured_at: str) -> EvaluationScore:
    plain = task in SHARES
    interval = wilson(counts.tp, counts.tp + counts.fn) if plain else bootstrap_f1(evaluation.per_document(task, label))
    low, high = interval or (None, None)
    key = (evaluation.extractor, evaluation.profile, evaluation.split, task, label or "all")
    return EvaluationScore(
        id=stable_id("score", *key),
        extractor=evaluation.extractor,
        profile=evaluation.profile,
        split=evaluation.split,
        task=task,
        label=label or "all",
        precision=_round(counts.recall if plain else counts.precision),
        recall=None if plain else _round(counts.recall),
        f1=None if plain else _round(counts.f1),
        low=_round(low),
        high=_round(high),
        tp=counts.tp,
        fp=counts.fp,
        fn=counts.fn,
        documents=len(evaluation.documents),
        measured_at=measured_at,
    )


def _rates(evaluation: Evaluation, task: str) -> dict[str, Any]:
    documents = evaluation.per_document(task)
    macro = {
        "precision": _round(mean([counts.precision for counts in documents])),
        "recall": _round(mean([counts.recall for counts in documents])),
        "f1": _round(mean([counts.f1 for counts in documents])),
        "documents": sum(not counts.empty for counts in documents),
        "label_f1": _round(mean([evaluation.total(task, label).f1 for label in evaluation.labels(task)])),
    }
    return {**_counted(documents), "macro": macro}


def _label_rates(evaluation: Evaluation, task: str, label: str) -> dict[str, Any]:
    return _counted(evaluation.per_document(task, label))


def _counted(documents: Sequence[Counts]) -> dict[str, Any]:
    counts = sum(documents, Counts())
    return {
        "precision": _round(counts.precision),
        "precision_interval": _rounded(wilson(counts.tp, counts.tp + counts.fp)),
        "recall": _round(counts.recall),
        "recall_interval": _rounded(wilson(counts.tp, counts.tp + counts.fn)),
        "f1": _round(counts.f1),
        "f1_interval": _rounded(bootstrap_f1(documents)),
        "tp": counts.tp,
        "fp": counts.fp,
        "fn": counts.fn,
    }


def _share(
    evaluation: Evaluation, task: str, name: str, label: str | None = None, *, prefix: str = ""
) -> dict[str, Any]:
    counts = evaluation.total(task, label)
    n = counts.tp + counts.fn
    return {name: _round(counts.recall), f"{name}_interval": _rounded(wilson(counts.tp, n)), f"{prefix}n": n}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _rounded(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else [round(end, 4) for end in interval]
