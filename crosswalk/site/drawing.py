"""Draw the graph as SVG from its stored layout: nodes and edges in, markup out. No script, prints as it looks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from crosswalk.site.links import Links
from crosswalk.site.queries_graph import Edge, Node

WIDTH, HEIGHT, MARGIN = 1000, 700, 60
NAMED_NODES = 40  # more names than this cover each other


def draw_graph(nodes: Sequence[Node], edges: Sequence[Edge], links: Links, centre: str | None) -> Markup:
    """Return an SVG of the nodes at their stored places, stretched to the frame; each node links to its page."""
    places = _places(nodes)
    named = {node.id for node in sorted(nodes, key=lambda node: -node.degree)[:NAMED_NODES]} | {centre}
    lines = [
        Markup('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="edge"><title>%s</title></line>')
        % (*places[edge.subject_id], *places[edge.object_id], edge.predicate.replace("_", " "))
        for edge in edges
    ]
    circles = [_node(node, places[node.id], node.id in named, node.id == centre, links) for node in nodes]
    return Markup(
        '<svg viewBox="0 0 %d %d" role="group" aria-label="Graph of %d entities and %d relations" class="graph">'
        "<g>%s</g><g>%s</g></svg>"
    ) % (WIDTH, HEIGHT, len(nodes), len(edges), Markup("").join(lines), Markup("").join(circles))


def _node(node: Node, place: tuple[float, float], named: bool, central: bool, links: Links) -> Markup:
    radius = 4 + 2.2 * math.sqrt(node.degree)
    text = Markup("")
    if named:
        right = place[0] < WIDTH * 0.8
        text = Markup('<text x="%.1f" y="%.1f" text-anchor="%s">%s</text>') % (
            place[0] + (radius + 3 if right else -radius - 3),
            place[1] + 4,
            "start" if right else "end",
            node.name,
        )
    return Markup(
        '<a href="%s" class="node n-%s%s"><title>%s (%s)</title><circle cx="%.1f" cy="%.1f" r="%.1f"/>%s</a>'
    ) % (
        links.thing(node.label, node.id),
        node.label.lower(),
        " centre" if central else "",
        node.name,
        node.label.lower(),
        *place,
        radius,
        text,
    )


def _places(nodes: Sequence[Node]) -> dict[str, tuple[float, float]]:
    if not nodes:
        return {}
    left, right = min(node.x for node in nodes), max(node.x for node in nodes)
    top, bottom = min(node.y for node in nodes), max(node.y for node in nodes)
    return {
        node.id: (
            MARGIN + (WIDTH - 2 * MARGIN) * ((node.x - left) / (right - left) if right > left else 0.5),
            MARGIN + (HEIGHT - 2 * MARGIN) * ((node.y - top) / (bottom - top) if bottom > top else 0.5),
        )
        for node in nodes
    }
