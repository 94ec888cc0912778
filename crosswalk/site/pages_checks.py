"""The press against the law, and the ledger of promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from datasette import Response

from crosswalk.site import queries_checks, queries_compare
from crosswalk.site.asof import read_choice
from crosswalk.site.contexts import CommitmentsPage, TextCheckPage
from crosswalk.site.formats import Entry, Listing
from crosswalk.site.queries_checks import CheckRow
from crosswalk.site.queries_law import CommitmentRow
from crosswalk.site.visit import begin
from crosswalk.site.words import spoken

VERDICTS = ("contradicts", "narrower", "broader", "text silent", "matches", "text not held")


async def page_text_check(request: Any, datasette: Any) -> Response:
    """Answer /text-check: what stories say of an instrument against its own wording, and wrong identifiers."""
    visit = await begin(request, datasette)
    columns = await visit.read(queries_compare.columns)
    verdict = read_choice(request, "verdict", set(VERDICTS))
    subject = read_choice(request, "instrument", {column.id for column in columns})
    page = await visit.read(text_check_page, visit.day, subject, verdict)
    rows = [row for _, some in page.groups for row in some]
    entries = [
        Entry(
            id=f"check:{row.claim_id}:{row.verdict}",
            title=f"{row.subject}, {spoken(row.attribute)} {row.value}: {row.verdict}",
            link=visit.absolute(visit.links.document(row.document_id, row.start, row.end)),
            when=row.published,
            summary=row.sentence,
        )
        for row in rows
    ] + [
        Entry(
            id=f"identifier:{error.document_id}:{error.start}",
            title=f"{error.text} beside {error.named}: the register has {error.expected}",
            link=visit.absolute(visit.links.document(error.document_id, error.start, error.end)),
            when=error.published,
            summary=error.title or "",
        )
        for error in page.identifiers
    ]
    facts = {
        "as_of": visit.day, "instrument": subject, "verdict": verdict, "identifier_errors": page.identifiers,
        "held": page.held,
    }  # fmt: skip
    return await visit.answer(
        "text-check.html", page, Listing("text-check", "The press against the text", rows, entries, facts)
    )


async def page_commitments(request: Any, datasette: Any) -> Response:
    """Answer /commitments: every promise with its life, and the pages that vanished."""
    visit = await begin(request, datasette)
    columns = await visit.read(queries_compare.columns)
    chosen = read_choice(request, "instrument", {column.id for column in columns})
    page = await visit.read(commitments_page, visit.day, chosen)
    rows = [row for _, lives in page.groups for life in lives for row in life]
    entries = [
        Entry(
            id=f"commitment:{row.id}",
            title=f"{row.maker}: {spoken(row.state)}",
            link=visit.absolute(visit.links.page(f"/commitments#{row.id}")),
            when=row.date or row.recorded_from,
            summary=row.text,
        )
        for row in rows
    ]
    facts = {"as_of": visit.day, "instrument": chosen, "gone": page.gone}
    return await visit.answer("commitments.html", page, Listing("commitments", "Commitments", rows, entries, facts))


def text_check_page(connection: Any, day: str, subject: str | None, verdict: str | None) -> TextCheckPage:
    """Return the checks grouped by instrument, how much text is held, and the wrong identifiers."""
    everything = queries_checks.checks(connection, day, subject_id=subject)
    shown = [row for row in everything if verdict is None or row.verdict == verdict]
    groups: dict[tuple[str, str], list[CheckRow]] = {}
    for row in shown:
        groups.setdefault((row.subject_id, row.subject), []).append(row)
    return TextCheckPage(
        groups=list(groups.items()),
        counts=Counter(row.verdict for row in everything),
        held=queries_checks.held_law(connection),
        identifiers=queries_checks.identifier_errors(connection, day, instrument_id=subject),
        instruments=queries_compare.columns(connection),
        chosen=subject,
        verdict=verdict,
        verdicts=VERDICTS,
    )


def commitments_page(connection: Any, day: str, instrument_id: str | None) -> CommitmentsPage:
    """Return promises by instrument, each as the states it went through, oldest first."""
    rows = queries_checks.ledger(connection, day, instrument_id)
    groups: dict[tuple[str, str], list[Sequence[CommitmentRow]]] = {}
    for life in lives(rows):
        groups.setdefault((life[0].instrument_id or "", life[0].instrument or "Under no named instrument"), []).append(
            life
        )
    return CommitmentsPage(
        groups=list(groups.items()),
        states=Counter(life[-1].state for _, some in groups.items() for life in some),
        gone=queries_checks.gone_pages(connection, day),
        instruments=queries_compare.columns(connection),
        chosen=instrument_id,
        count=len(rows),
    )


def lives(rows: Sequence[CommitmentRow]) -> list[Sequence[CommitmentRow]]:
    """Return the states as lives: each promise with all that followed it, in the order of the first states."""
    known = {row.id for row in rows}
    following: dict[str, list[CommitmentRow]] = {}
    for row in rows:
        if row.follows_id in known:
            following.setdefault(row.follows_id or "", []).append(row)
    found: list[Sequence[CommitmentRow]] = []
    for row in rows:
        if row.follows_id not in known:
            life = [row]
            for state in life:  # grows while it is read: each state brings those that followed it
                life += following.get(state.id, [])
            found.append(life)
    return found
