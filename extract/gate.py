"""The quality gate of `make check`: `python -m extract.gate` fails when a score is below its floor or gold has changed.

Floors stand in `data/gold/floors.yml`, hashes of the annotated documents in `data/gold/HASHES`. Every document counts:
one that crashes the reader is missed whole. Baselines are printed beside. Floors are raised by `--update`; lowering
one, or changing a document that is hashed, needs `--lower` as well, and a sentence in the commit that says why.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from extract.evaluate import evaluate, to_json
from kb.datafiles import find_data, load_register
from kb.errors import ContractError, CrosswalkError
from kb.register import Register

SPLITS = ("dev", "test")
BASELINES = ("register", "rules")  # the model alone finds few names; it is measured by `crosswalk evaluate`
MARGIN = 0.02  # below what was measured: a floor guards against a fall, not against one mention more or less
MEASURES = (
    "entities.f1",
    "entities.macro.f1",
    "linking.accuracy",
    "relations.f1",
    "relations.precision",
    "claims.f1",
    "events.f1",
    "quotes.f1",
    "quotes.stance_accuracy",
    "dates.value_accuracy",
    "obligations.modality_accuracy",
    "obligations.bearer_accuracy",
    "obligations.carried_accuracy",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One measured rate against its floor; None where nothing was counted or no floor is set."""

    split: str
    measure: str
    value: float | None
    floor: float | None
    baselines: tuple[tuple[str, float | None], ...]

    @property
    def fails(self) -> bool:
        """Tell whether the rate is below its floor, or gone although a floor is set."""
        return self.floor is not None and (self.value is None or self.value < self.floor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; return 0 when all is well, 1 below a floor or on changed gold, 2 on a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m extract.gate", description=__doc__)
    parser.add_argument("--gold", type=Path, help="folder with dev/, test/, floors.yml and HASHES (data/gold)")
    parser.add_argument("--update", action="store_true", help="hash new documents and raise floors to what is measured")
    parser.add_argument("--lower", action="store_true", help="with --update: also lower floors, hash changed documents")
    options = parser.parse_args(arguments)
    if options.lower and not options.update:
        parser.error("--lower only makes sense with --update")
    try:
        gold = options.gold or find_data() / "gold"
        return run(gold, load_register(find_data()), update=options.update, lower=options.lower)
    except CrosswalkError as error:
        print(f"gate: {error}", file=sys.stderr)
        return error.exit_code


def run(gold: Path, register: Register, *, update: bool = False, lower: bool = False) -> int:
    """Check the gold folder against its hashes and floors, print the table, and return the exit code.

    Raises ContractError when the folder holds no annotated document, or a control file cannot be read.
    """
    found = hash_gold(gold)
    if not found:
        raise ContractError(f"{gold}: no annotated documents (expected dev/*.json and test/*.json)")
    changes = compare_hashes(read_hashes(gold / "HASHES"), found)
    floors = read_floors(gold / "floors.yml")
    checks = [
        check for split in SPLITS if (gold / split).is_dir() for check in _measure(gold / split, register, floors)
    ]
    print(format_checks(checks))
    for line in changes if update else ():
        print(line)
    problems = [
        f"{c.split} {c.measure}: {_rate(c.value)} is below its floor {_rate(c.floor)}" for c in checks if c.fails
    ]
    problems += [line for line in changes if not (update and (lower or line.startswith("new ")))]
    if not update:
        problems += [
            f"{split}: no floors are set" for split in SPLITS if (gold / split).is_dir() and split not in floors
        ]
    if update and (lower or not problems):
        write_hashes(gold / "HASHES", found)
        write_floors(gold / "floors.yml", raised(floors, checks, lower=lower))
        print("floors and hashes written")
        return 0
    for problem in problems:
        print(f"gate: {problem}", file=sys.stderr)
    return 1 if problems else 0


def hash_gold(gold: Path) -> dict[str, str]:
    """Return the SHA-256 of each annotated document by its path in the folder, sorted."""
    paths = sorted(path for split in SPLITS for path in (gold / split).glob("*.json"))
    return {path.relative_to(gold).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def read_hashes(path: Path) -> dict[str, str]:
    """Return the recorded hashes (`<sha256>  <path>` a line, as sha256sum prints them); empty when there is no file."""
    if not path.is_file():
        return {}
    hashes: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        digest, separator, name = line.partition("  ")
        if not separator or len(digest) != 64 or not name:
            raise ContractError(f"{path}:{number}: expected '<sha256>  <path>', found {line!r}")
        hashes[name] = digest
    return hashes


def write_hashes(path: Path, hashes: Mapping[str, str]) -> None:
    """Write hashes in the form that `sha256sum --check` reads."""
    path.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items())), encoding="utf-8")


