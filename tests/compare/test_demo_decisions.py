"""Decisions on identity, names in time and quiet re-runs, on the register and the corpus as shipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from compare_helpers import World
from conftest_shared import ROOT

from crosswalk.compare import compare
from crosswalk.register import load_into
from extract.pipeline import build_pipeline, extractor_version
from extract.read import read_document
from kb.datafiles import load_register
from kb.model import Document, Office
from kb.register import Register
from kb.store import Store
from kb.views import VIEWS


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(ROOT / "data")


@pytest.fixture
def copy(demo_db: Path, tmp_path: Path) -> Iterator[Store]:
    database = tmp_path / "copy.db"
    shutil.copy(demo_db, database)
    with Store.open(database) as store:
        yield store


def all_views(store: Store) -> dict[str, str]:
    return {view: repr(store.rows(f"SELECT * FROM {view}")) for view in VIEWS}


def test_a_row_in_the_register_merges_and_its_removal_restores_every_view(copy: Store, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("demo", "local", "gold"))
    speaker = copy.rows(
        "SELECT p.speaker_id AS id, p.speaker AS name FROM positions p JOIN candidates c ON c.id = p.speaker_id"
        " WHERE c.label = 'PERSON' ORDER BY p.speaker_id"
    )[0]
    before = all_views(copy)
    (data / "register" / "judgements.yml").write_text(
        f"- {{left: brad-carson, right: {speaker['id']}, verdict: positive, by: ann,"
        " at: '2026-11-20T08:00:00Z', reason: One person under two names.}\n",
        encoding="utf-8",
    )
    load_into(copy, load_register(data))
    merged = all_views(copy)
    assert {view for view in VIEWS if merged[view] != before[view]} >= {"canonical_ids", "positions"}
    assert copy.value("SELECT canonical_id FROM canonical_ids WHERE id = ?", (speaker["id"],)) == "brad-carson"
    assert copy.rows("SELECT * FROM positions WHERE speaker_id = ?", (speaker["id"],)) == []

    (data / "register" / "judgements.yml").unlink()
    load_into(copy, load_register(data))
    assert all_views(copy) == before


def test_comparing_again_changes_nothing(copy: Store, register: Register) -> None:
    report = compare(copy, register)
    assert (report.counts["changes"], report.counts["evidence_changed"]) == (0, 0)


def test_a_cell_that_loses_its_evidence_says_so_and_finds_it_again(copy: Store, register: Register) -> None:
    (cell,) = copy.rows("SELECT * FROM comparison WHERE question_id = 'timing' AND instrument_id = 'eo-14409'")
    with copy.transaction():
        copy.db.conn.execute("DELETE FROM cell_evidence WHERE cell_id = ?", (cell["cell_id"],))
    shown = copy.value("SELECT evidence FROM comparison WHERE cell_id = ?", (cell["cell_id"],))
    assert shown == "no evidence held"
    compare(copy, register)
    assert copy.rows("SELECT * FROM comparison WHERE cell_id = ?", (cell["cell_id"],)) == [cell]


def test_degrees_are_set_by_people(register: Register) -> None:
    assert {cell.set_by for cell in register.cells} == {"crosswalk-editors"}
    assert [cell.id for cell in register.cells if not cell.set_at] == []


@pytest.fixture(scope="module")
def mentions(register: Register):
    nlp = build_pipeline(register, profile="rules")
    version = extractor_version(register, nlp)

    def read(text: str, published: str) -> dict[str, tuple[str | None, float | None]]:
        document = Document(
            id="d", url="https://x.example/", title="A report", published=published, kind="news", text=text,
            text_sha256="x", fetched_at="2026-11-20T00:00:00Z",
        )  # fmt: skip
        found = read_document(nlp, document, version).mentions
        return {one.text: (one.entity_id, one.score) for one in found if one.label in ("AGENCY", "PERSON")}

    return read


@pytest.mark.parametrize(
    ("published", "name", "entity"),
    [
        ("2024-08-30", "US AI Safety Institute", "us-caisi"),
        ("2026-05-06", "CAISI", "us-caisi"),
        ("2026-10-02", "CAISSI", "us-caisi"),
        ("2024-06-03", "Department of Defense", "us-dow"),
        ("2026-06-03", "Department of War", "us-dow"),
        ("2024-06-03", "Department of War", None),  # nobody called it so then
    ],
)
def test_a_renamed_body_is_one_body_under_the_name_of_its_time(mentions, published, name, entity) -> None:
    assert mentions(f"The {name} will test the models of Google.", published)[name][0] == entity


def test_a_misspelt_name_links_with_a_lower_score_and_keeps_its_wording(mentions) -> None:
    wrong = mentions("Treasury Secretary Scott Bessant spoke on Tuesday.", "2026-06-03")["Scott Bessant"]
    right = mentions("Treasury Secretary Scott Bessent spoke on Tuesday.", "2026-06-03")["Scott Bessent"]
    assert (wrong[0], right[0]) == ("scott-bessent", "scott-bessent")
    assert wrong[1] < right[1]


@pytest.mark.parametrize(("published", "holder"), [("2026-06-03", "ann"), ("2023-06-03", "bea"), ("2019-01-01", None)])
def test_a_title_is_who_held_the_post_on_the_day(tmp_path: Path, published: str, holder: str | None) -> None:
    world = World(tmp_path)
    for id in ("ann", "bea"):
        world.entity(id, "PERSON")
    world.entity("chest", "AGENCY", name="Treasury")
    post = {"body_id": "chest", "post": "Treasury Secretary", "confidence": "high"}
    world.store.upsert(
        [
            Office(id="1", person_id="ann", valid_from="2025-01-28", **post),
            Office(id="2", person_id="bea", valid_from="2021-01-26", valid_to="2025-01-20", **post),
        ]
    )
    text = "On Monday the Treasury Secretary spoke."
    document = world.document("https://a.example/", text, publisher="A", published=published)
    (row,) = world.store.rows("SELECT * FROM titles_named")
    assert (row["person_id"], row["document_id"], text[row["start"] : row["end"]]) == (
        holder,
        document,
        "Treasury Secretary",
    )
    world.store.close()
