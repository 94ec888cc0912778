"""Read one document: run the pipeline over it and turn the sheet into rows with stable ids.

Pure: no database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Found, FoundEvent, Sheet, sheet_for
from kb.ids import event_id, relation_id, sentence_id, stable_id
from kb.model import (
    Candidate,
    Claim,
    Document,
    DocumentReading,
    Event,
    EventEvidence,
    EventParticipant,
    Mention,
    ProvisionText,
    Quote,
    Relation,
    RelationEvidence,
    Sentence,
)
from kb.partial_dates import precision_of
from kb.vocabulary import NAME_LABELS, VALUE_LABELS


def read_sheet(nlp: Language, document: Document, provisions: Sequence[ProvisionText] = ()) -> Sheet:
    """Return the filled sheet of a document; `provisions` say where the articles of a legal text stand."""
    doc = _blank(nlp, document, provisions)
    nlp(doc)
    return doc._.sheet  # type: ignore[no-any-return]  # spaCy extensions are untyped


def read_document(
    nlp: Language, document: Document, extractor: str, provisions: Sequence[ProvisionText] = ()
) -> DocumentReading:
    """Return everything read from a document; each row's text is ``document.text[start:end]``."""
    return build_reading(read_sheet(nlp, document, provisions), document, extractor)


def read_documents(
    nlp: Language,
    documents: Sequence[Document],
    extractor: str,
    provisions: Mapping[str, Sequence[ProvisionText]] | None = None,
) -> list[DocumentReading]:
    """Return what `read_document` returns for each, sooner: trained parts take the sentences of all at once.

    `provisions` are those of the legal texts among them, by document id. A fault in one text raises for all.
    """
    held = provisions or {}
    docs = [_blank(nlp, document, held.get(document.id, ())) for document in documents]
    return [
        build_reading(doc._.sheet, document, extractor)
        for doc, document in zip(nlp.pipe(docs, batch_size=len(docs) or 1), documents, strict=True)
    ]


def _blank(nlp: Language, document: Document, provisions: Sequence[ProvisionText]) -> Doc:
    """Return a Doc of one token with the document's sheet."""
    doc = Doc(nlp.vocab, words=[document.text or " "], spaces=[False])  # no component reads tokens
    doc._.sheet = sheet_for(document, provisions)
    return doc


def build_reading(sheet: Sheet, document: Document, extractor: str) -> DocumentReading:
    """Return the rows that a filled sheet stands for."""
    text = document.text
    sentences = tuple(
        Sentence(
            id=sentence_id(document.id, number),
            document_id=document.id,
            position=number,
            start=line.start,
            end=line.end,
            text=text[line.start : line.end],
        )
        for number, line in enumerate(sheet.lines)
    )
    rows = _Rows(document, extractor, sentences)
    mentions = tuple(rows.mention(found) for found in sheet.mentions if not found.silent)
    events, evidence, participants = rows.events(sheet.events)
    return DocumentReading(
        document_id=document.id,
        extractor=extractor,
        sentences=sentences,
        candidates=rows.candidates(sheet.mentions),
        mentions=_unique(mentions),
        relations=_unique(
            Relation(
                id=relation_id(r.subject, r.predicate, r.object),
                subject_id=r.subject,
                predicate=r.predicate,
                object_id=r.object,
                first_seen=document.published,
                last_seen=document.published,
            )
            for r in sheet.relations
        ),
        relation_evidence=_unique(
            RelationEvidence(
                id=stable_id("rev", document.id, r.subject, r.predicate, r.object, r.line, r.start, r.end),
                relation_id=relation_id(r.subject, r.predicate, r.object),
                negated=r.negated,
                modality=r.modality,
                score=r.score,
                method=r.method,
                **rows.place(r.line, r.start, r.end),
            )
            for r in sheet.relations
        ),
        claims=_unique(
            Claim(
                id=stable_id("clm", document.id, c.subject, c.attribute, c.value, c.line),
                subject_id=c.subject,
                attribute=c.attribute,
                value=c.value,
                value_entity_id=c.entity,
                negated=c.negated,
                modality=c.modality,
                quoted=any(q.start <= c.start and c.end <= q.end for q in sheet.quotes)
                or _marked(text, c.start, c.end),
                score=c.score,
                method=c.method,
                **rows.place(c.line, c.start, c.end),
            )
            for c in sheet.claims
        ),
        events=events,
        event_evidence=evidence,
        event_participants=participants,
        quotes=_unique(
            Quote(
                id=stable_id("quo", document.id, q.start, q.end),
                speaker_id=q.speaker,
                organisation_id=q.organisation,
                speaker_text=q.speaker_text,
                kind=q.kind,
                stance=q.stance,
                about_id=q.about,
                score=q.score,
                method=q.method,
                **rows.place(q.line, q.start, q.end),
            )
            for q in sheet.quotes
        ),
        obligation_evidence=tuple(replace(row, extractor=extractor) for row in sheet.obligations),
    )


