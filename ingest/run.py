"""The stage `ingest`: sources, addresses and files become documents. What other rooms call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2

from ingest.child import ChildLimits, Pool
from ingest.client import Client, Limits
from ingest.given import visit_url
from ingest.guard import Guard
from ingest.importers import Importer
from ingest.keep import Keeper
from ingest.offline import OfflineTransport, load_manifest
from ingest.session import Session
from ingest.snapshots import Archive
from ingest.sources import offline_visits
from ingest.visits import visit_source
from kb.register import SourceSpec
from kb.report import Progress, StageReport, silent
from kb.store import Store

STAGE = "ingest"
COUNTS = ("documents_new", "documents_revised", "documents_seen", "documents_unchanged", "documents_gone", "fetches")


def ingest_sources(
    store: Store,
    specs: Sequence[SourceSpec],
    *,
    data: Path,
    snapshots: Path,
    offline: bool = False,
    run_id: str | None = None,
    progress: Progress = silent,
    guard: Guard | None = None,
    limits: Limits | None = None,
) -> StageReport:
    """Visit sources and store what is new; a failing source is a problem of the report and never stops the others.

    `offline` replays the visits of `data/demo/manifest.yml` that are still ahead, oldest first, at their simulated
    times; when all were made, the last is repeated. `guard` and `limits` are for tests and special networks.
    """
    if not offline:
        with _session(store, snapshots, run_id, progress, guard=guard, limits=limits) as session:
            for number, spec in enumerate(specs):
                progress(number, len(specs), spec.id)
                visit_source(session, spec)
            progress(len(specs), len(specs), "")
            return _report(session)
    manifest = load_manifest(data / "demo" / "manifest.yml")
    transport = OfflineTransport(manifest)
    with _session(store, snapshots, run_id, progress, offline=transport) as session:
        visits = list(offline_visits(store, specs, manifest))
        total = sum(len(due) for _, due in visits)
        done = 0
        for visit, due in visits:
            transport.visit = visit
            for spec in due:
                progress(done, total, f"{visit[:10]} {spec.id}")
                visit_source(session, spec)
                done += 1
        progress(total, total, "")
        return _report(session)


def ingest_urls(
    store: Store,
    urls: Sequence[str],
    *,
    snapshots: Path,
    run_id: str | None = None,
    progress: Progress = silent,
    guard: Guard | None = None,
    limits: Limits | None = None,
) -> StageReport:
    """Fetch addresses given by hand: pages, feeds, EUR-Lex, Formex, Federal Register records, plain text."""
    with _session(store, snapshots, run_id, progress, guard=guard, limits=limits) as session:
        for number, url in enumerate(urls):
            progress(number, len(urls), url)
            visit_url(session, url)
        progress(len(urls), len(urls), "")
        return _report(session)


def ingest_files(
    store: Store,
    paths: Sequence[Path],
    *,
    snapshots: Path,
    run_id: str | None = None,
    progress: Progress = silent,
    workers: int = 2,
) -> StageReport:
    """Read files and folders: HTML, text, JSONL, JSON, WARC, EUR-Lex HTML, Formex, Federal Register JSON, feeds.

    What a file is, its content says. One that cannot be read is a problem that names it, and its line where it has
    lines; all others are kept.
    """
    with _session(store, snapshots, run_id, progress, workers=workers) as session:
        Importer(session).read(paths)
        return _report(session)


@contextmanager
def _session(
    store: Store,
    snapshots: Path,
    run_id: str | None,
    progress: Progress,
    *,
    offline: OfflineTransport | None = None,
    guard: Guard | None = None,
    limits: Limits | None = None,
    workers: int = 1,
) -> Iterator[Session]:
    keeper = Keeper(store, Archive(snapshots), run_id)
    now = (lambda: offline.visit) if offline is not None else None
    transport: httpx2.BaseTransport | None = offline
    with (
        Client(guard=guard, limits=limits, offline=transport, now=now) as client,
        Pool(workers, ChildLimits()) as pool,
    ):
        yield Session(client, pool, keeper, progress, offline=offline is not None)


def _report(session: Session) -> StageReport:
    counts = Counter(dict.fromkeys(COUNTS, 0))
    counts.update(session.counts)
    return StageReport(STAGE, dict(sorted(counts.items())), tuple(session.problems))
