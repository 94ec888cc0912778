"""The import arrows of docs/architecture.md: crosswalk → ingest, extract, graph → kb, and one home per library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kb", "ingest", "extract", "graph", "crosswalk")
MAY_IMPORT = {
    "kb": set(),
    "ingest": {"kb"},
    "extract": {"kb"},
    "graph": {"kb"},
    "crosswalk": {"kb", "ingest", "extract", "graph"},
}
# Library → the only folder that may import it.
HOMES = {
    "httpx2": "ingest",
    "feedparser": "ingest",
    "trafilatura": "ingest",
    "bs4": "ingest",
    "lxml": "ingest",
    "htmldate": "ingest",
    "protego": "ingest",
    "warcio": "ingest",
    "spacy": "extract",
    "rapidfuzz": "extract",
    "networkx": "graph",
    "datasette": "crosswalk/site",
    "sqlite_utils": "kb",
    "pysqlite3": "kb",
}
# The site runs in the web process: what it imports is paid for at every start.
SITE_NEVER = {"ingest", "extract", "graph"}
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return {name.partition(".")[0] for name in found}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_point_one_way(path: Path) -> None:
    where = path.relative_to(ROOT)
    room = where.parts[0]
    names = imports(path)
    wrong = (names & set(ROOMS)) - MAY_IMPORT[room] - {room}
    assert not wrong, f"{where} imports {sorted(wrong)}; {room} may import {sorted(MAY_IMPORT[room])}"
    strays = {name for name in names if name in HOMES and not str(where).startswith(HOMES[name])}
    assert not strays, f"{where} imports {sorted(strays)}, which live elsewhere"
    if str(where).startswith("crosswalk/site"):
        assert not names & SITE_NEVER, f"{where} pulls {sorted(names & SITE_NEVER)} into the web process"


def test_the_rule_would_catch_a_stage_that_imports_another(tmp_path: Path) -> None:
    stray = tmp_path / "stray.py"
    stray.write_text("from graph.build import build_graph\nimport spacy\n", encoding="utf-8")
    assert imports(stray) == {"graph", "spacy"}
    assert "graph" not in MAY_IMPORT["extract"]


def test_help_pays_for_no_heavy_library() -> None:
    code = (
        "import sys; from crosswalk.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'networkx', 'datasette.app', 'trafilatura', 'numpy', 'sqlite_utils'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_readable(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 350, f"{path.relative_to(ROOT)} has {lines} lines: split it by noun"
