"""Find the words that support a cell or a deadline: provisions of held texts, quotes in documents, claims that agree.

Reads the database and returns records; `crosswalk/compare.py` writes them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crosswalk.agreement import agrees
from kb.ids import stable_id
from kb.model import Cell, CellEvidence, DeadlineEvidence, Sentence
from kb.partial_dates import Span, is_partial, parse_partial
from kb.register import CellEvidenceSpec, Register
from kb.report import Problem
from kb.store import Store
from kb.vocabulary import DocumentKind

SENTENCES_PER_PROVISION = 3  # an article can hold fifty; a cell is argued from the few that speak of its value
WORDS_OF_A_STATEMENT = 4  # a shorter sentence is a number or a heading
CLAIMS_PER_VALUE = 5  # independent stories shown for one cell and value; the views count the rest

EVIDENCE_KINDS = {
    DocumentKind.LAW: "primary",
    DocumentKind.OFFICIAL: "official",
    DocumentKind.LAW_SUMMARY: "summary",
    DocumentKind.NEWS: "news",
}

_WORD = re.compile(r"[^\W_]{3,}")
_ANY_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence found, and quotes that a held document does not contain word for word."""

    rows: tuple[CellEvidence, ...]
    problems: tuple[Problem, ...]


def find_cell_evidence(store: Store, register: Register) -> Found:
    """Return every piece of evidence that the store holds for the register's cells, each once.

    A provision gives the sentences of it that share most words with the cell, from every held text of the instrument;
    a quote gives its exact place; claims of the question's attributes are added to the newest version of a cell where
    they agree with what it says and no law or other story contradicts them.
    """
    cells = {cell.id: cell for cell in register.cells}
    rows: dict[str, CellEvidence] = {}
    problems = []
    for spec in register.cell_evidence:
        cell = cells[spec.cell_id]
        if spec.provision_key is not None:
            found = list(_from_provision(store, cell, spec))
        else:
            found = list(_from_quote(store, cell, spec))
            if not found and spec.url is not None and _document_of(store, spec.url) is not None:
                problems.append(
                    Problem(
                        spec.url,
                        f"does not contain the quote of cell {cell.question_id} / {cell.instrument_id} word for word",
                        fails=False,
                    )
                )
        rows.update((row.id, row) for row in found)
    rows.update((row.id, row) for row in _from_claims(store, register))
    return Found(_ranked(rows.values(), cells), tuple(problems))


def find_deadline_evidence(store: Store, register: Register) -> list[DeadlineEvidence]:
    """Return the register's statements on deadlines, each tied to its document and sentence where these are held.

    The sentence is the first that carries an event or a date of the statement's day.
    """
    resolved = []
    for row in register.deadline_evidence:
        document = _document_of(store, row.source_url)
        if document is None:
            resolved.append(row)
            continue
        sentence = _sentence_of_day(store, document, row.date)
        if sentence is None:
            resolved.append(replace(row, document_id=document))
        else:
            resolved.append(
                replace(
                    row,
                    document_id=document,
                    sentence_id=sentence.id,
                    start=sentence.start,
                    end=sentence.end,
                    text=sentence.text,
                )
            )
    return resolved


def _from_provision(store: Store, cell: Cell, spec: CellEvidenceSpec) -> Iterator[CellEvidence]:
    key = spec.provision_key or ""
    places = store.rows(
        'SELECT p.document_id, p.key, p.start, p."end", d.kind FROM provision_texts p'
        " JOIN documents d ON d.id = p.document_id WHERE p.instrument_id = ? AND p.key = ? ORDER BY p.document_id",
        (spec.instrument_id, key),
    )
    wanted = set(_words(cell.value))
    for place in places:
        kind = EVIDENCE_KINDS.get(place["kind"])
        if kind is None:
            continue
        sentences = list(
            store.load(
                Sentence,
                'document_id = ? AND start < ? AND "end" > ?',
                (place["document_id"], place["end"], place["start"]),
                order="position",
            )
        )
        stating = [one for one in sentences if len(_ANY_WORD.findall(one.text)) >= WORDS_OF_A_STATEMENT]
        ranked = sorted(stating, key=lambda one: (-len(wanted & set(_words(one.text))), one.position))
        for sentence in sorted(ranked[:SENTENCES_PER_PROVISION], key=lambda one: one.position):
            yield _row(cell.id, kind, sentence, provision_key=key)


def _from_quote(store: Store, cell: Cell, spec: CellEvidenceSpec) -> Iterator[CellEvidence]:
    document = _document_of(store, spec.url or "")
    if document is None or not spec.quote:
        return
    held = store.rows("SELECT kind, text FROM documents WHERE id = ?", (document,))[0]
    kind = EVIDENCE_KINDS.get(held["kind"])
    start = held["text"].find(spec.quote)
    if kind is None or start < 0:
        return
    sentence = store.value(
        'SELECT id FROM sentences WHERE document_id = ? AND start <= ? AND "end" > ? ORDER BY position',
        (document, start, start),
    )
    yield CellEvidence(
        id=stable_id("cev", cell.id, kind, document, start, start + len(spec.quote), None),
        cell_id=cell.id,
        kind=kind,
        document_id=document,
        sentence_id=sentence,
        start=start,
        end=start + len(spec.quote),
        text=spec.quote,
    )


