"""Weigh what an unknown name is: person, firm, model, …, or no name at all, beside the guess of the rules.

The component runs on the name-like runs of `sheet.unknown` before they are linked. All mentions of one wording are
judged together. Without weights it does nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Sheet, sheet_of
from extract.learned.lines import stem
from extract.learned.weights import Weights
from extract.unknown import Unknown

TASK = "name"
NO_NAME = "NONE"
SURE = 0.9  # from here on a rule's guess stands (numbered acts, lists of countries)
MARGIN = 0.1  # by how much another label must be likelier than that of the rules
_DROPPED = 0.8  # share of "no name" from which a run is dropped
_REACH = 60  # characters looked at on either side
_TOKEN = re.compile(r"\w+(?:[.’'&-]\w+)*|[^\w\s]")
_LETTER = re.compile(r"[^\W\d_]")
_REPEATED = re.compile(r"(.)\1{2,}")


class NameWeights:
    """The component `crosswalk_name_weights`: revises labels in `sheet.unknown`, and drops what is no name."""

    def __init__(self) -> None:
        self.weights: Weights | None = None

    def use(self, weights: Weights | None) -> None:
        """Take over weights; None, or weights without names, switch the component off."""
        self.weights = weights

    def __call__(self, doc: Doc) -> Doc:
        """Revise the unknown names of a document."""
        table = self.weights.tables.get(TASK) if self.weights is not None else None
        sheet = sheet_of(doc)
        if table is None or sheet.is_law or not sheet.unknown:
            return doc
        open_ = [item for item in sheet.unknown if is_open(item)]
        by_text: dict[str, list[Unknown]] = defaultdict(list)
        for item in open_:
            by_text[item.text].append(item)
        for items in by_text.values():
            chances = table.chances([(describe_name(sheet, item), ()) for item in items], ()).mean(axis=0)
            _settle(items, dict(zip(table.columns, chances / max(float(chances.sum()), 1e-6), strict=True)))
        sheet.unknown = [item for item in sheet.unknown if item.label]
        return doc


def is_open(item: Unknown) -> bool:
    """Tell whether the guess of the rules may be revised."""
    return item.score < SURE


def _settle(items: list[Unknown], shares: dict[str, np.floating]) -> None:
    held = items[0].label
    best = max(shares, key=lambda label: shares[label])
    if shares.get(NO_NAME, 0) > _DROPPED:
        for item in items:
            item.label = ""
    elif best not in (NO_NAME, held) and shares[best] - shares.get(held, 0) > MARGIN:
        for item in items:
            item.label, item.reason = best, f"{item.reason}; likelier {best.casefold()}"
            item.score = max(item.score, round(float(shares[best]), 3))
            item.sure_person = best == "PERSON" and item.sure_person


def describe_name(sheet: Sheet, item: Unknown) -> list[str]:
    """Return the features of a name-like run: the guess of the rules, its words, and the words around it."""
    text = sheet.text
    line = sheet.lines[sheet.line_at(item.start)]
    left = [token.casefold() for token in _TOKEN.findall(text, max(line.start, item.start - _REACH), item.start)][-5:]
    right = [token.casefold() for token in _TOKEN.findall(text, item.end, min(line.end, item.end + _REACH))][:5]
    words = item.text.casefold().split()
    made = [
        f"guess:{item.label}",
        f"guess:{item.label}:{item.score:.1f}",
        "why:" + re.sub(r"'[^']*'", "", item.reason)[:30],
        f"words:{min(len(words), 4)}",
        f"first:{words[0]}",
        f"last:{words[-1]}",
        f"ends:{words[-1][-3:]}",
        f"begins-ends:{words[0][-3:]}",
        "shape:" + _shape(item.text),
        f"times:{min(3, text.count(item.text))}",
        *(f"in:{word}" for word in words),
    ]
    for step, token in enumerate(reversed(left), 1):
        made.append(f"left:{stem(token)}")
        if step <= 2:
            made.append(f"left{step}:{stem(token)}")
    for step, token in enumerate(right, 1):
        made.append(f"right:{stem(token)}")
        if step <= 2:
            made.append(f"right{step}:{stem(token)}")
    if left and right:
        made.append(f"between:{stem(left[-1])}_{stem(right[0])}")
    if not left:
        made.append("opens")
    return list(dict.fromkeys(made))


def _shape(name: str) -> str:
    letters = _LETTER.sub(lambda letter: "X" if letter[0].isupper() else "x", re.sub(r"\d", "9", name))
    return _REPEATED.sub(r"\1\1", letters)


@Language.factory("crosswalk_name_weights")
def create_name_weights(nlp: Language, name: str) -> NameWeights:
    """Make the component that weighs unknown names; `use` gives it weights."""
    return NameWeights()
