"""A small world made by hand: entities, documents with their sentences, claims and relations, all with real offsets."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.ids import document_id, relation_id, sentence_id, stable_id, text_hash
from kb.model import (
    Cell,
    Claim,
    Document,
    DocumentReading,
    Entity,
    Family,
    FamilyMember,
    Instrument,
    Mention,
    Name,
    Obligation,
    Provision,
    ProvisionText,
    Question,
    Relation,
    RelationEvidence,
    Sentence,
    Source,
)
from kb.store import Store

FETCHED = "2026-11-20T08:00:00Z"
VERSION = "test-1"
NUMBER = re.compile(r"\d+(?:[.,-]\d+)*")
CITE = re.compile(r"`\[([a-z_]+):([^\]]+)\]`")


class World:
    """Writes hand-made rows with as few words as a test needs."""

    def __init__(self, path: Path) -> None:
        self.store = Store.open(path / "world.db")
        self.readings: dict[str, DocumentReading] = {}

    def entity(self, id: str, label: str = "INSTRUMENT", name: str | None = None, **more: Any) -> str:
        self.store.upsert([Entity(id=id, label=label, name=name or id, **more)])
        self.store.upsert([Name(id=stable_id("nam", id), entity_id=id, name=name or id, kind="canonical")])
        return id

    def instrument(self, id: str, name: str | None = None, **more: Any) -> str:
        self.entity(id, name=name, jurisdiction=more.pop("jurisdiction", None))
        values = {"type": "regulation", "binding": "binding", "status": "in_force", "position": 1} | more
        self.store.upsert([Instrument(id=id, title=name or id, short_title=name or id, **values)])
        return id

    def provision(self, instrument: str, key: str, **more: Any) -> str:
        values = {"recorded_from": "2024-07-12", "status": "in_force", "citation": key, "summary": "."} | more
        id = stable_id("prv", instrument, key, *(str(values[name]) for name in sorted(values)))
        self.store.upsert([Provision(id=id, instrument_id=instrument, key=key, **values)])
        return id

    def obligation(self, id: str, instrument: str, **more: Any) -> str:
        values = {
            "key": "art_1",
            "citation": "Art. 1",
            "addressee": "provider",
            "modality": "obligation",
            "summary": "Do it.",
            "topic": "t",
            "confidence": "high",
            "as_of": "2026-11-20",
            "source_url": "https://law.example/",
        }
        self.store.upsert([Obligation(id=id, instrument_id=instrument, **(values | more))])
        return id

    def document(
        self,
        url: str,
        text: str,
        *,
        publisher: str | None = None,
        published: str | None = "2026-06-03",
        kind: str = "news",
        family: str | None = None,
        instrument: str | None = None,
        gone: str | None = None,
        extractor: str = VERSION,
    ) -> str:
        source = None
        if publisher:
            source = stable_id("src", publisher)
            self.store.upsert([Source(id=source, name=publisher, publisher=publisher, kind="feed")])
        id = document_id(url)
        document = Document(
            id=id,
            url=url,
            source_id=source,
            title=url,
            published=published,
            kind=kind,
            text=text,
            text_sha256=text_hash(text),
            fetched_at=FETCHED,
            instrument_id=instrument,
            gone_at=gone,
        )
        self.store.record_document(document)
        sentences, start = [], 0
        for position, part in enumerate(text.split("\n")):
            sentences.append(
                Sentence(
                    id=sentence_id(id, position),
                    document_id=id,
                    position=position,
                    start=start,
                    end=start + len(part),
                    text=part,
                )
            )
            start += len(part) + 1
        self._read(DocumentReading(document_id=id, extractor=extractor, sentences=tuple(sentences)))
        if family:
            self.family(family, id)
        return id

    def family(self, family: str, *documents: str) -> None:
        members = [row["document_id"] for row in self.store.rows("SELECT document_id FROM family_members")]
        with self.store.transaction():
            self.store.upsert([Family(id=family, origin_document_id=(members or list(documents))[0], size=2)])
            for id in documents:
                member = FamilyMember(family_id=family, document_id=id, relation="reworded", score=0.5)
                self.store.upsert([member])
                self.store.db.conn.execute("UPDATE documents SET family_id = ? WHERE id = ?", (family, id))

    def claim(self, document: str, subject: str, attribute: str, value: str, words: str, **more: Any) -> str:
        reading, place = self.readings[document], self._place(document, words)
        claim = Claim(
            id=stable_id("clm", document, subject, attribute, value, place["start"]),
            subject_id=subject,
            attribute=attribute,
            value=value,
            document_id=document,
            text=words,
            method="test",
            extractor=reading.extractor,
            **(place | {"modality": "asserted"} | more),
        )
        self._read(replace(reading, claims=(*reading.claims, claim)))
        return claim.id

    def mention(self, document: str, entity: str, label: str, words: str) -> None:
        reading, place = self.readings[document], self._place(document, words)
        mention = Mention(
            id=stable_id("men", document, place["start"], entity),
            document_id=document,
            text=words,
            label=label,
            entity_id=entity,
            method="register",
            extractor=reading.extractor,
            **place,
        )
        self._read(replace(reading, mentions=(*reading.mentions, mention)))

    def relation(self, document: str, subject: str, predicate: str, object: str, words: str, **more: Any) -> str:
        reading, place = self.readings[document], self._place(document, words)
        id = relation_id(subject, predicate, object)
        evidence = RelationEvidence(
            id=stable_id("rev", document, id, place["start"]),
            relation_id=id,
            document_id=document,
            text=words,
            method="test",
            extractor=reading.extractor,
            **(place | {"modality": "asserted"} | more),
        )
        relation = Relation(id=id, subject_id=subject, predicate=predicate, object_id=object)
        self._read(
            replace(
                reading,
                relations=(*reading.relations, relation),
                relation_evidence=(*reading.relation_evidence, evidence),
            )
        )
        return id

    def law_text(self, document: str, instrument: str, *parts: tuple[str, str]) -> None:
        """Mark provisions, given as key and wording, in a document."""
        text = self.store.value("SELECT text FROM documents WHERE id = ?", (document,))
        self.store.upsert(
            ProvisionText(
                id=f"{document}:{key}",
                document_id=document,
                instrument_id=instrument,
                key=key,
                kind="article",
                position=position,
                start=text.index(words),
                end=text.index(words) + len(words),
            )
            for position, (key, words) in enumerate(parts)
        )

    def reread(self, document: str, extractor: str) -> None:
        """Write the same reading again as another version of the extractor."""
        self._read(replace(self.readings[document], extractor=extractor))

    def _read(self, reading: DocumentReading) -> None:
        self.readings[reading.document_id] = reading
        self.store.record_reading(reading)

    def _place(self, document: str, words: str) -> dict[str, Any]:
        text = self.store.value("SELECT text FROM documents WHERE id = ?", (document,))
        start = text.index(words)
        sentence = next(one for one in self.readings[document].sentences if one.start <= start < one.end)
        return {"sentence_id": sentence.id, "start": start, "end": start + len(words)}


def question(id: str, position: int = 1, attributes: tuple[str, ...] = ()) -> Question:
    return Question(
        id=id, position=position, topic="topic", question=f"What of {id}?", attributes=json.dumps(attributes)
    )


def cell(question: str, instrument: str, value: str, **more: Any) -> Cell:
    values = {
        "degree": "different",
        "set_by": "an-analyst",
        "set_at": "2026-11-01",
        "recorded_from": "2024-07-12",
        "status": "in_force",
        "confidence": "high",
    } | more
    return Cell(
        id=stable_id("cel", question, instrument, values["recorded_from"], values["status"]),
        question_id=question,
        instrument_id=instrument,
        value=value,
        **values,
    )


def cited(store: Store, table: str, id: str) -> str:
    rows = store.rows(f"SELECT * FROM {table} WHERE id = ?", (id,))
    assert len(rows) == 1, (table, id)
    return " ".join(str(value) for value in rows[0].values())


def check_numbers(store: Store, text: str) -> int:
    """Assert that every number of a note stands in a row cited beside it; return how many there are."""
    counted = 0
    for line in text.splitlines():
        cites = CITE.findall(line)
        if not cites:  # the line of dates and hash that the caller asked for
            assert not line or re.match(r"(As known on|From) ", line) or re.match(r"##? [A-Z][^\d]*[\d-]*$", line), line
            continue
        rows = " ".join(cited(store, table, id) for table, id in cites)
        for number in NUMBER.findall(re.sub(r"<https?://\S+>", "", CITE.sub("", line)).replace("\\", "")):
            assert number in rows, (number, line)
            counted += 1
    return counted
