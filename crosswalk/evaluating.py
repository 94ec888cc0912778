"""Score the extractor and publish the scores: on the terminal, in the database, in `data/accuracy/`."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from crosswalk.config import Places
from crosswalk.progress import StageProgress
from crosswalk.runs import now
from kb.datafiles import load_register
from kb.errors import ContractError
from kb.model import EvaluationError, EvaluationScore
from kb.report import StageReport
from kb.store import Store

if TYPE_CHECKING:
    from extract.evaluation import Evaluation

R = TypeVar("R", EvaluationScore, EvaluationError)

BASELINES = ("register", "rules", "model")


def evaluate_folder(
    places: Places,
    folder: Path | None,
    *,
    as_json: bool = False,
    model: str | None = None,
    profile: str = "full",
    baselines: bool = False,
    publish: bool = False,
) -> str:
    """Return the scores over a folder of gold files, as text or as the JSON object of docs/vocabulary.md.

    `publish` also writes them to `data/accuracy/<folder name>.json`, from where `update` loads them into
    `evaluation_scores`. Raises ContractError when there is no folder or a gold file is broken.
    """
    from extract.evaluate import evaluate, format_text, to_json

    folder = folder or places.data / "gold" / "test"
    if not folder.is_dir():
        raise ContractError(f"no folder of gold files at {folder}: name one, as in `crosswalk evaluate data/gold/test`")
    progress = StageProgress("evaluate")
    try:
        evaluation = evaluate(
            folder,
            load_register(places.data),
            model=model,
            profile=profile,
            baselines=BASELINES if baselines or publish else (),
            on_document=progress,
        )
    finally:
        progress.close()
    if publish:
        _publish(evaluation, places.data / "accuracy")
    return json.dumps(to_json(evaluation), sort_keys=True, ensure_ascii=False) if as_json else format_text(evaluation)


def load_scores(store: Store, data: Path) -> StageReport:
    """Bring `evaluation_scores` and `evaluation_errors` to what `data/accuracy/` publishes."""
    scores: list[EvaluationScore] = []
    errors: list[EvaluationError] = []
    for path in sorted((data / "accuracy").glob("*.json")):
        published = json.loads(path.read_text(encoding="utf-8"))
        scores += [_record(EvaluationScore, row, path) for row in published["scores"]]
        errors += [_record(EvaluationError, row, path) for row in published["errors"]]
    with store.transaction():
        changed = store.sync(EvaluationScore, scores) + store.sync(EvaluationError, errors)
    return StageReport("scores", {"scores": len(scores), "changed": changed})


def _publish(evaluation: Evaluation, folder: Path) -> None:
    from extract.evaluate import to_records

    scores, errors = to_records(evaluation, now()[:10])
    for baseline in evaluation.baselines.values():
        scores += to_records(baseline, now()[:10])[0]
    folder.mkdir(parents=True, exist_ok=True)
    published = {"scores": [asdict(row) for row in scores], "errors": [asdict(row) for row in errors]}
    text = json.dumps(published, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / f"{evaluation.split}.json").write_text(text + "\n", encoding="utf-8")


def _record(kind: type[R], row: dict[str, Any], path: Path) -> R:
    expected = {field.name for field in fields(kind)}
    if set(row) != expected:
        raise ContractError(f"{path}: a row of {kind.TABLE} has {sorted(row)}, expected {sorted(expected)}")
    return kind(**row)
