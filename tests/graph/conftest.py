"""A small knowledge base with known relations."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.ids import document_id, relation_id, sentence_id, stable_id, text_hash
from kb.model import Document, DocumentReading, Entity, Relation, RelationEvidence, Sentence
from kb.store import Store

# subject, predicate, object, sentence, negated, modality
STATED = [
    ("acme", "develops", "acme-one", "Acme makes Acme One.", False, "asserted"),
    ("acme", "submits_to", "lab", "Acme agreed to send models to the Lab.", False, "reported"),
    ("beta", "submits_to", "lab", "Beta sends its models to the Lab.", False, "asserted"),
    ("lab", "part_of", "ministry", "The Lab is part of the Ministry.", False, "asserted"),
    ("acme", "submits_to", "ministry", "Acme does not submit models to the Ministry.", True, "asserted"),
    ("beta", "runs", "acme-one", "Beta may run Acme One.", False, "possible"),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    labels = {"acme": "COMPANY", "beta": "COMPANY", "acme-one": "MODEL", "lab": "AGENCY", "ministry": "AGENCY"}
    with Store.open(tmp_path / "kb.db") as store:
        store.upsert([Entity(id=name, label=label, name=name.title()) for name, label in labels.items()])
        for number, (subject, predicate, object_, text, negated, modality) in enumerate(STATED):
            url = f"https://wire.example/{number}"
            doc = Document(
                id=document_id(url),
                url=url,
                kind="news",
                text=text,
                text_sha256=text_hash(text),
                fetched_at="2026-06-03",
            )
            sentence = Sentence(
                id=sentence_id(doc.id, 0), document_id=doc.id, position=0, start=0, end=len(text), text=text
            )
            relation = Relation(
                id=relation_id(subject, predicate, object_), subject_id=subject, predicate=predicate, object_id=object_
            )
            evidence = RelationEvidence(
                id=stable_id("rev", doc.id, relation.id), relation_id=relation.id, document_id=doc.id,
                sentence_id=sentence.id, start=0, end=4, text=text[:4], negated=negated, modality=modality,
                score=0.9, method="test", extractor="v1",
            )  # fmt: skip
            store.record_document(doc)
            store.record_reading(
                DocumentReading(
                    document_id=doc.id,
                    extractor="v1",
                    sentences=(sentence,),
                    relations=(relation,),
                    relation_evidence=(evidence,),
                )
            )
        yield store
