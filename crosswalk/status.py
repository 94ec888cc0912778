"""The state of a knowledge base: the last runs, the health of sources, what is out of date."""

from __future__ import annotations

import json
from typing import Any

from kb.store import Store

CONTENT = (
    "documents sentences mentions relations claims events quotes obligation_evidence entities candidates instruments"
    " provisions obligations questions cells cell_evidence"
).split()


def status(store: Store) -> dict[str, Any]:
    """Return runs, counts, sources that need a look and documents that wait to be read, as plain JSON values."""
    last = store.rows(
        "SELECT id, command, started_at, finished_at, exit_code, problems FROM runs ORDER BY started_at DESC LIMIT 5"
    )
    for row in last:
        row["problems"] = json.loads(row["problems"])
    return {
        "database": str(store.path),
        "runs": last,
        "counts": {table: store.value(f"SELECT count(*) FROM {table}") for table in CONTENT},
        "sources": store.rows("SELECT * FROM source_health ORDER BY source_id"),
        "unread_documents": store.value("SELECT count(*) FROM documents WHERE extractor IS NULL"),
        "extractors": store.rows(
            "SELECT extractor, count(*) AS documents FROM documents WHERE extractor IS NOT NULL"
            " GROUP BY 1 ORDER BY 2 DESC"
        ),
        "cells_without_evidence": store.value(
            "SELECT count(*) FROM cells WHERE recorded_to IS NULL AND id NOT IN (SELECT cell_id FROM cell_evidence)"
        ),
    }


def status_text(state: dict[str, Any]) -> str:
    """Return the state for a terminal."""
    lines = [f"database {state['database']}"]
    lines += [f"  {name:<20} {count:>8}" for name, count in state["counts"].items()]
    lines.append(
        f"unread documents: {state['unread_documents']}; cells without evidence: {state['cells_without_evidence']}"
    )
    if len(state["extractors"]) > 1:
        lines.append("documents read by several extractor versions: run `crosswalk extract`")
    lines.append("last runs:")
    for run in state["runs"]:
        ended = "still running or interrupted" if run["finished_at"] is None else f"exit {run['exit_code']}"
        lines.append(f"  {run['started_at'][:19]}  {run['command']:<8} {ended}")
        lines += [f"      {problem}" for problem in run["problems"][:5]]
    unwell = [source for source in state["sources"] if source["state"] not in ("ok", "quiet")]
    lines.append(f"sources: {len(state['sources'])}, of which need a look: {len(unwell)}")
    lines += [f"  {source['source_id']}: {source['state']}" for source in unwell[:20]]
    return "\n".join(lines)
