"""Record what moved in the comparison since the last run, and why: cells, provisions, deadlines, commitments, trust.

The last known state of each is kept in `states`; a difference becomes one row of `changes`. The first run sets the
states and records nothing: there is no "before" yet.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kb.ids import stable_id
from kb.model import Change, State
from kb.store import Store

_MARK = ("run", "compared")  # the state that tells a first run from one that found nothing


@dataclass(frozen=True, slots=True)
class Item:
    """Something whose changes are told. `facts` is what is compared, `shown` what a reader is told of it."""

    kind: str
    subject_id: str
    title: str
    shown: str
    facts: dict[str, str | None] = field(default_factory=dict)
    document_id: str | None = None

    @property
    def state(self) -> str:
        """The facts as text; equal facts give equal text."""
        return json.dumps(self.facts | {"shown": self.shown}, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed under the comparison since the last run: texts, their reading, the topics they speak of."""

    texts: dict[str, str]  # document id → its kind; new, revised or gone
    reread: bool  # some text that stayed the same was read by another version of the extractor
    topics: dict[
        tuple[str, str], str
    ]  # subject and attribute of the claims in those texts → a document that speaks of it


def record_changes(store: Store, *, run_id: str | None = None, at: str | None = None) -> int:
    """Compare everything with its last known state, write a change for each difference, and return how many.

    `at` is the UTC time to record; now if not given. On unchanged input nothing is written.
    """
    now = at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    held = {(row.kind, row.subject_id): row for row in store.load(State)}
    documents = _document_items(store)
    items = [*documents, *(item for read in _READERS for item in read(store))]
    moved = _find_moved(store, documents, held)
    changes = []
    if _MARK in held:
        seen = {(item.kind, item.subject_id) for item in items}
        for item in items:
            before = held.get((item.kind, item.subject_id))
            if before is None or (before.state != item.state and _is_news(item, before)):
                changes += _change(item, before, moved, now, run_id)
        for key, before in held.items():
            if key not in seen and key != _MARK:
                changes += _vanished(before, moved, now, run_id)
    states = [State(kind=item.kind, subject_id=item.subject_id, state=item.state) for item in items]
    states.append(State(kind=_MARK[0], subject_id=_MARK[1], state="1"))
    with store.transaction():
        store.upsert(changes)
        store.sync(State, states)
    return len(changes)


def _change(item: Item, before: State | None, moved: Moved, now: str, run_id: str | None) -> list[Change]:
    old = json.loads(before.state) if before else {}
    if item.kind == "document" and (before is None or not _told(old, item)):
        return []
    return [
        Change(
            id=stable_id("chg", item.kind, item.subject_id, before.state if before else None, item.state, now),
            run_id=run_id,
            at=now,
            kind=item.kind,
            subject_id=item.subject_id,
            title=item.title,
            before=old.get("shown"),
            after=item.shown,
            cause=_cause(item, old, moved),
            document_id=item.document_id or moved.topics.get(_topic(item.subject_id)),
        )
    ]


def _vanished(before: State, moved: Moved, now: str, run_id: str | None) -> list[Change]:
    if before.kind == "document":
        return []
    old = json.loads(before.state)
    cause = "register"
    if before.kind == "trust":
        cause = "article" if old.get("document") in moved.texts else "re_extraction" if moved.reread else "article"
    return [
        Change(
            id=stable_id("chg", before.kind, before.subject_id, before.state, None, now),
            run_id=run_id,
            at=now,
            kind=before.kind,
            subject_id=before.subject_id,
            title=before.subject_id,
            before=old.get("shown"),
            after=None,
            cause=cause,
        )
    ]


def _cause(item: Item, old: dict[str, str | None], moved: Moved) -> str:
    new = item.facts
    match item.kind:
        case "document":
            return "article"
        case "trust":
            document = moved.topics.get(_topic(item.subject_id))
            if document is not None:
                return "law_text" if moved.texts[document] == "law" else "article"
            return "re_extraction" if moved.reread else "article" if moved.texts else "register"
        case "cell" | "provision":
            if not old:
                return "register"
            if new["version"] != old.get("version"):
                return "law_text"
            if any(new[name] != old.get(name) for name in new if name not in ("version", "evidence")):
                return "correction"
            if item.document_id in moved.texts:
                return "law_text" if moved.texts[item.document_id or ""] == "law" else "article"
            return "re_extraction" if moved.reread else "article" if moved.texts else "register"
        case "deadline":
            same = bool(old) and all(new[name] == old.get(name) for name in new if name != "status")
            return "time" if same else "register"
        case _:
            return "register"


def _is_news(item: Item, before: State) -> bool:
    # Another copy may now be the earliest to say so: the state of the statement is what it was.
    return item.kind != "trust" or bool(json.loads(before.state).get("shown") != item.shown)


