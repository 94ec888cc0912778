"""Write the graph as GraphML or GEXF, in forms that Gephi and networkx read again."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from graph.build import Graph
from kb.model import EntityMeasure
from kb.store import Store


def with_measures(store: Store, graph: Graph) -> Graph:
    """Return a copy of the graph whose nodes also carry the stored measures and positions."""
    copy: Graph = graph.copy()
    for row in store.load(EntityMeasure):
        if row.entity_id in copy:
            copy.nodes[row.entity_id].update(
                degree=row.degree, betweenness=row.betweenness, pagerank=row.pagerank, community=row.community,
                x=row.x, y=row.y,
            )  # fmt: skip
    return copy


def write_graphml(graph: Graph, path: Path) -> None:
    """Write GraphML; edge ids are relation ids, read back with `read_graphml`."""
    # named_key_ids: Gephi shows the key's id as the column head.
    nx.write_graphml(graph, path, named_key_ids=True, edge_id_from_attribute=None)


def write_gexf(graph: Graph, path: Path) -> None:
    """Write GEXF 1.2 with the node's name as its label and the stored layout as positions.

    networkx takes an edge attribute `id` for the edge's id and cannot write two parallel edges without one.
    """
    copy = graph.copy()
    for _, data in copy.nodes(data=True):
        # `label` is GEXF's own attribute: what is printed beside the node.
        data["kind"] = data.pop("label")
        data["label"] = data.pop("name")
        if "x" in data:
            data["viz"] = {"position": {"x": 1000 * data.pop("x"), "y": 1000 * data.pop("y"), "z": 0.0}}
    for _, _, key, data in copy.edges(keys=True, data=True):
        data["id"] = key
        data["label"] = data["predicate"]
    nx.write_gexf(copy, path)


def read_graphml(path: Path) -> Graph:
    """Read a graph that `write_graphml` wrote, keys included."""
    return nx.MultiDiGraph(nx.read_graphml(path, force_multigraph=True))
