"""Which sentences of a law say what a term means."""

from __future__ import annotations

import re

_QUOTED = r"[‘“\"'](?P<term>[^’”\"]{2,80})[’”\"']"
_VERB = (
    r"(?:(?:shall\s+)?(?:not\s+)?(?:means?|includes?|excludes?)|does\s+not\s+(?:mean|include)|do\s+not\s+include|refers?\s+to|"
    r"shall\s+refer\s+to|(?:has|have|shall\s+have|bears?)\s+the\s+(?:same\s+)?meanings?|is\s+defined|are\s+defined|is\s+an?)\b"
)
_PURPOSES = r"(?:(?:For|As\s+used|When\s+used|In|Except|Unless|Subject\s+to|Notwithstanding|Under)\b[^,“‘]{3,120},\s+)?"
_DEFINED = re.compile(
    rf"^{_PURPOSES}(?:[Tt]he\s+(?:terms?|words?|expressions?|phrase)\s+|[Aa]n?\s+)?{_QUOTED}"
    rf"(?:,?\s+(?:and|or)\s+{_QUOTED.replace('?P<term>', '?:')})?"
    rf"(?:,[^,]{{2,120}},)?\s+(?:\([^)]*\)\s+)?{_VERB}"
)
_PLAIN_TERM = re.compile(
    r"^(?:(?:For|As\s+used)\b[^,]{3,120},\s+(?:the\s+term\s+|an?\s+|the\s+)?[\w\s-]{2,60}|(?:[Tt]he\s+term\s+)?[A-Za-z][\w\s/-]{1,50})\s+"
    r"means?\s+(?:an?|any|the|all|that|those|one|each|every|everyone|anyone|someone|either|both|making|more|two)\b"
)


def defines(sentence: str) -> bool:
    """Tell whether a sentence gives the meaning of a term: quoted, or plain before "means a"."""
    return (_DEFINED.match(sentence) or _PLAIN_TERM.match(sentence)) is not None
