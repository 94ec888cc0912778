"""Files that hold several documents, piece by piece: JSONL, JSON records, WARC archives, Federal Register records.

Each piece becomes an input for a parser, or a complaint that names file and line. Nothing is stored here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from ingest.charsets import decode, one_line
from ingest.child import UnreadableError
from ingest.dates import parse_date
from ingest.official.federal_register import RegisterRecord, read_records
from ingest.registervisits import document_url
from ingest.session import Session
from ingest.sniff import Kind, sniff
from ingest.urls import BadUrlError, normalize_url
from kb.vocabulary import DocumentKind

MAX_PIECE = 20_000_000  # bytes of one line or one archived page
LINE_EXPECTED = "one JSON object a line with `title`, `published`, `text` or `html`, and `url` where there is one"


@dataclass(frozen=True, slots=True)
class Input:
    """One document still to be parsed. `where` names file and line; `base` is what is known before parsing."""

    where: str
    body: bytes = field(repr=False)
    task: str
    options: dict[str, Any] = field(default_factory=dict)
    base: dict[str, Any] = field(default_factory=dict)
    raw: bytes | None = field(default=None, repr=False)
    media_type: str | None = None
    fetched_at: str | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """A piece that cannot be read, and why."""

    where: str
    what: str
    fails: bool = True


def read_lines(path: Path) -> Iterator[Input | Bad]:
    """Yield the documents of a JSONL file; a broken line is named by its number and the others are kept."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            where = f"{path}:{number}"
            if not line.strip(b"\x00\t\n\r \xef\xbb\xbf"):
                continue
            if len(line) > MAX_PIECE:
                yield Bad(where, f"a line of {len(line)} bytes: expected at most {MAX_PIECE}")
                continue
            try:
                value = json.loads(decode(line))
            except (ValueError, RecursionError) as error:
                yield Bad(where, f"broken JSON ({error}): expected {LINE_EXPECTED}")
                continue
            yield _record(where, value, line.strip())


def read_json(path: Path, body: bytes) -> Iterator[Input | Bad]:
    """Yield the documents of a JSON file: one object with a text, or a list of such objects."""
    try:
        value = json.loads(decode(body))
    except (ValueError, RecursionError) as error:
        yield Bad(str(path), f"broken JSON ({error}): expected an object with `title`, `published` and `text`")
        return
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield _record(f"{path}:[{number}]", one, json.dumps(one, ensure_ascii=False).encode())
    else:
        yield _record(str(path), value, body)


def read_archive(path: Path) -> Iterator[Input | Bad]:
    """Yield the pages of a WARC archive, gzipped or not; other records and failed answers are passed over."""
    number = pages = 0
    try:
        with path.open("rb") as stream:
            for number, record in enumerate(ArchiveIterator(stream), start=1):
                if record.rec_type in ("response", "resource"):
                    pages += 1
                    found = _archived(f"{path}:record {number}", record)
                    if found is not None:
                        yield found
            if not pages:
                yield Bad(str(path), "no complete page: expected a WARC archive with response records")
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        yield Bad(
            f"{path}:record {number + 1}", f"the archive is broken from here on ({error}); what came before is kept"
        )


def read_register(path: Path, body: bytes, session: Session) -> Iterator[Input | Bad]:
    """Yield the documents of a Federal Register answer whose text lies beside it (`<name>.html`, `.htm` or `.txt`).

    The API's records hold no text. Without one beside it a record's abstract is kept, and said so.
    """
    try:
        records, _, _ = read_records(body)
        abstracts = _abstracts(json.loads(decode(body)))
    except UnreadableError as error:
        yield Bad(str(path), str(error))
        return
    for record in records:
        where = f"{path}: {record.number}"
        beside = _beside(path, record, alone=len(records) == 1)
        abstract = abstracts.get(record.number)
        base = _register_base(record, session, has_text=beside is not None)
        if beside is not None:
            text = beside.read_bytes()
            yield Input(where, text, "order", {"title": record.title}, base, raw=text, media_type="text/html")
        elif abstract and session.keeper.held(document_url(record)) is not None:
            yield Bad(where, "the record holds no text, and the document is held already", fails=False)
        elif abstract:
            yield Bad(where, f"only the abstract is kept: put the text beside it as {record.number}.html", fails=False)
            yield Input(where, abstract.encode(), "text", {}, base, raw=body, media_type="application/json")
        else:
            yield Bad(where, f"the record holds no text: put it beside it as {record.number}.html or .txt")


