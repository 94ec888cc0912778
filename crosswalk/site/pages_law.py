"""What is law: one instrument with all that is dated, deadlines, and what touches which company."""

from __future__ import annotations

from collections import Counter
from typing import Any

from datasette import Response
from datasette.utils.asgi import NotFound

from crosswalk.site import (
    queries_checks,
    queries_compare,
    queries_deadlines,
    queries_disputed,
    queries_law,
    queries_said,
)
from crosswalk.site.asof import read_choice
from crosswalk.site.contexts import CellVersion, DeadlinesPage, ExposurePage, InstrumentPage
from crosswalk.site.formats import Entry, Listing
from crosswalk.site.pages_compare import NOT_YET, group_sides
from crosswalk.site.pages_said import by_fact, by_predicate
from crosswalk.site.queries_deadlines import DeadlineRow
from crosswalk.site.queries_law import ExposureRow, ObligationRow
from crosswalk.site.visit import begin

# In the order in which a reader wants them: what is coming, what is missing, what is done.
DEADLINE_ORDER = ("due", "passed without public sign", "claimed complete", "met late", "met", "unknown")
OTHER_INSTRUMENT = ("", "Not under a named instrument")


async def page_instrument(request: Any, datasette: Any) -> Response:
    """Answer /instrument/<id>: provisions, obligations, deadlines and cells with their dates."""
    visit = await begin(request, datasette)
    name = visit.variable("id")
    held = await visit.read(queries_law.instrument, name)
    entity = await visit.read(queries_said.entity, name)
    if held is None and entity is not None:
        # Named in documents as an instrument, but no column of the comparison: a standard, a plan.
        return Response.redirect(visit.links.entity(name))
    page = await visit.read(instrument_page, name, visit.day, visit.as_of.given)
    entries = [
        Entry(
            id=f"provision:{row.id}",
            title=f"{page.instrument.short_title}, {row.citation}: {row.heading or row.summary}",
            link=visit.absolute(visit.links.instrument(page.instrument.id)),
            when=row.recorded_from,
            summary=row.summary,
        )
        for row in page.provisions
    ]
    obligations = [row for _, rows in page.obligations for row in rows]
    facts = {"as_of": visit.day, "instrument": page.instrument, "obligations": obligations}
    listing = Listing(page.instrument.id, page.instrument.title, page.provisions, entries, facts)
    return await visit.answer("instrument.html", page, listing)


async def page_deadlines(request: Any, datasette: Any) -> Response:
    """Answer /deadlines: what is due, by whom, until when, and what became of it."""
    visit = await begin(request, datasette)
    columns = await visit.read(queries_compare.columns)
    chosen = read_choice(request, "instrument", {column.id for column in columns})
    rows = await visit.read(queries_deadlines.deadlines, visit.day, chosen)
    evidence = await visit.read(queries_deadlines.evidence, visit.day)
    groups = [
        (status, [(row, evidence.get(row.deadline_id, [])) for row in rows if row.status == status])
        for status in DEADLINE_ORDER
    ]
    held = {row.instrument_id for row in rows} if chosen is None else {column.id for column in columns}
    page = DeadlinesPage(
        groups=[(status, some) for status, some in groups if some],
        chosen=chosen,
        instruments=[column for column in columns if column.id in held],
        count=len(rows),
    )
    entries = [_deadline_entry(visit.absolute(visit.links.page(f"/deadlines#{row.deadline_id}")), row) for row in rows]
    # A calendar carries the newest change of its rows as its stamp: the same state gives the same bytes.
    changed = max((row.recorded_from for row in rows), default=None)
    facts = {"as_of": visit.day, "instrument": chosen, "changed_at": changed}
    listing = Listing("deadlines", "Deadlines", rows, entries, facts)
    return await visit.answer("deadlines.html", page, listing, "ics", "json", "csv", "atom")


