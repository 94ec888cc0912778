"""Cut a text into lines: sentences, headings, bullets, bylines and page furniture.

A rule-based splitter that knows abbreviations ("U.S.", "J.B.", "Art.", "No."), quotation marks and bullets. It works
on the text alone; a parser, where there is one, is given these lines and never moves them.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Line, Sheet, sheet_of
from extract.lexicon import words

_BREAK = re.compile(r"[.!?…]+[\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[A-Z0-9€$•§])|[:;]\s*\n")
_LAST_WORD = re.compile(r"([A-Za-z][\w.&’'-]*)\.[\"”’')\]]*$")
_INITIALS = re.compile(r"^(?:[A-Za-z]\.)*[A-Za-z]$")
_BULLET = re.compile(r"^\s*(?:[•‣◦▪*–—-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_BYLINE = re.compile(
    r"^\(?(?:by|from|(?:additional )?reporting by|written by|editing by|edited by|compiled by)\s+[A-Z]", re.IGNORECASE
)
_FURNITURE = re.compile(
    r"\b(?:newsletter(?-i:(?! [A-Z]))|subscribe|sign up|cookie|all rights reserved|read more|advertisement)\b", re.I
)
_STARTER = re.compile(r"[\"“‘'(\[]*([A-Z][\w’'-]*)")
MAX_HEADING_WORDS = 14  # longer lines without a full stop are sentences that lost it


class SentenceSplitter:
    """The component: fills `sheet.lines`."""

    def __init__(self) -> None:
        self.always = frozenset(word.rstrip(".").casefold() for word in words("sentences", "never_end"))
        self.maybe = frozenset(word.rstrip(".").casefold() for word in words("sentences", "may_end"))
        self.starters = frozenset(words("sentences", "starters"))

    def __call__(self, doc: Doc) -> Doc:
        """Split the text of a Doc."""
        sheet = sheet_of(doc)
        self.split(sheet)
        return doc

    def split(self, sheet: Sheet) -> None:
        """Fill `sheet.lines` from `sheet.text`."""
        text = sheet.text
        position = 0
        paragraph = 0
        blank = True
        for raw in text.split("\n"):
            start, end = position, position + len(raw)
            position = end + 1
            if not raw.strip():
                if not blank:
                    paragraph += 1
                blank = True
                continue
            if not blank:
                paragraph += 1
            blank = False
            self._split_paragraph(sheet, start, end, paragraph)

    def _split_paragraph(self, sheet: Sheet, start: int, end: int, paragraph: int) -> None:
        text = sheet.text
        pieces: list[tuple[int, int]] = []
        begin = start
        for match in _BREAK.finditer(text, start, end):
            if self._breaks(text, begin, match.start(), match.end()):
                pieces.append((begin, match.end()))
                begin = match.end()
        pieces.append((begin, end))
        for first, last in pieces:
            while first < last and text[first].isspace():
                first += 1
            while last > first and text[last - 1].isspace():
                last -= 1
            if first < last:
                sheet.lines.append(Line(first, last, self._kind(text[first:last], len(pieces) == 1), paragraph))

    def _breaks(self, text: str, begin: int, at: int, after: int) -> bool:
        """Tell whether the punctuation at a place really ends a sentence."""
        mark = text[at]
        if mark != ".":
            return True
        before = _LAST_WORD.search(text[max(begin, at - 20) : at + 1])
        if before is None:
            return True
        word = before.group(1)
        key = word.casefold().rstrip(".")
        if word == "no":  # "for saying no. In Europe", but "No. 5"
            return not text[after : after + 1].isdigit()
        if key in self.always:
            return False
        follower = _STARTER.match(text, after)
        opens = follower is not None and follower.group(1) in self.starters
        if key in self.maybe or "." in word:
            return opens
        if _INITIALS.match(word) and len(word) == 1 and word.isupper():  # "J. Smith", but "Annex A. The"
            return opens
        return True

    def _kind(self, line: str, alone: bool) -> str:
        tokens = _WORD.findall(line)
        if _BULLET.match(line):
            return "bullet"
        if len(tokens) <= 8 and _BYLINE.match(line):
            return "byline"
        if alone and len(tokens) <= MAX_HEADING_WORDS and line[-1] not in '.!?"”:;,':
            return "heading"
        if len(tokens) <= 25 and line[:1] not in '“"' and _FURNITURE.search(line):
            return "furniture"
        return "prose"


@Language.factory("crosswalk_sentences")
def create_sentences(nlp: Language, name: str) -> SentenceSplitter:
    """Make the component that fills `doc._.sheet.lines`."""
    return SentenceSplitter()
