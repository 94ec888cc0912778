"""Writes what ingestion finds: the log of fetches, and documents with revision, sighting, provisions and snapshot.

A document and everything that comes with it commit together. Nothing here fetches or parses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.dates import after
from ingest.outcome import Fetched, Outcome
from ingest.snapshots import Archive
from ingest.urls import host_of
from kb.ids import document_id, stable_id, text_hash
from kb.model import Document, ProvisionText, Sighting, Snapshot, Source
from kb.report import Problem
from kb.store import Store
from kb.vocabulary import DocumentKind

LAW = frozenset({DocumentKind.LAW, DocumentKind.LAW_SUMMARY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document as it was read, before it is stored; `provisions` are rows of `LawText.finish`."""

    url: str  # canonical
    title: str | None
    text: str
    kind: str
    author: str | None = None
    published: str | None = None
    language: str | None = None
    instrument: str | None = None
    synthetic: bool = False
    provisions: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The bytes a document was read from."""

    body: bytes = field(repr=False)
    url: str
    media_type: str | None
    fetched_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """What the last good answer of an address said of itself, and how many items it held."""

    etag: str | None = None
    last_modified: str | None = None
    items_found: int | None = None


class Keeper:
    """Stores documents and logs fetches of one run."""

    def __init__(self, store: Store, archive: Archive, run_id: str | None) -> None:
        self.store = store
        self.archive = archive
        self._run_id = run_id

    # ---------------------------------------------------------------- documents

    def keep(
        self, found: Found, raw: Raw, *, source: Source | None, carriers: Sequence[tuple[Source, str]] = ()
    ) -> tuple[str, str | None, list[Problem]]:
        """Store a document and return `new`, `revised`, `seen` or `unchanged`, its snapshot and what was doubtful.

        `source` is the outlet that published it; `carriers` are the sources that led to it, each with the address
        it used. Bytes are kept only where they made or changed a document: adverts alone make no snapshot.
        """
        problems = []
        published = found.published
        if published and after(published, raw.fetched_at):
            problems.append(
                Problem(found.url, f"date after the fetch: {published} (fetched {raw.fetched_at})", fails=False)
            )
            published = None
        identifier = document_id(found.url)
        digest = text_hash(found.text)
        with self.store.transaction():
            held = next(self.store.load(Document, "id = ?", (identifier,)), None)
            # A law read provision by provision is not overwritten by the page of it that some feed led to.
            lesser = held is not None and held.kind in LAW and found.kind not in LAW
            changed = not lesser and (held is None or held.text_sha256 != digest)
            snapshot = self._snapshot(raw) if changed else None
            instrument = self._known_instrument(found.instrument)
            if source is not None:
                self.ensure_source(source)
            document = Document(
                id=identifier,
                url=found.url,
                source_id=source.id if source else None,
                title=found.title,
                author=found.author,
                published=published,
                language=found.language,
                kind=found.kind,
                text=found.text,
                text_sha256=digest,
                fetched_at=raw.fetched_at,
                snapshot_id=snapshot.id if snapshot else None,
                instrument_id=instrument,
                synthetic=found.synthetic,
            )
            outcome = "unchanged" if lesser else self.store.record_document(document)
            for carrier, url in carriers or ([(source, found.url)] if source else []):
                if self.sight(identifier, carrier, url, raw.fetched_at) and outcome == "unchanged":
                    outcome = "seen"
            if instrument is not None:  # the register may have come after the text
                self.store.db.conn.execute(
                    "UPDATE documents SET instrument_id = ? WHERE id = ? AND instrument_id IS NULL",
                    (instrument, identifier),
                )
            self.found_again(identifier)
            if lesser:
                return outcome, None, problems
            if found.kind in LAW:  # a listing may have brought it first, as any official text
                self.store.db.conn.execute(
                    "UPDATE documents SET kind = ? WHERE id = ? AND kind NOT IN ('law', 'law_summary')",
                    (found.kind, identifier),
                )
            rows = [
                ProvisionText(id=f"{identifier}:{row['key']}", document_id=identifier, instrument_id=instrument, **row)
                for row in found.provisions
            ]
            self.store.sync(ProvisionText, rows, f"document_id = '{identifier}'")
        return outcome, snapshot.id if snapshot else None, problems

    def sight(self, document: str, source: Source, url: str, at: str) -> bool:
        """Note that a source carried a document; False when that was known."""
        self.ensure_source(source)
        known = self.store.value(
            "SELECT 1 FROM document_sightings WHERE document_id = ? AND source_id = ?", (document, source.id)
        )
        if known is None:
            self.store.upsert([Sighting(document_id=document, source_id=source.id, url=url, first_seen=at)])
        return known is None

    def held(self, url: str) -> Document | None:
        """Return the document that an address leads to: its own, or one that a source carried under it."""
        return next(
            self.store.load(
                Document,
                "id = ? OR id = (SELECT document_id FROM document_sightings WHERE url = ?)",
                (document_id(url), url),
                order="id <> ?1",
            ),
            None,
        )

    def found_again(self, document: str) -> None:
        """Take back that a document is gone; the event of its disappearance stays as history."""
        self.store.db.conn.execute(
            "UPDATE documents SET gone_at = NULL WHERE id = ? AND gone_at IS NOT NULL", (document,)
        )

    def ensure_source(self, source: Source) -> None:
        """Write the row of a source that is not there yet."""
        if self.store.value("SELECT 1 FROM sources WHERE id = ?", (source.id,)) is None:
            self.store.upsert([source])

    def instrument_of(self, *, celex: str | None = None, order_number: str | None = None) -> str | None:
        """Return the instrument that the register knows by a CELEX number or the number of an executive order."""
        if celex:
            found = self.store.value("SELECT id FROM instruments WHERE celex = ?", (celex,))
        elif order_number:
            found = self.store.value(
                "SELECT id FROM instruments WHERE type = 'executive_order' AND (number = ? OR id = ?)",
                (order_number, f"eo-{order_number}"),
            )
        else:
            return None
        return str(found) if found else None

    # ---------------------------------------------------------------- the log

    def cursor(self, url: str) -> Cursor:
        """Return what the last good answer of an address said; empty when there was none."""
        rows = self.store.rows(
            "SELECT etag, last_modified, items_found FROM fetches WHERE url = ? AND outcome = 'ok'"
            " ORDER BY started_at DESC, id DESC LIMIT 1",
            (url,),
        )
        return Cursor(**rows[0]) if rows else Cursor()

    def last_checked(self, url: str) -> str | None:
        """Return when an address was last asked and answered at all."""
        found = self.store.value(
            "SELECT max(started_at) FROM fetches WHERE url = ? AND outcome IN ('ok', 'not_modified')", (url,)
        )
        return str(found) if found else None

    def log(
        self,
        fetched: Fetched,
        source: Source | None,
        *,
        items_found: int | None = None,
        items_new: int | None = None,
        snapshot: str | None = None,
        keep_cursor: bool = True,
    ) -> None:
        """Write one attempt. With `keep_cursor` off the next request is unconditional: something was left undone."""
        good = fetched.outcome is Outcome.OK and keep_cursor
        if source is not None:
            self.ensure_source(source)
        with self.store.transaction():
            self.store.db.conn.execute(
                "INSERT INTO fetches (run_id, source_id, url, started_at, seconds, outcome, reason, http_status,"
                " final_url, bytes, items_found, items_new, etag, last_modified, snapshot_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._run_id,
                    source.id if source else None,
                    fetched.url,
                    fetched.started_at,
                    fetched.seconds,
                    str(fetched.outcome),
                    str(fetched.reason) if fetched.reason else None,
                    fetched.status,
                    fetched.final_url,
                    len(fetched.body) or None,
                    items_found,
                    items_new,
                    fetched.etag if good else None,
                    fetched.last_modified if good else None,
                    snapshot,
                ),
            )

    def _snapshot(self, raw: Raw) -> Snapshot:
        snapshot = self.archive.keep(raw.body, url=raw.url, media_type=raw.media_type, fetched_at=raw.fetched_at)
        if self.store.value("SELECT 1 FROM snapshots WHERE id = ?", (snapshot.id,)) is None:
            self.store.upsert([snapshot])
        return snapshot

    def _known_instrument(self, instrument: str | None) -> str | None:
        if instrument is None:
            return None
        found = self.store.value("SELECT id FROM entities WHERE id = ?", (instrument,))
        return str(found) if found else None


def outlet_of(url: str, site: str | None, *, like: Source | None = None) -> Source:
    """Return the source that stands for the site of a page: who published it, whichever feed led there.

    Independence is counted by publisher; an aggregator's feed would make one publisher of many. It is never fetched
    by itself. `like` lends jurisdiction and the mark of the bundled corpus.
    """
    host = host_of(url).removeprefix("www.")
    return Source(
        id=stable_id("site", host),
        name=site or host,
        publisher=site or host,
        jurisdiction=like.jurisdiction if like else None,
        kind="outlet",
        url=f"https://{host_of(url)}/",
        offline=like.offline if like else False,
    )
