"""Writing the register: once, whole or not at all, and without rows that refer to what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from compare_helpers import VERSION, World
from stage_helpers import article, one_act

from crosswalk.compare import compare
from crosswalk.register import load_into
from kb.errors import StoreError
from kb.register import Register


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def register() -> Register:
    return one_act()


def test_the_register_is_written_once(world: World, register: Register) -> None:
    assert load_into(world.store, register).counts == {"rows": 14, "changed": 14, "documents_unread": 0}
    assert load_into(world.store, register).counts == {"rows": 14, "changed": 0, "documents_unread": 0}


def test_a_broken_reference_writes_nothing(world: World, register: Register) -> None:
    broken = replace(register, provisions=(replace(register.provisions[0], instrument_id="nowhere"),))
    with pytest.raises(StoreError, match=r"nothing was written to .*provisions"):
        load_into(world.store, broken)
    assert world.store.value("SELECT count(*) FROM entities") == 0


def test_documents_that_name_a_vanished_entity_become_unread(world: World, register: Register) -> None:
    load_into(world.store, register)
    one, two = article(world), world.document("https://news.example/2", "The Office met.", publisher="N")
    world.mention(two, "office", "AGENCY", "The Office")
    compare(world.store, register)
    report = load_into(world.store, replace(register, entities=register.entities[:1]))
    assert report.counts["documents_unread"] == 1
    assert world.store.rows("SELECT id, extractor FROM documents ORDER BY extractor") == [
        {"id": two, "extractor": None},
        {"id": one, "extractor": VERSION},
    ]
    assert world.store.value("SELECT count(*) FROM mentions") == 0
    assert world.store.value("SELECT text FROM documents WHERE id = ?", (two,)) == "The Office met."
