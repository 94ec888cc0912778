"""The sentences within one unit of law: offsets into its text, without titles such as "Measure 2.1"."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"]?\s+(?=[“‘\"(]?[A-Z])|(?<=\.)[—–](?=\s?[A-Z(“])")
_NUMBERED = re.compile(  # "Measure 2.1 Signatories will …"
    r"(?:Measures?|Commitment|Recommendation|Objective|Principle|Action|Step|Clause|Requirement|Control)\s+\d+(?:\.\d+)*[.:]?\s+"
    r"(?=[A-Z])"
)


def sentences_of(masked: str) -> list[tuple[int, int]]:
    """Return the offsets of the sentences of a masked unit; abbreviations in citations are blanked out already."""
    ends = [
        match.start()
        for match in _SENTENCE_END.finditer(masked)
        if not re.search(r"\b(?:No|e\.g|i\.e|cf|Inc|U\.S)\.$", masked[: match.start()])
    ]
    starts = [0, *ends]
    spans = []
    for start, end in zip(starts, [*ends, len(masked)], strict=True):
        lead = len(masked[start:end]) - len(masked[start:end].lstrip('”’" —–' if start else "”’ —–"))
        numbered = _NUMBERED.match(masked, start + lead)
        lead = numbered.end() - start if numbered else lead
        if masked[start + lead : end].strip():
            spans.append((start + lead, end))
    return spans
