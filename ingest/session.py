"""What the visits of one run share: client, parsers, the keeper of rows, and what is to be reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.child import ParserStoppedError, Pool, UnreadableError
from ingest.client import ACCEPT, Client
from ingest.keep import Found, Keeper, Raw
from ingest.outcome import Fetched, Outcome, Reason
from kb.model import Source
from kb.report import Problem, Progress


@dataclass(slots=True)
class Session:
    """One run of ingestion."""

    client: Client
    pool: Pool
    keeper: Keeper
    progress: Progress
    offline: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def fetch(
        self, url: str, *, conditional: bool = True, known_as: str | None = None, accept: str = ACCEPT
    ) -> Fetched:
        """Ask for a URL, on condition that it changed since the last good answer.

        `known_as` is the address it is logged under when another one is asked in its place.
        """
        cursor = self.keeper.cursor(known_as or url) if conditional else None
        fetched = self.client.fetch(
            url,
            accept=accept,
            etag=cursor.etag if cursor else None,
            last_modified=cursor.last_modified if cursor else None,
        )
        self.counts["fetches"] += 1
        return replace(fetched, url=known_as) if known_as else fetched

    def parse(self, task: str, fetched: Fetched, **options: Any) -> tuple[dict[str, Any] | None, Fetched]:
        """Read fetched bytes in the child; a failure turns the attempt into a suspect or failed one."""
        try:
            value: dict[str, Any] = self.pool.run(task, fetched.body, url=fetched.address, **options)
        except ParserStoppedError as error:
            return None, spoiled(fetched, Outcome.FAILED, Reason.PARSER_STOPPED, str(error))
        except UnreadableError as error:
            reason = {"feed": Reason.NOT_A_FEED, "article": Reason.NO_TEXT}.get(task, Reason.UNREADABLE)
            return None, spoiled(fetched, Outcome.SUSPECT, reason, str(error))
        return value, fetched

    def keep(
        self,
        found: Found,
        fetched: Fetched,
        *,
        source: Source | None,
        carriers: Sequence[tuple[Source, str]] = (),
        where: str,
    ) -> tuple[str, str | None]:
        """Store a document and return what became of it and the snapshot made for it, if any."""
        raw = Raw(body=fetched.body, url=fetched.address, media_type=fetched.media_type, fetched_at=fetched.started_at)
        outcome, snapshot, doubts = self.keeper.keep(found, raw, source=source, carriers=carriers)
        self.problems.extend(
            replace(one, where=where if one.where == where else f"{where}: {one.where}") for one in doubts
        )
        self.counts[f"documents_{outcome}"] += 1
        return outcome, snapshot

    def keep_and_log(
        self,
        found: Found,
        fetched: Fetched,
        *,
        source: Source,
        carriers: Sequence[tuple[Source, str]] = (),
        log_to: Source | None = None,
        whole: bool,
    ) -> str:
        """Store a document, log the attempt it came from, and return what became of it.

        `whole`: the attempt was the visit to the source, so its item counts there; else it was one page of many.
        """
        logged = log_to or source
        outcome, snapshot = self.keep(found, fetched, source=source, carriers=carriers, where=logged.id)
        new = int(outcome in ("new", "revised"))
        self.keeper.log(
            fetched, logged, items_found=1 if whole else None, items_new=new if whole else None, snapshot=snapshot
        )
        return outcome

    def problem(self, where: str, what: str, *, fails: bool = True) -> None:
        """Report something that went wrong."""
        self.problems.append(Problem(where, what, fails))


def spoiled(fetched: Fetched, outcome: Outcome, reason: Reason, detail: str) -> Fetched:
    """Return an attempt that turned out worse than its HTTP status said."""
    return replace(fetched, outcome=outcome, reason=reason, detail=detail)
