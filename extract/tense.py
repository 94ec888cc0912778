"""Tell whether a clause speaks of what is to come or of what was, and so which year a date without one means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kb.partial_dates import month_end

_FUTURE = re.compile(
    r"\b(?:will|would(?!\shave)|shall|'ll|to\s(?:be|take|come|meet|begin|start|apply|enter)|set\sto|due\sto|due\sin|"
    r"expected|expects?|plans?\sto|planned\sfor|scheduled|"
    r"slated|upcoming|intends?|aims?|going\sto|applies|apply|preparing\sfor|about\sto|hopes?|must|no later than|"
    r"binds|takes\seffect|take\seffect|enters\sinto|comes\sinto|expires?|is\sto|are\sto|gains|runs\sout)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:\w{3,}ed|was|were|had|(?:has|have)(?!\s(?:\d|to\b|until))|did|said|told|came|went|met|took|gave|began|sent|held|wrote|made|"
    r"became|put|won|since|led|sought|"
    r"followed|following|back\sin)\b",
    re.IGNORECASE,
)
WILL = re.compile(
    r"\b(?:will|would|shall|'ll|due|expected|plans?\s+to|planned|scheduled|slated|upcoming|hopes?\s+to|intends?)\b",
    re.IGNORECASE,
)
_PAST_VERB = re.compile(r"\b(?:was|were|had|did|ran|met|took|gave|sent|held|made|[a-z]{3,}ed(?!\s+[a-z]+s?\b))\b")
SOON = re.compile(
    r"\b(?:votes|meets|expires?|opens|closes|starts|begins|ends|sits|convenes|decides|debates|hears|rules|returns|resumes|"
    r"applies|launches|publishes|speaks|testifies|takes\seffect|comes\sinto|enters\sinto|gains|binds|falls\sdue)\b"
    r"[^.;]{0,40}$"
)  # a plain present before "on Friday" tells what the calendar holds
_FUTURE_BEFORE = re.compile(
    r"\b(?:by|until|till|from|starting|starting in|as of|before|for|no later than|due|due in|on or before|"
    r"effective)\s+(?:the\s)?$",
    re.I,
)


@dataclass(slots=True)
class Tense:
    """Reads the direction of time around a place in a sentence."""

    published: date | None

    def _is_future(self, line: str, at: int) -> bool:
        """Tell whether the clause around a place speaks of the future; without any sign it speaks of the past."""
        before = line[max(0, at - 40) : at]
        if _FUTURE_BEFORE.search(before):
            if not before.rstrip().casefold().endswith(("from", "before", "for", "by", "until")):
                return True
            return (
                _FUTURE.search(line[max(0, at - 60) : at]) is not None
                or _PAST_VERB.search(line[max(0, at - 25) : at]) is None
            )
        left = max(line.rfind(mark, 0, at) for mark in (";", ". "))
        clause = line[left + 1 :]
        near_future = [abs(m.start() - (at - left)) for m in _FUTURE.finditer(clause)]
        future_words = {m.start() for m in _FUTURE.finditer(clause)}
        if re.search(r"\bof\s+$", before):
            return False  # "the proposals of 20 January"
        near_past = [abs(m.start() - (at - left)) for m in PAST.finditer(clause) if m.start() not in future_words]
        if not near_future:
            return False
        return not near_past or min(near_future) < min(near_past)

    def _nearest_year(self, month: int, day: int | None, line: str, at: int) -> int:
        today = self.published
        if today is None:
            return 0
        if day is None:
            if self._is_future(line, at):
                return today.year + int(month < today.month)
            ahead = month - today.month
            if 0 < ahead <= 4 and not re.search(
                r"\b(?:was|were|had|did|[a-z]{3,}ed)\b", line[max(0, at - 60) : at + 60]
            ):
                return today.year  # "rules that bite in August", written in May
            return today.year - int(month > today.month)
        this = date(today.year, month, min(day, month_end(today.year, month).day))
        if self._is_future(line, at):
            return today.year + int((today - this).days > 30)
        ahead = (this - today).days
        if PAST.search(line) is None and not re.search(r"\bof\s+$", line[max(0, at - 6) : at]):
            return min(
                (today.year - 1, today.year, today.year + 1), key=lambda year: abs(365 * (year - today.year) + ahead)
            )
        return today.year - int(ahead > 3)
