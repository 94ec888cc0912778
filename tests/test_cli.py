"""The command line: exit codes, messages that name the input, nothing lost or half-written."""

import json
import shutil
import socket
from pathlib import Path

import pytest
from conftest_shared import crosswalk

from crosswalk.options import run_command
from kb.lock import run_lock
from kb.store import Store


@pytest.fixture
def own_db(demo_db: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "crosswalk.db"
    shutil.copy(demo_db, copy)
    return copy


def call(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    from crosswalk.cli import cli

    code = run_command(cli, [str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["no-such-command"], 2, "No such command 'no-such-command'"),
        (["update", "--workers", "0"], 2, "0 is not in the range x>=1"),
        (["update", "--offline", "--source", "nobody"], 2, "unknown source nobody: the bundled corpus has "),
        (["digest", "--since", "July"], 2, "'July' does not match the format '%Y-%m-%d'"),
        (["export", "xls", "out"], 2, "'xls' is not one of"),
        (["status", "--data", "/nowhere"], 2, "/nowhere"),
        (["status", "--db", "/nowhere/kb.db"], 4, "no database at /nowhere/kb.db: run `crosswalk update`"),
        (["update", "--offline", "--db", "/proc/kb.db"], 4, "/proc/kb.db"),
    ],
)
def test_wrong_calls(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    if "--db" not in arguments:
        arguments = [*arguments, "--db", str(tmp_path / "kb.db")] if arguments[0] != "no-such-command" else arguments
    found, out, err = call(capsys, *arguments)
    assert (found, out) == (code, "")
    assert message in err
    assert "Traceback" not in err


def test_a_second_run_at_once_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with run_lock(path):
        code, _, err = call(capsys, "update", "--offline", "--db", path)
    assert code == 3
    assert f"another run holds the lock on {path}" in err


def test_a_file_that_is_no_database_stays_as_it_was(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "letters.db"
    path.write_text("Dear Sir or Madam, " * 50)
    code, _, err = call(capsys, "update", "--offline", "--db", path)
    assert (code, path.read_text()[:8]) == (4, "Dear Sir")
    assert "letters.db as the database: the file is not a SQLite database" in err


def test_a_second_update_changes_no_row_of_content(own_db: Path) -> None:
    before = content(own_db)
    done = crosswalk("update", "--offline", "--db", own_db)
    assert done.returncode == 0, done.stderr
    after = content(own_db)
    assert {table for table in before if before[table] != after[table]} == set()


def content(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the two logs and the full-text index."""
    with Store.open(database, read_only=True) as store:
        tables = [
            row["name"]
            for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            if row["name"] not in ("runs", "fetches") and "_fts" not in row["name"]
        ]
        return {table: sorted(map(repr, store.db.execute(f"SELECT rowid, * FROM {table}"))) for table in tables}


def test_figures_are_printed_and_recorded(demo_db: Path) -> None:
    printed = (demo_db.parent / "stderr.txt").read_text(encoding="utf-8")
    with Store.open(demo_db, read_only=True) as store:
        (run,) = store.rows("SELECT * FROM runs")
    stages = json.loads(run["stages"])
    assert [stage["stage"] for stage in stages] == ["register", "ingest", "families", "extract", "graph", "compare"]
    assert all(stage["seconds"] >= 0 and stage["peak_mb"] > 0 for stage in stages)
    for stage in stages:
        assert any(line.startswith(stage["stage"]) for line in printed.splitlines())
    assert run["exit_code"] == 0


def test_status_as_text_and_json(capsys: pytest.CaptureFixture[str], demo_db: Path) -> None:
    code, out, _ = call(capsys, "status", "--db", demo_db)
    assert code == 0
    assert "documents" in out
    code, out, _ = call(capsys, "status", "--json", "--db", demo_db)
    state = json.loads(out)
    assert (code, state["unread_documents"]) == (0, 0)
    assert state["counts"]["documents"] >= 26


@pytest.mark.parametrize("format_", ["csv", "parquet", "graphml", "gexf", "followthemoney"])
def test_exports_are_written(capsys: pytest.CaptureFixture[str], demo_db: Path, tmp_path: Path, format_: str) -> None:
    code, out, _ = call(capsys, "export", format_, tmp_path / "out", "--db", demo_db)
    paths = [Path(line) for line in out.splitlines()]
    assert code == 0
    assert paths
    assert all(path.stat().st_size > 0 for path in paths)
    assert not list((tmp_path / "out").glob("*.part"))


def test_briefs_and_digests_are_the_same_bytes_each_time(capsys: pytest.CaptureFixture[str], demo_db: Path) -> None:
    for arguments in (["brief", "eo-14409", "eu-ai-act"], ["digest", "--since", "2026-06-01"]):
        first, second = (call(capsys, *arguments, "--db", demo_db) for _ in range(2))
        assert first == second
        assert first[0] == 0
        assert len(first[1]) > 500
    code, _, err = call(capsys, "brief", "eo-14409", "eo-99999", "--db", demo_db)
    assert code == 2
    assert "eo-99999" in err


def test_a_port_in_use_is_named(capsys: pytest.CaptureFixture[str], demo_db: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = call(capsys, "serve", "--port", str(port), "--db", demo_db)
    assert code == 2
    assert f"cannot serve on 127.0.0.1 port {port}" in err


def test_a_path_prints_the_sentence_of_each_step(capsys: pytest.CaptureFixture[str], demo_db: Path) -> None:
    code, out, _ = call(capsys, "graph", "--from", "anthropic", "--to", "us-nsa", "--db", demo_db)
    assert code == 0
    assert out.startswith("path 1, ")
    with Store.open(demo_db, read_only=True) as store:
        sentences = {row["text"] for row in store.rows("SELECT text FROM sentences")}
    quoted = [line.strip()[1:-1] for line in out.splitlines() if line.startswith("    “")]
    assert quoted
    assert set(quoted) <= sentences
    code, _, err = call(capsys, "graph", "--from", "anthropic", "--db", demo_db)
    assert (code, "needs both ends" in err) == (2, True)
    code, _, err = call(capsys, "graph", "--from", "anthropic", "--to", "nobody", "--db", demo_db)
    assert (code, "'nobody' takes part in no stated relation" in err) == (2, True)


def test_check_data_names_file_line_and_column(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from conftest_shared import ROOT

    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("local"))
    assert call(capsys, "check-data", "--data", data)[0] == 0
    questions = data / "questions.yml"
    lines = questions.read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if line.strip() == "- participation")
    lines[number] = lines[number].replace("participation", "no_such_attribute")
    questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, out, _ = call(capsys, "check-data", "--data", data)
    assert code == 2
    assert f"questions.yml:{number + 1}:{lines[number].index('no_such') + 1}:" in out
    assert "no_such_attribute" in out


GOOD = {"title": "Lab signs accord", "published": "2026-06-03", "text": "Anthropic signed the accord. OpenAI did not."}

OTHER = {**GOOD, "title": "Two bodies meet", "text": "NIST met CAISI in May."}


@pytest.mark.parametrize(
    ("name", "raw", "message", "kept"),
    [
        ("empty.html", b"", "empty.html", 0),
        ("broken.jsonl", f"{json.dumps(GOOD)}\n{{not json\n{json.dumps(OTHER)}\n".encode(), "broken.jsonl:2", 2),
        ("half.jsonl", b'{"title": "no text"}\n', "half.jsonl:1", 0),
        ("bytes.txt", b"\x00\x01\x02\xff" * 400, "bytes.txt", 0),
        ("missing.txt", None, "missing.txt", 0),
    ],
)  # fmt: skip
def test_bad_files_are_named_and_the_rest_is_kept(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, raw: bytes | None, message: str, kept: int
) -> None:
    good = tmp_path / "good.jsonl"
    good.write_text(json.dumps({**GOOD, "url": "https://a.example/1"}) + "\n", encoding="utf-8")
    bad = tmp_path / name
    if raw is not None:
        bad.write_bytes(raw)
    db = tmp_path / "kb.db"
    code, _, err = call(capsys, "ingest", "--file", bad, "--file", good, "--db", db)
    assert code == 1
    assert message in err
    assert "Traceback" not in err
    with Store.open(db, read_only=True) as store:
        assert store.value("SELECT count(*) FROM documents") == kept + 1
