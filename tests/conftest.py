"""The bundled corpus as a database, built once per test session (once for all workers)."""

import fcntl
import os
from pathlib import Path

import pytest
from conftest_shared import crosswalk


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database that `update --offline` built from the bundled corpus. Do not write to it: copy it first."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "demo"
    folder.mkdir(exist_ok=True)
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        database = folder / "crosswalk.db"
        if not (folder / "built").exists():
            done = crosswalk("update", "--offline", "--db", database)
            (folder / "stderr.txt").write_text(done.stderr, encoding="utf-8")
            assert done.returncode == 0, done.stderr
            (folder / "built").touch()
    return database
