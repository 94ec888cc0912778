"""Where a command works: the database, the data folder, the snapshots. Command line first, then environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kb.datafiles import find_data

DATABASE_NAME = "crosswalk.db"


@dataclass(frozen=True, slots=True)
class Places:
    """The paths a command works with."""

    database: Path
    data: Path

    @property
    def snapshots(self) -> Path:
        """The folder of raw bytes, beside the database."""
        return self.database.parent / "snapshots"

    @property
    def metadata(self) -> Path:
        """Datasette's card: beside the data folder in a checkout, inside it in an installed package."""
        inside = self.data / "datasette_metadata.json"
        return inside if inside.exists() else self.data.parent / "datasette_metadata.json"


def find_places(database: Path | None, data: Path | None) -> Places:
    """Return the paths for a command.

    `--data`, else CROSSWALK_DATA, else the checkout's or the installed data. `--db`, else CROSSWALK_DB, else
    `data/local/crosswalk.db` in a checkout and the user's data folder otherwise. Raises ContractError when there is
    no data folder.
    """
    found = find_data(data)
    if database is None and os.environ.get("CROSSWALK_DB"):
        database = Path(os.environ["CROSSWALK_DB"])
    if database is None:
        checkout = found.parent / "pyproject.toml"
        folder = found / "local" if checkout.exists() else _user_folder()
        database = folder / DATABASE_NAME
    return Places(database.expanduser(), found)


def _user_folder() -> Path:
    # XDG Base Directory Specification 0.8: $XDG_DATA_HOME, else ~/.local/share.
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "crosswalk"
