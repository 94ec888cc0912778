"""When two values of a claim attribute conflict: the comparators behind the view `disagreements`, in Python.

The view says the same in SQL (`kb/views_parts.py`); a test runs both on the same pairs. Use these for single pairs,
the view for what the store holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.partial_dates import Span, is_partial, parse_partial
from kb.store import Store
from kb.views_parts import SEVERAL_VALUES
from kb.vocabulary import Attribute

# What a period counts back from: the first lies within the second.
NARROWER_REFERENCES = {("release to trusted partners", "release to outside organisations")}


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a disagreement with its earliest wording; offsets into the document, end exclusive."""

    value: str
    stories: int
    voices: int
    claim_id: str
    document_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two values of one attribute of one subject; `conflict` is False for kinds that are none."""

    subject_id: str
    subject: str
    attribute: str
    kind: str
    conflict: bool
    left: Side
    right: Side
    primary_value: str | None
    primary_text: str | None


def find_disagreements(store: Store, *, conflicts_only: bool = True) -> list[Disagreement]:
    """Return the rows of the view `disagreements` as records, conflicts first."""
    where = "WHERE conflict" if conflicts_only else ""
    return [
        Disagreement(
            subject_id=row["subject_id"],
            subject=row["subject"],
            attribute=row["attribute"],
            kind=row["kind"],
            conflict=bool(row["conflict"]),
            left=_side(row, "left"),
            right=_side(row, "right"),
            primary_value=row["primary_value"],
            primary_text=row["primary_text"],
        )
        for row in store.rows(f"SELECT * FROM disagreements {where}")
    ]


def same_value(attribute: str, left: str, right: str) -> bool:
    """Tell whether two values of an attribute can both be right because they are equal or one is coarser.

    Values that are no dates or numbers where the attribute wants them are compared as they stand.
    """
    if left == right:
        return True
    match attribute:
        case Attribute.APPLIES_FROM:
            spans = _spans(left, right)
            return spans is not None and spans[0].overlaps(spans[1])
        case Attribute.REVIEW_WINDOW_DAYS:
            return _bounds(left)[1] == _bounds(right)[1]
        case Attribute.COMPUTE_THRESHOLD_FLOP:
            return _number(left) is not None and _number(left) == _number(right)
        case Attribute.MAXIMUM_FINE:
            return _part_of(left, right) or _part_of(right, left)
        case _:
            return False


def within(attribute: str, inner: str, outer: str) -> bool:
    """Tell whether the inner value says strictly more than the outer one, which contains it."""
    if inner == outer:
        return False
    match attribute:
        case Attribute.APPLIES_FROM:
            spans = _spans(inner, outer)
            return spans is not None and spans[1].contains(spans[0])
        case Attribute.REVIEW_WINDOW_REFERENCE:
            return (inner, outer) in NARROWER_REFERENCES
        case Attribute.REVIEW_WINDOW_DAYS:
            low, high = _bounds(outer)
            return "-" in outer and low <= _bounds(inner)[0] and _bounds(inner)[1] <= high
        case Attribute.MAXIMUM_FINE:
            return _part_of(outer, inner)
        case _:
            return False


def kind_of(attribute: str, left: str, right: str) -> str:
    """Return the kind of difference between two values: granularity, several, reference or value.

    Whether copies drift or one value replaced the other depends on documents and law: only the view can tell.
    """
    if same_value(attribute, left, right):
        return "granularity"
    if attribute in SEVERAL_VALUES:
        return "several"
    return "reference" if attribute == Attribute.REVIEW_WINDOW_REFERENCE else "value"


def _side(row: dict[str, Any], side: str) -> Side:
    names = ("value", "stories", "voices", "claim_id", "document_id", "sentence_id", "start", "end", "text", "sentence")
    return Side(*(row[f"{side}_{name}"] for name in names))


def _spans(left: str, right: str) -> tuple[Span, Span] | None:
    return (parse_partial(left), parse_partial(right)) if is_partial(left) and is_partial(right) else None


def _bounds(value: str) -> tuple[int, int]:
    low, dash, high = value.partition("-")
    return (_integer(low), _integer(high)) if dash else (_integer(low), _integer(low))


def _integer(value: str) -> int:
    digits = value.strip()
    return int(digits) if digits.isdigit() else 0  # as SQLite casts


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _part_of(part: str, whole: str) -> bool:
    return f"; {part}; " in f"; {whole}; "
