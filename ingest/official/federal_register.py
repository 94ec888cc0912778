"""Federal Register API records and the texts of orders and notices.

Records and listings are read here (pure); the text behind a record is HTML or the raw text of print, read in the
limited child by `parse_order` into lines and provisions (`sec_3.b.ii`). The API answers at most 10,000 results and
reports 10,000 as their number, silently: a listing that large must be asked for by date (`split_by_date`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bs4 import BeautifulSoup

from ingest.charsets import decode, one_line, paragraphs
from ingest.child import UnreadableError
from ingest.dates import parse_date
from ingest.official.lawtext import LawText, tidy
from ingest.official.ordernumbers import Levels

CAP = 10_000
FIRST_YEAR = 1994  # the API's electronic editions begin there

_ORDER = re.compile(r"^Executive Order (\d{4,5}) of ")
_PRINTED = re.compile(r"^\[Federal Register Volume \d+, Number \d+ \(\w+, (\w+ \d{1,2}, \d{4})\)\]", re.MULTILINE)
_SECTION = re.compile(r"^(?:Section|Sec\.)\s+(\d+[A-Za-z]?)\.\s*(.*)$", re.DOTALL)
_HEADING = re.compile(r"^([A-Z][^.;:]{1,110}\.)(?:\s+(.*))?$", re.DOTALL)
_POINT = re.compile(r"^\(([a-z]{1,5}|[A-Z]{1,3}|\d{1,2})\)\s+(.*)$", re.DOTALL)
_END = re.compile(r"^(?:\(Presidential Sig|THE WHITE HOUSE|Dated:|\[?FR Doc|By direction of|Filed \d)", re.IGNORECASE)
_NOISE = re.compile(r"^(?:\[\[?Page|\[FR Doc|\[Federal Register|\[Pages? |BILLING CODE|_{5,}|-{5,})", re.IGNORECASE)
_BRACKETED = re.compile(r"^\[[^\]]*\]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRecord:
    """What the API says of one document; addresses may be missing in listings."""

    number: str
    title: str
    url: str
    published: str | None = None
    signed: str | None = None
    citation: str | None = None
    order_number: str | None = None
    agencies: str | None = None
    json_url: str | None = None
    html_url: str | None = None
    text_url: str | None = None


def read_records(body: bytes) -> tuple[list[RegisterRecord], int, str | None]:
    """Return the records of an API answer, how many there are in all, and the address of the next page.

    A single document gives one record. Raises UnreadableError when the answer is neither.
    """
    try:
        answer = json.loads(decode(body))
    except ValueError as error:
        raise UnreadableError(f"broken JSON ({error}): expected an answer of the Federal Register API") from error
    if isinstance(answer, dict) and answer.get("document_number"):
        return [read_record(answer)], 1, None
    if not isinstance(answer, dict) or not isinstance(answer.get("results", [] if "count" in answer else None), list):
        raise UnreadableError("no `document_number` and no `results`: expected an answer of the Federal Register API")
    records = [read_record(one) for one in answer.get("results", []) if isinstance(one, dict)]
    following = answer.get("next_page_url")
    return records, int(answer.get("count") or len(records)), following if isinstance(following, str) else None


def read_record(value: dict[str, Any]) -> RegisterRecord:
    """Return one record. Raises UnreadableError when number, title or address is missing."""
    number, title = value.get("document_number"), one_line(value.get("title"))
    url = value.get("html_url") or value.get("json_url")
    if not (isinstance(number, str) and title and isinstance(url, str)):
        raise UnreadableError(
            "a record without document_number, title or html_url: expected one of the Federal Register"
        )
    agencies = [one.get("name") or one.get("raw_name") for one in value.get("agencies") or [] if isinstance(one, dict)]
    order = value.get("executive_order_number") or (
        value.get("presidential_document_number") if value.get("subtype") == "Executive Order" else None
    )
    return RegisterRecord(
        number=number,
        title=title,
        url=url,
        published=value.get("publication_date"),
        signed=value.get("signing_date"),
        citation=value.get("citation"),
        order_number=str(order) if order else None,
        agencies=", ".join(one for one in agencies if one) or None,
        json_url=value.get("json_url"),
        html_url=value.get("body_html_url"),
        text_url=value.get("raw_text_url"),
    )


def split_by_date(url: str, today: date) -> tuple[str, str] | None:
    """Return two listings that cover the halves of a listing's time, or None when it is a single day already."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != "page"]
    low, high = "conditions[publication_date][gte]", "conditions[publication_date][lte]"
    stated = dict(query)
    first = date.fromisoformat(stated.get(low, f"{FIRST_YEAR}-01-01"))
    last = date.fromisoformat(stated.get(high, today.isoformat()))
    if first >= last:
        return None
    middle = first + (last - first) // 2
    rest = [pair for pair in query if pair[0] not in (low, high)]

    def between(start: date, end: date) -> str:
        return urlunsplit(parts._replace(query=urlencode([*rest, (low, start.isoformat()), (high, end.isoformat())])))

    return between(first, middle), between(middle + timedelta(days=1), last)


