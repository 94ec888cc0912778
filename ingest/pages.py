"""One page: fetch, read, store; and notice when it is gone, walled or replaced by the front page."""

from __future__ import annotations

from typing import Any

from ingest.client import path_of
from ingest.keep import Found, outlet_of
from ingest.outcome import Fetched, Outcome, Reason
from ingest.session import Session, spoiled
from ingest.urls import BadUrlError, normalize_url, same_site
from ingest.watch import record_gone
from kb.model import Source

DEMO_MARK = b"Crosswalk demo corpus"  # texts written for the project say so in their head


def visit_page(
    session: Session,
    url: str,
    *,
    kind: str,
    source: Source | None = None,
    language: str | None = None,
    instrument: str | None = None,
    item: dict[str, Any] | None = None,
    fetched: Fetched | None = None,
) -> Fetched:
    """Fetch a page and store its article, and return the attempt as it ended (it is logged).

    `source` is the page's own or that of the feed whose `item` led here; the document belongs to the site it lies
    on. Without a source the address was given by hand. `fetched` is the answer where it was asked for already.
    """
    fetched = fetched or session.fetch(url)
    keeper = session.keeper
    held = keeper.held(url)
    if fetched.outcome is Outcome.NOT_MODIFIED and held is not None:
        with session.keeper.store.transaction():
            keeper.found_again(held.id)
    if fetched.reason is Reason.GONE and held is not None:
        if record_gone(keeper.store, held, fetched.started_at):
            session.counts["documents_gone"] += 1
        keeper.log(fetched, source)
        return fetched
    if fetched.outcome is not Outcome.OK:
        keeper.log(fetched, source)
        return fetched
    article, fetched = session.parse("article", fetched, charset=fetched.charset)
    if article is not None and article["challenge"]:
        detail = "the page only asks to prove something"
        fetched = spoiled(fetched, Outcome.SUSPECT, Reason.CHALLENGE_PAGE, detail)
    elif path_of(fetched.address) == "/" and path_of(url) != "/":
        fetched = spoiled(fetched, Outcome.SUSPECT, Reason.REDIRECTED_HOME, f"{url} now leads to the front page")
    if article is None or fetched.outcome is not Outcome.OK:
        keeper.log(fetched, source)
        return fetched
    item = item or {}
    address = held.url if held is not None else _canonical(article, fetched)
    found = Found(
        url=address,
        title=article["title"] or item.get("title"),
        author=article["author"] or item.get("author"),
        published=article["published"] or item.get("published"),
        language=article["language"] or language,
        kind=kind,
        text=article["text"],
        instrument=instrument,
        synthetic=session.offline or DEMO_MARK in fetched.body[:5000],
    )
    outlet = outlet_for(address, article.get("site"), source)
    session.keep_and_log(
        found,
        fetched,
        source=outlet,
        carriers=[(source or outlet, url)],
        log_to=source or outlet,
        whole=source is not None and not item,
    )
    return fetched


def outlet_for(url: str, site: str | None, source: Source | None) -> Source:
    """Return who published a page: the source itself on its own site, else the site that the page lies on."""
    if source is not None and source.url and (same_site(url, source.url) or site == source.publisher):
        return source
    return outlet_of(url, site, like=source)


def _canonical(article: dict[str, Any], fetched: Fetched) -> str:
    if article["canonical"]:
        return str(article["canonical"])
    try:
        return normalize_url(fetched.address)
    except BadUrlError:  # it was fetched, so it can be named; only its form after redirects is odd
        return fetched.url
