"""A wheel built from the checkout installs into a fresh venv and works from any folder."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from conftest_shared import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_what_it_needs_and_nothing_local(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "kb/sql/0001_tables.sql",
        "kb/_data/FORMAT.md",
        "kb/_data/questions.yml",
        "kb/_data/demo/manifest.yml",
        "kb/_data/register/obligations.csv",
        "kb/_data/datasette_metadata.json",
        "crosswalk/site/templates/crosswalk/compare.html",
    ):
        assert needed in names
    assert any(name.startswith("extract/patterns/") and name.endswith(".yml") for name in names)
    assert not [name for name in names if name.endswith((".db", ".db-wal", ".pyc")) or "/local/" in name]
    assert not [name for name in names if name.startswith(("tests/", "bench/", "docs/"))]


@pytest.mark.slow
def test_the_wheel_works_in_a_fresh_venv_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)], check=True)
    # The dependencies come from this environment: a .pth line adds the folder, not its own .pth files, so that the
    # checkout's editable install stays out of the way.
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("CROSSWALK", "PYTHON"))}
    env = {**clean, "XDG_DATA_HOME": str(tmp_path / "share"), "OMP_NUM_THREADS": "1"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [home / "bin" / "crosswalk", *arguments],
            cwd=elsewhere,
            env=env,
            capture_output=True,
            text=True,
            timeout=600,
        )

    checked = run("check-data")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert str(home) in checked.stderr
    built = run("demo", "--no-serve")
    assert built.returncode == 0, built.stderr
    state = json.loads(run("status", "--json").stdout)
    assert state["database"] == str(tmp_path / "share" / "crosswalk" / "crosswalk.db")
    assert state["counts"]["claims"] > 0
    assert not list(elsewhere.iterdir())
