"""The site on a small knowledge base: once in memory for most tests, once over real HTTP."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import site_fixture

CARD = Path(__file__).parents[2] / "datasette_metadata.json"


@pytest.fixture(scope="session")
def site_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base in a file whose name is not the card's."""
    return site_fixture.build(tmp_path_factory.mktemp("site") / "another-name.db")


@pytest.fixture(scope="session")
def served(site_database: Path) -> Any:
    from crosswalk.site.settings import build_datasette

    return build_datasette(site_database, metadata=CARD)


@pytest.fixture(scope="session")
def get(served: Any) -> Callable[..., Any]:
    """Ask the site for a path, without a network."""

    def ask(path: str, **options: Any) -> Any:
        return asyncio.run(served.client.get(path, **options))

    return ask


@pytest.fixture(scope="session")
def base_url(site_database: Path) -> Iterator[str]:
    """The site behind a real port."""
    import uvicorn

    from crosswalk.site.settings import build_datasette

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = build_datasette(site_database, metadata=CARD, public=True).app()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
