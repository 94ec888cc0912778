"""An evaluation as text for the terminal: one table of tasks, one of labels, the errors grouped by task."""

from __future__ import annotations

from collections import Counter
from typing import Any

from extract.evaluation import SHARES, TASKS, Evaluation, to_json
from extract.intervals import wilson

ERRORS_SHOWN = 40  # the rest is in --json and in the table evaluation_errors


def format_text(evaluation: Evaluation, *, errors: int = ERRORS_SHOWN) -> str:
    """Return the scores as lines of text; at most `errors` faults are listed, with how many were left out."""
    data = to_json(evaluation)
    lines = [
        f"{evaluation.split}: {data['documents']} documents, extractor {evaluation.extractor}, profile"
        f" {evaluation.profile}",
        "",
        f"{'':28}{'P':>7}{'R':>7}{'F1':>7}  {'95 % of F1':13} {'macro F1':>8}  {'right':>5} {'false':>5} {'missed':>6}",
    ]
    for task, by in TASKS.items():
        if task not in data:
            continue
        lines.append(_line(task, data[task], data[task]["macro"]["f1"]))
        if by is not None:
            lines.extend(_line(f"  {label}", rates, None) for label, rates in data[task][by].items())
    lines.append("")
    for task in SHARES:
        counts = evaluation.total(task)
        n = counts.tp + counts.fn
        if n:
            low, high = wilson(counts.tp, n) or (0.0, 0.0)
            lines.append(f"{_SHARE_NAMES[task]:28}{counts.tp / n:7.3f}  {low:.3f}-{high:.3f}  of {n}")
    lines.append(f"{'silent merges':28}{data['linking']['silent_merges']:7d}")
    if data["baselines"]:
        lines += ["", f"{'F1 of the baselines':28}" + "".join(f"{task:>11}" for task in _NEWS_TASKS)]
        lines.append(f"{evaluation.profile:28}" + "".join(_cell(data[task]["f1"]) for task in _NEWS_TASKS))
        for profile, scores in data["baselines"].items():
            lines.append(f"{profile:28}" + "".join(_cell(scores[task]["f1"]) for task in _NEWS_TASKS))
    lines += ["", *_errors(evaluation, errors)]
    return "\n".join(lines) + "\n"


_NEWS_TASKS = ("entities", "relations", "claims", "events", "quotes")
_SHARE_NAMES = {
    "linking": "linking accuracy",
    "dates": "date value accuracy",
    "stance": "stance accuracy",
    "modality": "modality accuracy",
    "bearer": "bearer accuracy",
    "carried": "list items carried",
}


def _line(name: str, rates: dict[str, Any], macro: float | None) -> str:
    low, high = rates["f1_interval"] or (None, None)
    interval = f"{_rate(low)}-{_rate(high)}" if low is not None else "-"
    return (
        f"{name:28}{_rate(rates['precision']):>7}{_rate(rates['recall']):>7}{_rate(rates['f1']):>7}  {interval:13}"
        f" {_rate(macro) if macro is not None else '':>8}  {rates['tp']:5} {rates['fp']:5} {rates['fn']:6}"
    )


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _cell(value: float | None) -> str:
    return f"{_rate(value):>11}"


def _errors(evaluation: Evaluation, limit: int) -> list[str]:
    faults = evaluation.faults
    if not faults:
        return ["no errors"]
    kinds = Counter((fault.task, fault.kind) for fault in faults)
    lines = [f"{len(faults)} errors: " + ", ".join(f"{task} {kind} {n}" for (task, kind), n in sorted(kinds.items()))]
    for fault in faults[:limit]:
        what = " ≠ ".join(part for part in (fault.expected, fault.found) if part)
        lines.append(f"  {fault.document} {fault.task} {fault.kind} [{fault.label}] {what}")
        if fault.sentence:
            lines.append(f"      {' '.join(fault.sentence.split())[:160]}")
    if len(faults) > limit:
        lines.append(f"  … and {len(faults) - limit} more (--json lists all)")
    return lines
