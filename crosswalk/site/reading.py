"""Find the project's database among those Datasette serves and run one function of SQL on it.

Query functions are plain functions of a connection; they never see Datasette. A request costs one thread hop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound

T = TypeVar("T")
PAGE_TIME_LIMIT_MS = 5000  # for all queries of one page together; a single public query may take 1000
TELLTALE_TABLES = frozenset({"cells", "questions", "documents", "entities"})  # who has these is our database


async def find_database(datasette: Any) -> Any:
    """Return the Datasette database that holds the knowledge base, whatever its file is called.

    Raises NotFound (404), saying what to run, when none does.
    """
    for database in datasette.databases.values():
        if frozenset(await database.table_names()) >= TELLTALE_TABLES:
            return database
    raise NotFound("No knowledge base is being served: run `crosswalk update`, then `crosswalk serve`")


async def read(datasette: Any, database: Any, function: Callable[..., T], *arguments: object) -> T:
    """Run a query function in Datasette's thread pool and return what it returns.

    The caller has checked that the visitor may see the database. Queries over the time limit raise OperationalError.
    """

    def in_thread(connection: Any) -> T:
        with sqlite_timelimit(connection, PAGE_TIME_LIMIT_MS):
            return function(connection, *arguments)

    result: T = await database.execute_fn(in_thread)
    return result


def fetch(
    connection: Any, kind: Callable[..., T], sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
) -> list[T]:
    """Return the rows of a query as frozen records; the query's column names are the record's field names."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [kind(**dict(zip(names, tuple(row), strict=True))) for row in cursor.fetchall()]


def number(connection: Any, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Return the one number a query counts."""
    return int(connection.execute(sql, parameters).fetchone()[0] or 0)


def marks(values: Sequence[object]) -> str:
    """Return as many SQL placeholders as there are values."""
    return ",".join("?" * len(values))
