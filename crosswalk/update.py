"""The main job in its order: register, ingest, extract, graph, compare. Safe to repeat; one run at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crosswalk.config import Places
from crosswalk.progress import StageProgress
from crosswalk.runs import Run
from kb.datafiles import Register, SourceSpec, load_register, load_sources
from kb.errors import ContractError
from kb.lock import run_lock
from kb.report import Problem, StageReport
from kb.store import Store

STAGES = ("register", "ingest", "families", "extract", "graph", "compare")


class Job:
    """An open database, a loaded register and a run; each method is one stage of the main job."""

    def __init__(self, places: Places, store: Store, register: Register, run: Run) -> None:
        self.places = places
        self.store = store
        self.register = register
        self.run = run

    def load_register(self) -> StageReport:
        """Bring the register's tables to what the data folder says."""
        from crosswalk.evaluating import load_scores
        from crosswalk.register import load_into

        return self._stage(
            "register",
            lambda _: _joined(
                "register", [load_into(self.store, self.register), load_scores(self.store, self.places.data)]
            ),
        )

    def ingest_sources(self, specs: Sequence[SourceSpec], *, offline: bool) -> StageReport:
        """Fetch what is new from the sources."""
        from ingest.run import ingest_sources

        return self._stage(
            "ingest",
            lambda progress: ingest_sources(
                self.store,
                specs,
                data=self.places.data,
                snapshots=self.places.snapshots,
                offline=offline,
                run_id=self.run.id,
                progress=progress,
            ),
        )

    def ingest_given(self, urls: Sequence[str], files: Sequence[Path]) -> StageReport:
        """Fetch addresses and read files that were named on the command line."""
        from ingest.run import ingest_files, ingest_urls

        def work(progress: Callable[[int, int | None, str], None]) -> StageReport:
            parts = []
            if files:
                parts.append(
                    ingest_files(
                        self.store, files, snapshots=self.places.snapshots, run_id=self.run.id, progress=progress
                    )
                )
            if urls:
                parts.append(
                    ingest_urls(
                        self.store, urls, snapshots=self.places.snapshots, run_id=self.run.id, progress=progress
                    )
                )
            return _joined("ingest", parts)

        return self._stage("ingest", work)

    def find_families(self) -> StageReport:
        """Group copies and rewrites of one report."""
        from ingest.families import find_families

        return self._stage("families", lambda progress: find_families(self.store, progress=progress))

    def extract(self, *, everything: bool = False, model: str | None = None, workers: int = 1) -> StageReport:
        """Read the documents whose reading is missing or out of date."""
        from extract.run import extract

        report = self._stage(
            "extract",
            lambda progress: extract(
                self.store,
                self.register,
                workers=workers,
                everything=everything,
                model=model,
                progress=progress,
            ),
        )
        self.run.extractor = self.store.value("SELECT max(extractor) FROM documents")
        return report

    def graph(self) -> StageReport:
        """Measure the graph of relations."""
        from graph.measures import measure_graph

        return self._stage("graph", lambda _: measure_graph(self.store))

    def compare(self) -> StageReport:
        """Tie cells and deadlines to their evidence and record what changed."""
        from crosswalk.compare import compare

        return self._stage(
            "compare", lambda progress: compare(self.store, self.register, run_id=self.run.id, progress=progress)
        )

    def _stage(self, name: str, work: Callable[[StageProgress], StageReport]) -> StageReport:
        progress = StageProgress(name)
        try:
            return self.run.stage(name, lambda: work(progress))
        finally:
            progress.close()


@contextmanager
def open_job(places: Places, command: str) -> Iterator[Job]:
    """Lock and open the database, load the register, and yield a job whose run is recorded however it ends."""
    register = load_register(places.data)
    with run_lock(places.database), Store.open(places.database) as store:
        run = Run(command, store)
        run.begin()
        try:
            yield Job(places, store, register, run)
        except BaseException as error:
            run.problems.append(Problem(command, f"{type(error).__name__}: {error}"))
            run.finish(exit_code=getattr(error, "exit_code", 1))
            raise
        run.finish()
        store.checkpoint()


def choose_sources(places: Places, wanted: Sequence[str], *, offline: bool) -> tuple[SourceSpec, ...]:
    """Return the sources of a run: those named, else all; `offline` takes the bundled corpus's.

    Raises ContractError naming an unknown id and the ids that exist.
    """
    specs = load_sources(places.data / "demo" / "sources" if offline else places.data / "sources", offline=offline)
    by_id = {spec.id: spec for spec in specs}
    unknown = [name for name in wanted if name not in by_id]
    if unknown:
        where = "the bundled corpus" if offline else "data/sources"
        raise ContractError(f"unknown source {', '.join(unknown)}: {where} has {', '.join(sorted(by_id))}")
    return tuple(by_id[name] for name in wanted) if wanted else specs


def update(
    places: Places,
    *,
    offline: bool = False,
    sources: Sequence[str] = (),
    model: str | None = None,
    workers: int = 1,
    command: str = "update",
) -> Run:
    """Run the main job and return its run: migrate, load the register, ingest, extract, graph, compare.

    Repeating it on unchanged input changes no row of content; only the logs `runs` and `fetches` grow.
    """
    specs = choose_sources(places, sources, offline=offline)
    with open_job(places, command) as job:
        job.load_register()
        job.ingest_sources(specs, offline=offline)
        job.find_families()
        job.extract(model=model, workers=workers)
        job.graph()
        job.compare()
    return job.run


def summary_lines(run: Run) -> list[str]:
    """Return the table printed at the end of a run: a line per stage with its time, memory and counts."""
    lines = [f"{'stage':<10} {'seconds':>8} {'peak MB':>8}  counts"]
    for figures in run.stages:
        counts = ", ".join(f"{name} {value}" for name, value in figures.counts.items())
        lines.append(f"{figures.stage:<10} {figures.seconds:>8.2f} {figures.peak_mb:>8.0f}  {counts}")
    total = sum(figures.seconds for figures in run.stages)
    peak = max((figures.peak_mb for figures in run.stages), default=0.0)
    lines.append(f"{'total':<10} {total:>8.2f} {peak:>8.0f}")
    return lines


def summary_json(run: Run) -> str:
    """Return the same figures as one JSON object with sorted keys."""
    stages: list[dict[str, Any]] = [
        {"stage": s.stage, "seconds": round(s.seconds, 3), "peak_mb": round(s.peak_mb, 1), "counts": s.counts}
        for s in run.stages
    ]
    problems = [{"where": p.where, "what": p.what, "fails": p.fails} for p in run.problems]
    return json.dumps({"run": run.id, "stages": stages, "problems": problems}, sort_keys=True, ensure_ascii=False)


def _joined(stage: str, parts: Iterable[StageReport]) -> StageReport:
    counts: dict[str, int] = {}
    problems: list[Problem] = []
    for part in parts:
        for name, value in part.counts.items():
            counts[name] = counts.get(name, 0) + value
        problems.extend(part.problems)
    return StageReport(stage, counts, tuple(problems))
