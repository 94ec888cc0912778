"""Decisions on identity: which ids go by which canonical id, and which decisions contradict each other.

Merges are derived from the table `judgements` each time, so taking back a decision is one row. The view `canonical_ids`
says the same in SQL; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.model import Judgement
from kb.store import Store

POSITIVE, NEGATIVE = "positive", "negative"


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
    moved: dict[str, int]


def derive_canonical(judgements: Iterable[Judgement], entities: Iterable[str]) -> dict[str, str]:
    """Return the canonical id of every id that a standing positive judgement joins to another.

    Of several judgements on one pair the newest counts. A set that holds a negative pair is left unmerged. The first id
    in alphabetical order that is an entity of the register stands for the set, else the first id.
    """
    known = set(entities)
    standing = _newest(judgements)
    torn = {member for conflict in _conflicts(standing) for member in conflict.members}
    canonical = {}
    for members in _sets(standing):
        if members[0] in torn:
            continue
        chosen = min(members, key=lambda one: (one not in known, one))
        canonical.update(dict.fromkeys(members, chosen))
    return canonical


def find_conflicts(store: Store) -> list[Conflict]:
    """Return the contradictions among the judgements held."""
    return _conflicts(_newest(store.load(Judgement)))


def effect_of_merge(store: Store, left_id: str, right_id: str) -> Effect:
    """Return what a positive judgement on two ids would move ("merging moves 14 claims"); writes nothing."""
    known = [row["id"] for row in store.rows("SELECT id FROM entities WHERE id IN (?, ?)", (left_id, right_id))]
    canonical = min((left_id, right_id), key=lambda one: (one not in known, one))
    other = right_id if canonical == left_id else left_id
    queries = {
        "mentions": "SELECT count(*) FROM mentions WHERE ? IN (entity_id, candidate_id)",
        "claims": "SELECT count(*) FROM claims WHERE ? IN (subject_id, value_entity_id)",
        "relations": "SELECT count(*) FROM relations WHERE ? IN (subject_id, object_id)",
        "quotes": "SELECT count(*) FROM quotes WHERE ? IN (speaker_id, organisation_id, about_id)",
    }
    return Effect(canonical, {table: int(store.value(sql, (other,))) for table, sql in queries.items()})


def _newest(judgements: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    newest: dict[tuple[str, str], tuple[str, str, str]] = {}
    for one in judgements:
        pair = (min(one.left_id, one.right_id), max(one.left_id, one.right_id))
        entry = (one.at, one.id, one.verdict)
        newest[pair] = max(newest.get(pair, entry), entry)
    return {pair: verdict for pair, (_, _, verdict) in newest.items()}


def _sets(standing: dict[tuple[str, str], str]) -> list[tuple[str, ...]]:
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for (left, right), verdict in standing.items():
        if verdict == POSITIVE:
            parent[root(left)] = root(right)
    sets: dict[str, list[str]] = {}
    for one in sorted(parent):
        sets.setdefault(root(one), []).append(one)
    return [tuple(members) for members in sets.values()]


def _conflicts(standing: dict[tuple[str, str], str]) -> list[Conflict]:
    home = {member: members for members in _sets(standing) for member in members}
    return [
        Conflict(left, right, home[left])
        for (left, right), verdict in sorted(standing.items())
        if verdict == NEGATIVE and left in home and home[left] == home.get(right)
    ]
