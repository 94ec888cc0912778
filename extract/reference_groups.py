"""Resolve references to several firms at once: "both", "all three labs", "the two companies", "they".

A group is the firms joined in one breath before, or the only so many that were named. It is one silent mention that
stands for its first member and has the others `also`.
"""

from __future__ import annotations

import re

from extract.document import Found, Sheet
from extract.reference_roles import silent

_COUNTS = {"two": 2, "both": 2, "pair": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5, "six": 6}
_FIRMS = (
    r"(?:companies|firms|labs|laboratories|developers|makers|start-?ups|giants|rivals|vendors|providers|businesses)"
)
_GROUP = re.compile(
    r"\b(?P<lead>[Bb]oth|[Aa]ll\s+(?P<all>two|three|four|five|six)|(?:[Tt]he|[Tt]hese|[Tt]hose)\s+"
    r"(?P<the>two|pair|three|trio|four|quartet|five|six))\b(?P<noun>\s+(?:of\s+(?:the|these|those)\s+)?"
    rf"(?:[\w-]+\s+){{0,2}}?{_FIRMS}\b)?"
)
_THEY = re.compile(r"^(?:[“\"]\s*)?(?P<lead>They)\b")
_ACTS = re.compile(
    r"(?:\s+of\s+them)?\s+(?:(?:already|now|also|have|had|are|were|will|then|later|still)\s+){0,2}"
    r"(?:said|say|let|give|gave|hand|submit|send|sent|test|sell|make|made|took|take|work|undertook|joined|[a-z]+ed)\b"
)
_JOINED = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|&|as well as|,?\s*along with)\s*(?:the\s+)?", re.I)
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_REPORTERS = re.compile(
    r"\b(?:told us|tell us|[Ww]e (?:asked|spoke|understand|reported|wrote|heard|saw|learned|are told)|"
    r"[Oo]ur (?:readers|reporter|"
    r"editor|newsroom|sources|correspondent|story|column|leader|podcast|editorial)|letters?|columnist|clients?|alert)\b"
)
_MARKS = re.compile(r"[\"“”]")
_LINES_BACK = 3


class GroupReferences:
    """Finds these references line by line."""

    def groups(self, sheet: Sheet, number: int, history: list[Found], here: list[Found]) -> list[Found]:
        """Return the silent mentions of one line; `history` holds the earlier lines' mentions, `here` this line's."""
        line = sheet.lines[number]
        if sheet.words(number).isdisjoint(_WORDS):
            return []
        made = self._ourselves(sheet, number, here)
        matches = list(_GROUP.finditer(sheet.text, line.start, line.end))
        they = _THEY.match(sheet.text[line.start : line.end])
        for match in matches:
            if not match["noun"] and not _ACTS.match(sheet.text, match.end()):
                continue
            word = (match["all"] or match["the"] or "both").casefold()
            self._add(sheet, number, (match.start("lead"), match.end()), _COUNTS[word], history, here, made)
        if they is not None and not matches:
            start = line.start + they.start("lead")
            self._add(sheet, number, (start, start + 4), 0, history, here, made)
        return made

    @staticmethod
    def _ourselves(sheet: Sheet, number: int, here: list[Found]) -> list[Found]:
        """Return "we" and "our" outside quotation marks where the text names one firm only, whose text it must be."""
        line = sheet.lines[number]
        if sheet.words(number).isdisjoint(("we", "our")):
            return []
        firms = {found.id: found for found in sheet.mentions if found.label == "COMPANY" and not found.silent}
        if len(firms) != 1 or _REPORTERS.search(sheet.text):
            return []
        (firm,) = firms.values()
        made: list[Found] = []
        for match in _WE.finditer(sheet.text, line.start, line.end):
            if len(_MARKS.findall(sheet.text, line.start, match.start())) % 2:
                continue
            if not any(found.start < match.end() and match.start() < found.end for found in here):
                made.append(silent(sheet, match.start(), match.end(), number, firm, match.group()))
        return made

    @staticmethod
    def _add(
        sheet: Sheet,
        number: int,
        span: tuple[int, int],
        count: int,
        history: list[Found],
        here: list[Found],
        made: list[Found],
    ) -> None:
        """Add the group of so many firms (0: of any number) that a place of the text comes back to."""
        start, end = span
        if any(found.start < end and start < found.end for found in here):
            return
        firms = [
            found
            for found in sorted([*history, *here], key=lambda item: item.start)
            if found.label == "COMPANY" and found.id and found.end <= start and number - found.line <= _LINES_BACK
        ]
        members = _joined(sheet, firms, count)
        if not members and count:
            ids = {found.id: found for found in firms if not found.silent}
            members = list(ids.values()) if len(ids) == count else []
        if members:
            group = silent(sheet, start, end, number, members[0], sheet.text[start:end])
            group.also = tuple(silent(sheet, start, end, number, other, group.text) for other in members[1:])
            made.append(group)


def _joined(sheet: Sheet, firms: list[Found], count: int) -> list[Found]:
    """Return the last firms that are joined by commas and "and", so many of them (0: two or more)."""
    runs: list[list[Found]] = []
    for found in firms:
        last = runs[-1][-1] if runs else None
        if last is not None and last.line == found.line and _JOINED.fullmatch(sheet.text, last.end, found.start):
            runs[-1].append(found)
        else:
            runs.append([found])
    fitting = [run for run in runs if (len(run) == count if count else len(run) > 1)]
    return fitting[-1] if fitting else []


_WORDS = frozenset(
    {"both", "all", "two", "three", "four", "five", "six", "pair", "trio", "quartet", "they", "we", "our"}
)
