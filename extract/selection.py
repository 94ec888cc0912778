"""Choose the sentences worth parsing: those that may state a relation which only the structure of a sentence shows.

Parsing costs several times as much as all other reading together. A sentence is chosen when it holds a word of a frame
(in any of its forms), mentions whose labels fit both ends, and the other words that the frame asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.document import Found, Sheet
from extract.frames import Frame, load_frames
from extract.inflect import inflect
from kb.vocabulary import SIGNATURES

PARSED_KINDS = ("prose", "bullet")
_PIECE = re.compile(r"[a-z]+")


class Selector:
    """The frames by every form of the words that evoke them."""

    def __init__(self) -> None:
        self.by_form: dict[str, list[Frame]] = {}
        for lemma, frames in load_frames().items():
            for form in forms(lemma):
                self.by_form.setdefault(form, []).extend(frames)
        self.objects = {word: forms(word) for frames in self.by_form.values() for f in frames for word in f.with_object}

    def wanted(self, sheet: Sheet) -> list[int]:
        """Return the numbers of the lines of a document that are worth parsing."""
        return [
            number
            for number, mentions in sheet.by_line().items()
            if sheet.lines[number].kind in PARSED_KINDS and self.may_hold(sheet, number, mentions)
        ]

    def may_hold(self, sheet: Sheet, number: int, mentions: list[Found]) -> bool:
        """Tell whether a line may hold a relation that a frame reads."""
        labels: dict[str, set[str]] = {}
        for found in mentions:
            if found.id:
                labels.setdefault(found.label, set()).add(found.id)
        if sum(map(len, labels.values())) < 2:
            return False
        words = sheet.words(number)
        checked: set[int] = set()
        for word in words & self.by_form.keys():
            for frame in self.by_form[word]:
                if id(frame) in checked:
                    continue
                checked.add(id(frame))
                if self._fits(frame, words) and _ends(frame, labels):
                    return True
        return False

    def _fits(self, frame: Frame, words: frozenset[str]) -> bool:
        if frame.near and words.isdisjoint(frame.near):
            return False
        return not frame.with_object or any(not words.isdisjoint(self.objects[word]) for word in frame.with_object)


def forms(word: str) -> frozenset[str]:
    """Return the forms of a verb or noun as `Sheet.words` has them: of a hyphenated word the last piece."""
    return frozenset(_PIECE.findall(form)[-1] for form in inflect(word).all)


def _ends(frame: Frame, labels: dict[str, set[str]]) -> bool:
    """Tell whether two different names of a line fit the ends of a frame."""
    subjects, objects = SIGNATURES[frame.predicate]
    left, right = _ids(subjects, labels), _ids(objects, labels)
    return bool(left and right) and len(left | right) > 1


def _ids(wanted: Iterable[str], labels: dict[str, set[str]]) -> set[str]:
    return set().union(*(labels[label] for label in wanted if label in labels))