def _told(old: dict[str, str | None], item: Item) -> bool:
    # A document that is merely read again is no news; one that was edited or vanished is.
    return old.get("text") != item.facts["text"] or old.get("gone") != item.facts["gone"]


def _topic(subject_id: str) -> tuple[str, str]:
    subject, _, rest = subject_id.partition("|")
    return subject, rest.partition("|")[0]


def _find_moved(store: Store, documents: list[Item], held: dict[tuple[str, str], State]) -> Moved:
    texts: dict[str, str] = {}
    reread = False
    for item in documents:
        before = held.get(("document", item.subject_id))
        old = json.loads(before.state) if before else {}
        if not old or _told(old, item):
            texts[item.subject_id] = str(item.facts["kind"])
        elif old.get("extractor") != item.facts["extractor"]:
            reread = True
    topics: dict[tuple[str, str], str] = {}
    if texts and ("run", "compared") in held:
        for row in store.rows("SELECT DISTINCT subject_id, attribute, document_id FROM claims ORDER BY document_id"):
            if row["document_id"] in texts:
                topics.setdefault((row["subject_id"], row["attribute"]), row["document_id"])
    return Moved(texts, reread, topics)


def _document_items(store: Store) -> list[Item]:
    return [
        Item(
            kind="document",
            subject_id=row["id"],
            title=row["title"] or row["url"],
            shown="gone at its source" if row["gone_at"] else f"version {row['number']}",
            facts={
                "text": row["text_sha256"],
                "gone": row["gone_at"],
                "kind": row["kind"],
                "extractor": row["extractor"],
            },
            document_id=row["id"],
        )
        for row in store.rows(
            "SELECT d.id, d.title, d.url, d.kind, d.text_sha256, d.gone_at, d.extractor,"
            " (SELECT count(*) FROM revisions r WHERE r.document_id = d.id) AS number FROM documents d"
        )
    ]


def _cell_items(store: Store) -> list[Item]:
    return [
        Item(
            kind="cell",
            subject_id=f"{row['question_id']}|{row['instrument_id']}",
            title=f"{row['question']} ({row['instrument']})",
            shown=f"{row['value']} [{row['degree']}; {row['best_evidence_kind'] or 'no'} evidence]",
            facts={
                "version": row["cell_id"],
                "value": row["value"],
                "degree": row["degree"],
                "status": row["status"],
                "citation": row["citation"],
                "evidence": row["best_evidence_kind"],
            },
            document_id=row["document_id"],
        )
        for row in store.rows("SELECT * FROM comparison")
    ]


def _provision_items(store: Store) -> list[Item]:
    items = []
    for row in store.rows("SELECT * FROM dated_law"):
        shown = f"{row['applies_from'] or 'no date'} ({row['status']})"
        if row["pending_status"]:
            shown += f"; {row['pending_status']}: {row['pending_applies_from'] or 'no date'}"
        items.append(
            Item(
                kind="provision",
                subject_id=f"{row['instrument_id']}|{row['key']}",
                title=f"{row['instrument']}, {row['citation']}",
                shown=shown,
                facts={
                    "version": row["provision_id"],
                    "applies_from": row["applies_from"],
                    "status": row["status"],
                    "pending": row["pending_status"],
                },
            )
        )
    return items


def _deadline_items(store: Store) -> list[Item]:
    return [
        Item(
            kind="deadline",
            subject_id=row["deadline_id"],
            title=f"{row['instrument']}, {row['citation']}: {row['action']}",
            shown=f"{row['label']} (due {row['due']})",
            facts={
                "due": row["due"],
                "claimed": row["claimed_on"],
                "verified": row["verified_on"],
                "status": row["status"],
            },
        )
        for row in store.rows("SELECT * FROM deadline_status")
    ]


def _commitment_items(store: Store) -> list[Item]:
    return [
        Item(
            kind="commitment",
            subject_id=row["commitment_id"],
            title=f"{row['maker']}: {row['text']}",
            shown=f"{row['state']}{' ' + row['date'] if row['date'] else ''}",
        )
        for row in store.rows("SELECT * FROM commitment_ledger WHERE current")
    ]


def _trust_items(store: Store) -> list[Item]:
    return [
        Item(
            kind="trust",
            subject_id=f"{row['subject_id']}|{row['attribute']}|{row['value']}",
            title=f"{row['subject']}: {row['attribute'].replace('_', ' ')} = {row['value']}",
            shown=row["state"],
            facts={"document": row["document_id"]},
        )
        for row in store.rows("SELECT t.*, c.document_id FROM trust t LEFT JOIN claims c ON c.id = t.claim_id")
    ]


_READERS: tuple[Callable[[Store], list[Item]], ...] = (
    _cell_items,
    _provision_items,
    _deadline_items,
    _commitment_items,
    _trust_items,
)
