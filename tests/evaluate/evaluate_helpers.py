"""Small gold documents and hand-made readings."""

from __future__ import annotations

from pathlib import Path

from extract.goldfiles import (
    GoldClaim,
    GoldDocument,
    GoldEvent,
    GoldMention,
    GoldObligation,
    GoldQuote,
    GoldRelation,
)
from extract.samenames import NameBook
from kb.model import (
    Claim,
    DocumentReading,
    Event,
    EventEvidence,
    Mention,
    ObligationEvidence,
    Quote,
    Relation,
    RelationEvidence,
    Sentence,
)

TEXT = (
    "Mara Quill signed the Harbour Order on Monday. The Port Office may run the Lantern Scheme for 14 to 90 days. "
    "“We welcome the Harbour Order,” Ms Quill said."
)
BOOK = NameBook(
    {
        "mara-quill": ["Mara Quill", "Quill"],
        "harbour-order": ["Harbour Order", "the order"],
        "port-office": ["Port Office", "Office of the Port"],
        "lantern": ["Lantern Scheme"],
    }
)


def mention(text: str, label: str, name: str | None = None, *, within: str = TEXT, nth: int = 0) -> GoldMention:
    start = -1
    for _ in range(nth + 1):
        start = within.index(text, start + 1)
    return GoldMention(start, start + len(text), text, label, name)


def gold(
    *,
    entities: tuple[GoldMention, ...] = (),
    relations: tuple[GoldRelation, ...] = (),
    claims: tuple[GoldClaim, ...] = (),
    events: tuple[GoldEvent, ...] = (),
    quotes: tuple[GoldQuote, ...] = (),
    obligations: tuple[GoldObligation, ...] | None = None,
    text: str = TEXT,
    name: str = "d1",
) -> GoldDocument:
    return GoldDocument(
        id=name,
        path=Path(f"{name}.json"),
        title="t",
        published="2026-06-03",
        kind="news",
        text=text,
        entities=entities,
        relations=relations,
        claims=claims,
        events=events,
        quotes=quotes,
        obligations=obligations,
    )


def sentences(text: str = TEXT) -> tuple[Sentence, ...]:
    rows: list[Sentence] = []
    start = 0
    for position, part in enumerate(text.split(". ")):
        end = min(start + len(part) + 1, len(text))
        rows.append(
            Sentence(id=f"d:{position}", document_id="d", position=position, start=start, end=end, text=text[start:end])
        )
        start = end + 1
    return tuple(rows)


def reading(**parts: tuple[object, ...]) -> DocumentReading:
    return DocumentReading(document_id="d", extractor="x", sentences=sentences(), **parts)  # type: ignore[arg-type]


def found(
    text: str, label: str, entity: str | None = None, *, value: str | None = None, within: str = TEXT, nth: int = 0
) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = within.index(text, start + 1)
    return Mention(
        id=f"m-{start}-{text}",
        document_id="d",
        sentence_id="d:0",
        start=start,
        end=start + len(text),
        text=text,
        label=label,
        entity_id=entity,
        value=value,
        method="register",
        extractor="x",
    )


def related(
    subject: str, predicate: str, object_: str, *, negated: bool = False, modality: str = "asserted"
) -> tuple[Relation, RelationEvidence]:
    id_ = f"{subject}-{predicate}-{object_}"
    return (
        Relation(id=id_, subject_id=subject, predicate=predicate, object_id=object_),
        RelationEvidence(
            id=f"e-{id_}-{negated}-{modality}",
            relation_id=id_,
            document_id="d",
            sentence_id="d:0",
            start=11,
            end=17,
            text="signed",
            negated=negated,
            modality=modality,
            method="pattern",
            extractor="x",
        ),
    )


def claimed(
    subject: str, attribute: str, value: str, *, entity: str | None = None, modality: str = "asserted"
) -> Claim:
    return Claim(
        id=f"{subject}-{attribute}-{value}-{modality}",
        subject_id=subject,
        attribute=attribute,
        value=value,
        value_entity_id=entity,
        document_id="d",
        sentence_id="d:1",
        start=0,
        end=4,
        text="Mara",
        modality=modality,
        method="pattern",
        extractor="x",
    )


def happened(
    type_: str, date: str | None, about: str | None, *, modality: str = "asserted"
) -> tuple[Event, EventEvidence]:
    id_ = f"{type_}-{date}-{about}"
    return (
        Event(id=id_, type=type_, date=date, about_id=about, title="t", origin="extracted"),
        EventEvidence(
            id=f"e-{id_}",
            event_id=id_,
            document_id="d",
            sentence_id="d:0",
            start=0,
            end=4,
            text="Mara",
            modality=modality,
            method="pattern",
            extractor="x",
        ),
    )


def said(speaker: str | None, text: str, stance: str, *, kind: str = "direct") -> Quote:
    return Quote(
        id=f"q-{text}",
        speaker_id=speaker,
        text=text,
        kind=kind,
        stance=stance,
        document_id="d",
        sentence_id="d:2",
        start=0,
        end=4,
        method="pattern",
        extractor="x",
    )


def clause(start: int, end: int, modality: str, addressee: str | None, text: str) -> ObligationEvidence:
    return ObligationEvidence(
        id=f"o-{start}",
        document_id="d",
        sentence_id="d:0",
        start=start,
        end=end,
        text=text,
        modality=modality,
        addressee=addressee,
        method="modal",
        extractor="x",
    )
