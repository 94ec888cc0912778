"""The first page, what changed, how the sources are and how well the reading works."""

from __future__ import annotations

import json
from typing import Any

from datasette import Response

from crosswalk.site import queries_compare, queries_deadlines, queries_home, queries_law
from crosswalk.site.asof import read_choice, read_date
from crosswalk.site.contexts import AccuracyPage, ChangesPage, HealthPage, HomePage
from crosswalk.site.formats import Entry, Listing
from crosswalk.site.links import Links
from crosswalk.site.pages_compare import build_rows, by_topic, choose_columns
from crosswalk.site.reading import number
from crosswalk.site.visit import begin

CHANGE_KINDS = ("cell", "commitment", "deadline", "document", "provision", "trust")
MAX_CHANGES = 500
MAX_ERRORS = 200
AILING = frozenset({"failing", "suspect", "quiet"})


async def page_home(request: Any, datasette: Any) -> Response:
    """Answer /: what is new, the comparison at a glance, and health."""
    visit = await begin(request, datasette)
    page = await visit.read(home_page, visit.day, visit.as_of.given)
    return await visit.answer("home.html", page, None)


async def page_changes(request: Any, datasette: Any) -> Response:
    """Answer /changes: what moved since a day, and why."""
    visit = await begin(request, datasette)
    asked = visit.argument("since")
    since = read_date(asked, "since") if asked else None
    kind = read_choice(request, "kind", CHANGE_KINDS)
    everything = read_choice(request, "all", {"1"}) is not None
    changes = await visit.read(queries_home.changes, since, visit.day, MAX_CHANGES, kind, everything)
    rows = [(row, subject_link(visit.links, row)) for row in changes]
    page = ChangesPage(rows, since, kind, CHANGE_KINDS, everything)
    entries = [
        Entry(
            id=f"change:{row.at}:{row.kind}:{row.subject_id}",
            title=row.title,
            link=visit.absolute(subject_link(visit.links, row) or visit.links.page("/changes")),
            when=row.at,
            summary=f"{row.before or 'nothing'} → {row.after or 'nothing'} ({row.cause})",
        )
        for row in changes
    ]
    listing = Listing("changes", "What changed", changes, entries, {"as_of": visit.day, "since": since, "kind": kind})
    return await visit.answer("changes.html", page, listing)


async def page_health(request: Any, datasette: Any) -> Response:
    """Answer /health: every source, its last fetch and whether it fell silent; the last runs."""
    visit = await begin(request, datasette)
    page = await visit.read(health_page)
    entries = [
        Entry(
            id=f"source:{row.source_id}:{row.state}:{row.last_attempt or ''}",
            title=f"{row.name}: {row.state}",
            link=visit.absolute(visit.links.page("/health")),
            when=row.last_attempt,
            summary=row.reason or "",
        )
        for row in page.sources
        if row.state in AILING
    ]
    listing = Listing("health", "Health of the sources", page.sources, entries, {})
    return await visit.answer("health.html", page, listing)


async def page_accuracy(request: Any, datasette: Any) -> Response:
    """Answer /accuracy: precision, recall and F1 by task and label, and what is got wrong."""
    visit = await begin(request, datasette)
    page = await visit.read(accuracy_page)
    rows = [row for _, rows in page.groups for row in rows]
    entries = [
        Entry(
            id=f"score:{row.extractor}:{row.profile}:{row.split}:{row.task}",
            title=f"{row.task}, {row.split}: F1 {row.f1 if row.f1 is not None else 'not measured'}",
            link=visit.absolute(visit.links.page("/accuracy")),
            when=row.measured_at,
            summary=f"precision {row.precision}, recall {row.recall}, {row.documents} documents, {row.extractor}",
        )
        for row in rows
        if row.label == "all"
    ]
    return await visit.answer("accuracy.html", page, Listing("accuracy", "Accuracy", rows, entries, {}))


def home_page(connection: Any, day: str, dated: bool) -> HomePage:
    """Return what the first page shows."""
    columns = choose_columns(queries_compare.columns(connection), [])
    rows = build_rows(connection, queries_compare.questions(connection), columns, day, dated)
    deadlines = queries_deadlines.deadlines(connection, day)
    sources = queries_home.sources(connection)
    return HomePage(
        chosen=columns,
        topics=by_topic(rows),
        documents=queries_home.newest_documents(connection, day, 8),
        changes=queries_home.changes(connection, None, day, 6),
        deadlines=[row for row in deadlines if row.status == "due"][:5],
        conflicts=[row for row in queries_compare.conflicts(connection, day) if row.conflict][:6],
        sources=sources,
        ailing=[row for row in sources if row.state in AILING],
        overtaken=len(queries_law.overtaken(connection, day)),
        counts=queries_home.counts(connection),
    )


def health_page(connection: Any) -> HealthPage:
    """Return the sources and the newest runs."""
    runs = [(run, [_problem(item) for item in json.loads(run.problems)]) for run in queries_home.runs(connection, 20)]
    return HealthPage(queries_home.sources(connection), runs, queries_home.counts(connection))


def accuracy_page(connection: Any) -> AccuracyPage:
    """Return the scores by evaluation, newest first, and the errors of the newest."""
    groups: dict[str, list[queries_home.ScoreRow]] = {}
    for row in queries_home.scores(connection):
        groups.setdefault(f"{row.split}, {row.profile}, measured {row.measured_at[:10]}", []).append(row)
    total = number(connection, "SELECT count(*) FROM evaluation_errors")
    return AccuracyPage(list(groups.items()), queries_home.errors(connection, MAX_ERRORS), total)


def subject_link(links: Links, change: queries_home.ChangeRow) -> str | None:
    """Return the page, or the rows, of what a change is about."""
    first = change.subject_id.partition("|")[0]
    pages = {
        "cell": links.question(first),
        "provision": links.instrument(first),
        "trust": links.page("/disagreements", subject=first),
        "deadline": links.page(f"/deadlines#{change.subject_id}"),
        "commitment": links.rows("commitments", id=change.subject_id),
    }
    if change.kind == "document" or (change.document_id and change.kind not in pages):
        return links.document(change.document_id or change.subject_id)
    return pages.get(change.kind)


def _problem(item: object) -> str:
    return str(item.get("message", item)) if isinstance(item, dict) else str(item)
