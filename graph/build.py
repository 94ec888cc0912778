"""Build the networkx graph of what is stated as fact, from the relations and their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx

from kb.store import Store

Graph: TypeAlias = "nx.MultiDiGraph[str]"

# A relation enters when at least one of its evidence rows states it: not negated, not merely planned or possible.
FACTS = """
SELECT r.id, r.subject_id, r.predicate, r.object_id, r.first_seen, r.last_seen,
       count(*) AS evidence, count(DISTINCT coalesce(d.family_id, d.id)) AS families, max(e.score) AS score
FROM relations r
JOIN relation_evidence e ON e.relation_id = r.id
JOIN documents d ON d.id = e.document_id
WHERE e.negated = 0 AND e.modality IN ('asserted', 'reported')
GROUP BY r.id
ORDER BY r.id
"""

NODES = """
SELECT id, label, name, coalesce(jurisdiction, '') AS jurisdiction, 0 AS candidate FROM entities
UNION ALL
SELECT id, label, name, '', 1 FROM candidates
ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path, with a sentence that states it."""

    relation_id: str
    subject_id: str
    predicate: str
    object_id: str
    document_id: str
    sentence_id: str
    start: int
    end: int
    sentence: str


def build_graph(store: Store) -> Graph:
    """Return the directed multigraph of stated relations.

    Nodes are entity or candidate ids that take part in a relation, with `label`, `name`, `jurisdiction` and
    `candidate` (0 or 1). Edge keys are relation ids; edges carry `predicate`, `evidence` (rows), `families`
    (independent stories), `score` (0-1) and, when known, `first_seen` and `last_seen`. Self-relations are left out.
    """
    graph: Graph = nx.MultiDiGraph()
    known = {row["id"]: row for row in store.rows(NODES)}
    for row in store.rows(FACTS):
        ends = (row["subject_id"], row["object_id"])
        if ends[0] == ends[1] or not all(end in known for end in ends):
            continue
        for end in ends:
            if end not in graph:
                node = known[end]
                graph.add_node(
                    end,
                    label=node["label"],
                    name=node["name"],
                    jurisdiction=node["jurisdiction"],
                    candidate=node["candidate"],
                )
        graph.add_edge(*ends, key=row["id"], **_edge(row))
    return graph


def _edge(row: dict[str, Any]) -> dict[str, Any]:
    """Return an edge's attributes; absent dates are left out, since GraphML and GEXF know no null."""
    names = ("predicate", "evidence", "families", "score", "first_seen", "last_seen")
    return {name: row[name] for name in names if row[name] is not None}
