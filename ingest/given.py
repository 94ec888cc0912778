"""One address given by hand (`crosswalk ingest --url`): what it is, its content says."""

from __future__ import annotations

from ingest.actvisits import ACT_FORMS, act_found
from ingest.child import UnreadableError
from ingest.client import ACCEPT
from ingest.keep import Found, outlet_of
from ingest.official.celex import cellar_url, parse_celex
from ingest.official.federal_register import read_records
from ingest.outcome import Fetched, Outcome, Reason
from ingest.pages import visit_page
from ingest.registervisits import visit_record
from ingest.session import Session, spoiled
from ingest.sniff import HEAD, Kind, sniff
from ingest.urls import BadUrlError, host_of, normalize_url


def visit_url(session: Session, url: str) -> None:
    """Fetch an address and store what it holds; a fault becomes a problem that names the address."""
    try:
        canonical = normalize_url(url)
    except BadUrlError as error:
        session.problem(url, str(error))
        return
    celex = parse_celex(canonical)
    on_eurlex = celex is not None and host_of(canonical) == "eur-lex.europa.eu"
    asked = cellar_url(celex.text) if celex is not None and on_eurlex else canonical
    fetched = session.fetch(
        asked, conditional=False, known_as=canonical, accept=ACT_FORMS["eurlex"] if on_eurlex else ACCEPT
    )
    if fetched.outcome is Outcome.OK:
        kind, words = sniff(fetched.body[:HEAD], complete=len(fetched.body) <= HEAD)
        if kind is Kind.HTML:
            fetched = visit_page(session, canonical, kind="news", fetched=fetched)
        else:
            fetched = _read(session, canonical, fetched, kind, words)
    else:
        held = session.keeper.held(canonical)
        session.keeper.log(fetched, None)
        if fetched.reason is Reason.GONE and held is not None:
            session.problem(url, f"{fetched.explain()}; the copy held stays", fails=False)
            return
    if fetched.outcome is not Outcome.OK:
        session.problem(url, fetched.explain())


def _read(session: Session, url: str, fetched: Fetched, kind: Kind, words: str) -> Fetched:
    """Store what an answer other than a page holds, log the attempt and return it as it ended."""
    outlet = outlet_of(url, None)
    snapshot: str | None = None
    if kind in (Kind.EURLEX, Kind.FORMEX):
        options = {"charset": fetched.charset} if kind is Kind.EURLEX else {}
        act, fetched = session.parse(str(kind), fetched, **options)
        if act is not None:
            found = act_found(session, act, url=url, kind="law", instrument=None, synthetic=False)
            _, snapshot = session.keep(found, fetched, source=outlet, where=url)
    elif kind is Kind.FEED:
        feed, fetched = session.parse("feed", fetched, charset=fetched.charset)
        for item in reversed(feed["items"] if feed else []):
            result = visit_page(session, item["url"], kind="news", item=item)
            if result.outcome not in (Outcome.OK, Outcome.NOT_MODIFIED):
                session.problem(item["url"], result.explain(), fails=False)
    elif kind is Kind.REGISTER:
        try:
            for record in read_records(fetched.body)[0]:
                law = "law" if record.order_number else "official"
                visit_record(session, record, None, kind=law, instrument=None, at=fetched.started_at)
        except UnreadableError as error:
            fetched = spoiled(fetched, Outcome.SUSPECT, Reason.UNREADABLE, str(error))
    elif kind is Kind.TEXT:
        text, fetched = session.parse("text", fetched, charset=fetched.charset)
        if text is not None:
            found = Found(url=url, title=text["title"], text=text["text"], kind="news")
            _, snapshot = session.keep(found, fetched, source=outlet, where=url)
    else:
        detail = f"{words or kind}: expected a page, a feed, a law or a record"
        fetched = spoiled(fetched, Outcome.SUSPECT, Reason.UNREADABLE, detail)
    session.keeper.log(fetched, outlet, snapshot=snapshot)
    return fetched
