"""The graph as a drawing with a list beside it, and paths with the sentence of every step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasette import Response
from datasette.utils.asgi import NotFound

from crosswalk.site import queries_graph, queries_said
from crosswalk.site.asof import read_choice, read_number
from crosswalk.site.contexts import GraphPage, PathPage
from crosswalk.site.drawing import draw_graph
from crosswalk.site.formats import Entry, Listing
from crosswalk.site.links import Links
from crosswalk.site.visit import begin
from kb.vocabulary import NAME_LABELS

MAX_NODES = 300  # an SVG of 300 nodes draws in a third of a second; beyond, the picture says nothing anyway
FIRST_NODES = 120


async def page_graph(request: Any, datasette: Any) -> Response:
    """Answer /graph: the best-connected entities, or what is around one."""
    visit = await begin(request, datasette)
    label = read_choice(request, "label", {item.value for item in NAME_LABELS})
    limit = read_number(request, "n", FIRST_NODES, low=2, high=MAX_NODES)
    page = await visit.read(graph_page, visit.links, label, visit.argument("entity"), limit, visit.day)
    rows = [
        {"relation_id": edge.id, "subject_id": edge.subject_id, "subject": subject, "predicate": edge.predicate,
         "object_id": edge.object_id, "object": object_, "independent_stories": edge.families}
        for edge, subject, object_ in page.edges
    ]  # fmt: skip
    entries = [
        Entry(
            id=f"relation:{edge.id}",
            title=f"{subject} {edge.predicate.replace('_', ' ')} {object_}",
            link=visit.absolute(visit.links.page("/path", **{"from": edge.subject_id, "to": edge.object_id})),
            when=None,
        )
        for edge, subject, object_ in page.edges
    ]
    facts = {"as_of": visit.day, "label": label, "nodes": page.nodes}
    return await visit.answer("graph.html", page, Listing("graph", "Graph", rows, entries, facts))


async def page_path(request: Any, datasette: Any) -> Response:
    """Answer /path: how two entities are connected, and which sentence carries each step."""
    visit = await begin(request, datasette)
    page = await visit.read(path_page, visit.argument("from") or "", visit.argument("to") or "", visit.day)
    rows = [
        {"path": number, "step": place, **{name: getattr(step, name) for name in step.__dataclass_fields__}}
        for number, path in enumerate(page.paths, 1)
        for place, step in enumerate(path, 1)
    ]
    entries = [
        Entry(
            id=f"path:{number}:{place}:{step.relation_id}",
            title=f"{step.subject} {step.predicate.replace('_', ' ')} {step.object}",
            link=visit.absolute(visit.links.document(step.document_id, step.start, step.end)),
            when=step.published,
            summary=step.sentence,
        )
        for number, path in enumerate(page.paths, 1)
        for place, step in enumerate(path, 1)
    ]
    facts = {"as_of": visit.day, "from": page.start, "to": page.goal, "reached": page.reached}
    return await visit.answer("path.html", page, Listing("path", "Path", rows, entries, facts))


def graph_page(connection: Any, links: Links, label: str | None, wanted: str | None, limit: int, day: str) -> GraphPage:
    """Return the drawing and its rows. Raises NotFound when the entity asked for is unknown."""
    entity: tuple[str, str, str] | None = None
    if wanted:
        found = queries_graph.find_entity(connection, wanted)
        if not found:
            raise NotFound(f"No entity is called “{wanted}” here: write a name of the register or an id")
        entity = found[0]
        around = sorted(queries_graph.neighbours(connection, entity[0], day))
        nodes = queries_graph.nodes_of(connection, around, limit)
        nodes = [node for node in nodes if label is None or node.label == label or node.id == entity[0]]
    else:
        nodes = queries_graph.nodes(connection, label, limit)
    names = {node.id: node.name for node in nodes}
    edges = [
        edge
        for edge in queries_graph.edges_at(connection, list(names), day)
        if edge.subject_id in names and edge.object_id in names
    ]
    return GraphPage(
        svg=draw_graph(nodes, edges, links, entity[0] if entity else None),
        nodes=nodes,
        edges=[(edge, names[edge.subject_id], names[edge.object_id]) for edge in edges],
        labels=sorted(item.value for item in NAME_LABELS),
        label=label,
        entity=entity,
        wanted=wanted or "",
        limit=limit,
    )


def path_page(connection: Any, start: str, goal: str, day: str) -> PathPage:
    """Return the shortest paths. Raises NotFound when a name is unknown; an ambiguous one offers its choices."""
    starts = _named(connection, start)
    goals = _named(connection, goal)
    paths: Sequence[Sequence[queries_graph.Step]] = []
    reached = 0
    if len(starts) == 1 and len(goals) == 1:
        paths, reached = queries_graph.paths(connection, starts[0][0], goals[0][0], day)
    return PathPage(
        start=starts[0][2] if len(starts) == 1 else start,
        goal=goals[0][2] if len(goals) == 1 else goal,
        start_choices=starts,
        goal_choices=goals,
        paths=paths,
        reached=reached,
        known=queries_said.related_entities(connection),
    )


def _named(connection: Any, text: str) -> list[tuple[str, str, str]]:
    if not text:
        return []
    found = queries_graph.find_entity(connection, text)
    if not found:
        raise NotFound(f"No entity is called “{text}” here: write a name of the register or an id")
    exact = [item for item in found if item[0] == text]
    return exact or found
