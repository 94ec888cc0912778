"""Files given by hand: each becomes the documents it holds; what it is, its content says (`ingest/sniff.py`).

Broken lines, records and files are named and left out; the rest is kept. Pages are parsed by all children at once,
documents are stored in the order of the files.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.actvisits import act_found
from ingest.child import ParserStoppedError, UnreadableError
from ingest.client import utc_now
from ingest.filereaders import Bad, Input, read_archive, read_json, read_lines, read_register
from ingest.keep import Found, Raw, outlet_of
from ingest.official.formex import SEPARATOR
from ingest.pages import DEMO_MARK
from ingest.session import Session
from ingest.sniff import HEAD, Kind, sniff
from ingest.urls import file_urn, text_urn
from kb.report import Problem

MAX_FILE = 50_000_000  # bytes of one page or record file; JSONL and WARC are read piece by piece and have no limit
TEXT_SUFFIXES = (".html", ".htm", ".txt")
EXPECTED = "HTML, text, JSON, JSONL, WARC, EUR-Lex HTML, Formex XML or Federal Register JSON"


@dataclass(slots=True)
class Importer:
    """Reads files into a session's store."""

    session: Session
    started_at: str = field(default_factory=utc_now)

    def read(self, paths: Sequence[Path]) -> None:
        """Read files and folders in the order given, folders by name."""
        files = list(self._files(paths))
        waiting: list[Input] = []

        def tasks() -> Iterator[tuple[str, bytes, dict[str, Any]]]:
            for number, (path, group) in enumerate(files):
                self.session.progress(number, len(files), path.name)
                for one in self._inputs(path, group):
                    if isinstance(one, Bad):
                        self.session.problem(one.where, one.what, fails=one.fails)
                        continue
                    waiting.append(one)
                    yield one.task, one.body, one.options

        for answer in self.session.pool.run_many(tasks()):
            self._store(waiting.pop(0), answer)
        self.session.progress(len(files), len(files), "")

    # ---------------------------------------------------------------- from paths to inputs

    def _files(self, paths: Iterable[Path]) -> Iterator[tuple[Path, tuple[Path, ...]]]:
        """Yield each file, or a folder of Formex files once with all of them: they are one act."""
        for path in paths:
            if path.is_dir():
                inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
                formex = tuple(one for one in inside if one.name.endswith(".fmx.xml"))
                if formex:
                    yield path, formex
                used = {one for one in inside if one.suffix in TEXT_SUFFIXES and _of_record(one.with_suffix(".json"))}
                for one in inside:
                    if one not in formex and one not in used:
                        yield one, (one,)
                if not inside:
                    self.session.problem(str(path), f"the folder is empty: expected files of {EXPECTED}")
            elif path.exists():
                yield path, (path,)
            else:
                self.session.problem(str(path), f"no such file: expected {EXPECTED}")

    def _inputs(self, path: Path, group: tuple[Path, ...]) -> Iterator[Input | Bad]:
        where = str(path)
        try:
            if len(group) > 1 or path.is_dir():
                body = SEPARATOR.join(one.read_bytes() for one in group)
                yield Input(where, body, "formex", raw=body, media_type="application/xml")
                return
            with path.open("rb") as stream:
                head = stream.read(HEAD)
            size = path.stat().st_size
        except OSError as error:
            yield Bad(where, f"cannot be read ({error.strerror})")
            return
        if head.startswith(b"\x1f\x8b"):
            head = _unpacked(head)
        kind, words = sniff(head, name=path.name, complete=size <= HEAD)
        if kind is Kind.WARC:
            yield from read_archive(path)
        elif kind is Kind.LINES:
            yield from read_lines(path)
        elif kind in (Kind.EMPTY, Kind.UNKNOWN):
            yield Bad(where, f"{words}: expected {EXPECTED}")
        elif size > MAX_FILE:
            yield Bad(where, f"{size} bytes in one {kind}: expected at most {MAX_FILE}; long lists belong in JSONL")
        else:
            yield from self._single(path, path.read_bytes(), kind)

    def _single(self, path: Path, body: bytes, kind: Kind) -> Iterator[Input | Bad]:
        where = str(path)
        if kind in (Kind.RECORD, Kind.RECORDS):
            yield from read_json(path, body)
        elif kind is Kind.REGISTER:
            yield from read_register(path, body, self.session)
        elif kind is Kind.FEED:
            yield Bad(
                where, f"a feed holds only teasers: give its address with --url or as a source; expected {EXPECTED}"
            )
        elif kind is Kind.ORDER:
            yield Input(where, body, "order", raw=body, media_type="text/plain", base={"kind": "law"})
        elif kind is Kind.TEXT:
            yield Input(where, body, "text", raw=body, media_type="text/plain", base={"name": path.stem})
        elif kind is Kind.FORMEX:
            yield Input(where, body, "formex", raw=body, media_type="application/xml")
        else:
            task = "eurlex" if kind is Kind.EURLEX else "article"
            yield Input(where, body, task, options={"url": ""}, raw=body, media_type="text/html")

    # ---------------------------------------------------------------- from answers to rows

    def _store(self, one: Input, answer: Any) -> None:
        if isinstance(answer, (ParserStoppedError, UnreadableError)):
            self.session.problem(one.where, str(answer))
            return
        if answer.get("challenge"):
            self.session.problem(one.where, "a page that only asks to prove something: expected an article")
            return
        if one.task in ("eurlex", "formex"):
            self._act(one, answer)
        else:
            self._keep(one, answer, one.where)

    def _act(self, one: Input, act: dict[str, Any]) -> None:
        synthetic = DEMO_MARK in one.body[:5000]
        found = act_found(
            self.session,
            act,
            url=one.base.get("url") or act.get("canonical"),
            kind="law_summary" if synthetic else "law",
            instrument=None,
            synthetic=synthetic,
            form="XML" if one.task == "formex" else "HTML",
        )
        self._write(one, found, one.where)

    def _keep(self, one: Input, read: dict[str, Any], where: str) -> None:
        base = one.base
        text = read.get("text") or ""
        if not text.strip():
            self.session.problem(where, "no text was found: expected the body of an article")
            return
        url = base.get("url") or read.get("url") or read.get("canonical")
        if not url:
            identifier = base.get("id")
            url = file_urn(Path(one.where.partition(":")[0]).name, identifier) if identifier else text_urn(text)
        synthetic = bool(base.get("synthetic")) or DEMO_MARK in one.body[:5000]
        kind = base.get("kind") or "news"
        if synthetic and kind == "law":
            kind = "law_summary"
        found = Found(
            url=url,
            title=base.get("title") or read.get("title") or base.get("name"),
            author=base.get("author") or read.get("author"),
            published=base.get("published") or read.get("published"),
            language=base.get("language") or read.get("language"),
            kind=kind,
            text=text,
            instrument=base.get("instrument")
            or self.session.keeper.instrument_of(order_number=read.get("order_number")),
            synthetic=synthetic,
            provisions=read.get("provisions") or (),
        )
        self._write(one, found, where, site=base.get("publisher") or read.get("site"))

    def _write(self, one: Input, found: Found, where: str, site: str | None = None) -> None:
        # A text without an address has no publisher that we know of: the source stays empty.
        source = outlet_of(found.url, site) if found.url.startswith("http") else None
        if one.raw is None:
            raise ValueError("an input without its bytes")
        raw = Raw(body=one.raw, url=found.url if source else f"urn:sha256:{hashlib.sha256(one.raw).hexdigest()}",
                  media_type=one.media_type, fetched_at=one.fetched_at or self.started_at)  # fmt: skip
        outcome, _, doubts = self.session.keeper.keep(found, raw, source=source)
        self.session.problems.extend(Problem(where, doubt.what, doubt.fails) for doubt in doubts)
        self.session.counts[f"documents_{outcome}"] += 1


def _of_record(path: Path) -> bool:
    """Tell whether a file is a Federal Register record, which brings in the text that lies beside it."""
    try:
        with path.open("rb") as stream:
            return b'"document_number"' in stream.read(HEAD)
    except OSError:
        return False


def _unpacked(head: bytes) -> bytes:
    """Return the beginning of gzipped bytes that may be cut off, or the bytes when they are no gzip."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD)
    except (zlib.error, gzip.BadGzipFile):
        return head
