"""A small data folder: the examples of data/FORMAT.md, written out as files."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORMAT = ROOT / "data" / "FORMAT.md"

# The files of the folder, as messages name them.
ENTITIES = "register/entities/example.yml"
OFFICES = "register/offices.yml"
INSTRUMENTS = "register/instruments.yml"
PROVISIONS = "register/provisions/eo-14409.yml"
OBLIGATIONS = "register/obligations.csv"
COMMITMENTS = "register/commitments.yml"
DEADLINES = "register/deadlines.yml"
TIMELINE = "register/timeline.csv"
DISPUTED = "register/disputed.yml"
CELLS = "cells/eo-14409.yml"
SOURCE = "sources/us-fr-eo-14409.yml"

_EXAMPLE = re.compile(r"<!-- file: (\S+) -->\n```(?:yaml|csv)\n(.*?)```", re.DOTALL)


def examples() -> dict[str, str]:
    """Return the examples of data/FORMAT.md by the path they stand for."""
    return dict(_EXAMPLE.findall(FORMAT.read_text(encoding="utf-8")))


def write_folder(folder: Path) -> Path:
    """Write the examples under a folder and return it."""
    for name, text in examples().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "FORMAT.md").write_text("", encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace the one occurrence of a wording in a file of the folder."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
