"""The store: opening, refusing, transactions, idempotent writes, readings that replace each other."""

import os
import stat
from pathlib import Path

import pytest

from kb.connection import sqlite3
from kb.errors import LockedError, StoreError
from kb.ids import document_id, sentence_id, text_hash
from kb.lock import run_lock
from kb.model import Document, DocumentReading, Entity, Mention, Sentence, Sighting, Source
from kb.store import Store


def document(text: str, url: str = "https://wire.example/a") -> Document:
    return Document(
        id=document_id(url),
        url=url,
        kind="news",
        text=text,
        text_sha256=text_hash(text),
        fetched_at="2026-06-03T00:00:00Z",
    )


def reading(doc: Document, extractor: str = "v1") -> DocumentReading:
    sentence = Sentence(
        id=sentence_id(doc.id, 0), document_id=doc.id, position=0, start=0, end=len(doc.text), text=doc.text
    )
    mention = Mention(
        id=f"men-{doc.id}", document_id=doc.id, sentence_id=sentence.id, start=0, end=3, text=doc.text[:3],
        label="AGENCY", method="register", extractor=extractor,
    )  # fmt: skip
    return DocumentReading(document_id=doc.id, extractor=extractor, sentences=(sentence,), mentions=(mention,))


def counts(store: Store) -> dict[str, int]:
    return {t: store.value(f"SELECT count(*) FROM {t}") for t in ("documents", "revisions", "sentences", "mentions")}


def test_a_new_database_has_the_tables_foreign_keys_and_wal(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new" / "kb.db") as store:
        assert store.value("PRAGMA foreign_keys") == 1
        assert store.value("PRAGMA journal_mode") == "wal"
        assert store.value("SELECT count(*) FROM documents") == 0


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database, " * 100)
    with pytest.raises(StoreError, match=r"notes\.db as the database: the file is not a SQLite database"):
        Store.open(path)
    assert path.read_text().startswith("not a database")


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with Store.open(path) as store:
        store.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('crosswalk', 'm0999_future', 'x')"
        )
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"written by a newer crosswalk \(it has m0999_future"):
            Store.open(path, read_only=read_only)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_place_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(StoreError, match=r"cannot be opened|read-only"):
        Store.open(tmp_path / "kb.db")


def test_a_place_that_cannot_hold_a_file_is_refused() -> None:
    with pytest.raises(StoreError, match=r"cannot use /proc/crosswalk/kb\.db as the database"):
        Store.open(Path("/proc/crosswalk/kb.db"))


def test_reading_a_missing_database_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no database at .*missing\.db: run `crosswalk update`"):
        Store.open(tmp_path / "missing.db", read_only=True)


def test_writing_the_same_rows_twice_changes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kb.db") as store:
        child = Entity(id="b", label="AGENCY", name="B", parent_id="a")
        parent = Entity(id="a", label="AGENCY", name="A")
        assert store.upsert([child, parent]) == 2, "a child may come before its parent"
        assert store.upsert([child, parent]) == 0
        assert store.sync(Entity, [parent]) == 1
        assert [e.id for e in store.load(Entity)] == ["a"]


def test_a_row_still_referred_to_is_not_deleted(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kb.db") as store:
        parent = Entity(id="a", label="AGENCY", name="A")
        child = Entity(id="b", label="AGENCY", name="B", parent_id="a")
        store.upsert([parent, child])
        with pytest.raises(StoreError, match="a row of entities refers to a missing row of entities"):
            store.sync(Entity, [child])
        assert len(list(store.load(Entity))) == 2


def test_an_interrupted_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kb.db") as store:
        doc = document("NSA decides.")
        with pytest.raises(KeyboardInterrupt), store.transaction():
            store.record_document(doc)
            store.record_reading(reading(doc))
            raise KeyboardInterrupt
        assert counts(store) == {"documents": 0, "revisions": 0, "sentences": 0, "mentions": 0}


def test_a_reading_replaces_the_earlier_one(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kb.db") as store:
        doc = document("NSA decides.")
        store.record_document(doc)
        store.record_reading(reading(doc))
        store.record_reading(reading(doc, "v2"))
        assert counts(store) == {"documents": 1, "revisions": 1, "sentences": 1, "mentions": 1}
        assert store.value("SELECT extractor FROM documents") == "v2"
        assert store.value("SELECT count(*) FROM sentences_fts WHERE sentences_fts MATCH 'decides'") == 1


def test_a_changed_text_is_a_revision_to_be_read_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kb.db") as store:
        doc = document("NSA decides.")
        assert store.record_document(doc) == "new"
        store.record_reading(reading(doc))
        assert store.record_document(doc) == "unchanged"
        assert store.record_document(document("NIST decides.")) == "revised"
        assert store.value("SELECT extractor FROM documents") is None
        assert [r["text"] for r in store.rows("SELECT text FROM revisions ORDER BY number")] == [
            "NSA decides.",
            "NIST decides.",
        ]
        assert store.value("SELECT count(*) FROM sentences") == 0, "offsets of the old text would be wrong"


def test_the_same_item_in_two_sources_is_one_document(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kb.db") as store:
        store.upsert([Source(id=s, name=s, publisher=s, kind="feed") for s in ("one", "two")])
        doc = document("NSA decides.")
        seen = [Sighting(document_id=doc.id, source_id=s, url=doc.url, first_seen="2026-06-03") for s in ("one", "two")]
        assert [store.record_document(doc, sighting) for sighting in (*seen, seen[1])] == ["new", "seen", "unchanged"]


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with run_lock(path), pytest.raises(LockedError, match=rf"lock on {path} \(process {os.getpid()}\)"), run_lock(path):
        pass
    with run_lock(path):
        pass


def test_every_connection_uses_one_sqlite(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kb.db") as store:
        assert store.value("SELECT sqlite_version()") == sqlite3.sqlite_version
