"""RSS, Atom and JSON Feed to items. Runs in the limited child (`ingest/child.py`).

feedparser never raises on what the world calls a feed, but it may run for minutes: hence the child. We hand it UTF-8
without a declaration, because a UTF-16 declaration over UTF-8 bytes makes it find nothing.
"""

from __future__ import annotations

import json
import re
from typing import Any

import feedparser

from ingest.articles import text_of_markup
from ingest.charsets import clean, decode, one_line
from ingest.child import UnreadableError
from ingest.dates import parse_date
from ingest.urls import join_url

MAX_ITEMS = 2000  # the largest archives that publishers serve as one feed hold about that many

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HTML = re.compile(r"^(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def parse_feed(body: bytes, *, url: str, charset: str | None = None) -> dict[str, Any]:
    """Return `format`, `title`, `language` and `items` of a feed.

    Each item has id, url (canonical), title, author, published, updated, and text (paragraphs, what the feed itself
    carries). Items without a link or title are counted in `skipped`. Raises UnreadableError, saying what was found
    instead, when the bytes are no feed.
    """
    text = decode(body, charset)
    start = text.lstrip()[:1]
    if not start:
        raise UnreadableError("the feed is empty: expected RSS, Atom or JSON Feed")
    if start == "{":
        return _json_feed(text, url)
    if _HTML.match(text[:5000]):
        raise UnreadableError("an HTML page: expected RSS, Atom or JSON Feed")
    parsed = feedparser.parse(
        clean(_DECLARATION.sub("", text)).encode("utf-8"), sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.version and not parsed.entries:
        why = type(parsed.bozo_exception).__name__ if parsed.get("bozo") else "no channel or feed element"
        raise UnreadableError(f"no feed ({why}): expected RSS, Atom or JSON Feed")
    items = [_item(entry, url) for entry in parsed.entries[:MAX_ITEMS]]
    kept = [item for item in items if item is not None]
    return {
        "format": parsed.version or "unknown",
        "title": one_line(parsed.feed.get("title")),
        "language": parsed.feed.get("language"),
        "items": kept,
        "skipped": len(parsed.entries) - len(kept),
        "broken": bool(parsed.get("bozo")),
    }


def _item(entry: Any, base: str) -> dict[str, Any] | None:
    link = entry.get("link") or next(
        (one.get("href") for one in entry.get("links", []) if one.get("rel", "alternate") == "alternate"), None
    )
    identifier = entry.get("id")
    if not link and isinstance(identifier, str) and identifier.startswith("http"):
        link = identifier
    url = join_url(base, link) if isinstance(link, str) else None
    title = one_line(text_of_markup(entry.get("title") or ""))
    if url is None:
        return None
    # Past feedparser's own lookup, which gives `published` for an `updated` that is not there.
    updated, updated_parsed = dict.get(entry, "updated"), dict.get(entry, "updated_parsed")
    contents = [one.get("value") or "" for one in entry.get("content", [])] + [entry.get("summary") or ""]
    return {
        "id": one_line(identifier) if isinstance(identifier, str) else None,
        "url": url,
        "title": title,
        "author": one_line(entry.get("author")),
        "published": parse_date(entry.get("published"), entry.get("published_parsed"))
        or parse_date(updated, updated_parsed),
        "updated": parse_date(updated, updated_parsed),
        "text": text_of_markup(max(contents, key=len)),
    }


def _json_feed(text: str, base: str) -> dict[str, Any]:
    try:
        feed = json.loads(text)
    except ValueError as error:
        raise UnreadableError(f"broken JSON ({error}): expected RSS, Atom or JSON Feed") from error
    if "jsonfeed.org" not in str(feed.get("version", "")) or not isinstance(feed.get("items"), list):
        raise UnreadableError("JSON, but no JSON Feed: expected a `version` of jsonfeed.org and a list of `items`")
    items = []
    for one in feed["items"][:MAX_ITEMS]:
        link = one.get("url") or one.get("external_url") or one.get("id") if isinstance(one, dict) else None
        url = join_url(base, link) if isinstance(link, str) and "://" in link else None
        if url is None:
            continue
        authors = one.get("authors") or ([one["author"]] if isinstance(one.get("author"), dict) else [])
        names = [str(author.get("name")) for author in authors if isinstance(author, dict) and author.get("name")]
        items.append(
            {
                "id": str(one.get("id") or "") or None,
                "url": url,
                "title": one_line(str(one.get("title") or "")),
                "author": one_line(", ".join(names)),
                "published": parse_date(_text(one.get("date_published"))),
                "updated": parse_date(_text(one.get("date_modified"))),
                "text": text_of_markup(
                    _text(one.get("content_html")) or _text(one.get("content_text")) or _text(one.get("summary")) or ""
                ),
            }
        )
    return {
        "format": "json",
        "title": one_line(_text(feed.get("title"))),
        "language": _text(feed.get("language")),
        "items": items,
        "skipped": len(feed["items"]) - len(items),
        "broken": False,
    }


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
