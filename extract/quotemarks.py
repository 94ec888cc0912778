"""Find the words between quotation marks, per paragraph: double, single, low-high and angle marks, closed or not.

Says nothing about who speaks. Marks left open at the end of a paragraph are continued by the next that opens with some.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.document import Sheet

_LONGEST = 1500  # characters between two marks; more is a mark gone astray
_MARKS = re.compile(
    rf"“([^“”]{{2,{_LONGEST}}}?(?:“[^“”]{{2,200}}”[^“”]{{0,{_LONGEST}}}?)*)[”\"]"
    rf"|(?<![\w=])\"([^\"“”]{{2,{_LONGEST}}}?)[\"”]"
    rf"|«\s?([^«»]{{2,{_LONGEST}}}?)\s?»"
    rf"|[„‚]([^„“”]{{2,{_LONGEST}}}?)[“”‘]"
    # a single closing mark also ends contractions and possessives, so it must stand at the end of a phrase
    rf"|(?<!\w)‘([^‘\n]{{2,{_LONGEST}}}?)(?:(?<=[.,?!…])’(?!\w)|’(?=[.;:?!](?!\w)|,? (?:said|says|he|she)\b|,?\n|$))"
    rf"|(?<!\w)'(?=\w)([^\n]{{2,{_LONGEST}}}?)(?:(?<=[.,?!…])'(?!\w)|'(?=[.;:?!](?!\w)|,? (?:said|says|he|she)\b))"
)
_OPEN = re.compile(r"(?:“([^“”]{4,})|(?<![\w=])\"([^\"“”]{4,}))$")
OPENING = "“\"«„‚‘'"


@dataclass(slots=True)
class Marked:
    """Words between quotation marks; start and end lie inside the marks."""

    start: int
    end: int
    outer: int  # after the closing mark
    closed: bool = True


def find_marked(sheet: Sheet, first: int, last: int) -> list[Marked]:
    """Return the marked words of a paragraph in reading order; an unclosed one at its end runs to the end."""
    found = [
        Marked(match.start(group), match.end(group), match.end())
        for match in _MARKS.finditer(sheet.text, first, last)
        for group in range(1, 7)
        if match.group(group) is not None
    ]
    rest = found[-1].outer if found else first
    left = _OPEN.search(sheet.text[rest:last])
    if left is not None:
        group = 1 if left.group(1) is not None else 2
        found.append(Marked(rest + left.start(group), rest + left.end(group), last, closed=False))
    return found


def paragraphs(sheet: Sheet) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs, page furniture left out."""
    spans: list[tuple[int, int]] = []
    current = -1
    for line in sheet.lines:
        if line.kind == "furniture":
            continue
        if line.paragraph == current and spans:
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
            current = line.paragraph
    return spans
