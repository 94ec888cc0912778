"""Extraction in units U: CPU time over that of `spacy.blank("en")` tokenizing the same text in the same process."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from bench.texts import articles, demo_store, repeated
from extract.pipeline import build_pipeline, extractor_version
from extract.read import read_document
from extract.run import extract
from kb.datafiles import find_data, load_register
from kb.model import Document
from kb.store import Store

REPEATS = 5
PROFILES = ("register", "rules", "full")


def main() -> None:
    """Print words per second and U of each profile, the gain of two workers, and memory as documents grow."""
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
            cpu = _cpu(lambda nlp=nlp, version=version: [read_document(nlp, d, version) for d in documents])  # type: ignore[misc]
            print(f"{profile:<10} {cpu / unit:6.2f} U  {words / cpu:>10,.0f} words/s")
        _workers(documents, Path(folder))
        _memory(documents)


def _cpu(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


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
    print(f"two workers: {seconds[1] / seconds[2]:.2f} times as fast as one over {len(many)} documents")


def _fill(store: Store, documents: list[Document]) -> None:
    from dataclasses import replace

    from crosswalk.register import load_into

    load_into(store, load_register(find_data()))
    with store.transaction():
        for document in documents:
            store.record_document(replace(document, source_id=None, snapshot_id=None, extractor=None))


def _memory(documents: list[Document]) -> None:
    register = load_register(find_data())
    nlp = build_pipeline(register)
    version = extractor_version(register, nlp)
    peaks = []
    for times in (20, 20, 20):
        for document in repeated(documents, times):
            read_document(nlp, document, version)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(
        f"memory after {20 * len(documents)}, twice, three times as many documents: "
        + ", ".join(f"{p:.0f}" for p in peaks)
        + " MB"
    )


if __name__ == "__main__":
    main()
