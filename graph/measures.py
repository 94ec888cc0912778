"""Measures of each entity's place in the graph, and a layout that does not jump between runs."""

from __future__ import annotations

import math

import networkx as nx

from graph.build import Graph, build_graph
from kb.model import EntityMeasure
from kb.report import StageReport
from kb.store import Store

SEED = 14409  # fixed, so that the same relations give the same communities and layout
# Exact betweenness takes nodes × edges steps; beyond this it is estimated from as many pivots.
BETWEENNESS_PIVOTS = 400
LAYOUT_ITERATIONS = 60  # networkx spring: 5.7 s at 1,000 nodes with 50
MOVE_LITTLE = 15  # iterations when earlier positions are known: only newcomers find their place
DIGITS = 6  # rounding, so that a last-bit difference of the arithmetic is no change


def measure_graph(store: Store) -> StageReport:
    """Write `entity_measures` for the present relations and return how many nodes, edges and rows changed.

    Positions lie in 0-1. Layout starts from the stored positions, so that a picture moves only where the graph did;
    when the same nodes and edges were measured before, nothing is computed or changed.
    """
    graph = build_graph(store)
    held = {row.entity_id: row for row in store.load(EntityMeasure)}
    degrees = {node: (graph.degree(node), graph.in_degree(node), graph.out_degree(node)) for node in graph}
    communities = find_communities(graph)
    betweenness = _betweenness(graph)
    ranks = nx.pagerank(graph) if len(graph) else {}
    figures = {
        node: (*degrees[node], round(betweenness[node], DIGITS), round(ranks[node], DIGITS), communities[node])
        for node in graph
    }
    unchanged = figures == {
        row.entity_id: (row.degree, row.in_degree, row.out_degree, row.betweenness, row.pagerank, row.community)
        for row in held.values()
    }
    if unchanged:
        changed = 0
    else:
        places = find_layout(graph, {node: (row.x, row.y) for node, row in held.items()})
        changed = store.sync(
            EntityMeasure,
            [
                EntityMeasure(
                    entity_id=node,
                    degree=figures[node][0],
                    in_degree=figures[node][1],
                    out_degree=figures[node][2],
                    betweenness=figures[node][3],
                    pagerank=figures[node][4],
                    community=figures[node][5],
                    x=places[node][0],
                    y=places[node][1],
                )
                for node in sorted(graph)
            ],
        )
    counts = {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges(), "changed": changed}
    return StageReport("graph", counts)


def find_communities(graph: Graph) -> dict[str, int]:
    """Return a community number per node, 0 the largest (Louvain on the undirected graph, fixed seed)."""
    if not len(graph):
        return {}
    groups = nx.community.louvain_communities(nx.Graph(graph), seed=SEED)
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {node: number for number, group in enumerate(ordered) for node in group}


def find_layout(graph: Graph, held: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return a position in 0-1 × 0-1 per node, starting from the positions already held."""
    if not len(graph):
        return {}
    start = {node: held[node] for node in graph if node in held} or None
    known = len(start or ()) / len(graph)
    places = nx.spring_layout(
        nx.Graph(graph),
        pos=start,
        seed=SEED,
        k=2.5 / math.sqrt(len(graph)),
        iterations=MOVE_LITTLE if known > 0.5 else LAYOUT_ITERATIONS,
    )
    lows = [min(float(place[axis]) for place in places.values()) for axis in (0, 1)]
    highs = [max(float(place[axis]) for place in places.values()) for axis in (0, 1)]
    spans = [high - low or 1.0 for low, high in zip(lows, highs, strict=True)]
    return {
        node: (round((float(x) - lows[0]) / spans[0], DIGITS), round((float(y) - lows[1]) / spans[1], DIGITS))
        for node, (x, y) in places.items()
    }


def _betweenness(graph: Graph) -> dict[str, float]:
    pivots = BETWEENNESS_PIVOTS if len(graph) > BETWEENNESS_PIVOTS else None
    result: dict[str, float] = nx.betweenness_centrality(nx.Graph(graph), k=pivots, seed=SEED)
    return result
