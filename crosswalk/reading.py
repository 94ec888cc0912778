"""Read rows of the views as frozen records, on a day; what the reading commands share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from kb.errors import ContractError
from kb.store import Store

T = TypeVar("T")


def on_day(day: str | None) -> str:
    """Return the day asked for, or today."""
    return day or datetime.now(UTC).date().isoformat()


def records(store: Store, kind: Callable[..., T], sql: str, parameters: Mapping[str, object]) -> list[T]:
    """Return the rows of a query as records of a dataclass, which takes the columns of its fields' names."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every kind is a dataclass
    return [kind(**{name: row[name] for name in names}) for row in store.rows(sql, dict(parameters))]


def known_id(store: Store, id: str, label: str | None = None) -> str:
    """Return the id of an entity as it is. Raises ContractError for an unknown one, or one of another label."""
    found = store.rows("SELECT label FROM entities WHERE id = ?", (id,))
    if not found:
        raise ContractError(f"no entity {id!r}: expected an id such as those of the pages /entity/<id>")
    if label is not None and found[0]["label"] != label:
        raise ContractError(f"{id!r} is labelled {found[0]['label']}: expected the id of a {label}")
    return id


def to_json(day: str, **lists: Iterable[object]) -> str:
    """Return one object with the day and the records of each list, keys sorted."""
    body: dict[str, Any] = {"as_of": day} | {name: [_plain(one) for one in rows] for name, rows in lists.items()}
    return json.dumps(body, sort_keys=True, ensure_ascii=False, indent=1)


def _plain(one: object) -> object:
    return asdict(one) if is_dataclass(one) and not isinstance(one, type) else one
