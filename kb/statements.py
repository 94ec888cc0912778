"""The SQL that moves records: column lists and upserts, built once per record class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import cache

from kb.model import Record


@cache
def columns_of(kind: type[Record]) -> tuple[str, ...]:
    """Return the columns of a record's table, in the order of its fields."""
    return tuple(field.name for field in fields(kind))  # type: ignore[arg-type]  # every Record is a dataclass


@cache
def flags_of(kind: type[Record]) -> tuple[str, ...]:
    """Return the columns that hold 0 or 1 and are bool in the record."""
    return tuple(field.name for field in fields(kind) if field.type == "bool")  # type: ignore[arg-type]  # as above


@cache
def upsert_sql(kind: type[Record]) -> str:
    """Return the statement that inserts a record or brings an existing row to its values.

    A row that is equal already is not touched, so that SQLite counts only real changes.
    """
    names = columns_of(kind)
    rest = [name for name in names if name not in kind.KEY]
    marks = ",".join("?" * len(names))
    sql = f"INSERT INTO {kind.TABLE} ({quoted(names)}) VALUES ({marks}) ON CONFLICT ({quoted(kind.KEY)})"
    if not rest:
        return f"{sql} DO NOTHING"
    assignments = ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
    differs = " OR ".join(f'{kind.TABLE}."{name}" IS NOT excluded."{name}"' for name in rest)
    return f"{sql} DO UPDATE SET {assignments} WHERE {differs}"


def quoted(names: Iterable[str]) -> str:
    """Return column names for SQL; some are keywords (`end`, `by`)."""
    return ", ".join(f'"{name}"' for name in names)
