"""The words that codes are shown as. Codes stay in the data; readers see these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crosswalk.prose import DOUBTS

DEGREES = {
    "equal": "Equal",
    "partial": "Partly the same",
    "different": "Different",
    "only_here": "Only here",
    "not_comparable": "Not comparable",
}
EVIDENCE_KINDS = {
    "primary": "Text of the instrument",
    "official": "Official page",
    "summary": "Summary of the text",
    "news": "Press",
    "claim": "Press claim",
}
CAUSES = {
    "law_text": "text of the law",
    "article": "new article",
    "correction": "correction",
    "re_extraction": "read again",
    "register": "register entry",
    "time": "a date passed",
}
REGISTER_VERDICTS = {
    "agrees": "the same.",
    "differs": "something else.",
    "overtaken": "it was so; there is what replaced it.",
    "ahead": "proposed, not law yet.",
}
DOCUMENT_KINDS = {
    "news": "News",
    "official": "Official page",
    "law": "Legal text",
    "law_summary": "Summary of a legal text",
    "note": "Note",
}
SHARES = {"origin": "published first", "same_publisher": "same publisher", "syndicated": "copy", "reworded": "reworded"}


def spoken(code: str | None) -> str:
    """Return a code as words: ``entered_into_force`` as "entered into force"."""
    return (code or "").replace("_", " ")


def day(value: str | None) -> str:
    """Return the day of a timestamp, or the partial date as it is."""
    return "" if not value else value[:10] if "T" in value or (len(value) > 10 and value[10] == " ") else value


def percent(value: float | None) -> str:
    """Return a rate in 0-1 as printed, with one decimal."""
    return "–" if value is None else f"{100 * value:.1f} %"


def thousands(value: int | None) -> str:
    """Return a whole number with thin spaces between thousands."""
    return "–" if value is None else f"{value:,}".replace(",", "\u202f")


TEMPLATE_WORDS: dict[str, dict[str, str] | Callable[..., Any]] = {
    "degree_words": DEGREES,
    "evidence_words": EVIDENCE_KINDS,
    "cause_words": CAUSES,
    "doubt_words": DOUBTS,
    "register_words": REGISTER_VERDICTS,
    "document_words": DOCUMENT_KINDS,
    "share_words": SHARES,
    "spoken": spoken,
    "day_of": day,
    "percent": percent,
    "thousands": thousands,
}
