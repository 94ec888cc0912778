"""How the site is served: Datasette's settings, the card for the database's actual name, and the server itself.

A `settings` block in the card is ignored by Datasette 0.65, so they are passed here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crosswalk.site.security import PLUGIN
from kb.errors import ContractError
from kb.store import Store

CARD_DATABASE = "crosswalk"  # the name the card is written for; any file is served with it
SETTINGS: dict[str, Any] = {
    "suggest_facets": False,  # the sentences table at a million rows: 489 ms with, 15 ms without
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 500,
    "max_csv_mb": 20,
    "default_cache_ttl": 60,
    "facet_time_limit_ms": 500,
    "num_sql_threads": 3,
}
# A site that anyone may reach neither hands out the whole file nor streams whole tables.
PUBLIC_SETTINGS: dict[str, Any] = {"allow_download": False, "allow_csv_stream": False}


def load_card(path: Path, database_name: str, *, public: bool = False) -> dict[str, Any]:
    """Return Datasette's metadata for a database of any name. Raises ContractError naming an unusable file."""
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContractError(f"cannot read the card {path}: {error.strerror}") from error
    except ValueError as error:
        raise ContractError(f"the card {path} is not valid JSON: {error}") from error
    if not isinstance(card, dict):
        raise ContractError(f"the card {path} must hold one JSON object")
    databases = dict(card.get("databases") or {})
    if CARD_DATABASE in databases and database_name not in databases:
        databases[database_name] = databases.pop(CARD_DATABASE)
    plugins = {**(card.get("plugins") or {}), PLUGIN: {"public": public}}
    return {**card, "databases": databases, "plugins": plugins}


def build_datasette(database: Path, *, metadata: Path, public: bool = False) -> Any:
    """Return a Datasette that serves one database read-only with our card, settings and plugin.

    Raises StoreError (exit 4) when the file is missing, no database or of a newer schema.
    """
    from datasette.app import Datasette

    with Store.open(database, read_only=True):
        pass  # says in our words what is wrong with the file, where Datasette would show a traceback
    settings = SETTINGS | (PUBLIC_SETTINGS if public else {})
    return Datasette(
        files=[str(database)], metadata=load_card(metadata, database.stem, public=public), settings=settings
    )


def serve(database: Path, *, host: str, port: int, public: bool, metadata: Path) -> None:
    """Serve the site until interrupted. Raises StoreError or ContractError before the port is opened."""
    import uvicorn

    served = build_datasette(database, metadata=metadata, public=public)
    uvicorn.run(served.app(), host=host, port=port, log_level="warning", timeout_graceful_shutdown=5)
