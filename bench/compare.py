"""Time of the comparison stage on synthetic documents of growing number: is the growth linear, are the views fast?"""

from __future__ import annotations

import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from crosswalk.compare import compare
from crosswalk.register import load_into
from kb.datafiles import find_data, load_register
from kb.ids import document_id, sentence_id, stable_id, text_hash
from kb.model import (
    Claim,
    Document,
    DocumentReading,
    Family,
    FamilyMember,
    Relation,
    RelationEvidence,
    Sentence,
    Source,
)
from kb.register import Register
from kb.store import Store
from kb.views import VIEWS

SIZES = (1_250, 2_500, 5_000, 10_000)
SENTENCES = 20  # in a document, as in the articles of the bundled corpus
PUBLISHERS = 150
IN_FAMILIES = 0.2  # share of documents that copy the one before
VALUES = {
    "participation": ("voluntary", "mandatory"),
    "review_window_days": ("30", "14", "90", "14-90"),
    "review_window_reference": ("release to trusted partners", "public release", "release to outside organisations"),
    "licensing_required": ("true", "false"),
    "deadline_days": ("30", "60", "90"),
    "applies_from": ("2026-08-02", "2027-12-02", "2028-08-02", "2026-08"),
    "maximum_fine": ("35000000 EUR; 7 %", "15000000 EUR; 3 %", "35000000 EUR"),
    "compute_threshold_flop": ("1e25", "1e26"),
}


def main() -> None:
    """Print CPU seconds of a first and of an unchanged comparison for each size, then of each view at the largest."""
    register = load_register(find_data())
    print(f"{'documents':>9} {'claims':>8} {'first':>8} {'again':>8} {'ms/doc':>7}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "bench.db") as store:
            load_into(store, register)
            fill(store, register, size)
            first, again = _seconds(store, register), _seconds(store, register)
            claims = store.value("SELECT count(*) FROM claims")
            print(f"{size:>9} {claims:>8} {first:>7.2f}s {again:>7.2f}s {1000 * first / size:>7.3f}")
            if size == SIZES[-1]:
                _views(store)


def fill(store: Store, register: Register, size: int) -> None:
    """Write synthetic documents with sentences, claims, relations and families; the same ones each time."""
    chance = random.Random(11)
    instruments = [one.id for one in register.instruments][:8]
    companies = [one.id for one in register.entities if one.label == "COMPANY"]
    agencies = [one.id for one in register.entities if one.label == "AGENCY"]
    with store.transaction():
        store.upsert(
            Source(id=f"bench-{n}", name=f"Outlet {n}", publisher=f"P{n}", kind="feed") for n in range(PUBLISHERS)
        )
        for number in range(size):
            id = document_id(f"https://bench.example/{number}")
            parts = [f"Sentence {position} of report {number} says this and that." for position in range(SENTENCES)]
            published = (date(2026, 1, 1) + timedelta(days=chance.randrange(300))).isoformat()
            copies = number > 0 and chance.random() < IN_FAMILIES
            _write_document(store, id, number, parts, published, chance)
            if copies:
                _join(store, document_id(f"https://bench.example/{number - 1}"), id)
            subject = chance.choice(instruments)
            store.record_reading(
                _reading(id, parts, subject, chance.choice(companies), chance.choice(agencies), chance)
            )


def _write_document(
    store: Store, id: str, number: int, parts: list[str], published: str, chance: random.Random
) -> None:
    text = "\n".join(parts)
    store.record_document(
        Document(
            id=id,
            url=f"https://bench.example/{number}",
            source_id=f"bench-{chance.randrange(PUBLISHERS)}",
            title=f"Report {number}",
            published=published,
            kind="news",
            text=text,
            text_sha256=text_hash(text),
            fetched_at="2026-11-20T00:00:00Z",
        )
    )


def _join(store: Store, first: str, second: str) -> None:
    family = store.value("SELECT family_id FROM documents WHERE id = ?", (first,)) or stable_id("fam", first)
    store.upsert([Family(id=family, origin_document_id=first, size=2)])
    for id in (first, second):
        store.upsert([FamilyMember(family_id=family, document_id=id, relation="reworded", score=0.5)])
        store.db.conn.execute("UPDATE documents SET family_id = ? WHERE id = ?", (family, id))


def _reading(
    id: str, parts: list[str], subject: str, company: str, agency: str, chance: random.Random
) -> DocumentReading:
    starts = [sum(len(part) + 1 for part in parts[:position]) for position in range(len(parts))]
    sentences = tuple(
        Sentence(
            id=sentence_id(id, position),
            document_id=id,
            position=position,
            start=starts[position],
            end=starts[position] + len(part),
            text=part,
        )
        for position, part in enumerate(parts)
    )
    attributes = chance.sample(sorted(VALUES), 4)
    claims = tuple(
        Claim(
            id=stable_id("clm", id, attribute),
            subject_id=subject,
            attribute=attribute,
            value=chance.choice(VALUES[attribute]),
            document_id=id,
            sentence_id=sentences[position].id,
            start=sentences[position].start,
            end=sentences[position].end,
            text=sentences[position].text,
            modality="asserted",
            method="bench",
            extractor="bench",
        )
        for position, attribute in enumerate(attributes)
    )
    relation = Relation(
        id=stable_id("rel", company, "submits_to", agency), subject_id=company, predicate="submits_to", object_id=agency
    )
    evidence = RelationEvidence(
        id=stable_id("rev", id),
        relation_id=relation.id,
        document_id=id,
        sentence_id=sentences[5].id,
        start=sentences[5].start,
        end=sentences[5].end,
        text=sentences[5].text,
        modality="asserted",
        method="bench",
        extractor="bench",
    )
    return DocumentReading(
        document_id=id,
        extractor="bench",
        sentences=sentences,
        claims=claims,
        relations=(relation,),
        relation_evidence=(evidence,),
    )


def _seconds(store: Store, register: Register) -> float:
    began = time.process_time()  # the stage waits for nothing; wall time would measure the neighbours
    compare(store, register)
    return time.process_time() - began


def _views(store: Store) -> None:
    print(f"  {'view':<22} {'rows':>8} {'all':>10} {'its page':>12}")
    for view in sorted(VIEWS):
        rows, whole = _timed(store, f"SELECT * FROM {view}")
        # What Datasette asks for the page of a view; each query may take a second (sql_time_limit_ms).
        page = max(
            _timed(store, f"SELECT * FROM {view} LIMIT 101")[1],
            _timed(store, f"SELECT count(*) FROM (SELECT 1 FROM {view} LIMIT 10001)")[1],
        )
        print(f"  {view:<22} {rows:>8} {whole:>7.0f} ms {page:>9.0f} ms")


def _timed(store: Store, sql: str) -> tuple[int, float]:
    began = time.process_time()
    rows = len(store.rows(sql))
    return rows, 1000 * (time.process_time() - began)
