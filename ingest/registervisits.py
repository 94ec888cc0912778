"""A visit to the Federal Register: one document, or a listing page by page and, where it is too long, date by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ingest.child import UnreadableError
from ingest.dates import to_utc
from ingest.keep import Found, outlet_of
from ingest.official.federal_register import CAP, RegisterRecord, read_records, split_by_date
from ingest.outcome import PASSING, Fetched, Outcome, Reason
from ingest.session import Session, spoiled
from ingest.urls import BadUrlError, normalize_url
from kb.model import Source
from kb.register import SourceSpec

MAX_PAGES = 200  # of one listing; more is a query that should name a term or dates


def visit_register(session: Session, spec: SourceSpec) -> None:
    """Fetch a record or listing of the API and store the documents that are new."""
    url = spec.source.url or ""
    fetched = session.fetch(url)
    records: list[RegisterRecord] = []
    if fetched.outcome is Outcome.OK:
        try:
            records = _listed(session, fetched)
        except UnreadableError as error:
            fetched = spoiled(fetched, Outcome.SUSPECT, Reason.UNREADABLE, str(error))
    before = session.keeper.cursor(url)
    if fetched.outcome is Outcome.OK and not records and before.items_found:
        detail = f"0 results, {before.items_found} at the last good visit"
        fetched = spoiled(fetched, Outcome.SUSPECT, Reason.EMPTY_FEED, detail)
    if fetched.outcome is not Outcome.OK:
        session.keeper.log(fetched, spec.source)
        if fetched.outcome is not Outcome.NOT_MODIFIED:
            session.problem(spec.id, f"{url}: {fetched.explain()}")
        return
    new = passing = 0
    for record in reversed(records):  # the API lists the newest first
        outcome, reason = visit_record(
            session, record, spec.source, kind=spec.document_kind, instrument=spec.instrument, at=fetched.started_at
        )
        new += outcome in ("new", "revised")
        passing += reason in PASSING
    session.keeper.log(fetched, spec.source, items_found=len(records), items_new=new, keep_cursor=not passing)


def visit_record(
    session: Session, record: RegisterRecord, source: Source | None, *, kind: str, instrument: str | None, at: str
) -> tuple[str, Reason | None]:
    """Fetch the text of one record and store it; return what became of it and why it failed, if it did."""
    where = f"{source.id}: {record.number}" if source else record.number
    url = document_url(record)
    held = session.keeper.held(url)
    if held is not None:
        with session.keeper.store.transaction():
            if source is not None and session.keeper.sight(held.id, source, url, at):
                session.counts["documents_seen"] += 1
    fetched, text = _text(session, record)
    if fetched is None:
        session.problem(where, "the record names no text: expected body_html_url or raw_text_url")
        return "failed", Reason.UNREADABLE
    if text is None:
        session.keeper.log(fetched, source)
        if fetched.outcome is not Outcome.NOT_MODIFIED:
            session.problem(where, f"{fetched.url}: {fetched.explain()}")
        return str(fetched.outcome), fetched.reason
    found = record_found(session, record, text, kind=kind, instrument=instrument, synthetic=session.offline)
    publisher = source or outlet_of(url, None)
    return session.keep_and_log(found, fetched, source=publisher, carriers=[(publisher, url)], whole=False), None


def record_found(
    session: Session, record: RegisterRecord, text: dict[str, Any], *, kind: str, instrument: str | None,
    synthetic: bool,
) -> Found:  # fmt: skip
    """Return a record with its text as a document."""
    return Found(
        url=document_url(record),
        title=record.title,
        author=record.agencies,
        published=record.published,
        language="en",
        kind=kind,
        text=text["text"],
        instrument=instrument or session.keeper.instrument_of(order_number=record.order_number),
        synthetic=synthetic,
        provisions=text["provisions"],
    )


def document_url(record: RegisterRecord) -> str:
    """Return the canonical address of a record, which names its document."""
    try:
        return normalize_url(record.url)
    except BadUrlError:
        return f"urn:federal-register:{record.number}"


def _text(session: Session, record: RegisterRecord) -> tuple[Fetched | None, dict[str, Any] | None]:
    """Fetch and read the HTML of a record, or its raw text when there is none or it fails."""
    fetched: Fetched | None = None
    for url in (record.html_url, record.text_url):
        if not url:
            continue
        if fetched is not None:
            session.keeper.log(fetched, None)  # the failed first choice; the second is logged by the caller
        fetched = session.fetch(url)
        if fetched.outcome is Outcome.OK:
            text, fetched = session.parse("order", fetched, charset=fetched.charset, title=record.title)
            if text is not None:
                return fetched, text
        if fetched.outcome is Outcome.NOT_MODIFIED:
            return fetched, None
    return fetched, None


def _listed(session: Session, fetched: Fetched) -> list[RegisterRecord]:
    """Return the records of a listing and of its further pages."""
    records, count, following = read_records(fetched.body)
    if count >= CAP:
        return _by_date(session, fetched)
    pages = 1
    while following and pages < MAX_PAGES:
        page = session.fetch(following, conditional=False)
        session.keeper.log(replace(page, etag=None, last_modified=None), None)
        if page.outcome is not Outcome.OK:
            raise UnreadableError(f"page {pages + 1} of the listing could not be fetched ({page.explain()})")
        more, _, following = read_records(page.body)
        records += more
        pages += 1
    return list({record.number: record for record in records}.values())


def _by_date(session: Session, fetched: Fetched) -> list[RegisterRecord]:
    """Ask for the halves of a listing that holds more than the API gives out."""
    today: date = to_utc(fetched.started_at).date()
    halves = split_by_date(fetched.url, today)
    if halves is None:
        raise UnreadableError(f"more than {CAP} results on one day: narrow the query of the source")
    found: list[RegisterRecord] = []
    for url in halves:
        half = session.fetch(url, conditional=False)
        session.keeper.log(replace(half, etag=None, last_modified=None), None)
        if half.outcome is not Outcome.OK:
            raise UnreadableError(f"a part of the listing could not be fetched ({half.explain()})")
        found += _listed(session, half)
    return found