async def page_exposure(request: Any, datasette: Any) -> Response:
    """Answer /exposure: companies by instruments, each cell with what touches the company and on what basis."""
    visit = await begin(request, datasette)
    rows = await visit.read(queries_law.exposure, visit.day)
    state = read_choice(request, "state", {row.state for row in rows})
    shown = [row for row in rows if state is None or row.state == state]
    page = build_exposure(shown, state)
    entries = [
        Entry(
            id=f"exposure:{row.company_id}:{row.side}:{row.subject_id}",
            title=f"{row.company}: {row.subject}",
            link=visit.absolute(visit.links.entity(row.company_id)),
            when=row.date,
            summary=f"{row.state} ({row.basis})",
        )
        for row in shown
    ]
    listing = Listing("exposure", "Exposure of companies", shown, entries, {"as_of": visit.day, "state": state})
    return await visit.answer("exposure.html", page, listing)


def instrument_page(connection: Any, instrument_id: str, day: str, dated: bool) -> InstrumentPage:
    """Return an instrument as known on a day. Raises NotFound for an unknown id."""
    instrument = queries_law.instrument(connection, instrument_id, day if dated else None)
    if instrument is None:
        raise NotFound(f"There is no instrument “{instrument_id}”; the page Compare lists all that are held")
    cells = queries_compare.cells(connection, day, [instrument_id])
    evidence = queries_compare.evidence(connection, [cell.id for cell in cells], day if dated else None)
    superseded = queries_checks.overtaken_cells(connection, day)
    versions: dict[str, list[CellVersion]] = {}
    for cell in cells:
        later = (cell.valid_from or "") > day or cell.status in NOT_YET
        versions.setdefault(cell.question_id, []).append(
            CellVersion(
                cell,
                [item for item in evidence.get(cell.id, []) if item.kind != "claim"],
                later,
                superseded.get(cell.id),
            )
        )
    claims = queries_compare.claims(connection, "c.subject_id = ?", [instrument_id], day)
    sides = group_sides(claims, queries_compare.conflicts(connection, day, instrument_id))
    obligations: dict[str, list[ObligationRow]] = {}
    for row in queries_law.obligations(connection, instrument_id):
        obligations.setdefault(row.topic, []).append(row)
    return InstrumentPage(
        instrument=instrument,
        provisions=queries_law.provisions(connection, instrument_id, day),
        obligations=list(obligations.items()),
        deadlines=queries_deadlines.deadlines(connection, day, instrument_id),
        cells=[(row, versions[row.id]) for row in queries_compare.questions(connection) if row.id in versions],
        texts=queries_law.texts(connection, instrument_id),
        commitments=queries_law.commitments(connection, day, instrument_id=instrument_id),
        events=queries_said.events(connection, day, about_id=instrument_id, limit=60),
        relations=by_predicate(queries_said.relations(connection, instrument_id, day)),
        disputed=by_fact(queries_disputed.versions(connection, day, instrument_id)),
        sides=[side for some in sides.values() for side in some],
        overtaken=queries_law.overtaken(connection, day, instrument_id),
        identifiers=queries_checks.identifier_errors(connection, day, instrument_id=instrument_id),
    )


def build_exposure(rows: list[ExposureRow], state: str | None) -> ExposurePage:
    """Return the matrix of companies by instruments, each cell with its rows and how many there are of each state."""
    instruments: dict[str, str] = {}
    companies: dict[str, str] = {}
    placed: dict[tuple[str, str], list[ExposureRow]] = {}
    for row in rows:
        companies.setdefault(row.company_id, row.company)
        column = row.instrument_id or OTHER_INSTRUMENT[0]
        instruments.setdefault(column, row.instrument or row.instrument_id or OTHER_INSTRUMENT[1])
        placed.setdefault((row.company_id, column), []).append(row)
    columns = sorted(instruments.items(), key=lambda item: (item[0] == "", item[1]))
    table = [
        (company_id, name, [_touching(placed.get((company_id, column), [])) for column, _ in columns])
        for company_id, name in sorted(companies.items(), key=lambda item: item[1])
    ]
    return ExposurePage(columns, table, len(rows), state)


def _touching(rows: list[ExposureRow]) -> tuple[list[ExposureRow], Counter[str]]:
    return rows, Counter(row.state for row in rows)


def _deadline_entry(link: str, row: DeadlineRow) -> Entry:
    return Entry(
        id=f"deadline:{row.deadline_id}",
        title=f"{row.instrument}, {row.citation}: {row.action}",
        link=link,
        when=row.due,
        summary=f"{row.actor}. {row.label}.",
    )
