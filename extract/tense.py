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
    r"became|put|won|since|led|sought|shook|brought|struck|drew|spoke|broke|rose|fell|grew|threw|chose|stood|got|kept|"
    r"lost|paid|sat|sold|laid|ran|saw|spent|withdrew|built|bought|caught|felt|found|fought|heard|swore|tore|wore|lent|"
    r"handed|taught|thought|bore|beat|flew|froze|"
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


_FROM = re.compile(r"\b(?:from|before)\s+(?:the\s)?$", re.IGNORECASE)
_MARKS = (";", ". ", ": ")
# before a participle that only describes a noun: "the proposed", "of banned"
_ADJECTIVE = re.compile(r"\b(?:the|an?|of|its|their|his|her|this|that|these|any|\w+ly|new|most)\s$", re.IGNORECASE)


@dataclass(slots=True)
class Tense:
    """Reads the direction of time around a place in a sentence."""

    published: date | None

    def _is_future(self, line: str, at: int) -> bool:
        """Tell whether the clause around a place speaks of the future."""
        return self._direction(line, at) > 0

    def _direction(self, line: str, at: int) -> int:
        """Return 1 where a clause speaks of the future, -1 of the past, 0 where nothing tells.

        The last verb before the place decides, the first one behind it where there is none.
        """
        before = line[max(0, at - 40) : at]
        if _FUTURE_BEFORE.search(before):
            if not before.rstrip().casefold().endswith(("from", "before", "for", "by", "until")):
                return 1
            if _FUTURE.search(line[max(0, at - 60) : at]):
                return 1
            if _PAST_VERB.search(line[max(0, at - 25) : at]) and _FROM.search(before):
                return -1
            return 0 if PAST.search(line[max(0, at - 90) : at]) else 1
        if re.search(r"\bof\s+$", before):
            return -1  # "the proposals of 20 January"
        left = max(line.rfind(mark, 0, at) for mark in _MARKS) + 1
        right = min((place for mark in _MARKS if (place := line.find(mark, at)) >= 0), default=len(line))
        ahead = [match.start() for match in _FUTURE.finditer(line, left, right)]
        behind = [
            match.start()
            for match in PAST.finditer(line, left, right)
            if match.start() not in ahead and not _ADJECTIVE.search(line[left : match.start()])
        ]
        signs = sorted([(place, 1) for place in ahead] + [(place, -1) for place in behind])
        earlier = [sign for place, sign in signs if place < at]
        later = [sign for place, sign in signs if place >= at]
        if not earlier and SOON.search(line, left, at):
            return 1
        return earlier[-1] if earlier else later[0] if later else 0

    def _nearest_year(self, month: int, day: int | None, line: str, at: int) -> int:
        today = self.published
        if today is None:
            return 0
        direction = self._direction(line, at)
        if day is None:
            if direction > 0:
                return today.year + int(month < today.month)
            ahead = month - today.month
            if 0 < ahead <= 4 and not re.search(
                r"\b(?:was|were|had|did|[a-z]{3,}ed)\b", line[max(0, at - 60) : at + 60]
            ):
                return today.year  # "rules that bite in August", written in May
            return today.year - int(month > today.month)
        this = date(today.year, month, min(day, month_end(today.year, month).day))
        if direction > 0:
            return today.year + int((today - this).days > 30)
        ahead = (this - today).days
        if direction == 0:
            return min(
                (today.year - 1, today.year, today.year + 1), key=lambda year: abs(365 * (year - today.year) + ahead)
            )
        return today.year - int(ahead > 3)
