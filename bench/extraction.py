"""Extraction in units U: CPU time over that of `spacy.blank("en")` tokenizing the same text in the same process."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bench.texts import articles, demo_store, repeated
from extract.document import sheet_for
from extract.pipeline import build_pipeline, extractor_version
from extract.read import build_reading
from extract.run import BATCH, Batch, extract, read_batch
from kb.datafiles import find_data, load_register
from kb.model import Document
from kb.store import Store

REPEATS = 5
PROFILES = ("register", "rules", "full")


def main() -> None:
    """Print words per second and U of each profile and component, and the gain of two workers."""
    register = load_register(find_data())
    with tempfile.TemporaryDirectory() as folder:
        with demo_store(Path(folder)) as store:
            documents = articles(store)
        texts = [document.text for document in documents]
        words = sum(len(text.split()) for text in texts)
        blank = spacy.blank("en")
        unit = _cpu(lambda: [blank(text) for text in texts])
        print(f"{len(texts)} articles, {words} words; 1 U = {unit * 1000:.1f} ms ({words / unit:,.0f} words/s)")
        for profile in PROFILES:
            nlp = build_pipeline(register, profile=profile)
            version = extractor_version(register, nlp)
            batches = [Batch(tuple(documents[at : at + BATCH]), {}) for at in range(0, len(documents), BATCH)]
            blank_unit, cpu = _together(
                lambda: [blank(text) for text in texts],
                lambda nlp=nlp, batches=batches, version=version: [read_batch(nlp, b, version) for b in batches],  # type: ignore[misc]
            )
            print(f"{profile:<10} {cpu / blank_unit:6.2f} U  {words / cpu:>10,.0f} words/s")
            for name, share in _shares(nlp, documents):
                print(f"  {name:<28} {share / blank_unit:5.2f}")
        _workers(documents, Path(folder))


def _cpu(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def _together(unit: Callable[[], object], work: Callable[[], object]) -> tuple[float, float]:
    """Return the least CPU time of both, measured in turns, so that a busy machine slows both alike."""
    unit()
    work()
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        unit()
        between = time.process_time()
        work()
        times.append((between - began, time.process_time() - between))
    return min(one for one, _ in times), min(other for _, other in times)


def _shares(nlp: Language, documents: list[Document]) -> list[tuple[str, float]]:
    """Return the least CPU time of each component and of making the rows."""
    least: dict[str, float] = {}
    for _ in range(REPEATS):
        docs = []
        for document in documents:
            doc = Doc(nlp.vocab, words=[document.text], spaces=[False])
            doc._.sheet = sheet_for(document)
            docs.append(doc)
        for name, component in nlp.pipeline:
            began = time.process_time()
            if hasattr(component, "pipe"):
                for at in range(0, len(docs), BATCH):
                    list(component.pipe(iter(docs[at : at + BATCH]), batch_size=BATCH))
            else:
                for doc in docs:
                    component(doc)
            least[name] = min(least.get(name, 1e9), time.process_time() - began)
        began = time.process_time()
        for doc, document in zip(docs, documents, strict=True):
            build_reading(doc._.sheet, document, "")
        least["rows"] = min(least.get("rows", 1e9), time.process_time() - began)
    return list(least.items())


def _workers(documents: list[Document], folder: Path) -> None:
    register = load_register(find_data())
    many = repeated(documents, 12)
    seconds = {}
    for workers in (1, 2):
        with Store.open(folder / f"workers{workers}.db") as store:
            _fill(store, many)
            began = time.perf_counter()
            extract(store, register, workers=workers)
            seconds[workers] = time.perf_counter() - began
    began = time.perf_counter()
    extractor_version(register, build_pipeline(register))
    start = time.perf_counter() - began
    print(
        f"two workers: {seconds[1] / seconds[2]:.2f} times as fast as one over {len(many)} documents,"
        f" {(seconds[1] - start) / (seconds[2] - start):.2f} times without the {start:.2f} s that building takes"
    )


def _fill(store: Store, documents: list[Document]) -> None:
    from dataclasses import replace

    from crosswalk.register import load_into

    load_into(store, load_register(find_data()))
    with store.transaction():
        for document in documents:
            store.record_document(replace(document, source_id=None, snapshot_id=None, extractor=None))


if __name__ == "__main__":
    main()
