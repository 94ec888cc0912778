"""Which address is answered by which page, and the menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette import Response

from crosswalk.site import pages, pages_checks, pages_compare, pages_document, pages_graph, pages_law, pages_said
from crosswalk.site.visit import begin

_LISTS = r"(?:\.(?P<format>json|csv|atom))?$"
_ID = r"/(?P<id>[^/.]+)"


async def page_data(request: Any, datasette: Any) -> Response:
    """Answer /data: Datasette's own page of the database, wherever the file is called what."""
    visit = await begin(request, datasette)
    return Response.redirect(visit.links.data())


ROUTES: tuple[tuple[str, Callable[..., Any]], ...] = (
    (r"^/$", pages.page_home),
    (rf"^/compare{_LISTS}", pages_compare.page_compare),
    (rf"^/compare{_ID}{_LISTS}", pages_compare.page_question),
    (rf"^/entity{_ID}{_LISTS}", pages_said.page_entity),
    (rf"^/instrument{_ID}{_LISTS}", pages_law.page_instrument),
    (rf"^/timeline{_LISTS}", pages_said.page_timeline),
    (rf"^/changes{_LISTS}", pages.page_changes),
    (r"^/deadlines(?:\.(?P<format>json|csv|atom|ics))?$", pages_law.page_deadlines),
    (rf"^/exposure{_LISTS}", pages_law.page_exposure),
    (rf"^/positions{_LISTS}", pages_said.page_positions),
    (rf"^/disagreements{_LISTS}", pages_said.page_disagreements),
    (rf"^/text-check{_LISTS}", pages_checks.page_text_check),
    (rf"^/commitments{_LISTS}", pages_checks.page_commitments),
    (rf"^/graph{_LISTS}", pages_graph.page_graph),
    (rf"^/path{_LISTS}", pages_graph.page_path),
    (rf"^/document{_ID}{_LISTS}", pages_document.page_document),
    (rf"^/health{_LISTS}", pages.page_health),
    (rf"^/accuracy{_LISTS}", pages.page_accuracy),
    (r"^/data$", page_data),
)

MENU = (
    ("/compare", "Compare"),
    ("/disagreements", "Disagreements"),
    ("/text-check", "Text check"),
    ("/changes", "Changes"),
    ("/timeline", "Timeline"),
    ("/deadlines", "Deadlines"),
    ("/exposure", "Exposure"),
    ("/commitments", "Commitments"),
    ("/positions", "Positions"),
    ("/graph", "Graph"),
    ("/path", "Paths"),
    ("/health", "Health"),
    ("/accuracy", "Accuracy"),
)
