"""Annotated documents from disk to records: the gold format of docs/vocabulary.md, checked as it is read.

Offsets are checked against the text, words against the vocabulary; the first fault ends the reading with its place.
Scoring is the work of `extract/scoring.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import ContractError
from kb.ids import document_id, text_hash
from kb.model import Document
from kb.partial_dates import is_partial
from kb.vocabulary import Attribute, Deontic, DocumentKind, EventType, Label, Predicate, Stance

OPTIONAL = "OPTIONAL"  # a span that may be found or not


@dataclass(frozen=True, slots=True)
class GoldMention:
    """An annotated span; `name` is a canonical name or a normalised value, `label` may be OPTIONAL."""

    start: int
    end: int
    text: str
    label: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """Subject, predicate and object by canonical name."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """Subject, attribute and value; the value is kept as text (`true`, `30`)."""

    subject: str
    attribute: str
    value: str


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """Type, date (None: any date is right) and what it is about."""

    type: str
    date: str | None
    about: str | None


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """Speaker, organisation, the opening words and the stance."""

    speaker: str | None
    organisation: str | None
    starts_with: str
    stance: str


@dataclass(frozen=True, slots=True)
class GoldObligation:
    """A clause of a law passage; `addressee` is the bearer as printed, None when the text leaves it open."""

    start: int
    end: int
    text: str
    modality: str
    addressee: str | None
    carried: bool = False  # True: a list item whose head holds the modal verb


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated document."""

    id: str
    path: Path
    title: str | None
    published: str | None
    kind: str
    text: str
    entities: tuple[GoldMention, ...]
    relations: tuple[GoldRelation, ...]
    claims: tuple[GoldClaim, ...]
    events: tuple[GoldEvent, ...]
    quotes: tuple[GoldQuote, ...]
    obligations: tuple[GoldObligation, ...] | None = None  # None: not annotated for obligations

    def document(self) -> Document:
        """Return the document as if it had been ingested on the day it was published."""
        url = f"gold:{self.id}"
        return Document(
            id=document_id(url),
            url=url,
            title=self.title,
            published=self.published,
            language="en",
            kind=self.kind,
            text=self.text,
            text_sha256=text_hash(self.text),
            fetched_at=f"{(self.published or '1970-01-01')[:10]}T23:59:59+00:00",
        )


def load_gold(directory: Path) -> tuple[GoldDocument, ...]:
    """Return the annotated documents of a folder (`*.json`, sorted by file name).

    Fields beyond the format (a source, a note) are ignored: they cannot change a score. Raises ContractError naming
    file and place when the folder holds none, a file cannot be read, a field is missing or holds an unknown word, an
    offset does not give its text, or two documents share an id.
    """
    if not directory.is_dir():
        raise ContractError(f"{directory}: no such folder of gold files")
    paths = sorted(directory.glob("*.json"))
    if not paths:
        raise ContractError(f"{directory}: no gold files (*.json) in this folder")
    documents: list[GoldDocument] = []
    seen: dict[str, Path] = {}
    for path in paths:
        document = read_gold(path)
        if document.id in seen:
            raise ContractError(f"{path}: id {document.id!r} is already the id of {seen[document.id].name}")
        seen[document.id] = path
        documents.append(document)
    return tuple(documents)