def _from_claims(store: Store, register: Register) -> Iterator[CellEvidence]:
    attributes = {question.id: json.loads(question.attributes) for question in register.questions}
    names: dict[str, list[str]] = {}
    for name in register.names:
        names.setdefault(name.entity_id, []).append(name.name)
    contested = {
        (row["subject_id"], row["attribute"], row["value"])
        for row in store.rows(
            "SELECT subject_id, attribute, left_value AS value FROM disagreements WHERE conflict"
            " UNION SELECT subject_id, attribute, right_value FROM disagreements WHERE conflict"
            " UNION SELECT subject_id, attribute, value FROM primary_text WHERE verdict = 'contradicts'"
        )
    }
    claims = store.rows(
        "SELECT *, row_number() OVER (PARTITION BY subject_id, attribute, value"
        " ORDER BY kind <> 'law', coalesce(published, '9999'), claim_id) AS place FROM independent_claims"
    )
    by_subject: dict[tuple[str, str], list[dict[str, object]]] = {}
    for claim in claims:
        by_subject.setdefault((claim["subject_id"], claim["attribute"]), []).append(claim)
    newest = {row["cell_id"] for row in store.rows("SELECT cell_id FROM comparison")}
    for cell in register.cells:
        if cell.id not in newest:
            continue
        for attribute in attributes.get(cell.question_id, ()):
            for claim in by_subject.get((cell.instrument_id, attribute), ()):
                value = str(claim["value"])
                if int(str(claim["place"])) > CLAIMS_PER_VALUE:
                    continue
                boolean = value in ("true", "false")
                if boolean and (cell.instrument_id, attribute, value) in contested:
                    continue
                if agrees(attribute, value, cell.value, names.get(str(claim["value_entity_id"]), ())):
                    yield _claim_row(cell.id, claim)


def _ranked(rows: Iterable[CellEvidence], cells: dict[str, Cell]) -> tuple[CellEvidence, ...]:
    # Shared words per word: a long list of everything is no better evidence than the clause that says it.
    def nearness(row: CellEvidence) -> float:
        words = _words(row.text)
        shared = len(set(_words(cells[row.cell_id].value)) & set(words))
        return -shared / math.sqrt(len(words) + 1)

    grouped: dict[tuple[str, str], list[CellEvidence]] = {}
    for row in sorted(rows, key=lambda row: (nearness(row), row.document_id, row.start, row.id)):
        grouped.setdefault((row.cell_id, row.kind), []).append(row)
    return tuple(replace(row, rank=place) for group in grouped.values() for place, row in enumerate(group, start=1))


def _claim_row(cell_id: str, claim: dict[str, object]) -> CellEvidence:
    document, start, end = str(claim["document_id"]), int(str(claim["start"])), int(str(claim["end"]))
    return CellEvidence(
        id=stable_id("cev", cell_id, "claim", document, start, end, str(claim["claim_id"])),
        cell_id=cell_id,
        kind="claim",
        document_id=document,
        sentence_id=str(claim["sentence_id"]),
        claim_id=str(claim["claim_id"]),
        start=start,
        end=end,
        text=str(claim["text"]),
    )


def _row(cell_id: str, kind: str, sentence: Sentence, *, provision_key: str) -> CellEvidence:
    return CellEvidence(
        id=stable_id("cev", cell_id, kind, sentence.document_id, sentence.start, sentence.end, None),
        cell_id=cell_id,
        kind=kind,
        document_id=sentence.document_id,
        sentence_id=sentence.id,
        provision_key=provision_key,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
    )


def _document_of(store: Store, url: str) -> str | None:
    found = store.value(
        "SELECT id FROM documents WHERE url = ? UNION ALL SELECT document_id FROM document_sightings WHERE url = ?",
        (url, url),
    )
    return None if found is None else str(found)


def _sentence_of_day(store: Store, document: str, date: str | None) -> Sentence | None:
    if date is None or not is_partial(date):
        return None
    wanted = parse_partial(date)
    rows = store.rows(
        "SELECT s.id, e.date AS day, 0 AS rank, s.position FROM event_evidence v JOIN events e ON e.id = v.event_id"
        " JOIN sentences s ON s.id = v.sentence_id WHERE v.document_id = ? AND e.date IS NOT NULL"
        " UNION ALL SELECT s.id, m.value, 1, s.position FROM mentions m JOIN sentences s ON s.id = m.sentence_id"
        " WHERE m.document_id = ? AND m.label = 'DATE' AND m.value IS NOT NULL ORDER BY rank, position",
        (document, document),
    )
    for row in rows:
        if is_partial(row["day"]) and _same_day(parse_partial(row["day"]), wanted):
            return next(store.load(Sentence, "id = ?", (row["id"],)))
    return None


def _same_day(left: Span, right: Span) -> bool:
    return (left.first, left.last) == (right.first, right.last)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
