"""Turn one listing into JSON, CSV, Atom or iCalendar. Takes plain rows, returns text; knows nothing of requests."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from crosswalk.calendars import CalendarEvent, write_calendar
from kb.partial_dates import parse_partial

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run such a cell as a formula
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?$")
# XML 1.0 allows no other control characters; feeds with one of them are refused whole by readers.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM = "http://www.w3.org/2005/Atom"
EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Entry:
    """One item of a feed or calendar; ``link`` is absolute, ``when`` a date that may be partial."""

    id: str
    title: str
    link: str
    when: str | None
    summary: str = ""


@dataclass(frozen=True)
class Listing:
    """What a page lists, in the shape that every other format is made from."""

    name: str
    title: str
    rows: Sequence[Any]
    entries: Sequence[Entry]
    facts: Mapping[str, Any]
    columns: Sequence[str] = ()


def to_json(listing: Listing) -> str:
    """Return one object: what was listed, on which day, how many, what was searched, and the rows."""
    rows = [_plain(row) for row in listing.rows]
    body = {**listing.facts, "title": listing.title, "count": len(rows), "rows": rows}
    return json.dumps(body, sort_keys=True, ensure_ascii=False, indent=1, default=_plain) + "\n"


def to_csv(listing: Listing) -> str:
    """Return the rows as CSV with a header; nested values as JSON; cells that would run as formulas get a ``'``."""
    rows = [_plain(row) for row in listing.rows]
    columns = list(listing.columns) or (list(rows[0]) if rows else [])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(row.get(column)) for column in columns])
    return out.getvalue()


def csv_cell(value: object) -> str:
    """Return a value as CSV text that no spreadsheet takes for a formula; plain numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, dict | list | tuple):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    text = str(value)
    if text.startswith(FORMULA_STARTS) and not _NUMBER.match(text):
        return "'" + text
    return text


def to_atom(listing: Listing, *, self_url: str, page_url: str) -> str:
    """Return an Atom 1.0 feed of the listing's entries, newest first; partial dates count from their first day."""
    entries = sorted(listing.entries, key=lambda entry: (timestamp(entry.when), entry.id), reverse=True)
    feed = Element("feed", {"xmlns": ATOM})
    SubElement(feed, "id").text = page_url
    SubElement(feed, "title").text = _xml(listing.title)
    SubElement(feed, "updated").text = timestamp(entries[0].when) if entries else EPOCH
    SubElement(feed, "link", {"rel": "self", "href": self_url, "type": "application/atom+xml"})
    SubElement(feed, "link", {"rel": "alternate", "href": page_url, "type": "text/html"})
    SubElement(SubElement(feed, "author"), "name").text = "Crosswalk"
    for item in entries:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = f"urn:crosswalk:{_xml(item.id)}"
        SubElement(entry, "title").text = _xml(item.title)
        SubElement(entry, "updated").text = timestamp(item.when)
        SubElement(entry, "link", {"rel": "alternate", "href": item.link})
        SubElement(entry, "summary", {"type": "text"}).text = _xml(item.summary)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def to_ics(listing: Listing) -> str:
    """Return a calendar with one all-day event an entry; entries without a date are left out.

    The fact ``changed_at`` says when the rows last changed, so that the same state gives the same bytes.
    """
    events = [
        CalendarEvent(id=entry.id, when=entry.when, title=entry.title, about=entry.summary, link=entry.link)
        for entry in listing.entries
        if entry.when is not None
    ]
    stamp = listing.facts.get("changed_at")
    return write_calendar(events, name=listing.title, stamp=None if stamp is None else str(stamp))


def timestamp(value: str | None) -> str:
    """Return a partial date or timestamp as RFC 3339; unknown dates sort last, at the epoch."""
    if not value:
        return EPOCH
    try:
        if "T" in value:
            moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"{parse_partial(value).first.isoformat()}T00:00:00Z"
    except ValueError:  # a source may print anything as its date; a feed must stay readable all the same
        return EPOCH


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    return value
