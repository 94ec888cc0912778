"""Numbered migrations of the schema, never edited after they landed; the first is readable SQL in `kb/sql/`."""

from __future__ import annotations

from importlib.resources import files

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kb.connection import sqlite3
from kb.errors import StoreError
from kb.views import VIEWS

MIGRATIONS = Migrations("crosswalk")


@MIGRATIONS()
def m0001_tables(db: Database) -> None:
    """Create every table, index, trigger and full-text index of the first schema."""
    run_script(db, files("kb").joinpath("sql/0001_tables.sql").read_text(encoding="utf-8"))


KNOWN = ("m0001_tables",)


def migrate(db: Database) -> list[str]:
    """Bring a database to this version's schema and return the names of the migrations applied.

    Runs inside one immediate transaction, so that two first starts at once wait for each other. Views are made again
    whenever their SQL differs from what the file holds. Raises StoreError when a newer version wrote the file.
    """
    refuse_newer(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        pending = [migration.name for migration in MIGRATIONS.pending(db)]
        MIGRATIONS.apply(db)
        _refresh_views(db)
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
    return pending


def refuse_newer(db: Database) -> None:
    """Raise StoreError when the database has migrations that this version does not know."""
    unknown = sorted({migration.name for migration in MIGRATIONS.applied(db)} - set(KNOWN))
    if unknown:
        raise StoreError(
            f"this database was written by a newer crosswalk (it has {', '.join(unknown)}; this version knows up to "
            f"{KNOWN[-1]}): upgrade crosswalk or name another file with --db"
        )


def run_script(db: Database, script: str) -> None:
    """Execute several statements inside the open transaction.

    ``executescript`` would commit first; splitting at ``;`` would cut triggers in two, so statements are collected
    until SQLite itself calls them complete.
    """
    statement = ""
    for line in script.splitlines():
        # Comments hold semicolons of their own.
        statement += line.partition("--")[0] + "\n"
        if statement.strip() and sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def _refresh_views(db: Database) -> None:
    held = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    wanted = {name: f"CREATE VIEW {name} AS\n{body.strip()}" for name, body in VIEWS.items()}
    if held == wanted:
        return
    for name in held:
        db.execute(f"DROP VIEW {name}")
    for sql in wanted.values():
        db.execute(sql)
