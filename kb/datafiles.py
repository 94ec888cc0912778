"""Find the data folder, check it against data/FORMAT.md, and load what it holds as records."""

from __future__ import annotations

import os
from pathlib import Path

from kb.datacheck import check_rows
from kb.datarows import DataRows, build_register, build_source, read_rows, read_sources
from kb.datayaml import DataProblem, Reader, refuse
from kb.errors import ContractError
from kb.register import CellEvidenceSpec, Register, SourceSpec

__all__ = [
    "CellEvidenceSpec",
    "DataProblem",
    "Register",
    "SourceSpec",
    "check_data",
    "find_data",
    "load_register",
    "load_sources",
]

MARKER = "FORMAT.md"  # what tells a data folder from any other folder called data


def find_data(explicit: Path | None = None) -> Path:
    """Return the data folder: the one named, else CROSSWALK_DATA, else the checkout's, else the installed one.

    Raises ContractError, naming what was looked for, when there is none.
    """
    for origin, named in (("--data", explicit), ("CROSSWALK_DATA", os.environ.get("CROSSWALK_DATA"))):
        if named:
            folder = Path(named).expanduser()
            if not (folder / MARKER).is_file():
                raise ContractError(f"{origin} names {folder}, which holds no {MARKER}: expected a data folder")
            return folder
    here = Path(__file__).resolve().parent
    tried = (here.parent / "data", here / "_data")
    for folder in tried:
        if (folder / MARKER).is_file():
            return folder
    raise ContractError(
        f"no data folder: looked for {MARKER} in {tried[0]} and {tried[1]}; name one with --data or CROSSWALK_DATA"
    )


def check_data(data: Path) -> list[DataProblem]:
    """Return everything in a data folder that breaks data/FORMAT.md, in the order of files and lines.

    Files that are absent hold nothing, which is allowed.
    """
    return _read(data)[1]


def load_register(data: Path) -> Register:
    """Return what a data folder holds. Raises ContractError listing the first problems when it is broken."""
    rows, problems = _read(data)
    refuse(problems, str(data))
    return build_register(rows)


def load_sources(folder: Path, *, offline: bool = False) -> tuple[SourceSpec, ...]:
    """Return the sources of a folder of YAML files, by file name; `offline` marks the bundled corpus.

    Raises ContractError listing the first problems when a file is broken or the folder is missing.
    """
    if not folder.is_dir():
        raise ContractError(f"no folder of sources at {folder}")
    reader = Reader(folder)
    rows = read_sources(reader, folder)
    refuse(reader.problems, str(folder))
    return tuple(build_source(row, offline=offline) for row in rows)


def _read(data: Path) -> tuple[DataRows, list[DataProblem]]:
    if not data.is_dir():
        raise ContractError(f"no data folder at {data}")
    reader = Reader(data)
    rows = read_rows(reader)
    # A broken row would make every reference to it look broken too: what rows say of each other is checked last.
    return rows, sorted(reader.problems or check_rows(rows))
