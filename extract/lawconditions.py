"""Conditions and exceptions of a clause of law, split from what it demands; texts in and out, as printed."""

from __future__ import annotations

import re
from functools import cache

from extract.lawmodals import lexical
from extract.lexicon import alternatives, words

FILE = "obligations"


def split_conditions(subject: str, verb: str) -> tuple[str, str | None, str | None]:
    """Return action, condition and exception of a clause from what stands before and after its modal.

    A condition or exception before the subject ends at the comma before it; one after the verb runs to the next of the
    two, or to the end.
    """
    condition = exception = None
    opening = re.match(r"\s*", subject)
    lead = subject[opening.end() if opening else 0 :]
    comma = lead.rfind(", ")
    if comma > 0:
        if lexical("exceptions").match(lead):
            exception = lead[: lead.find(", ")]
        elif lexical("conditions").match(lead):
            condition = lead[:comma]
    marks = [
        (match.start(), kind)
        for kind in ("conditions", "exceptions")
        for match in re.finditer(rf"(?:(?<=\s)|(?<=,))(?:{alternatives(words(FILE, kind))})\b", without_reduced(verb))
        if match.start() > 0 and not re.search(r"\bbe\s+$", verb[: match.start()])  # "shall be subject to"
    ]
    marks.sort()
    action = verb[: marks[0][0]] if marks else verb
    for number, (start, kind) in enumerate(marks):
        stop = next((later for later, other in marks[number + 1 :] if other != kind), len(verb))
        wording = re.sub(r"[\s,;]+(?:and|or|but)$", "", verb[start:stop].strip(" ,;.")).strip(" ,;.")
        if kind == "conditions" and condition is None:
            condition = wording
        elif kind == "exceptions" and exception is None:
            exception = wording
    return re.sub(r"[\s,;]+(?:and|or|but)$", "", action.strip(" ,;.")), condition, exception


@cache
def _reduced() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(words(FILE, 'reduced'))})\b(?=[\s,;.)])", re.IGNORECASE)


def without_reduced(masked: str) -> str:
    """Blank out "where applicable," and the like, keeping the length."""
    return _reduced().sub(lambda m: "_" * len(m.group()), masked)
