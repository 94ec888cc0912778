"""Builds the text of a law line by line and remembers which lines are which provision.

The readers of EUR-Lex, Formex and the Federal Register all write through this, so that the same act gives the same
lines, keys and offsets whatever markup it came in. Offsets are computed once, at the end, from the finished lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

POINT = re.compile(r"^\(?([0-9]{1,3}[a-z]{0,2}(?:\.[0-9]{1,3})*|[a-z]{1,4}|[A-Z]{1,5})[.)]\.?$")
_SPACE = re.compile(r"\s+")
_BEFORE_PUNCTUATION = re.compile(r" (?=[,;:.](?:\s|$))")


@dataclass(slots=True)
class Provision:
    """A provision while it is being read; lines are counted from 0, the last included."""

    key: str
    kind: str
    parent_key: str | None
    number: str | None
    heading: str | None
    first: int
    last: int = -1


@dataclass(slots=True)
class LawText:
    """The lines of a law and its provisions in reading order."""

    lines: list[str] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    _open: list[Provision] = field(default_factory=list)
    _marker: str = ""
    _keys: set[str] = field(default_factory=set)

    def line(self, text: str) -> None:
        """Add a paragraph; a marker that waits for its text, such as (a), comes before it on the same line."""
        text = tidy(text)
        if not text:
            return
        if self._marker:
            text, self._marker = f"{self._marker} {text}", ""
        elif self.lines and re.fullmatch(r"[.,;:’'”\"]+", text):
            self.lines[-1] += text  # what stands after a nested block belongs to the line before
            return
        self.lines.append(text)

    def marker(self, text: str) -> None:
        """Put a marker before the next paragraph; one that waits already keeps its place before it: (b) (i) …"""
        self._marker = f"{self._marker} {tidy(text)}".strip()

    def begin(self, key: str, kind: str, *, number: str | None = None) -> bool:
        """Open a provision that starts with the next line; False when its key is taken already (nothing is opened).

        Close it with `end`.
        """
        if key in self._keys:
            return False
        self._keys.add(key)
        parent = self._open[-1].key if self._open else None
        provision = Provision(key, kind, parent, number, None, first=len(self.lines))
        self.provisions.append(provision)
        self._open.append(provision)
        return True

    def end(self) -> None:
        """Close the provision opened last."""
        self._flush()
        self._open.pop().last = len(self.lines) - 1

    def head(self, text: str) -> None:
        """Set the heading of the provision opened last and add it as a line."""
        text = tidy(text)
        if self._open and text:
            self._open[-1].heading = text
        self.line(text)

    def name(self, heading: str) -> None:
        """Set the heading of the provision opened last; its line is added apart."""
        self._open[-1].heading = heading

    @property
    def current(self) -> str | None:
        """The key of the provision opened last."""
        return self._open[-1].key if self._open else None

    def begin_point(self, marker: str) -> bool:
        """Open the point that a marker such as (a) or 3.1. names, under the current provision; see `begin`."""
        number = point_number(marker)
        if number is None or not self._open:
            return False
        parent = self._open[-1]
        if parent.number and number.startswith(parent.number + "."):
            number = number.removeprefix(parent.number + ".")
        # Annexes number sub-points 3.1 below a title without a number; a dot in a key would claim a level.
        return self.begin(f"{parent.key}.{number}", "point", number=point_number(marker))

    def finish(self) -> tuple[str, list[dict[str, Any]]]:
        """Return the whole text and one row a provision: its columns of `provision_texts` without ids."""
        self._flush()
        starts: list[int] = []
        position = 0
        for text in self.lines:
            starts.append(position)
            position += len(text) + 1
        rows: list[dict[str, Any]] = []
        for provision in self.provisions:
            if provision.last < provision.first:  # nothing was written under it
                continue
            rows.append(
                {
                    "key": provision.key,
                    "kind": provision.kind,
                    "parent_key": provision.parent_key,
                    "number": provision.number,
                    "heading": provision.heading,
                    "position": len(rows),
                    "start": starts[provision.first],
                    "end": starts[provision.last] + len(self.lines[provision.last]),
                }
            )
        return "\n".join(self.lines), rows

    def _flush(self) -> None:
        """Write a marker that got no text of its own: an empty point keeps its place."""
        if self._marker:
            self.lines.append(self._marker)
            self._marker = ""


def is_element(node: Any) -> bool:
    """Tell an element from a comment or processing instruction, whose tag is no name."""
    return isinstance(node.tag, str)


def all_text(node: Any) -> str:
    """Return all text inside an element, notes included."""
    return "".join(node.itertext())


def point_number(marker: str) -> str | None:
    """Return a, ii or 3.1 for (a), ii) or 3.1.; None for dashes, bullets and quoted markers."""
    match = POINT.match(tidy(marker))
    return match.group(1) if match else None


def tidy(text: str) -> str:
    """Return text on one line with single spaces and none before punctuation (left by a dropped note mark)."""
    return _BEFORE_PUNCTUATION.sub("", _SPACE.sub(" ", text.replace("\u200b", "").replace("\xad", ""))).strip()
