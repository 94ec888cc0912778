"""One SQLite file: open it, write records in transactions, read them back as records.

Every connection of the project is opened here, so that foreign keys, WAL and durability are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from kb import migrations
from kb.connection import sqlite3
from kb.errors import StoreError
from kb.ids import stable_id
from kb.model import Document, DocumentReading, Record, Revision, Sighting
from kb.statements import columns_of, flags_of, quoted, upsert_sql

R = TypeVar("R", bound=Record)

BUSY_MS = 30_000  # how long a writer waits for another; measured: BEGIN IMMEDIATE needs no more than seconds

# What one reading of a document writes, children first: the order in which rows are deleted.
READING_TABLES = (
    "obligation_evidence",
    "quotes",
    "event_evidence",
    "claims",
    "relation_evidence",
    "mentions",
    "sentences",
)


class Store:
    """An open knowledge base. Use as a context manager; writes go through `transaction`."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path

    @classmethod
    def open(cls, path: Path, *, create: bool = True, read_only: bool = False) -> Store:
        """Open a database, bringing its schema up to date unless it is opened for reading only.

        Raises StoreError (exit 4), naming the file, when it is missing and may not be created, is no SQLite
        database, was written by a newer version, or lies where nothing can be written.
        """
        path = path.expanduser()
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a database file")
        if not path.exists() and (read_only or not create):
            raise StoreError(
                f"no database at {path}: run `crosswalk update` or `crosswalk demo` first, or name one with --db"
            )
        try:
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            mode = "ro" if read_only else "rwc"
            connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
            )
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            connection.execute("PRAGMA foreign_keys = ON")
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                # NORMAL lost up to 6 acknowledged documents per simulated power cut; FULL lost none.
                connection.execute("PRAGMA synchronous = FULL")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            store = cls(Database(connection, execute_plugins=False), path)
            if read_only:
                migrations.refuse_newer(store.db)
            else:
                migrations.migrate(store.db)
        except sqlite3.DatabaseError as error:
            raise StoreError(f"cannot use {path} as the database: {_plain(error)}") from error
        except OSError as error:
            raise StoreError(f"cannot use {path} as the database: {error.strerror}") from error
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.db.conn.close()

    # ---------------------------------------------------------------- transactions and plain reads

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block as one immediate transaction; nested use joins the outer one.

        Raises StoreError when the disk is full or the file turned read-only; nothing of the block is kept then.
        """
        connection = self.db.conn
        if self._in_transaction:
            yield
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
            # References are checked at commit, so that rows may arrive in any order (a child before its parent).
            connection.execute("PRAGMA defer_foreign_keys = ON")
            try:
                yield
                connection.execute("COMMIT")
            except sqlite3.IntegrityError as error:
                dangling = self._dangling()
                connection.execute("ROLLBACK")
                raise StoreError(f"nothing was written to {self.path}: {error}{dangling}") from error
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            raise StoreError(f"cannot write to {self.path}: {_plain(error)}") from error

    @property
    def _in_transaction(self) -> bool:
        return bool(self.db.conn.in_transaction)

    def _dangling(self) -> str:
        """Name the first rows of the open transaction that refer to nothing."""
        rows = self.db.conn.execute('SELECT DISTINCT "table", parent FROM pragma_foreign_key_check LIMIT 3').fetchall()
        return "".join(f"; a row of {table} refers to a missing row of {parent}" for table, parent in rows)

    def rows(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[dict[str, Any]]:
        """Return the rows of a query as dictionaries."""
        cursor = self.db.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def value(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Any:
        """Return the first column of the first row, or None when there is none."""
        row = self.db.conn.execute(sql, parameters).fetchone()
        return None if row is None else row[0]

    def load(
        self, kind: type[R], where: str = "1", parameters: Sequence[object] = (), order: str = "rowid"
    ) -> Iterator[R]:
        """Yield the rows of a record's table that match a SQL condition, as records."""
        names = columns_of(kind)
        cursor = self.db.conn.execute(
            f"SELECT {quoted(names)} FROM {kind.TABLE} WHERE {where} ORDER BY {order}", parameters
        )
        flags = flags_of(kind)
        for row in cursor:
            values = dict(zip(names, row, strict=True))
            for flag in flags:
                values[flag] = bool(values[flag])
            yield kind(**values)

    # ---------------------------------------------------------------- writes

    def upsert(self, records: Iterable[Record]) -> int:
        """Insert records or bring existing rows to their values; return how many rows really changed.

        A row equal to its record is left untouched, so that writing the same input twice changes nothing.
        """
        before = self.db.conn.total_changes
        with self.transaction():
            for record in records:
                kind = type(record)
                values = [getattr(record, name) for name in columns_of(kind)]
                self.db.conn.execute(upsert_sql(kind), values)
        return int(self.db.conn.total_changes - before)

    def sync(self, kind: type[Record], records: Iterable[Record], where: str = "1") -> int:
        """Make the rows of a table that match a condition equal to the records; return how many rows changed.

        Rows without a record are deleted. Raises StoreError when a row to be deleted is still referred to.
        """
        wanted = list(records)
        keys = {tuple(getattr(record, name) for name in kind.KEY) for record in wanted}
        with self.transaction():
            changed = self.upsert(wanted)
            key_sql = quoted(kind.KEY)
            held = self.db.conn.execute(f"SELECT {key_sql} FROM {kind.TABLE} WHERE {where}").fetchall()
            condition = " AND ".join(f'"{name}" = ?' for name in kind.KEY)
            for key in held:
                if tuple(key) not in keys:
                    self.db.conn.execute(f"DELETE FROM {kind.TABLE} WHERE {condition}", key)
                    changed += 1
        return changed

    def record_document(self, document: Document, sighting: Sighting | None = None) -> str:
        """Write a document as it was fetched and return `new`, `revised`, `seen` or `unchanged`.

        A new text becomes a new revision and clears the mark of the extractor, so that it is read again; the readings
        of the old text stay until then. A known text keeps its first `fetched_at`, source, snapshot and family.
        `seen` means that only the sighting was new.
        """
        with self.transaction():
            held = next(self.load(Document, "id = ?", (document.id,)), None)
            outcome = "unchanged"
            if held is None:
                self.upsert([document])
                self._add_revision(document, 1)
                outcome = "new"
            elif held.text_sha256 != document.text_sha256:
                self._forget_reading(document.id)
                number = 1 + int(
                    self.value("SELECT max(number) FROM revisions WHERE document_id = ?", (document.id,)) or 0
                )
                self.db.conn.execute(
                    "UPDATE documents SET title = ?, author = ?, published = coalesce(published, ?), text = ?,"
                    " text_sha256 = ?, fetched_at = ?, snapshot_id = ?, extractor = NULL, gone_at = NULL WHERE id = ?",
                    (
                        document.title,
                        document.author,
                        document.published,
                        document.text,
                        document.text_sha256,
                        document.fetched_at,
                        document.snapshot_id,
                        document.id,
                    ),
                )
                self._add_revision(document, number)
                outcome = "revised"
            if sighting is not None:
                added = self.db.conn.execute(
                    "INSERT OR IGNORE INTO document_sightings (document_id, source_id, url, first_seen)"
                    " VALUES (?, ?, ?, ?)",
                    (sighting.document_id, sighting.source_id, sighting.url, sighting.first_seen),
                ).rowcount
                if added and outcome == "unchanged":
                    outcome = "seen"
        return outcome

    def record_reading(self, reading: DocumentReading) -> None:
        """Write all that was read from one document in place of what was read before, in one transaction."""
        with self.transaction():
            self._forget_reading(reading.document_id)
            for records in (
                reading.sentences,
                reading.candidates,
                reading.mentions,
                reading.relations,
                reading.relation_evidence,
                reading.claims,
                reading.events,
                reading.event_evidence,
                reading.event_participants,
                reading.quotes,
                reading.obligation_evidence,
            ):
                self._insert(records)
            self.db.conn.execute(
                "UPDATE documents SET extractor = ? WHERE id = ?", (reading.extractor, reading.document_id)
            )

    def mark_unread(self, document_id: str) -> None:
        """Remove all that was read from a document and mark it for reading again; its text and revisions stay."""
        with self.transaction():
            self._forget_reading(document_id)
            self.db.conn.execute("UPDATE documents SET extractor = NULL WHERE id = ?", (document_id,))

    def drop_unsupported(self) -> int:
        """Delete extracted relations, events and candidates that no evidence supports any more; return how many."""
        with self.transaction():
            total = 0
            for sql in (
                "DELETE FROM relations WHERE id NOT IN (SELECT relation_id FROM relation_evidence)",
                "DELETE FROM events WHERE origin = 'extracted' AND id NOT IN (SELECT event_id FROM event_evidence)",
                "DELETE FROM candidates WHERE id NOT IN"
                " (SELECT candidate_id FROM mentions WHERE candidate_id IS NOT NULL)",
            ):
                total += self.db.conn.execute(sql).rowcount
        return total

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; it would grow without end under constant readers."""
        self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _forget_reading(self, document_id: str) -> None:
        # cell_evidence, deadline_evidence and families refer to readings; the comparison stage makes them anew.
        self.db.conn.execute("DELETE FROM cell_evidence WHERE document_id = ?", (document_id,))
        self.db.conn.execute(
            'UPDATE deadline_evidence SET sentence_id = NULL, start = NULL, "end" = NULL, text = NULL'
            " WHERE document_id = ?",
            (document_id,),
        )
        for table in READING_TABLES:
            self.db.conn.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))

    def _add_revision(self, document: Document, number: int) -> None:
        revision = Revision(
            id=stable_id("rev", document.id, str(number), document.text_sha256),
            document_id=document.id,
            number=number,
            title=document.title,
            text=document.text,
            text_sha256=document.text_sha256,
            fetched_at=document.fetched_at,
            snapshot_id=document.snapshot_id,
        )
        self.upsert([revision])

    def _insert(self, records: Sequence[Record]) -> None:
        """Insert records, leaving rows alone that another document already wrote (relations, events, candidates)."""
        if not records:
            return
        kind = type(records[0])
        names = columns_of(kind)
        marks = ",".join("?" * len(names))
        self.db.conn.executemany(
            f"INSERT INTO {kind.TABLE} ({quoted(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING",
            [[getattr(record, name) for name in names] for record in records],
        )


def _plain(error: Exception) -> str:
    words = {
        "file is not a database": "the file is not a SQLite database",
        "unable to open database file": "the file cannot be opened (does the folder exist, and may you write there?)",
        "attempt to write a readonly database": "the file or its folder is read-only",
    }
    return words.get(str(error), str(error))
