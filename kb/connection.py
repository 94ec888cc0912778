"""The one SQLite library of the project: pysqlite3 where installed, as sqlite-utils and Datasette choose it too.

Debian 12's SQLite 3.40 has a WAL-reset corruption bug that the bundled newer one does not have.
"""

from __future__ import annotations

import sqlite3 as _standard
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    sqlite3 = _standard
else:
    from sqlite_utils.utils import sqlite3

__all__ = ["sqlite3"]
