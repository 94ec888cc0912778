"""Where sources disagree: independent stories held, and the sources behind the register, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crosswalk.prose import doubt
from crosswalk.reading import on_day
from kb.store import Store
from kb.views import disputed_sql


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a disagreement with its earliest wording; offsets into the document, end exclusive."""

    value: str
    stories: int
    voices: int
    claim_id: str
    document_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    sentence: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two values of one attribute of one subject; `conflict` is False for kinds that are none."""

    subject_id: str
    subject: str
    attribute: str
    kind: str
    conflict: bool
    left: Side
    right: Side
    primary_value: str | None
    primary_text: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a disputed fact, with who gives it; `voices` counts publishers held that say so."""

    version_id: str
    value: str
    followed: bool
    note: str | None
    confidence: str
    as_of: str
    source_url: str
    voices: int | None


@dataclass(frozen=True, slots=True)
class DisputedFact:
    """A question on which the register's sources disagree; without `resolution` it is open."""

    fact_id: str
    question: str
    about_id: str
    about: str
    resolution: str | None
    versions: tuple[Version, ...]


def find_disagreements(
    store: Store, day: str | None = None, *, subject: str | None = None, conflicts_only: bool = True
) -> list[Disagreement]:
    """Return the pairs of values of which both were published up to a day (today if none is given), conflicts first."""
    rows = store.rows(
        "SELECT g.*, coalesce(i.short_title, g.subject) AS called, l.url AS left_url, r.url AS right_url"
        " FROM disagreements g LEFT JOIN instruments i ON i.id = g.subject_id"
        " JOIN documents l ON l.id = g.left_document_id JOIN documents r ON r.id = g.right_document_id"
        " WHERE (g.conflict OR :all) AND (:only IS NULL OR g.subject_id = :only)"
        " AND substr(coalesce(l.published, ''), 1, 10) <= :day AND substr(coalesce(r.published, ''), 1, 10) <= :day"
        " ORDER BY g.conflict DESC, g.left_voices + g.right_voices DESC, g.subject, g.attribute, g.left_value,"
        " g.right_value",
        {"day": on_day(day), "only": subject, "all": not conflicts_only},
    )
    return [
        Disagreement(
            subject_id=row["subject_id"],
            subject=row["called"],
            attribute=row["attribute"],
            kind=row["kind"],
            conflict=bool(row["conflict"]),
            left=_side(row, "left"),
            right=_side(row, "right"),
            primary_value=row["primary_value"],
            primary_text=row["primary_text"],
        )
        for row in rows
    ]


def find_disputed(store: Store, day: str | None = None, *, subjects: Sequence[str] = ()) -> list[DisputedFact]:
    """Return what the register's own sources disagree on, as known on a day; all, or what concerns some entities."""
    marks = ",".join(f":s{number}" for number in range(len(subjects)))
    concerned = f"fact_id IN (SELECT fact_id FROM disputed_subjects WHERE subject_id IN ({marks}))" if subjects else "1"
    bound = {f"s{number}": subject for number, subject in enumerate(subjects)}
    facts: dict[str, DisputedFact] = {}
    for row in store.rows(f"SELECT * FROM ({disputed_sql(':day')}) WHERE {concerned}", {"day": on_day(day), **bound}):
        version = Version(
            **{name: row[name] for name in Version.__dataclass_fields__} | {"followed": row["followed"] == 1}
        )
        before = facts[row["fact_id"]].versions if row["fact_id"] in facts else ()
        facts[row["fact_id"]] = DisputedFact(
            fact_id=row["fact_id"],
            question=row["question"],
            about_id=row["about_id"],
            about=row["about"],
            resolution=row["resolution"],
            versions=(*before, version),
        )
    return list(facts.values())


def disagreements_text(found: Iterable[Disagreement], disputed: Iterable[DisputedFact]) -> str:
    """Return both lists to read: each side with its words and address, each version with its source and support."""
    lines: list[str] = []
    for one in found:
        lines.append(f"{one.subject}, {one.attribute.replace('_', ' ')} ({one.kind})")
        for side in (one.left, one.right):
            publishers = "1 publisher" if side.voices == 1 else f"{side.voices} publishers"
            lines += [f"  - {side.value}: {publishers}", f"    “{side.sentence}” {side.url or side.document_id}"]
        if one.primary_value is not None:
            lines.append(f"  the text itself: {one.primary_value}: “{one.primary_text}”")
        lines.append("")
    for fact in disputed:
        lines.append(f"{fact.about}: {fact.question}")
        for version in fact.versions:
            held = f", {version.voices} held" if version.voices else ""
            support = f"{version.confidence}{doubt(version.confidence, ', {}')}, {version.as_of}{held}"
            lines.append(f"  {'*' if version.followed else '-'} {version.value} ({support}) {version.source_url}")
            lines += [f"    {version.note}"] if version.note else []
        lines += [f"  {fact.resolution or 'Open: the register follows none of them.'}", ""]
    return "\n".join(lines).rstrip("\n")


def _side(row: dict[str, Any], side: str) -> Side:
    return Side(**{name: row[f"{side}_{name}"] for name in Side.__dataclass_fields__})
