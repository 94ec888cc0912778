"""How one entity is connected to another, as text: each step with the sentence that states it."""

from __future__ import annotations

from pathlib import Path

from graph.build import build_graph
from graph.paths import find_paths
from kb.store import Store


def describe_paths(database: Path, start: str, end: str) -> str:
    """Return the shortest paths between two entities, a numbered line per step and its sentence below.

    Says so when there is no path. Raises ContractError naming an id that takes part in no stated relation.
    """
    with Store.open(database, read_only=True) as store:
        graph = build_graph(store)
        paths = find_paths(store, graph, start, end)
        names = {node: data["name"] for node, data in graph.nodes(data=True)}
        urls = dict(store.db.execute("SELECT id, url FROM documents").fetchall())
    if not paths:
        return f"no chain of stated relations joins {names[start]} and {names[end]}"
    lines = []
    for number, path in enumerate(paths, 1):
        lines.append(f"path {number}, {len(path)} steps")
        for step in path:
            lines.append(f"  {names[step.subject_id]} | {step.predicate} | {names[step.object_id]}")
            lines.append(f"    “{step.sentence}”")
            lines.append(f"    {urls[step.document_id]} {step.start}-{step.end}")
    return "\n".join(lines)
