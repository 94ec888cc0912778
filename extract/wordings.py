"""Find register wordings in plain text, all in one pass over its words.

Works on the text and not on tokens: tokenizing a document costs more than everything that the register and the rules do
with it. A wording begins and ends where spaCy's tokenizer would cut, so that "openai.com" is no mention of OpenAI and
"OpenAI-backed" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


class WordingIndex:
    """Wordings by their first word, the longest first."""

    def __init__(self, wordings: Iterable[str]) -> None:
        by_word: dict[str, set[str]] = {}
        for wording in {_fold(wording) for wording in wordings}:
            first = _WORD.match(wording)
            if first is not None:
                by_word.setdefault(first.group(), set()).add(wording)
        self.by_word = {word: sorted(found, key=len, reverse=True) for word, found in by_word.items()}

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where wordings stand, whatever their case, overlapping ones too."""
        folded = _fold(text)
        found = []
        for word in _WORD.finditer(folded):
            held = self.by_word.get(word.group())
            if held is None:
                continue
            start = word.start()
            for wording in held:
                end = start + len(wording)
                if folded.startswith(wording, start) and _ends(text, end) and _begins(text, start):
                    found.append((start, end))
        return found


def _fold(text: str) -> str:
    """Return a text in lower case with straight apostrophes, letter by letter so that offsets stay."""
    folded = text.casefold()
    if len(folded) != len(text):
        folded = "".join(low if len(low := letter.casefold()) == 1 else letter for letter in text)
    return folded.replace("’", "'")


def _begins(text: str, at: int) -> bool:
    before = text[max(0, at - 2) : at]
    if before[-1:] == "-":
        return not before[0].isdigit()
    if before[-1:] == "." and len(before) == 2 and before[0].isalnum():
        return before[0].islower() and text[at].isupper()  # a full stop without its space
    return True


def _ends(text: str, at: int) -> bool:
    follower, second = text[at : at + 1], text[at + 1 : at + 2]
    if follower.isalnum() or follower in ("_", "$", "@"):
        return False
    if follower == ".":
        return not (second.islower() or second.isdigit())
    return not (follower == "-" and second.isdigit())
