"""Draw the graph as SVG from its stored layout: nodes and edges in, markup out. No script, prints as it looks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from crosswalk.site.links import Links
from crosswalk.site.queries_graph import Edge, Node

WIDTH, HEIGHT, MARGIN = 1000, 700, 60
CHARACTER_WIDTH, LINE_HEIGHT = 6.6, 15  # of 12-pixel sans-serif, on average


def draw_graph(nodes: Sequence[Node], edges: Sequence[Edge], links: Links, centre: str | None) -> Markup:
    """Return an SVG of the nodes at their stored places, stretched to the frame; each node links to its page.

    The best-connected nodes carry their names where these cover no other; the rest say theirs when pointed at.
    """
    places = _places(nodes)
    lines = [
        Markup('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="edge"><title>%s</title></line>')
        % (*places[edge.subject_id], *places[edge.object_id], edge.predicate.replace("_", " "))
        for edge in edges
    ]
    names = _names(nodes, places, centre)
    circles = [
        Markup('<a href="%s" class="node n-%s%s"><title>%s (%s)</title><circle cx="%.1f" cy="%.1f" r="%.1f"/>%s</a>')
        % (
            links.thing(node.label, node.id),
            node.label.lower(),
            " centre" if node.id == centre else "",
            node.name,
            node.label.lower(),
            *places[node.id],
            _radius(node),
            names.get(node.id, ""),
        )
        for node in nodes
    ]
    return Markup(
        '<svg viewBox="0 0 %d %d" role="group" aria-label="Graph of %d entities and %d relations" class="graph">'
        "<g>%s</g><g>%s</g></svg>"
    ) % (WIDTH, HEIGHT, len(nodes), len(edges), Markup("").join(lines), Markup("").join(circles))


def _names(nodes: Sequence[Node], places: dict[str, tuple[float, float]], centre: str | None) -> dict[str, Markup]:
    taken = [_box(places[node.id][0] - _radius(node), places[node.id][1], 2 * _radius(node)) for node in nodes]
    found: dict[str, Markup] = {}
    for node in sorted(nodes, key=lambda node: (node.id != centre, -node.degree, node.id)):
        x, y = places[node.id]
        away = _radius(node) + 4
        width = CHARACTER_WIDTH * len(node.name)
        spots = (
            (x + away, y, "start", x + away),
            (x - away - width, y, "end", x - away),
            (x - width / 2, y - away - LINE_HEIGHT / 2, "middle", x),
            (x - width / 2, y + away + LINE_HEIGHT / 2, "middle", x),
        )
        for left, middle, anchor, at in spots:
            box = _box(left, middle, width)
            if left < 0 or left + width > WIDTH or any(_overlap(box, other) for other in taken):
                continue
            taken.append(box)
            text = Markup('<text x="%.1f" y="%.1f" text-anchor="%s">%s</text>')
            found[node.id] = text % (at, middle + 4, anchor, node.name)
            break
    return found


def _radius(node: Node) -> float:
    return 4 + 2.2 * math.sqrt(node.degree)


def _box(left: float, y: float, width: float) -> tuple[float, float, float, float]:
    return left, y - LINE_HEIGHT / 2, left + width, y + LINE_HEIGHT / 2


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


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
