"""The working sheet of one document: what each component of the pipeline reads and adds to.

A `Sheet` hangs on a spaCy `Doc` (`doc._.sheet`). All offsets are character offsets into the text, end exclusive, so
that components work with or without tokens, tags and parses. Nothing here decides anything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc

from kb.vocabulary import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.model import Document, ProvisionText


@dataclass(slots=True)
class Line:
    """A sentence, headline, bullet or byline: its place and what sort of line it is."""

    start: int
    end: int
    kind: str  # prose, heading, bullet, byline, furniture (sign-up boxes, captions)
    paragraph: int


@dataclass(slots=True)
class Found:
    """A mention in the making.

    `silent` mentions ("it", "the company", "the order") carry an entity for the later components but are not
    written as rows: the annotation guidelines count names, not references.
    """

    start: int
    end: int
    text: str
    label: str
    line: int
    entity: str | None = None
    candidate: str | None = None
    value: str | None = None
    score: float = 1.0
    method: str = "register"
    reason: str = ""
    silent: bool = False
    name: str | None = None  # the name a candidate goes by (the longest form in the document)
    also: tuple[Found, ...] = ()  # the others that a plural reference stands for ("both", "all three labs")
    near: tuple[str, float] | None = None  # most similar register entry of a candidate, with its score

    @property
    def id(self) -> str | None:
        """Return the entity or the candidate this mention stands for."""
        return self.entity or self.candidate


@dataclass(slots=True)
class FoundRelation:
    """A relation as one line states it; start and end are the trigger."""

    subject: str
    predicate: str
    object: str
    line: int
    start: int
    end: int
    negated: bool = False
    modality: str = "asserted"
    score: float = 0.8
    method: str = "pattern"


@dataclass(slots=True)
class FoundClaim:
    """A claim as one line makes it."""

    subject: str
    attribute: str
    value: str
    line: int
    start: int
    end: int
    entity: str | None = None
    negated: bool = False
    modality: str = "asserted"
    score: float = 0.8
    method: str = "pattern"


@dataclass(slots=True)
class FoundEvent:
    """An event as one line tells it."""

    type: str
    date: str | None
    about: str | None
    line: int
    start: int
    end: int
    agents: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    negated: bool = False
    modality: str = "asserted"
    score: float = 0.8
    method: str = "pattern"


@dataclass(slots=True)
class FoundQuote:
    """Words of a speaker; start and end lie inside the quotation marks."""

    start: int
    end: int
    line: int
    kind: str  # direct, partial, indirect
    speaker: str | None
    organisation: str | None
    speaker_text: str | None
    stance: str = "neutral"
    about: str | None = None
    score: float = 0.8
    method: str = "pattern"


@dataclass(slots=True)
class Sheet:
    """Everything known of a document so far."""

    text: str
    id: str = ""
    title: str = ""
    published: date | None = None
    kind: str = DocumentKind.NEWS
    instrument: str | None = None
    provisions: tuple[ProvisionText, ...] = ()  # where the articles of a legal text stand, when that is known
    lines: list[Line] = field(default_factory=list)
    hits: list[Any] = field(default_factory=list)  # register wordings before choosing (names.Hit)
    unknown: list[Any] = field(default_factory=list)  # name-like runs (unknown.Unknown) before they are identified
    mentions: list[Found] = field(default_factory=list)
    relations: list[FoundRelation] = field(default_factory=list)
    claims: list[FoundClaim] = field(default_factory=list)
    events: list[FoundEvent] = field(default_factory=list)
    quotes: list[FoundQuote] = field(default_factory=list)
    obligations: list[Any] = field(default_factory=list)  # rows of kb.model.ObligationEvidence
    title_entities: list[str] = field(default_factory=list)  # what the headline names for sure
    jurisdictions: dict[str, int] = field(default_factory=dict)  # how often names of each jurisdiction occur
    parses: dict[int, Doc] = field(default_factory=dict)  # line → parsed sentence, where syntax ran
    layouts: dict[int, Any] = field(default_factory=dict)  # line → clauses.Layout, once mentions are settled
    _starts: list[int] = field(default_factory=list)
    _words: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def is_law(self) -> bool:
        """Tell whether the document is a legal text (or a summary laid out like one)."""
        return self.kind in (DocumentKind.LAW, DocumentKind.LAW_SUMMARY)

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds an offset (the nearest before it when between two)."""
        if len(self._starts) != len(self.lines):
            self._starts = [line.start for line in self.lines]
        return max(0, bisect_right(self._starts, offset) - 1)

    def line_text(self, number: int) -> str:
        """Return the wording of a line."""
        line = self.lines[number]
        return self.text[line.start : line.end]

    def words(self, number: int) -> frozenset[str]:
        """Return the words and numbers of a line in lower case: one cheap look for all components' triggers."""
        held = self._words.get(number)
        if held is None:
            held = self._words[number] = frozenset(_WORDS.findall(self.line_text(number).casefold()))
        return held

    def by_line(self) -> dict[int, list[Found]]:
        """Return the mentions of each line in reading order."""
        grouped: dict[int, list[Found]] = {}
        for mention in sorted(self.mentions, key=lambda found: found.start):
            grouped.setdefault(mention.line, []).append(mention)
        return grouped

    def covered(self, start: int, end: int) -> bool:
        """Tell whether a mention already covers any character of a span."""
        return any(found.start < end and start < found.end for found in self.mentions)


def sheet_of(doc: Doc) -> Sheet:
    """Return the sheet of a Doc, making an empty one for text that came without a document."""
    sheet = doc._.sheet
    if sheet is None:
        sheet = Sheet(text=doc.text)
        doc._.sheet = sheet
    return sheet  # type: ignore[no-any-return]  # spaCy extensions are untyped


def sheet_for(document: Document, provisions: Sequence[ProvisionText] = ()) -> Sheet:
    """Return the sheet that a stored document starts from; `provisions` say where its articles stand."""
    published = None
    if document.published:
        try:
            published = date.fromisoformat(document.published[:10])
        except ValueError:
            published = None  # a partial publication date gives relative dates nothing to count from
    return Sheet(
        text=document.text,
        id=document.id,
        title=document.title or "",
        published=published,
        kind=document.kind,
        instrument=document.instrument_id,
        provisions=tuple(provisions),
    )


_WORDS = re.compile(r"[a-z]+|\d+")

if not Doc.has_extension("sheet"):
    Doc.set_extension("sheet", default=None)
