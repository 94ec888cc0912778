"""A small knowledge base written by hand, with every kind of row that a page shows."""

from __future__ import annotations

from pathlib import Path

import site_rows_held as held
import site_rows_law as law
from site_texts import CANDIDATE, FIRST, GONE, HOSTILE, LAW, SECOND, span, text_of

from kb.store import Store

__all__ = ["CANDIDATE", "FIRST", "GONE", "HOSTILE", "LAW", "SECOND", "build", "span", "text_of"]


def build(path: Path) -> Path:
    """Write the knowledge base and return its path."""
    with Store.open(path) as store:
        with store.transaction():
            for records in (
                held.register(),
                held.documents(),
                held.said(),
                law.law(),
                law.compared(),
                law.known(),
                law.disputed(),
            ):
                store.upsert(records)
        store.db.conn.execute("UPDATE documents SET gone_at = '2026-07-01T00:00:00Z' WHERE url = ?", (GONE,))
        store.db.conn.executemany(
            "INSERT INTO fetches (source_id, url, started_at, outcome, reason, http_status, items_found, items_new)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                ("north", "https://north.example/feed", "2026-06-12T06:00:00Z", "ok", None, 200, 3, 2),
                ("south", "https://south.example/feed", "2026-06-12T06:01:00Z", "failed", "http_error", 503, 0, 0),
            ],
        )
        store.db.conn.execute(
            "INSERT INTO runs (id, command, started_at, finished_at, exit_code, problems, code_version, sqlite_version)"
            " VALUES ('run-1', 'update', '2026-06-12T06:00:00Z', '2026-06-12T06:02:00Z', "
            "1, '[\"south: 503\"]', '0', '3')"
        )
    return path
