"""One document: its text with marked spans, its wordings, its copies and what was read from it."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import Any

from datasette import Response
from datasette.utils.asgi import BadRequest, NotFound

from crosswalk.site import queries_checks, queries_document
from crosswalk.site.asof import read_number
from crosswalk.site.contexts import DocumentPage
from crosswalk.site.formats import Entry, Listing
from crosswalk.site.highlight import MENTION, TARGET, Span, paragraphs
from crosswalk.site.links import Links
from crosswalk.site.queries_document import MentionRow, RevisionRow
from crosswalk.site.visit import begin

PART_CHARACTERS = 60_000  # a whole act with its spans would be tens of megabytes of HTML
MAX_READ = 5000
LATEST = "9999-12-31"  # a document is shown as it is, not as known on a day
MAX_PARTS = 10_000
_SPAN = re.compile(r"^(\d{1,9})-(\d{1,9})$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


async def page_document(request: Any, datasette: Any) -> Response:
    """Answer /document/<id>: the text, highlighted, with ``?span=START-END`` as the evidence asked for."""
    visit = await begin(request, datasette)
    target = read_span(visit.argument("span"))
    part = read_number(request, "part", 0, low=1, high=MAX_PARTS)
    page = await visit.read(document_page, visit.links, visit.variable("id"), target, part)
    entries = [
        Entry(
            id=f"{page.document.id}:{row.number}",
            title=row.title or page.document.title or page.document.url,
            link=visit.absolute(visit.links.document(page.document.id)),
            when=row.fetched_at,
            summary=f"Wording {row.number}",
        )
        for row, _ in page.revisions
    ]
    facts = {"document": page.document, "family": page.family, "seen_in": page.sightings}
    listing = Listing(page.document.id, page.document.title or page.document.url, page.read, entries, facts)
    return await visit.answer("document.html", page, listing)


def read_span(value: str | None) -> tuple[int, int] | None:
    """Return the offsets of ``?span=``. Raises BadRequest when they are none."""
    if value is None:
        return None
    match = _SPAN.match(value)
    if match is None or int(match[1]) >= int(match[2]):
        raise BadRequest(f"span={value} is no span: write two character offsets as 120-180, the end exclusive")
    return int(match[1]), int(match[2])


def document_page(
    connection: Any, links: Links, document_id: str, target: tuple[int, int] | None, part: int
) -> DocumentPage:
    """Return one part of a document with its spans; the one with the target, else the one asked for.

    Raises NotFound for an unknown document or part and BadRequest for a span outside the text.
    """
    document = queries_document.document(connection, document_id)
    if document is None:
        raise NotFound(f"There is no document “{document_id}” in this knowledge base")
    if target is not None and target[1] > len(document.text):
        raise BadRequest(f"span={target[0]}-{target[1]} ends beyond the text of {len(document.text)} characters")
    edges = cut(document.text)
    count = len(edges) - 1
    if part == 0:
        part = next((n for n in range(1, count + 1) if target and edges[n - 1] <= target[0] < edges[n]), 1)
    if part > count:
        raise NotFound(f"This document has {count} parts; there is no part {part}")
    start, end = edges[part - 1], edges[part]
    mentions = queries_document.mentions(connection, document_id, start, end)
    spans = [mention_span(links, mention) for mention in mentions]
    if target is not None:
        spans.append(Span(*target, TARGET, note="the evidence you asked for"))
    read = queries_document.what_was_read(connection, document_id, MAX_READ)
    return DocumentPage(
        document=document,
        paragraphs=paragraphs(document.text[start:end], spans, offset=start),
        part=part,
        parts=count,
        target=document.text[slice(*target)] if target else None,
        labels=Counter(mention.label for mention in mentions).most_common(),
        read=read,
        read_here=[row for row in read if start <= row.start < end],
        revisions=compare_revisions(queries_document.revisions(connection, document_id)),
        family=queries_document.family(connection, document_id, document.family_id),
        sightings=queries_document.sightings(connection, document_id),
        provisions=queries_document.provisions(connection, document_id),
        overtaken=queries_checks.overtaken_in(connection, document_id),
        checks=queries_checks.checks(connection, LATEST, document_id=document_id),
        identifiers=queries_checks.identifier_errors(connection, LATEST, document_id=document_id),
    )


def mention_span(links: Links, mention: MentionRow) -> Span:
    """Return the marked span of a mention: coloured by label, linked to its entity, saying why it links."""
    thing = mention.entity_id or mention.candidate_id
    meaning = mention.name or mention.value
    note = f"{mention.label.lower()}: {meaning}" if meaning else mention.label.lower()
    note += f" ({mention.reason or mention.method})"
    return Span(
        mention.start, mention.end, MENTION, mention.label, note, links.thing(mention.label, thing) if thing else None
    )


def cut(text: str) -> list[int]:
    """Return the offsets between the parts of a text: at line ends, each part at most PART_CHARACTERS long."""
    edges = [0]
    while len(text) - edges[-1] > PART_CHARACTERS:
        line_end = text.rfind("\n", edges[-1] + 1, edges[-1] + PART_CHARACTERS)
        edges.append(line_end + 1 if line_end > 0 else edges[-1] + PART_CHARACTERS)
    return [*edges, len(text)] if text else [0, 0]


def compare_revisions(rows: list[RevisionRow]) -> list[tuple[RevisionRow, list[tuple[str, str]]]]:
    """Return each wording with the sentences it added (``+``) and removed (``-``) against the one before."""
    found: list[tuple[RevisionRow, list[tuple[str, str]]]] = []
    for place, row in enumerate(rows):
        moved: list[tuple[str, str]] = []
        if place:
            before, after = _sentences(rows[place - 1].text), _sentences(row.text)
            for line in difflib.ndiff(before, after) if len(before) + len(after) < 2000 else []:
                if line[:2] in ("+ ", "- "):
                    moved.append((line[0], line[2:]))
        found.append((row, moved))
    return found


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
