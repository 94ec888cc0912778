"""Parse the sentences that can carry a fact; readers follow the parse, or let it veto what a surface pattern found.

The parser is the one shipped in `extract/model/` (or any spaCy pipeline with a parser). Without one nothing is parsed,
nothing is vetoed, and `SyntaxParser.available` says so. `selection.py` chooses the sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from extract.document import Found, Sheet, sheet_of
from extract.selection import Selector

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubjpass", "nsubj:outer")
# No reader looks at these. (Tags, parts of speech, lemmas and dependencies are read by `arguments.py` and `frames.py`.)
_UNREAD = ("ner", "senter")


class SyntaxParser:
    """The component: fills `sheet.parses` for the sentences that `selection.py` chooses."""

    def __init__(self) -> None:
        self.parser: Language | None = None
        self.selector: Selector | None = None

    @property
    def available(self) -> bool:
        """Tell whether there is a parser."""
        return self.parser is not None

    def use(self, parser: Language | None) -> None:
        """Take over a pipeline that tags and parses; its parts that nobody reads are switched off."""
        self.parser = parser
        if parser is None:
            return
        self.selector = Selector()
        for name in _UNREAD:
            if name in parser.pipe_names:
                parser.disable_pipe(name)

    def __call__(self, doc: Doc) -> Doc:
        """Parse the sentences of a document that can carry a fact."""
        self._parse([sheet_of(doc)])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Parse the sentences of many documents together: a call for one short sentence costs as much as ten."""
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]  # spaCy leaves it untyped
            self._parse([sheet_of(doc) for doc in docs])
            yield from docs

    def _parse(self, sheets: list[Sheet]) -> None:
        if self.parser is None or self.selector is None:
            return
        chosen = [
            (sheet, number)
            for sheet in sheets
            if not sheet.is_law
            for number in self.selector.wanted(sheet)
            if number not in sheet.parses
        ]
        sentences = (self._sentence(sheet, number) for sheet, number in chosen)
        for (sheet, number), parsed in zip(chosen, self.parser.pipe(sentences, batch_size=256), strict=True):
            sheet.parses[number] = parsed

    def _sentence(self, sheet: Sheet, number: int) -> Doc:
        assert self.parser is not None
        line = sheet.lines[number]
        sentence = self.parser.make_doc(sheet.text[line.start : line.end])
        for token in sentence:
            token.is_sent_start = token.i == 0  # the line is one sentence: the parser must not cut it
        sentence.user_data["offset"] = line.start
        return sentence


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
