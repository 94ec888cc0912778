"""Parse the sentences that can carry a fact, and let the parse confirm or veto what the surface patterns found.

The parser is the one shipped in `extract/model/` (or any spaCy pipeline with a parser). Without one nothing is parsed,
nothing is vetoed, and `SyntaxParser.available` says so.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Found, Sheet, sheet_of

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubjpass", "nsubj:outer")


class SyntaxParser:
    """The component: fills `sheet.parses` for sentences with two names and a verb between them, or a quotation."""

    def __init__(self) -> None:
        self.parser: Language | None = None

    @property
    def available(self) -> bool:
        """Tell whether there is a parser."""
        return self.parser is not None

    def use(self, parser: Language | None) -> None:
        """Take over a pipeline that tags and parses."""
        self.parser = parser

    def __call__(self, doc: Doc) -> Doc:
        """Parse the sentences of a document that can carry a fact."""
        sheet = sheet_of(doc)
        if self.parser is None or sheet.is_law:
            return doc
        numbers = [number for number in wanted_lines(sheet) if number not in sheet.parses]
        sentences = [self._sentence(doc, sheet, number) for number in numbers]
        for number, parsed in zip(numbers, self.parser.pipe(sentences), strict=True):
            sheet.parses[number] = parsed
        return doc

    def _sentence(self, doc: Doc, sheet: Sheet, number: int) -> Doc:
        line = sheet.lines[number]
        span = doc.char_span(line.start, line.end, alignment_mode="expand")
        assert self.parser is not None
        assert span is not None  # "expand" always finds the tokens that hold a line
        words = [token.text for token in span]
        spaces = [bool(token.whitespace_) for token in span]
        starts: list[bool | int | None] = [True, *[False for _ in words[1:]]]
        sentence = Doc(self.parser.vocab, words=words, spaces=spaces, sent_starts=starts)
        sentence.user_data["offset"] = span.start_char
        return sentence


def wanted_lines(sheet: Sheet) -> list[int]:
    """Return the numbers of the sentences worth parsing: two different names, at least one of them no place."""
    wanted = []
    for number, mentions in sheet.by_line().items():
        names = {found.id for found in mentions if found.id}
        strong = {found.id for found in mentions if found.id and found.label not in ("JURISDICTION",)}
        if len(names) >= 2 and strong and sheet.lines[number].kind in ("prose", "bullet"):
            wanted.append(number)
    return wanted


def vetoes(sheet: Sheet, number: int, subjects: list[Found], start: int, end: int) -> bool:
    """Tell whether the parse gives the trigger verb a subject that is another name than the pattern's.

    Only a verb with a clear nominal subject can veto, and only against a subject outside that subject's phrase.
    """
    parsed = sheet.parses.get(number)
    if parsed is None:
        return False
    offset = parsed.user_data.get("offset", 0)
    span = parsed.char_span(start - offset, end - offset, alignment_mode="expand")
    if span is None:
        return False
    verb = next((token for token in span if token.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return False
    nominal = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if nominal is None or nominal.pos_ == "PRON":
        return False
    passive = nominal.dep_.endswith("pass")
    low = min(token.idx for token in nominal.subtree) + offset
    high = max(token.idx + len(token) for token in nominal.subtree) + offset
    inside = any(low <= found.start < high for found in subjects)
    others = [
        found
        for found in sheet.mentions
        if found.line == number
        and found.id
        and low <= found.start < high
        and found not in subjects
        and found.label != "JURISDICTION"
    ]
    return not inside and not passive and bool(others) and nominal.i < verb.i


@Language.factory("crosswalk_syntax")
def create_syntax_parser(nlp: Language, name: str) -> SyntaxParser:
    """Make the component that parses promising sentences; `use` gives it a parser."""
    return SyntaxParser()