def read_gold(path: Path) -> GoldDocument:
    """Return the annotated document of one file. Raises ContractError as `load_gold` does."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContractError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ContractError(f"{path}: not UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise ContractError(f"{path}:{error.lineno}:{error.colno}: not JSON ({error.msg})") from error
    return _Reader(path).document(data)


class _Reader:
    """Reads the parts of one file; every fault names the file and the place in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""

    def document(self, data: Any) -> GoldDocument:
        if not isinstance(data, dict):
            raise self.fault("the file", f"expected one object, found {type(data).__name__}")
        self.text = self.string(data, "text", "the file")
        published = self.optional(data, "published", "the file")
        if published is not None and not is_partial(published):
            raise self.fault("published", f"{published!r} is not an ISO 8601 date")
        kind = data.get("kind", "news")
        self.word(kind, DocumentKind, "kind")
        obligations = data.get("obligations")
        return GoldDocument(
            id=self.string(data, "id", "the file"),
            path=self.path,
            title=self.optional(data, "title", "the file"),
            published=published,
            kind=kind,
            text=self.text,
            entities=tuple(self.mention(item, place) for item, place in self.items(data, "entities")),
            relations=tuple(self.relation(item, place) for item, place in self.items(data, "relations")),
            claims=tuple(self.claim(item, place) for item, place in self.items(data, "claims")),
            events=tuple(self.event(item, place) for item, place in self.items(data, "events")),
            quotes=tuple(self.quote(item, place) for item, place in self.items(data, "quotes")),
            obligations=None
            if obligations is None
            else tuple(self.obligation(item, place) for item, place in self.items(data, "obligations")),
        )

    def mention(self, item: dict[str, Any], place: str) -> GoldMention:
        start, end, text = self.span(item, place)
        label = self.string(item, "label", place)
        if label != OPTIONAL:
            self.word(label, Label, f"{place}.label")
        return GoldMention(start, end, text, label, self.optional(item, "name", place))

    def relation(self, item: dict[str, Any], place: str) -> GoldRelation:
        predicate = self.string(item, "predicate", place)
        self.word(predicate, Predicate, f"{place}.predicate")
        return GoldRelation(self.string(item, "subject", place), predicate, self.string(item, "object", place))

    def claim(self, item: dict[str, Any], place: str) -> GoldClaim:
        attribute = self.string(item, "attribute", place)
        self.word(attribute, Attribute, f"{place}.attribute")
        value = item.get("value")
        if isinstance(value, bool):
            value = "true" if value else "false"
        if not isinstance(value, str | int | float):
            raise self.fault(f"{place}.value", f"expected text, a number or true/false, found {value!r}")
        return GoldClaim(self.string(item, "subject", place), attribute, str(value))

    def event(self, item: dict[str, Any], place: str) -> GoldEvent:
        type_ = self.string(item, "type", place)
        self.word(type_, EventType, f"{place}.type")
        date = self.optional(item, "date", place)
        if date is not None and not is_partial(date):
            raise self.fault(f"{place}.date", f"{date!r} is not an ISO 8601 date, month, year or interval")
        return GoldEvent(type_, date, self.optional(item, "about", place))

    def quote(self, item: dict[str, Any], place: str) -> GoldQuote:
        stance = self.string(item, "stance", place)
        self.word(stance, Stance, f"{place}.stance")
        opening = self.string(item, "starts_with", place)
        return GoldQuote(
            self.optional(item, "speaker", place), self.optional(item, "organisation", place), opening, stance
        )

    def obligation(self, item: dict[str, Any], place: str) -> GoldObligation:
        start, end, text = self.span(item, place)
        modality = self.string(item, "modality", place)
        self.word(modality, Deontic, f"{place}.modality")
        carried = item.get("carried", False)
        if not isinstance(carried, bool):
            raise self.fault(f"{place}.carried", f"expected true or false, found {carried!r}")
        return GoldObligation(start, end, text, modality, self.optional(item, "addressee", place), carried)

    def items(self, data: dict[str, Any], key: str) -> list[tuple[dict[str, Any], str]]:
        value = data.get(key)
        if not isinstance(value, list):
            raise self.fault(key, f"expected a list, found {type(value).__name__}")
        for position, item in enumerate(value):
            if not isinstance(item, dict):
                raise self.fault(f"{key}[{position}]", f"expected an object, found {type(item).__name__}")
        return [(item, f"{key}[{position}]") for position, item in enumerate(value)]

    def span(self, item: dict[str, Any], place: str) -> tuple[int, int, str]:
        text = self.string(item, "text", place)
        start, end = item.get("start"), item.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(self.text):
            raise self.fault(
                place, f"start {start!r} and end {end!r} are no span of a text of {len(self.text)} characters"
            )
        if self.text[start:end] != text:
            raise self.fault(place, f"text is {text!r}, but characters {start} to {end} read {self.text[start:end]!r}")
        return start, end, text

    def string(self, item: dict[str, Any], key: str, place: str) -> str:
        value = item.get(key)
        if not isinstance(value, str) or not value:
            raise self.fault(f"{place}.{key}", f"expected text, found {value!r}")
        return value

    def optional(self, item: dict[str, Any], key: str, place: str) -> str | None:
        return None if item.get(key) is None else self.string(item, key, place)

    def word(self, value: Any, kind: type[Any], place: str) -> None:
        words = sorted(member.value for member in kind)
        if value not in words:
            raise self.fault(place, f"{value!r} is not one of {', '.join(words)}")

    def fault(self, place: str, what: str) -> ContractError:
        return ContractError(f"{self.path}: {place}: {what}")
