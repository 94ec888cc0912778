"""Lists that run on within a line of law: "shall (a) keep a log; (b) tell the authority; and (c) train its staff."

Text in, offsets out. A list counts from the first of its kind of marker ((a), (i), (1), (A)) in order and has two
items at least; references such as "points (a) and (b)" are no lists.
"""

from __future__ import annotations

import re

from extract.citations import mask_citations

_MARK = re.compile(r"(?P<before>(?:[:;,—–]|\b\w+)\s*)\((?P<mark>[a-z]{1,4}|\d{1,2}|[A-Z])\)\s+(?=\S)")
_BETWEEN = re.compile(r"[;,:.—–]\s*$|[;,]?\s*\b(?:and|or|and/or|nor)\s+$")
_SENTENCE_END = re.compile(r"\.\s+(?=[A-Z“‘])")
_SERIES = (
    tuple("abcdefghijklmnopqrstuvwxyz"),
    tuple("i ii iii iv v vi vii viii ix x xi xii".split()),
    tuple(str(number) for number in range(1, 41)),
    tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
)


def find_items(text: str) -> tuple[int, list[tuple[int, int, str]], int | None] | None:
    """Return where the head ends, start, end and mark of each item, and where text after the list starts, or None."""
    if "(" not in text or not re.search(r"\((?:a|i|1|A)\)\s", text):
        return None
    masked = mask_citations(text)
    marks = list(_MARK.finditer(masked))
    for position, first in enumerate(marks):
        for series in _SERIES:
            if first["mark"] != series[0] or not masked[: first.start("mark")].strip(" ("):
                continue
            chain = [first]
            for match in marks[position + 1 :]:
                gap = masked[chain[-1].end() : match.start("mark") - 1]
                if len(chain) < len(series) and match["mark"] == series[len(chain)] and _BETWEEN.search(gap):
                    chain.append(match)
            if len(chain) > 1:
                return _cut(text, masked, chain)
    return None


def _cut(text: str, masked: str, chain: list[re.Match[str]]) -> tuple[int, list[tuple[int, int, str]], int | None]:
    head_end = len(text[: chain[0].start("mark") - 1].rstrip())
    items: list[tuple[int, int, str]] = []
    for match, following in zip(chain, [*chain[1:], None], strict=True):
        stop = following.start("mark") - 1 if following else len(text)
        wording = re.sub(r"[\s;,]*(?:\b(?:and|or|and/or|nor))?[\s;,]*$", "", text[match.end() : stop])
        items.append((match.end(), match.end() + len(wording), match["mark"]))
    last = chain[-1].end()
    ended = _SENTENCE_END.search(masked, last)
    if ended is None:
        return head_end, items, None
    items[-1] = (last, ended.start() + 1, items[-1][2])
    return head_end, items, ended.end()
