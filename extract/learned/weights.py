"""The weights of the linear models: loading, saving, and the probability of each outcome of a possibility."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from extract.model import FACTS

RULE_SCALE = 3.0  # what the rules say counts more, so that few examples suffice to trust or distrust it


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of one task: a row per feature and one of zeros, a column per outcome, which has a threshold too."""

    rows: dict[str, int]
    columns: dict[str, int]
    weights: np.ndarray
    bias: np.ndarray
    thresholds: np.ndarray  # the least probability of a fact, per outcome

    def chances(self, described: Sequence[tuple[Sequence[str], Sequence[str]]], shared: Sequence[str]) -> np.ndarray:
        """Return the probability of every outcome (columns) for each possibility of a line (rows).

        A possibility comes as its features and what the rules say of it; `shared` are the features of the line.
        """
        rows, none = self.rows, len(self.weights) - 1
        common = [rows[name] for name in shared if name in rows]
        base = self.bias + self.weights[common].sum(axis=0) if common else self.bias
        held: list[int] = []
        starts: list[int] = []
        for features, said in described:
            starts.append(len(held))
            held.append(none)
            held += [rows[name] for name in features if name in rows]
            held += [rows[name] for word in said if (name := f"rule:{word}") in rows]
        totals = base + np.add.reduceat(self.weights[held], starts, axis=0)
        chances: np.ndarray = 1 / (1 + np.exp(-totals))
        return chances


@dataclass(frozen=True, slots=True)
class Weights:
    """The tables by task: relation, event, date, line, span."""

    tables: dict[str, Table]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What training makes of one task: features, outcomes, a weight of each for each, a threshold per outcome."""

    features: list[str]
    outcomes: list[str]
    weights: np.ndarray
    bias: np.ndarray
    thresholds: np.ndarray


def write_weights(fitted: dict[str, Fitted], path: Path) -> None:
    """Write what training made to one compressed file."""
    arrays: dict[str, np.ndarray] = {}
    about: dict[str, object] = {}
    for task, one in fitted.items():
        arrays[f"{task}.rows"] = np.frombuffer("\n".join(one.features).encode(), dtype=np.uint8)
        arrays[f"{task}.weights"] = one.weights.astype(np.float16)
        arrays[f"{task}.bias"] = one.bias.astype(np.float32)
        about[task] = {"columns": one.outcomes, "thresholds": [round(float(least), 2) for least in one.thresholds]}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # the stub takes the names for its options


def read_weights(path: Path) -> Weights:
    """Return the tables of a file."""
    tables: dict[str, Table] = {}
    with np.load(path) as held:
        for task, more in json.loads(held["about"].tobytes()).items():
            names = held[f"{task}.rows"].tobytes().decode().split("\n")
            weights = held[f"{task}.weights"].astype(np.float32)
            weights[[row for row, name in enumerate(names) if name.startswith("rule:")]] *= RULE_SCALE
            tables[task] = Table(
                {name: row for row, name in enumerate(names)},
                {name: column for column, name in enumerate(more["columns"])},
                np.vstack([weights, np.zeros((1, weights.shape[1]), dtype=np.float32)]),
                held[f"{task}.bias"],
                np.array(more["thresholds"]),
            )
    return Weights(tables)


@cache
def shipped_weights() -> Weights | None:
    """Return the shipped weights, None when they are absent."""
    return read_weights(FACTS) if FACTS.is_file() else None
