"""The graph as rows: nodes with their stored layout, edges that sentences assert, and shortest paths between two.

Paths are searched breadth first over plain SQL results; negated and merely possible statements carry no edge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crosswalk.site.reading import fetch, marks

COUNTED = "v.negated = 0 AND v.modality IN ('asserted', 'reported')"
UNTIL = "substr(coalesce(d.published, d.fetched_at), 1, 10) <= ?"
MAX_STEPS = 8
MAX_PATHS = 3


@dataclass(frozen=True)
class Node:
    """An entity or candidate with its place in the graph."""

    id: str
    label: str
    name: str
    degree: int
    community: int
    pagerank: float
    x: float
    y: float


@dataclass(frozen=True)
class Edge:
    """A relation that at least one sentence asserts or reports."""

    id: str
    subject_id: str
    predicate: str
    object_id: str
    families: int


@dataclass(frozen=True)
class Step:
    """One step of a path, with the best sentence that carries it."""

    relation_id: str
    subject_id: str
    subject: str
    predicate: str
    object_id: str
    object: str
    document_id: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    title: str | None
    publisher: str | None
    published: str | None


_NODES = """
SELECT t.id, t.label, t.name, m.degree, m.community, m.pagerank, m.x, m.y
FROM entity_measures m JOIN (
  SELECT e.id, e.label, coalesce(i.short_title, e.name) AS name FROM entities e LEFT JOIN instruments i ON i.id = e.id
  UNION ALL SELECT id, label, name FROM candidates) t ON t.id = m.entity_id
"""


def nodes(connection: Any, label: str | None, limit: int) -> list[Node]:
    """Return the best-connected nodes, of one label when asked for."""
    return fetch(
        connection,
        Node,
        _NODES + " WHERE m.degree > 0 AND (? IS NULL OR t.label = ?) ORDER BY m.degree DESC, t.id LIMIT ?",
        [label, label, limit],
    )


def nodes_of(connection: Any, ids: Sequence[str], limit: int) -> list[Node]:
    """Return the nodes with these ids, best connected first."""
    if not ids:
        return []
    return fetch(
        connection, Node, _NODES + f" WHERE t.id IN ({marks(ids)}) ORDER BY m.degree DESC, t.id LIMIT ?", [*ids, limit]
    )


def neighbours(connection: Any, entity_id: str, until: str) -> set[str]:
    """Return the ids one step away."""
    found = {entity_id}
    for edge in edges_at(connection, [entity_id], until):
        found |= {edge.subject_id, edge.object_id}
    return found


def edges_at(connection: Any, ids: Sequence[str], until: str) -> list[Edge]:
    """Return the edges that begin or end at one of these nodes."""
    wanted = list(ids)
    if not wanted:
        return []
    found: dict[str, Edge] = {}
    for first in range(0, len(wanted), 300):
        some = wanted[first : first + 300]
        for edge in fetch(
            connection,
            Edge,
            f"""SELECT r.id, r.subject_id, r.predicate, r.object_id,
                       count(DISTINCT coalesce(d.family_id, d.id)) AS families
                FROM relations r JOIN relation_evidence v ON v.relation_id = r.id
                JOIN documents d ON d.id = v.document_id
                WHERE (r.subject_id IN ({marks(some)}) OR r.object_id IN ({marks(some)})) AND {COUNTED} AND {UNTIL}
                GROUP BY r.id ORDER BY r.id""",
            [*some, *some, until],
        ):
            found[edge.id] = edge
    return list(found.values())


def find_entity(connection: Any, text: str) -> list[tuple[str, str, str]]:
    """Return id, label and name of what a reader may mean: an exact id, else a name or alias, without case."""
    return [
        (str(row[0]), str(row[1]), str(row[2]))
        for row in connection.execute(
            """SELECT id, label, name FROM entities WHERE id = :text
               UNION SELECT id, label, name FROM candidates WHERE id = :text OR name = :text COLLATE NOCASE
               UNION SELECT e.id, e.label, e.name FROM names n JOIN entities e ON e.id = n.entity_id
                     WHERE n.name = :text COLLATE NOCASE
               UNION SELECT e.id, e.label, e.name FROM instruments i JOIN entities e ON e.id = i.id
                     WHERE i.short_title = :text COLLATE NOCASE
               UNION SELECT id, label, name FROM entities WHERE name = :text COLLATE NOCASE
               ORDER BY 1 LIMIT 10""",
            {"text": text},
        )
    ]


def paths(connection: Any, start: str, goal: str, until: str) -> tuple[list[list[Step]], int]:
    """Return up to three shortest paths and how many nodes were reached in the search.

    A path may follow a relation in either direction. No path within eight steps: an empty list.
    """
    came_from: dict[str, list[Edge]] = {start: []}
    frontier = {start}
    for _ in range(MAX_STEPS):
        reached: dict[str, list[Edge]] = defaultdict(list)
        for edge in edges_at(connection, sorted(frontier), until):
            for here, there in ((edge.subject_id, edge.object_id), (edge.object_id, edge.subject_id)):
                if here in frontier and there not in came_from:
                    reached[there].append(edge)
        came_from.update(reached)
        frontier = set(reached)
        if goal in came_from or not frontier:
            break
    if goal not in came_from or start == goal:
        return [], len(came_from)
    found = list(_unroll(came_from, start, goal))[:MAX_PATHS]
    return [_with_sentences(connection, path, until) for path in found], len(came_from)


def _unroll(came_from: dict[str, list[Edge]], start: str, goal: str) -> Iterable[list[Edge]]:
    if goal == start:
        yield []
        return
    # The edge most families report comes first, so that the first path is the best supported one.
    for edge in sorted(came_from[goal], key=lambda edge: (-edge.families, edge.id)):
        before = edge.subject_id if edge.object_id == goal else edge.object_id
        for path in _unroll(came_from, start, before):
            yield [*path, edge]


def _with_sentences(connection: Any, path: Sequence[Edge], until: str) -> list[Step]:
    steps = {
        step.relation_id: step
        for step in fetch(
            connection,
            Step,
            f"""SELECT * FROM (
                  SELECT r.id AS relation_id, r.subject_id,
                         coalesce(ia.short_title, a.name, ca.name, r.subject_id) AS subject,
                         r.predicate, r.object_id, coalesce(ib.short_title, b.name, cb.name, r.object_id) AS object,
                         v.document_id, v.start, v."end", s.text AS sentence, s.start AS sentence_start, d.title,
                         src.publisher, d.published
                  FROM relations r JOIN relation_evidence v ON v.relation_id = r.id
                  JOIN documents d ON d.id = v.document_id JOIN sentences s ON s.id = v.sentence_id
                  LEFT JOIN sources src ON src.id = d.source_id
                  LEFT JOIN entities a ON a.id = r.subject_id LEFT JOIN candidates ca ON ca.id = r.subject_id
                  LEFT JOIN entities b ON b.id = r.object_id LEFT JOIN candidates cb ON cb.id = r.object_id
                  LEFT JOIN instruments ia ON ia.id = r.subject_id LEFT JOIN instruments ib ON ib.id = r.object_id
                  WHERE r.id IN ({marks(path)}) AND {COUNTED} AND {UNTIL}
                  ORDER BY v.score DESC, d.published, v.id) GROUP BY relation_id""",
            [*(edge.id for edge in path), until],
        )
    }
    return [steps[edge.id] for edge in path]
