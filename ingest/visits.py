"""One visit to one source, by its kind: feed, page, watched page, Federal Register, EUR-Lex, Formex."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ingest.actvisits import visit_act
from ingest.dates import to_utc
from ingest.keep import LAW, Found
from ingest.outcome import PASSING, Fetched, Outcome, Reason
from ingest.pages import outlet_for, visit_page
from ingest.registervisits import visit_register
from ingest.session import Session, spoiled
from kb.model import Document
from kb.register import SourceSpec

RECHECK_FIRST = timedelta(days=1)  # a page still in a feed is asked again after a day …
RECHECK_SHARE = 4  # … and later after a quarter of its age, because edits get rarer


def visit_source(session: Session, spec: SourceSpec) -> None:
    """Visit a source once. Faults become problems and logged attempts; nothing is raised for them."""
    reader = _READERS.get(spec.source.kind)
    if reader is None:
        session.problem(spec.id, f"unknown kind {spec.source.kind!r}: expected one of {', '.join(sorted(_READERS))}")
        return
    session.counts["sources"] += 1
    reader(session, spec)


# -------------------------------------------------------------------- feeds


def _visit_feed(session: Session, spec: SourceSpec) -> None:
    url = spec.source.url or ""
    keeper = session.keeper
    before = keeper.cursor(url)
    fetched = session.fetch(url)
    feed: dict[str, Any] | None = None
    if fetched.outcome is Outcome.OK:
        feed, fetched = session.parse("feed", fetched, charset=fetched.charset)
        if feed is not None and not feed["items"] and before.items_found:
            detail = f"0 items, {before.items_found} at the last good visit"
            fetched = spoiled(fetched, Outcome.SUSPECT, Reason.EMPTY_FEED, detail)
    if fetched.outcome is Outcome.NOT_MODIFIED:
        keeper.log(fetched, spec.source)
        return
    if feed is None or fetched.outcome is not Outcome.OK:
        keeper.log(fetched, spec.source)
        session.problem(spec.id, f"{url}: {fetched.explain()}")
        return
    if feed["skipped"]:
        session.problem(spec.id, f"{feed['skipped']} items without a usable link were left out", fails=False)
    counts = session.counts
    before_new = counts["documents_new"] + counts["documents_revised"]
    tried = failed = passing = 0
    for item in reversed(feed["items"]):  # oldest first, as they came
        result = _visit_item(session, spec, item, fetched)
        tried += result is not None
        if result is not None and result.outcome not in (Outcome.OK, Outcome.NOT_MODIFIED):
            failed += 1
            passing += result.reason in PASSING
            session.problem(f"{spec.id}: {item['url']}", result.explain(), fails=False)
    if failed and failed == tried:
        session.problem(spec.id, f"none of the {tried} pages asked for could be read")
    new = counts["documents_new"] + counts["documents_revised"] - before_new
    keeper.log(fetched, spec.source, items_found=len(feed["items"]), items_new=new, keep_cursor=not passing)


def _visit_item(session: Session, spec: SourceSpec, item: dict[str, Any], feed: Fetched) -> Fetched | None:
    """Bring in one item; None when nothing had to be asked for."""
    held = session.keeper.held(item["url"])
    if held is not None:
        with session.keeper.store.transaction():
            if session.keeper.sight(held.id, spec.source, item["url"], feed.started_at):
                session.counts["documents_seen"] += 1
    if not spec.full_text:
        _keep_feed_text(session, spec, item, feed)
        return None
    if held is not None and not _due(session, item, held, feed.started_at):
        return None
    return visit_page(
        session,
        item["url"],
        kind=spec.document_kind,
        source=spec.source,
        language=spec.language,
        instrument=spec.instrument,
        item=item,
    )


def _due(session: Session, item: dict[str, Any], held: Document, now: str) -> bool:
    """Tell whether a page that is held should be asked for again."""
    if held.kind in LAW:
        return False  # its own source reads it, provision by provision
    checked = max(session.keeper.last_checked(item["url"]) or "", held.fetched_at)
    since = to_utc(now) - to_utc(checked)
    if item.get("updated") and to_utc(item["updated"]) > to_utc(checked):
        return True
    age = to_utc(now) - to_utc(held.published or held.fetched_at)
    return since >= max(RECHECK_FIRST, age / RECHECK_SHARE)


def _keep_feed_text(session: Session, spec: SourceSpec, item: dict[str, Any], feed: Fetched) -> None:
    if not item["text"]:
        session.problem(f"{spec.id}: {item['url']}", "the item carries no text and full_text is off", fails=False)
        return
    held = session.keeper.held(item["url"])
    if held is not None and len(held.text) > 2 * len(item["text"]):
        return  # the whole article came by another way; a teaser is no new wording of it
    found = Found(
        url=held.url if held else item["url"],
        title=item["title"],
        author=item["author"],
        published=item["published"],
        language=spec.language,
        kind=spec.document_kind,
        text=item["text"],
        instrument=spec.instrument,
        synthetic=session.offline,
    )
    outlet = outlet_for(item["url"], None, spec.source)
    carriers = [(spec.source, item["url"])]
    session.keep(found, feed, source=outlet, carriers=carriers, where=spec.id)


# -------------------------------------------------------------------- single pages


def _visit_page(session: Session, spec: SourceSpec) -> None:
    url = spec.source.url or ""
    fetched = visit_page(
        session,
        url,
        kind=spec.document_kind,
        source=spec.source,
        language=spec.language,
        instrument=spec.instrument,
    )
    if fetched.outcome in (Outcome.OK, Outcome.NOT_MODIFIED):
        return
    if fetched.reason is Reason.GONE:
        held = session.keeper.held(url)
        if held is not None:
            # What was held is kept and its disappearance is an event: that is what a watch is for, not a fault.
            session.problem(spec.id, f"{url} is gone since {held.gone_at}; the copy stays", fails=False)
            return
    session.problem(spec.id, f"{url}: {fetched.explain()}")


_READERS: dict[str, Callable[[Session, SourceSpec], None]] = {
    "feed": _visit_feed,
    "page": _visit_page,
    "watch": _visit_page,
    "federal_register": visit_register,
    "eurlex": visit_act,
    "formex": visit_act,
}
