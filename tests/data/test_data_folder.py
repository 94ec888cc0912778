"""A whole data folder: which one is taken, what a broken one says, and what its digest covers."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_folder_helpers import (
    CELLS,
    DEADLINES,
    ENTITIES,
    OBLIGATIONS,
    OFFICES,
    TIMELINE,
    change,
    write_folder,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.datafiles import check_data, find_data, load_register
from kb.errors import ContractError


def test_loading_a_broken_folder_lists_its_problems_and_counts_the_rest(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    rows = "".join(f"e-{number},2026,signed,Title,nobody,,high,source\n" for number in range(23))
    with (folder / TIMELINE).open("a", encoding="utf-8") as handle:
        handle.write(rows)
    with pytest.raises(ContractError) as caught:
        load_register(folder)
    lines = str(caught.value).splitlines()
    expected = "expected the id of an entity for 'about', found 'nobody'"
    assert lines == [
        f"{folder} breaks data/FORMAT.md:",
        *(f"register/timeline.csv:{line}:5: {expected}" for line in range(3, 23)),
        "and 3 more",
    ]


def test_every_file_but_the_format_may_be_absent(tmp_path: Path) -> None:
    assert check_data(tmp_path) == []
    assert load_register(tmp_path).entities == ()


def test_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / OFFICES).write_bytes(b"- person: caf\xe9\n")
    (folder / TIMELINE).write_bytes(b"id,date\xe9")
    assert [str(problem) for problem in check_data(folder)] == [
        "register/offices.yml:1:1: expected UTF-8 text, found the byte 0xe9",
        "register/timeline.csv:1:1: expected UTF-8 text, found the byte 0xe9",
    ]


def test_the_digest_moves_with_what_extraction_reads_and_with_nothing_else(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    before = load_register(folder).digest
    change(folder, CELLS, "value: No. Developers may take part.", "value: No.")
    assert load_register(folder).digest == before
    change(folder, ENTITIES, "name: CAISI,", "name: CAISSI,")
    assert load_register(folder).digest != before


def test_the_data_folder_is_the_named_one_else_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, other, empty = write_folder(tmp_path / "a"), write_folder(tmp_path / "b"), tmp_path / "c"
    empty.mkdir()
    monkeypatch.setenv("CROSSWALK_DATA", str(other))
    assert find_data(named) == named
    assert find_data() == other
    with pytest.raises(ContractError, match=r"^--data names .*c, which holds no FORMAT.md: expected a data folder$"):
        find_data(empty)
    monkeypatch.setenv("CROSSWALK_DATA", str(empty))
    with pytest.raises(ContractError, match=r"^CROSSWALK_DATA names .*c, which holds no FORMAT.md"):
        find_data()
    monkeypatch.delenv("CROSSWALK_DATA")
    assert (find_data() / "FORMAT.md").is_file()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.text(max_size=40), at=st.floats(0, 1))
def test_junk_anywhere_in_a_file_is_a_problem_or_harmless_but_never_a_crash(
    tmp_path: Path, junk: str, at: float
) -> None:
    folder = write_folder(tmp_path)
    for name in (ENTITIES, OBLIGATIONS, DEADLINES):
        path = folder / name
        text = path.read_bytes().decode("utf-8")
        cut = int(at * len(text))
        path.write_bytes((text[:cut] + junk + text[cut:]).encode("utf-8", "surrogatepass"))
        for problem in check_data(folder):
            assert problem.line >= 1
            assert problem.column >= 1
            assert problem.message.startswith("expected ")
        path.write_bytes(text.encode("utf-8"))