def _register_base(record: RegisterRecord, session: Session, *, has_text: bool) -> dict[str, Any]:
    binding = record.order_number is not None
    return {
        "url": document_url(record),
        "title": record.title,
        "author": record.agencies,
        "published": record.published,
        "language": "en",
        "kind": DocumentKind.LAW if binding and has_text else DocumentKind.OFFICIAL,
        "instrument": session.keeper.instrument_of(order_number=record.order_number),
    }


def _record(where: str, value: Any, raw: bytes) -> Input | Bad:
    if not isinstance(value, dict):
        return Bad(where, f"a {type(value).__name__}: expected {LINE_EXPECTED}")
    text, html = value.get("text"), value.get("html")
    if not isinstance(text, str) and not isinstance(html, str):
        return Bad(where, f"neither `text` nor `html`: expected {LINE_EXPECTED}")
    base: dict[str, Any] = {
        name: one_line(value[name])
        for name in ("title", "author", "language", "publisher")
        if isinstance(value.get(name), str)
    }
    if value.get("id") is not None:
        base["id"] = str(value["id"])
    published = value.get("published")
    if published is not None:
        base["published"] = parse_date(str(published))
        if base["published"] is None:
            return Bad(where, f"`published` is {published!r}: expected a date such as 2026-06-03")
    kind = value.get("kind")
    if kind is not None:
        if kind not in list(DocumentKind):
            return Bad(where, f"`kind` is {kind!r}: expected one of {', '.join(DocumentKind)}")
        base["kind"] = kind
    if value.get("url"):
        try:
            base["url"] = normalize_url(str(value["url"]))
        except BadUrlError as error:
            return Bad(where, f"`url`: {error}")
    if isinstance(text, str):
        return Input(where, text.encode("utf-8", "replace"), "text", {}, base, raw, "application/json")
    return Input(
        where, str(html).encode("utf-8", "replace"), "article", {"url": base.get("url", "")}, base, raw,
        "application/json",
    )  # fmt: skip


def _archived(where: str, record: Any) -> Input | Bad | None:
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() not in ("200", "203"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    body: bytes = record.content_stream().read(MAX_PIECE + 1)
    if record.raw_stream.limit > 0 and len(body) <= MAX_PIECE:  # warcio ends quietly where the file does
        return Bad(where, f"{url}: the archive is broken off here; what came before is kept")
    if len(body) > MAX_PIECE:
        return Bad(where, f"{url}: more than {MAX_PIECE} bytes")
    kind, _ = sniff(body[:65_536], complete=len(body) <= 65_536)
    if kind not in (Kind.HTML, Kind.EURLEX):
        return None  # pictures, scripts, style sheets
    try:
        base: dict[str, Any] = {"url": normalize_url(url.strip("<>"))} if url.startswith(("http", "<http")) else {}
    except BadUrlError as error:
        return Bad(where, str(error))
    charset = (headers.get_header("Content-Type") or "").partition("charset=")[2] if headers is not None else ""
    return Input(
        where,
        body,
        "eurlex" if kind is Kind.EURLEX else "article",
        {"url": base.get("url", ""), "charset": charset.strip("\"' ;") or None},
        base,
        raw=body,
        media_type="text/html",
        fetched_at=record.rec_headers.get_header("WARC-Date"),
    )


def _beside(path: Path, record: RegisterRecord, *, alone: bool) -> Path | None:
    stems = [record.number, *([path.stem] if alone else [])]
    for stem in stems:
        for suffix in (".html", ".htm", ".txt"):
            candidate = path.with_name(stem + suffix)
            if candidate.is_file():
                return candidate
    return None


def _abstracts(answer: Any) -> dict[str, str]:
    rows = answer.get("results") if isinstance(answer.get("results"), list) else [answer]
    return {str(row.get("document_number")): str(row["abstract"]) for row in rows if row.get("abstract")}
