"""Check a text of one's own against the register: superseded law, and identifiers beside a wrong name or date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crosswalk.identifiers import IdentifierCheck
from crosswalk.overtaken import find_overtaken
from kb.model import Instrument, Name
from kb.register import Register
from kb.store import Store


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something in a text to look at; offsets into the text, end exclusive; line and column count from 1."""

    start: int
    end: int
    line: int
    column: int
    kind: str  # overtaken, stale or identifier
    text: str
    message: str


def check_text(store: Store, text: str, *, written: str | None = None) -> list[Finding]:
    """Return what in a text is superseded or misnamed, in the order of its places.

    `written` is the day it was written (may be partial): older uses are `overtaken`, later ones and those of an undated
    text `stale`.
    """
    found = [
        (use.start, use.end, use.state, f"{use.message}; now {use.now or 'without a successor'}")
        for use in find_overtaken(store, text, written=written)
    ]
    register = Register(instruments=tuple(store.load(Instrument)), names=tuple(store.load(Name)))
    found += [
        (one.start, one.end, "identifier", f"stands beside {one.named!r}, but the register has {one.expected}")
        for one in IdentifierCheck(register).find(text)
    ]
    return sorted(_finding(text, *one) for one in found)


def findings_text(findings: Iterable[Finding], name: str) -> str:
    """Return one line a finding: file, line, column, the words and what is wrong with them."""
    return "\n".join(f"{name}:{one.line}:{one.column}: {one.text!r}: {one.message}" for one in findings)


def _finding(text: str, start: int, end: int, kind: str, message: str) -> Finding:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Finding(start, end, line, column, kind, text[start:end], message)
