"""Decisions on identity: what stands, which decisions contradict each other, and what a merge would move.

Merges are derived from the table `judgements` by the view `canonical_ids`, so taking back a decision is one row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crosswalk.reading import records
from kb.errors import ContractError
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement on two ids; `canonical_id` is what both go by since, null where nothing is merged."""

    id: str
    left_id: str
    right_id: str
    verdict: str
    by: str
    at: str
    reason: str | None
    canonical_id: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two ids judged different that other decisions make one; nothing of their set is merged."""

    left_id: str
    right_id: str
    members: tuple[str, ...]

    @property
    def message(self) -> str:
        """What is wrong and what would mend it."""
        return (
            f"{self.left_id} and {self.right_id} are judged different, yet other judgements join them by way of"
            f" {', '.join(self.members)}: nothing of this set is merged until one judgement is taken back"
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What merging two ids would bring together: rows by table that move to the canonical id."""

    canonical_id: str
    other_id: str
    moved: dict[str, int]


def find_decisions(store: Store) -> list[Decision]:
    """Return the judgements held, newest first, each with the id that both sides go by."""
    sql = """
        SELECT j.*, CASE WHEN l.canonical_id = r.canonical_id THEN l.canonical_id END AS canonical_id
        FROM judgements j LEFT JOIN canonical_ids l ON l.id = j.left_id LEFT JOIN canonical_ids r ON r.id = j.right_id
        ORDER BY j.at DESC, j.id
    """
    return records(store, Decision, sql, {})


def find_conflicts(store: Store) -> list[Conflict]:
    """Return the contradictions among the judgements held."""
    rows = store.rows("SELECT left_id, right_id, members FROM judgement_conflicts ORDER BY left_id, right_id")
    return [Conflict(row["left_id"], row["right_id"], tuple(row["members"].split("; "))) for row in rows]


def effect_of_merge(store: Store, left_id: str, right_id: str) -> Effect:
    """Return what a positive judgement on two ids would move ("merging moves 14 claims"); writes nothing.

    Raises ContractError when an id is neither an entity nor a candidate, or when both are one.
    """
    known = {row["id"] for row in store.rows("SELECT id FROM entities WHERE id IN (?, ?)", (left_id, right_id))}
    held = known | {
        row["id"] for row in store.rows("SELECT id FROM candidates WHERE id IN (?, ?)", (left_id, right_id))
    }
    for id in (left_id, right_id):
        if id not in held:
            raise ContractError(f"{id!r} is neither an entity nor a candidate: the site lists both under /entity/<id>")
    if left_id == right_id:
        raise ContractError(f"expected two different ids, found {left_id!r} twice")
    canonical = min((left_id, right_id), key=lambda one: (one not in known, one))
    other = right_id if canonical == left_id else left_id
    queries = {
        "mentions": "SELECT count(*) FROM mentions WHERE ? IN (entity_id, candidate_id)",
        "claims": "SELECT count(*) FROM claims WHERE ? IN (subject_id, value_entity_id)",
        "relations": "SELECT count(*) FROM relations WHERE ? IN (subject_id, object_id)",
        "quotes": "SELECT count(*) FROM quotes WHERE ? IN (speaker_id, organisation_id, about_id)",
    }
    return Effect(canonical, other, {table: int(store.value(sql, (other,))) for table, sql in queries.items()})


def decisions_text(decisions: Iterable[Decision], conflicts: Iterable[Conflict]) -> str:
    """Return one line a decision, then what contradicts what."""
    words = {"positive": "is", "negative": "is not", "unsure": "may be"}
    lines = [
        f"{one.at[:10]}  {one.left_id} {words.get(one.verdict, one.verdict)} {one.right_id}"
        f"  ({one.by}{': ' + one.reason if one.reason else ''};"
        f" {'both go by ' + one.canonical_id if one.canonical_id else 'not merged'})"
        for one in decisions
    ]
    return "\n".join([*lines, *(f"contradiction: {one.message}" for one in conflicts)])


def effect_text(effect: Effect) -> str:
    """Return what a merge would move, and the row that makes it."""
    moved = ", ".join(f"{count} {table}" for table, count in effect.moved.items())
    return (
        f"{effect.other_id} would go by {effect.canonical_id}: {moved} move.\n"
        "To merge them, add to data/register/judgements.yml and run crosswalk update:\n"
        f"- {{left: {effect.canonical_id}, right: {effect.other_id}, verdict: positive, by: your-handle,"
        ' at: "YYYY-MM-DD", reason: why}'
    )
