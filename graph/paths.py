"""Shortest paths between two entities, each step with the sentence that carries it."""

from __future__ import annotations

from itertools import islice, pairwise

import networkx as nx

from graph.build import Graph, Step
from kb.errors import ContractError
from kb.store import Store

EVIDENCE = """
SELECT e.document_id, e.sentence_id, e.start, e."end", s.text AS sentence
FROM relation_evidence e
JOIN sentences s ON s.id = e.sentence_id
JOIN documents d ON d.id = e.document_id
WHERE e.relation_id = ? AND e.negated = 0 AND e.modality IN ('asserted', 'reported')
ORDER BY e.score DESC, d.published, e.id
LIMIT 1
"""


def find_paths(store: Store, graph: Graph, source: str, target: str, *, most: int = 3) -> list[list[Step]]:
    """Return up to `most` shortest paths, direction of the relations disregarded; the empty list when there is none.

    Of parallel relations the best supported is shown. Raises ContractError naming an id that is not in the graph.
    """
    for node in (source, target):
        if node not in graph:
            raise ContractError(f"{node!r} takes part in no stated relation: expected the id of an entity in the graph")
    plain = nx.Graph(graph)
    try:
        found = list(islice(nx.shortest_simple_paths(plain, source, target), most))
    except nx.NetworkXNoPath:
        return []
    shortest = len(found[0])
    return [[_step(store, graph, *pair) for pair in pairwise(path)] for path in found if len(path) == shortest]


def _step(store: Store, graph: Graph, left: str, right: str) -> Step:
    edges = [
        (data, key, (subject, object_))
        for subject, object_, key, data in graph.edges((left, right), keys=True, data=True)
        if {subject, object_} == {left, right}
    ]
    data, key, (subject, object_) = min(edges, key=lambda edge: (-edge[0]["families"], -edge[0]["evidence"], edge[1]))
    row = store.rows(EVIDENCE, (key,))[0]
    return Step(relation_id=key, subject_id=subject, predicate=data["predicate"], object_id=object_, **row)
