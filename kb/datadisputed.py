"""Make the records of `register/disputed.yml`: a question, its versions, and what it is shown with."""

from __future__ import annotations

from collections.abc import Iterator

from kb.datayaml import Row
from kb.ids import stable_id
from kb.model import DisputedFact, DisputedSubject, DisputedVersion


def disputed_fact(row: Row) -> DisputedFact:
    """Return the question of a row."""
    return DisputedFact(
        id=row["id"],
        question=row["question"],
        about_id=row["about"],
        attribute=row.get("attribute"),
        resolution=row.get("resolution"),
    )


def disputed_versions(row: Row) -> Iterator[DisputedVersion]:
    """Yield the versions of a row, in order."""
    for position, one in enumerate(row.rows("versions"), start=1):
        yield DisputedVersion(
            id=stable_id("dsv", row["id"], one["value"], one["source"]),
            fact_id=row["id"],
            position=position,
            value=one["value"],
            claim=one.get("claim"),
            followed=one.get("followed", False),
            note=one.get("note"),
            confidence=one["confidence"],
            as_of=one["as_of"],
            source_url=one["source"],
        )


def disputed_subjects(row: Row) -> Iterator[DisputedSubject]:
    """Yield what a row is shown with, what it is about included, each once."""
    for subject in dict.fromkeys([row["about"], *row.get("also", [])]):
        yield DisputedSubject(fact_id=row["id"], subject_id=subject)
