"""Pages that must not vanish silently: the first 404 or 410 after a success is kept as an event.

A server in trouble (503, time-outs) makes none: it says nothing about the page.
"""

from __future__ import annotations

from kb.ids import event_id
from kb.model import Document, Event
from kb.store import Store


def record_gone(store: Store, document: Document, first_missing: str) -> bool:
    """Mark a document as gone and record when it vanished; False when that was known.

    The event's date is the interval from the day it was last seen to the day it was first missed.
    """
    if document.gone_at is not None:
        return False
    last_seen = last_seen_at(store, document)[:10]
    missed = first_missing[:10]
    date = missed if last_seen >= missed else f"{last_seen}/{missed}"
    about = document.instrument_id
    with store.transaction():
        store.db.conn.execute("UPDATE documents SET gone_at = ? WHERE id = ?", (first_missing, document.id))
        store.upsert(
            [
                Event(
                    id=event_id("removed", date, about, document.id),
                    type="removed",
                    date=date,
                    precision="day" if date == missed else "interval",
                    about_id=about,
                    title=f"Page removed: {document.title or document.url}",
                    origin="watch",
                    source_url=document.url,
                    confidence="high",
                )
            ]
        )
    return True


def last_seen_at(store: Store, document: Document) -> str:
    """Return when a document was last found where it belongs."""
    found = store.value(
        "SELECT max(started_at) FROM fetches WHERE outcome IN ('ok', 'not_modified') AND url IN"
        " (SELECT url FROM document_sightings WHERE document_id = ?1 UNION SELECT url FROM documents WHERE id = ?1)",
        (document.id,),
    )
    return max(str(found or ""), document.fetched_at)
