"""Read every document that the current extractor has not read, in this process or in forked workers.

A document and all that was read from it are written in one transaction by the parent; workers hand back plain records
and keep their spaCy objects. A document that cannot be read becomes a problem with its name, and the rest goes on.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from spacy.language import Language

from extract.pipeline import build_pipeline, extractor_version, memory_zones
from extract.read import read_document, read_documents
from kb.model import Document, DocumentReading, ProvisionText
from kb.register import Register
from kb.report import Problem, Progress, StageReport, silent
from kb.store import Store
from kb.vocabulary import DocumentKind

BATCH = 16  # documents read together: small enough to stay busy to the end, large enough for the parser and the pipe
AHEAD = 3  # batches under way per worker; bounds memory over any number of documents
MAX_CHARACTERS = 5_000_000  # the longest law is 0.7 million; more is a broken input

_LEGAL = (DocumentKind.LAW, DocumentKind.LAW_SUMMARY)

# What a fault in reading one text can raise. A bug in a rule must cost one document, not the run; anything else
# (out of memory, a lost database) ends the run.
READ_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


_ABSENT = {
    "model": "no trained parser is installed: sentences are read by surface rules only",
    "names": "no trained name finder is installed: new names are judged by rules only",
    "facts": "no trained weights are installed: facts are read by rules only",
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to be read together, with the provisions of the legal texts among them by document id."""

    documents: tuple[Document, ...]
    provisions: dict[str, tuple[ProvisionText, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reading, or what went wrong with the document."""

    document: str
    reading: DocumentReading | None
    fault: str | None


def extract(
    store: Store,
    register: Register,
    *,
    workers: int = 1,
    everything: bool = False,
    model: str | None = None,
    progress: Progress = silent,
) -> StageReport:
    """Read the documents whose extractor is out of date (all of them with `everything`) and store the readings."""
    nlp = build_pipeline(register, model=model)
    version = extractor_version(register, nlp)
    where, parameters = ("1", ()) if everything else ("extractor IS NULL OR extractor != ?", (version,))
    ids = [row["id"] for row in store.rows(f"SELECT id FROM documents WHERE {where} ORDER BY id", parameters)]
    counts = {
        "documents": 0,
        "mentions": 0,
        "candidates": 0,
        "relations": 0,
        "claims": 0,
        "events": 0,
        "quotes": 0,
        "obligations": 0,
    }
    problems: list[Problem] = []
    about = nlp.meta["crosswalk"]
    problems += [Problem("extract", text, fails=False) for part, text in _ABSENT.items() if about[part] == "none"]
    batches = _batches(store, ids)
    outcomes = (
        _in_workers(nlp, version, batches, workers) if workers > 1 and len(ids) > 1 else _here(nlp, version, batches)
    )
    for done, outcome in enumerate(outcomes, 1):
        if outcome.reading is None:
            problems.append(Problem(outcome.document, f"cannot be read: {outcome.fault}"))
        else:
            store.record_reading(outcome.reading)
            _count(counts, outcome.reading)
        progress(done, len(ids), outcome.document)
    if ids:
        store.drop_unsupported()
    return StageReport("extract", counts, tuple(problems))


def read_one(nlp: Language, document: Document, version: str, provisions: Sequence[ProvisionText] = ()) -> Outcome:
    """Return what reading one document ends in."""
    if len(document.text) > MAX_CHARACTERS:
        return Outcome(document.url, None, f"{len(document.text)} characters, more than {MAX_CHARACTERS}")
    try:
        return Outcome(document.url, read_document(nlp, document, version, provisions), None)
    except READ_FAULTS as error:
        return Outcome(document.url, None, f"{type(error).__name__}: {error}")


def read_batch(nlp: Language, batch: Batch, version: str) -> list[Outcome]:
    """Return what reading each document of a batch ends in; memory does not grow with the words met."""
    fit = [document for document in batch.documents if len(document.text) <= MAX_CHARACTERS]
    with memory_zones(nlp):
        if len(fit) == len(batch.documents):
            try:
                readings = read_documents(nlp, fit, version, batch.provisions)
                return [Outcome(one.url, reading, None) for one, reading in zip(fit, readings, strict=True)]
            except READ_FAULTS:
                pass  # one of them; read one by one, the others stay readable and the fault gets its name
        return [read_one(nlp, one, version, batch.provisions.get(one.id, ())) for one in batch.documents]


def _batches(store: Store, ids: list[str]) -> Iterator[Batch]:
    for first in range(0, len(ids), BATCH):
        part = ids[first : first + BATCH]
        marks = ",".join("?" * len(part))
        documents = list(store.load(Document, f"id IN ({marks})", part, order="id"))
        legal = [document.id for document in documents if document.kind in _LEGAL]
        provisions: dict[str, tuple[ProvisionText, ...]] = {}
        for id in legal:
            provisions[id] = tuple(store.load(ProvisionText, "document_id = ?", (id,), order="position"))
        yield Batch(tuple(documents), provisions)


def _here(nlp: Language, version: str, batches: Iterator[Batch]) -> Iterator[Outcome]:
    for batch in batches:
        yield from read_batch(nlp, batch, version)


_WORKER: tuple[Language, str] | None = None  # set before the fork, so that workers inherit the loaded pipeline


def _work(batch: Batch) -> list[Outcome]:
    assert _WORKER is not None
    nlp, version = _WORKER
    return read_batch(nlp, batch, version)


def _in_workers(nlp: Language, version: str, batches: Iterator[Batch], workers: int) -> Iterator[Outcome]:
    """Yield outcomes in the order of the batches; a batch lost with a killed worker is read again one by one."""
    global _WORKER
    _WORKER = (nlp, version)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"  # two workers with a thread pool each are slower than one
    pool = _pool(workers)
    waiting: deque[tuple[Batch, Future[list[Outcome]]]] = deque()
    try:
        while True:
            while len(waiting) < workers * AHEAD:
                batch = next(batches, None)
                if batch is None:
                    break
                waiting.append((batch, pool.submit(_work, batch)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                yield from _one_by_one(batch)
                pool = _pool(workers)
                waiting = deque((lost, pool.submit(_work, lost)) for lost, _ in waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _one_by_one(batch: Batch) -> Iterator[Outcome]:
    """Read the documents of a lost batch each in a process of its own, so that the one that kills it is named."""
    for document in batch.documents:
        with _pool(1) as pool:
            try:
                yield from pool.submit(_work, Batch((document,), batch.provisions)).result()
            except BrokenProcessPool:
                yield Outcome(document.url, None, "the worker that read it was killed")


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"))


def _count(counts: dict[str, int], reading: DocumentReading) -> None:
    counts["documents"] += 1
    counts["mentions"] += len(reading.mentions)
    counts["candidates"] += len(reading.candidates)
    counts["relations"] += len(reading.relation_evidence)
    counts["claims"] += len(reading.claims)
    counts["events"] += len(reading.event_evidence)
    counts["quotes"] += len(reading.quotes)
    counts["obligations"] += len(reading.obligation_evidence)
