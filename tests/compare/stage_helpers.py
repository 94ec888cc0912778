"""A register of one act and the articles about it, for tests of the comparison stage."""

from __future__ import annotations

from compare_helpers import World, cell, question

from kb.model import (
    Deadline,
    DeadlineEvidence,
    DisputedFact,
    DisputedSubject,
    DisputedVersion,
    Entity,
    Instrument,
    Name,
    Provision,
    Source,
)
from kb.register import CellEvidenceSpec, Register, SourceSpec

DAY = "2026-11-20T09:00:00Z"
LAW = "Article 1\nProviders keep records of every test for ten years.\nThey tell the office of serious incidents."


def one_act() -> Register:
    """Return a register with one act: a provision, a deadline, a disputed fact, a cell with its evidence."""
    value = "Records are kept for ten years; participation is voluntary."
    records = cell("records", "act", value, citation="Art. 1")
    return Register(
        sources=(
            SourceSpec(
                source=Source(id="feed", name="Feed", publisher="F", kind="feed"),
                document_kind="news",
                instrument=None,
                language="en",
                full_text=True,
                file="feed.yml",
            ),
        ),
        entities=(
            Entity(id="act", label="INSTRUMENT", name="The Act"),
            Entity(id="office", label="AGENCY", name="The Office"),
        ),
        names=(Name(id="n1", entity_id="act", name="The Act", kind="canonical"),),
        instruments=(
            Instrument(
                id="act",
                type="regulation",
                binding="binding",
                title="The Act",
                short_title="The Act",
                number="2024/1",
                celex="32024R0001",
                signed="2024-06-13",
                status="in_force",
                position=1,
            ),
        ),
        provisions=(
            Provision(
                id="p1",
                instrument_id="act",
                key="art_1",
                citation="Art. 1",
                summary="Records.",
                applies_from="2026-08-02",
                recorded_from="2024-07-12",
                status="in_force",
            ),
        ),
        deadlines=(
            Deadline(
                id="d1",
                instrument_id="act",
                citation="Art. 1",
                actor="Office",
                action="Publish",
                due="2026-07-02",
                recorded_from="2024-07-12",
                confidence="high",
                source_url="https://law.example/act",
            ),
        ),
        deadline_evidence=(
            DeadlineEvidence(
                id="e1",
                deadline_id="d1",
                kind="claimed",
                date="2026-07-14",
                statement="The office said so.",
                source_url="https://news.example/1",
            ),
        ),
        disputed_facts=(DisputedFact(id="f1", question="Since when?", about_id="act"),),
        disputed_versions=tuple(
            DisputedVersion(
                id=f"v{n}", fact_id="f1", position=n, value=day, confidence="low", as_of="2026-07-01", source_url="x"
            )
            for n, day in enumerate(("1 July", "2 July"), start=1)
        ),
        disputed_subjects=(DisputedSubject(fact_id="f1", subject_id="act"),),
        questions=(question("records", attributes=("participation",)),),
        cells=(records,),
        cell_evidence=(
            CellEvidenceSpec(cell_id=records.id, instrument_id="act", provision_key="art_1"),
            CellEvidenceSpec(
                cell_id=records.id, instrument_id="act", url="https://news.example/1", quote="kept for ten years"
            ),
            CellEvidenceSpec(
                cell_id=records.id, instrument_id="act", url="https://nowhere.example/", quote="not held at all"
            ),
        ),
    )


def held_law(world: World, kind: str = "law") -> str:
    """Hold the text of the act, or a summary of it, and return the document."""
    document = world.document("https://law.example/act", LAW, kind=kind, instrument="act")
    world.law_text(document, "act", ("art_1", LAW))
    return document


def article(world: World) -> str:
    """Hold an article that quotes the act, and return the document."""
    text = "Records are kept for ten years.\nTaking part is voluntary.\nThe office spoke on 14 July."
    document = world.document("https://news.example/1", text, publisher="N")
    world.claim(document, "act", "participation", "voluntary", "voluntary")
    return document


def changes(world: World) -> list[tuple[str, str, str | None, str | None, str]]:
    """Return what changed: kind, subject, before, after, cause."""
    rows = world.store.rows("SELECT kind, subject_id, before, after, cause FROM changes ORDER BY at, kind, subject_id")
    return [tuple(row.values()) for row in rows]  # type: ignore[misc]  # five columns
