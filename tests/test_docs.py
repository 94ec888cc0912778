"""Documentation is tested: a command, table, route or message without its entry fails."""

import json
import re
from pathlib import Path

import click
import pytest
from conftest_shared import ROOT

from crosswalk.cli import cli

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCHEMA = (ROOT / "kb" / "sql" / "0001_tables.sql").read_text(encoding="utf-8")
CARD = json.loads((ROOT / "datasette_metadata.json").read_text(encoding="utf-8"))
PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "FORMAT.md"])


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_readme_and_ends_in_a_line_to_paste(name: str) -> None:
    assert f"crosswalk {name}" in README
    text = cli.commands[name].help or ""
    assert re.search(rf"^\s*crosswalk {name}", text.strip().splitlines()[-1]), f"{name}: no line to paste at the end"


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{name} {option.opts[0]}"
        for name, command in cli.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help and option.opts[0] not in ("--host", "--port")
    ]
    assert silent == []


def test_every_table_is_described_in_the_card() -> None:
    tables = re.findall(r"^CREATE TABLE (\w+)", SCHEMA, re.MULTILINE)
    (database,) = CARD["databases"].values()
    assert [name for name in tables if not database["tables"].get(name, {}).get("description")] == []


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [
        t for t in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text) if "://" not in t and not t.startswith("mailto:")
    ]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_files_named_in_documents_exist(path: Path) -> None:
    rooms = "kb|ingest|extract|graph|crosswalk|data|docs|tests|bench"
    pattern = rf"`((?:{rooms})/[\w./-]+\.(?:py|md|yml|csv|sql|json|cfg))`"
    named = re.findall(pattern, path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_changelog_knows_this_version() -> None:
    from kb.version import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_nothing_names_a_machine_or_a_registry() -> None:
    # Patterns are put together here so that this file does not match itself.
    wrong = re.compile(
        "|".join([r"pypi\." + "org", r"registry\.npmjs", r"(?<![\w.])/home/" + r"\w", r"deb\.deb" + "ian"])
    )
    texts = [p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".txt", ".yml", ".cfg", ".sql"}]
    skipped = {".venv", ".git", "build", "dist", "local"}
    found = [
        str(path.relative_to(ROOT))
        for path in texts
        if not skipped & set(path.relative_to(ROOT).parts) and wrong.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