class _Rows:
    """Builds rows that share a document, its sentences and an extractor."""

    def __init__(self, document: Document, extractor: str, sentences: tuple[Sentence, ...]) -> None:
        self.document = document
        self.extractor = extractor
        self.sentences = sentences

    def place(self, line: int, start: int, end: int) -> dict[str, Any]:
        """Return the columns that say where evidence stands."""
        return {
            "document_id": self.document.id,
            "sentence_id": self.sentences[line].id,
            "start": start,
            "end": end,
            "text": self.document.text[start:end],
            "extractor": self.extractor,
        }

    def mention(self, found: Found) -> Mention:
        """Return the row of a mention."""
        return Mention(
            id=stable_id("men", self.document.id, found.start, found.end, found.label),
            label=found.label,
            entity_id=found.entity,
            candidate_id=found.candidate if found.entity is None else None,
            value=found.value,
            score=found.score,
            method=found.method,
            reason=found.reason or None,
            **self.place(found.line, found.start, found.end),
        )

    def candidates(self, mentions: list[Found]) -> tuple[Candidate, ...]:
        """Return one candidate per unknown name."""
        return _unique(
            Candidate(
                id=found.candidate,
                label=found.label,
                name=found.name or found.text,
                first_document_id=self.document.id,
                first_seen=self.document.published or self.document.fetched_at,
                near_entity_id=found.near[0] if found.near else None,
                near_score=found.near[1] if found.near else None,
            )
            for found in mentions
            if found.candidate is not None and found.entity is None and found.label in NAME_LABELS - VALUE_LABELS
        )

    def events(
        self, found: list[FoundEvent]
    ) -> tuple[tuple[Event, ...], tuple[EventEvidence, ...], tuple[EventParticipant, ...]]:
        """Return the rows of events; an event about nothing in the register is kept apart by document."""
        events: list[Event] = []
        evidence: list[EventEvidence] = []
        participants: list[EventParticipant] = []
        for item in found:
            apart = None if item.about else self.document.id
            id_ = event_id(item.type, item.date, item.about, apart)
            line = self.sentences[item.line].text
            events.append(
                Event(
                    id=id_,
                    type=item.type,
                    date=item.date,
                    precision=precision_of(item.date) if item.date else None,
                    about_id=item.about,
                    title=line if len(line) <= 160 else line[:157].rsplit(" ", 1)[0] + " …",
                    origin="extracted",
                )
            )
            evidence.append(
                EventEvidence(
                    id=stable_id("eve", id_, self.document.id, item.line, item.start),
                    event_id=id_,
                    negated=item.negated,
                    modality=item.modality,
                    score=item.score,
                    method=item.method,
                    **self.place(item.line, item.start, item.end),
                )
            )
            for role, ids in (("agent", item.agents), ("object", item.objects)):
                participants.extend(EventParticipant(event_id=id_, entity_id=entity, role=role) for entity in ids)
        return _unique(events), _unique(evidence), tuple(dict.fromkeys(participants))


def _unique(rows: Iterable) -> tuple:  # type: ignore[type-arg]  # any record with an id; the caller's type is kept
    """Return the rows without repeated ids, the first of each kept."""
    kept: dict[str, object] = {}
    for row in rows:
        kept.setdefault(row.id, row)
    return tuple(kept.values())


def _marked(text: str, start: int, end: int) -> bool:
    """Tell whether a span stands between quotation marks of its paragraph."""
    left = text[max(0, start - 400) : start].rpartition("\n")[2]
    return left.count("“") > left.count("”") or left.count('"') % 2 == 1
