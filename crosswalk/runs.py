"""A run: its stages with time and memory, its problems and its row in `runs`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kb.connection import sqlite3
from kb.ids import stable_id
from kb.report import Problem, StageReport
from kb.store import Store
from kb.version import __version__

_CLEAR = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class StageFigures:
    """What one stage took: wall seconds, and the peak memory of this process or its largest child in megabytes."""

    stage: str
    seconds: float
    peak_mb: float
    counts: dict[str, int]


@dataclass
class Run:
    """One command at work. Stages are added by `stage`; `finish` writes the row."""

    command: str
    store: Store
    started_at: str = field(default_factory=lambda: now())
    stages: list[StageFigures] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    extractor: str | None = None

    @property
    def id(self) -> str:
        """The id of the row in `runs`."""
        return stable_id("run", self.command, self.started_at)

    @property
    def exit_code(self) -> int:
        """0 when all went well, 1 when a source or document failed."""
        return 1 if any(problem.fails for problem in self.problems) else 0

    def begin(self) -> None:
        """Write the row, so that fetches can refer to it while the run is under way."""
        with self.store.transaction():
            self.store.db.execute(
                "INSERT INTO runs (id, command, started_at, code_version, sqlite_version) VALUES (?, ?, ?, ?, ?)",
                (self.id, self.command, self.started_at, __version__, sqlite3.sqlite_version),
            )

    def stage(self, name: str, work: Callable[[], StageReport]) -> StageReport:
        """Do one stage, keep its figures and problems, and return its report."""
        with measured() as figures:
            report = work()
        self.stages.append(StageFigures(name, figures.seconds, figures.peak_mb, report.counts))
        self.problems.extend(report.problems)
        return report

    def finish(self, exit_code: int | None = None) -> None:
        """Complete the row with figures, problems and the exit code."""
        stages = [
            {"stage": s.stage, "seconds": round(s.seconds, 3), "peak_mb": round(s.peak_mb, 1), "counts": s.counts}
            for s in self.stages
        ]
        with self.store.transaction():
            self.store.db.execute(
                "UPDATE runs SET finished_at = ?, exit_code = ?, stages = ?, problems = ?, extractor = ? WHERE id = ?",
                (
                    now(),
                    self.exit_code if exit_code is None else exit_code,
                    json.dumps(stages, sort_keys=True),
                    json.dumps([str(problem) for problem in self.problems], ensure_ascii=False),
                    self.extractor,
                    self.id,
                ),
            )


@dataclass
class Measure:
    """Filled when the measured block ends."""

    seconds: float = 0.0
    peak_mb: float = 0.0


@contextmanager
def measured() -> Iterator[Measure]:
    """Measure wall time and peak memory of a block.

    Linux lets a process reset its own high-water mark, which gives the peak of the block itself; elsewhere the peak
    of the process so far is reported. Children count with the largest of them that has ended.
    """
    measure = Measure()
    _reset_peak()
    began = time.perf_counter()
    try:
        yield measure
    finally:
        measure.seconds = time.perf_counter() - began
        measure.peak_mb = max(_own_peak_mb(), _children_peak_mb())


def now() -> str:
    """Return the time in UTC, ISO 8601, microseconds included so that two runs never share a start."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _reset_peak() -> None:
    try:
        _CLEAR.write_text("5", encoding="ascii")  # proc(5): 5 resets the peak resident set size
    except OSError:
        return


def _own_peak_mb() -> float:
    try:
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return _maxrss_mb(resource.RUSAGE_SELF)


def _children_peak_mb() -> float:
    return _maxrss_mb(resource.RUSAGE_CHILDREN)


def _maxrss_mb(who: int) -> float:
    peak = resource.getrusage(who).ru_maxrss
    # getrusage(2): kilobytes on Linux, bytes on macOS.
    return peak / 1024 / 1024 if sys.platform == "darwin" else peak / 1024
