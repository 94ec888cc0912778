"""What state the database is in: a hash over its content and the day of its newest entry.

Logs of runs and fetches are left out, so that a run that found nothing new leaves both as they were.
"""

from __future__ import annotations

import hashlib

from kb.store import Store

# Table → the columns that make its content; rows are read in the order of the first.
_CONTENT = {
    "sources": "id, name, publisher",
    "documents": "id, url, title, published, kind, text_sha256, family_id, gone_at, extractor",
    "entities": "*",
    "names": "*",
    "instruments": "*",
    "provisions": "*",
    "obligations": "*",
    "commitments": "*",
    "deadlines": "*",
    "deadline_evidence": "*",
    "disputed_facts": "*",
    "disputed_versions": "*",
    "questions": "*",
    "cells": "*",
    "cell_evidence": "*",
    "judgements": "*",
    "claims": "*",
    "relations": "*",
    "relation_evidence": "id, relation_id, document_id, start, negated, modality",
    "events": "*",
    "event_evidence": "id, event_id, document_id, start, negated, modality",
    "quotes": "*",
    "changes": "id, at, kind, subject_id, before, after, cause",
}


def state_hash(store: Store) -> str:
    """Return 16 hex digits that depend on the content of the database only: equal content gives equal digits."""
    hashed = hashlib.blake2b(digest_size=8)
    for table, columns in _CONTENT.items():
        hashed.update(f"{table}\n".encode())
        for row in store.db.conn.execute(f"SELECT {columns} FROM {table} ORDER BY 1"):
            hashed.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def state_day(store: Store) -> str:
    """Return the day of the newest entry, ISO 8601: what "today" means for a text that must not change by itself."""
    day = store.value(
        "SELECT max(day) FROM (SELECT max(fetched_at) AS day FROM revisions UNION ALL SELECT max(set_at) FROM cells"
        " UNION ALL SELECT max(at) FROM changes UNION ALL SELECT max(as_of) FROM entities)"
    )
    return str(day)[:10] if day else "1970-01-01"
