"""The texts that are measured: the bundled corpus as documents, repeated to the size wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.run import ingest_sources
from kb.datafiles import find_data, load_sources
from kb.ids import document_id, text_hash
from kb.model import Document
from kb.store import Store


def demo_store(folder: Path) -> Store:
    """Return an open store that holds the bundled corpus, unread."""
    data = find_data()
    store = Store.open(folder / "bench.db")
    specs = load_sources(data / "demo" / "sources", offline=True)
    store.upsert(spec.source for spec in specs)
    ingest_sources(store, specs, data=data, snapshots=folder / "snapshots", offline=True, run_id=None)
    return store


def articles(store: Store) -> list[Document]:
    """Return the news-like documents of a store."""
    return list(store.load(Document, "kind IN ('news', 'official')", order="id"))


def repeated(documents: list[Document], times: int) -> list[Document]:
    """Return the documents over and over, each copy with its own URL and a first line of its own."""
    copies = []
    for number in range(times):
        for document in documents:
            text = f"Copy {number}.\n{document.text}"
            url = f"{document.url}?copy={number}"
            copies.append(
                replace(document, id=document_id(url), url=url, text=text, text_sha256=text_hash(text), family_id=None)
            )
    return copies
