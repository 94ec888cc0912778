"""Fixtures of the tests of ingestion; what they are made of is in ingest_helpers.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ingest_helpers import LOOPBACK, QUICK, Site

from ingest.client import Client
from kb.store import Store


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    yield server
    server.close()


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(guard=LOOPBACK, limits=QUICK) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kb.db") as opened:
        yield opened
