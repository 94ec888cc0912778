"""One laid-out sentence as the linear models see it: tokens, stems, and where each slot stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.clauses import Layout

_SLOT = re.compile(r"<([A-Z]+):(\d+)>")
_ENDINGS = ("ization", "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "e")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its commonest ending; nothing better than a key that forms of one word share."""
    if word.isdigit():
        return "#" * len(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@dataclass(slots=True)
class LineView:
    """A sentence: words of the layout (slots stand as `<LABEL>`), their stems, and the position of each slot."""

    kind: str
    tokens: list[str]
    stems: list[str]
    at: dict[int, int]


def view(layout: Layout, kind: str) -> LineView:
    """Return the view of a laid-out line of a kind (prose, heading, bullet)."""
    tokens: list[str] = []
    stems: list[str] = []
    at: dict[int, int] = {}
    for token in layout.text.split():
        slot = _SLOT.fullmatch(token) if token[0] == "<" else None
        if slot is not None:
            at[int(slot.group(2))] = len(tokens)
            token = f"<{slot.group(1)}>"
        tokens.append(token)
        stems.append(token if slot is not None else stem(token))
    return LineView(kind, tokens, stems, at)