def parse_order(body: bytes, *, url: str = "", charset: str | None = None, title: str | None = None) -> dict[str, Any]:
    """Return title, order_number, published, text and provisions of an order or notice, from HTML or raw text.

    The headline is left out. Raises UnreadableError when no text is found.
    """
    text = decode(body, charset)
    raw = re.search(r"<pre[^>]*>(.*)</pre>", text, re.DOTALL | re.IGNORECASE)
    if raw or "<" not in text:
        found = _raw_paragraphs(BeautifulSoup(raw.group(1), "lxml").get_text() if raw else text)
    else:
        found = _html_paragraphs(text)
    place, order = next(
        ((place, match) for place, one in enumerate(found[:4]) if (match := _ORDER.match(one))), (0, None)
    )
    if order and title is None and len(found) > place + 1:
        title = found[place + 1]  # in print the title stands under the number
    key = (title or "").casefold().strip()
    law = LawText()
    reader = _Reader(law)
    for paragraph in found:
        if paragraph.casefold().strip() != key:
            reader.paragraph(paragraph)
    reader.close()
    result, provisions = law.finish()
    if not result:
        raise UnreadableError("no text was found: expected the text of a Federal Register document")
    return {
        "title": title,
        "order_number": order.group(1) if order else None,
        "published": _printed_date(text),
        "text": result,
        "provisions": provisions,
    }


class _Reader:
    """Turns paragraphs into sections and points."""

    def __init__(self, law: LawText) -> None:
        self._law = law
        self._levels = Levels()
        self._section: str | None = None
        self._points = 0

    def paragraph(self, text: str) -> None:
        text = tidy(text)
        section = _SECTION.match(text)
        if section:
            self.close()
            self._begin(section.group(1), text[: section.start(2)].strip(), section.group(2))
        elif self._section and _END.match(text):
            self.close()
            self._law.line(text)
        elif self._section:
            self._inside(text)
        else:
            self._law.line(text)

    def close(self) -> None:
        """Close the section that is open, if any."""
        self._close_points(0)
        if self._section:
            self._law.end()
            self._section = None

    def _begin(self, number: str, label: str, rest: str) -> None:
        key = f"sec_{number}"
        opened = self._law.begin(key, "section", number=number)
        self._section = key if opened else None
        self._levels = Levels()
        heading = _HEADING.match(rest)
        if heading and len(heading.group(1).split()) <= 14:
            title, after = heading.group(1), heading.group(2) or ""
            if opened:
                self._law.name(title.rstrip("."))
            if _POINT.match(after) or not after:
                self._law.line(f"{label} {title}")
                if after:
                    self._inside(after)
                return
        elif _POINT.match(rest):
            self._law.line(label)
            self._inside(rest)
            return
        self._law.line(f"{label} {rest}")

    def _inside(self, text: str) -> None:
        point = _POINT.match(text)
        if point is None or self._section is None:
            self._law.line(text)
            return
        depth = self._levels.place(point.group(1))
        self._close_points(depth)
        kind = "paragraph" if depth == 0 else "point"
        if self._law.begin(f"{self._law.current}.{point.group(1)}", kind, number=point.group(1)):
            self._points += 1
        nested = _POINT.match(point.group(2))
        if nested:  # "(b) (i) …" opens two levels in one paragraph
            self._law.marker(f"({point.group(1)})")
            self._inside(point.group(2))
        else:
            self._law.line(text)

    def _close_points(self, depth: int) -> None:
        while self._points > depth:
            self._law.end()
            self._points -= 1


def _printed_date(text: str) -> str | None:
    match = _PRINTED.search(text)
    return parse_date(match.group(1)) if match else None


def _html_paragraphs(text: str) -> list[str]:
    soup = BeautifulSoup(text, "lxml")
    root: Any = soup.find(id="fulltext_content_area") or soup.find("article") or soup.find("main") or soup.body or soup
    for one in root.select("script, style, nav, header, footer, .printed-page, .footnote-reference, .metadata"):
        one.decompose()
    found = []
    for one in root.find_all(["p", "h1", "h2", "h3", "h4", "h5", "li", "td"]):
        if one.find(["p", "li"]) is None:
            line = tidy(one.get_text())
            if line and not _NOISE.match(line):
                found.append(line)
    return found or paragraphs(root.get_text("\n")).split("\n")


def _raw_paragraphs(text: str) -> list[str]:
    """Join the lines of print; a paragraph begins after an empty line or with an indented line."""
    found: list[list[str]] = []
    fresh = True
    for line in text.replace("\r", "").expandtabs().split("\n"):
        plain = line.strip()
        if not plain:
            fresh = True
        elif _NOISE.match(plain) or _BRACKETED.match(plain):
            continue  # a page break runs through a sentence: the paragraph goes on after it
        elif fresh or line.startswith("    "):
            found.append([plain])
            fresh = False
        else:
            found[-1].append(plain)
    return [re.sub(r"(?<=[a-z])- (?=[a-z])", "-", " ".join(lines)) for lines in found]
