"""Progress on stderr: a bar on a terminal, one plain line now and then in a cron job's log."""

from __future__ import annotations

import sys
import time
from typing import Never

from tqdm import tqdm

PLAIN_EVERY_SECONDS = 10.0


class StageProgress:
    """A `kb.report.Progress` for one stage; close it when the stage ends."""

    def __init__(self, stage: str, *, terminal: bool | None = None) -> None:
        self.stage = stage
        self.terminal = sys.stderr.isatty() if terminal is None else terminal
        self._bar: tqdm[Never] | None = None
        self._last = time.monotonic()

    def __call__(self, done: int, total: int | None, what: str) -> None:
        """Show that `done` of `total` are done and what is being worked on."""
        if self.terminal:
            bar = self._bar = self._bar or self._start(total)
            bar.total = total
            bar.n = done
            bar.set_postfix_str(what[-48:], refresh=False)
            bar.refresh()
        elif time.monotonic() - self._last >= PLAIN_EVERY_SECONDS:
            self._last = time.monotonic()
            of = "" if total is None else f" of {total}"
            print(f"{self.stage}: {done}{of} ({what})", file=sys.stderr, flush=True)

    def _start(self, total: int | None) -> tqdm[Never]:
        return tqdm(total=total, desc=self.stage, leave=False, file=sys.stderr, dynamic_ncols=True)

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