def compare_hashes(recorded: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return one line per document that is new, changed or gone since the hashes were recorded."""
    lines = [f"new document: {name}" for name in sorted(found.keys() - recorded.keys())]
    lines += [f"changed document: {name}" for name in sorted(found) if recorded.get(name, found[name]) != found[name]]
    lines += [f"missing document: {name}" for name in sorted(recorded.keys() - found.keys())]
    return lines


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """Return floors by split and measure; empty when there is no file. Raises ContractError naming the bad entry."""
    if not path.is_file():
        return {}
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise ContractError(f"{path}: not YAML ({error})") from error
    for split, floors in data.items() if isinstance(data, dict) else [("the file", data)]:
        if split not in SPLITS or not isinstance(floors, dict):
            raise ContractError(f"{path}: {split}: expected {' and '.join(SPLITS)}, each with measures and floors")
        for measure, floor in floors.items():
            if measure not in MEASURES:
                raise ContractError(f"{path}: {split}.{measure}: not one of {', '.join(MEASURES)}")
            if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= 1:
                raise ContractError(f"{path}: {split}.{measure}: expected a rate from 0 to 1, found {floor!r}")
    return {split: dict(floors) for split, floors in data.items()}


def write_floors(path: Path, floors: Mapping[str, Mapping[str, float]]) -> None:
    """Write floors with the sentence that says how they move."""
    text = yaml.safe_dump({split: dict(values) for split, values in floors.items()}, sort_keys=True)
    path.write_text(
        f"# Least accepted scores. `python -m extract.gate --update` raises them; lowering needs --lower.\n{text}",
        encoding="utf-8",
    )


def raised(
    floors: Mapping[str, Mapping[str, float]], checks: Sequence[Check], *, lower: bool
) -> dict[str, dict[str, float]]:
    """Return floors moved up to what was measured less the margin; down as well when `lower` is set."""
    moved = {split: dict(values) for split, values in floors.items()}
    for check in checks:
        if check.value is None:
            continue
        reached = max(0.0, round(check.value - MARGIN, 3))
        if lower or check.floor is None or reached > check.floor:
            moved.setdefault(check.split, {})[check.measure] = reached
    return moved


def format_checks(checks: Sequence[Check]) -> str:
    """Return the table of measures: value, floor and baselines."""
    names = [name for name, _ in checks[0].baselines] if checks else []
    lines = [f"{'split':6}{'measure':34}{'value':>8}{'floor':>8}" + "".join(f"{name:>10}" for name in names)]
    for check in checks:
        mark = "  below" if check.fails else ""
        beside = "".join(f"{_rate(value):>10}" for _, value in check.baselines)
        lines.append(f"{check.split:6}{check.measure:34}{_rate(check.value):>8}{_rate(check.floor):>8}{beside}{mark}")
    return "\n".join(lines)


def _measure(folder: Path, register: Register, floors: Mapping[str, Mapping[str, float]]) -> list[Check]:
    full = evaluate(folder, register, baselines=BASELINES)
    data = to_json(full)
    others = [(name, to_json(other)) for name, other in full.baselines.items()]
    checks = []
    for measure in MEASURES:
        value, floor = lookup(data, measure), floors.get(folder.name, {}).get(measure)
        if value is not None or floor is not None:
            beside = tuple((name, lookup(other, measure)) for name, other in others)
            checks.append(Check(folder.name, measure, value, floor, beside))
    return checks


def lookup(data: Mapping[str, Any], measure: str) -> float | None:
    """Return the rate at a dotted place of the evaluation's JSON, or None when it is not there."""
    place: Any = data
    for part in measure.split("."):
        place = place.get(part) if isinstance(place, Mapping) else None
    return place if isinstance(place, float) else None


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    raise SystemExit(main())
