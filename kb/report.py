"""What a stage hands back to the run: what it counted and what went wrong, in words for the person who called it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

# Called with (done, total or None when unknown, what is being worked on).
Progress = Callable[[int, int | None, str], None]


def silent(done: int, total: int | None, what: str) -> None:
    """Report nothing: the progress of tests and libraries."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong without ending the run.

    `where` names the input (a source id, a URL, `file.jsonl:17`), `what` says what was wrong and what was expected.
    `fails` is True when the run must end with exit code 1.
    """

    where: str
    what: str
    fails: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class StageReport:
    """The outcome of one stage; `counts` are the figures printed and recorded in `runs`."""

    stage: str
    counts: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
