"""The offline transport: a small corpus of our own replayed through the client of the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ingest_helpers import SENTENCES, page, rss, spec

from ingest.client import Client
from ingest.offline import OfflineTransport, load_manifest
from ingest.outcome import Outcome, Reason
from ingest.run import ingest_sources
from kb.errors import ContractError
from kb.store import Store

VISITS = ("2026-06-10T06:00:00Z", "2026-08-12T06:00:00Z", "2026-10-12T06:00:00Z")
MANIFEST = f"""
visits: ["{VISITS[0]}", "{VISITS[1]}", "{VISITS[2]}"]
responses:
  - url: https://quay.example/feed
    versions: [{{from: "{VISITS[0]}", file: feed.rss, media_type: application/rss+xml}}]
  - url: https://quay.example/a
    versions:
      - {{from: "{VISITS[0]}", file: a1.html, media_type: text/html}}
      - {{from: "{VISITS[1]}", file: a2.html, media_type: text/html}}
  - url: https://quay.example/notice
    versions:
      - {{from: "{VISITS[0]}", file: a1.html, media_type: text/html}}
      - {{from: "{VISITS[2]}", status: 404}}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    demo = tmp_path / "data" / "demo"
    demo.mkdir(parents=True)
    (demo / "manifest.yml").write_text(MANIFEST)
    (demo / "a1.html").write_text(page())
    (demo / "a2.html").write_text(page(paragraphs=(*SENTENCES[:4], "No second meeting is planned any longer.")))
    (demo / "feed.rss").write_text(rss(("Pier", "https://quay.example/a")))
    return tmp_path / "data"


def replay(store: Store, data: Path, *ids: str) -> Any:
    sources = {
        "feed": spec("https://quay.example/feed", id="feed"),
        "page": spec("https://quay.example/a", id="page", kind="page"),
        "notice": spec("https://quay.example/notice", id="notice", kind="watch"),
    }
    chosen = [sources[name] for name in ids]
    return ingest_sources(store, chosen, data=data, snapshots=data.parent / "snap", offline=True)


def test_visits_are_replayed_in_order_at_their_own_times(store: Store, data: Path) -> None:
    report = replay(store, data, "feed", "page", "notice")
    assert [one.fails for one in report.problems] == [False]
    rows = store.rows("SELECT url, synthetic, gone_at FROM documents ORDER BY url")
    assert rows == [
        {"url": "https://quay.example/a", "synthetic": 1, "gone_at": None},
        {"url": "https://quay.example/notice", "synthetic": 1, "gone_at": VISITS[2]},
    ]
    revisions = store.rows("SELECT number, fetched_at FROM revisions WHERE document_id ="
                           " (SELECT id FROM documents WHERE url LIKE '%/a') ORDER BY number")  # fmt: skip
    assert revisions == [{"number": 1, "fetched_at": VISITS[0]}, {"number": 2, "fetched_at": VISITS[1]}]
    assert store.rows("SELECT date, precision FROM events") == [
        {"date": "2026-08-12/2026-10-12", "precision": "interval"}
    ]


def test_repeating_asks_for_the_last_visit_only_and_changes_nothing(store: Store, data: Path) -> None:
    replay(store, data, "feed", "page", "notice")
    tables = ("documents", "revisions", "document_sightings", "events", "snapshots", "sources")
    before = [store.rows(f"SELECT * FROM {table}") for table in tables]
    last = store.value("SELECT max(id) FROM fetches")
    replay(store, data, "feed", "page", "notice")
    assert [store.rows(f"SELECT * FROM {table}") for table in tables] == before
    assert {row["started_at"] for row in store.rows("SELECT started_at FROM fetches WHERE id > ?", (last,))} == {
        VISITS[2]
    }


def test_a_source_added_later_still_sees_all_visits(store: Store, data: Path) -> None:
    replay(store, data, "notice")
    replay(store, data, "page", "notice")
    assert (
        store.value(
            "SELECT count(*) FROM revisions WHERE document_id = (SELECT id FROM documents WHERE url LIKE '%/a')"
        )
        == 2
    )


def test_real_hosts_cannot_be_reached_offline(data: Path) -> None:
    transport = OfflineTransport(load_manifest(data / "demo" / "manifest.yml"))
    with Client(offline=transport) as client:
        for url in ("https://www.nist.gov/", "http://127.0.0.1/", "https://quay.example.com/"):
            fetched = client.fetch(url)
            assert (fetched.outcome, fetched.reason) == (Outcome.REFUSED, Reason.NOT_OFFLINE)
        assert client.fetch("https://quay.example/unknown").reason is Reason.GONE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("visits: []", "expected a list `visits`"),
        ("visits: [soon]", "'soon' is no time"),
        ("visits: ['2026-08-12T06:00:00Z', '2026-06-10T06:00:00Z']", "oldest first"),
        ("visits: ['2026-06-10T06:00:00Z']\nresponses: [{url: 'https://quay.example/'}]", "has no versions"),
        ("visits: ['2026-06-10T06:00:00Z']\nresponses: [{url: u, versions: [{from: '2026-06-10', file: absent.html}]}]",
         "there is no file"),
        ("visits: [", "no YAML"),
    ],
)  # fmt: skip
def test_a_broken_manifest_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(text)
    with pytest.raises(ContractError, match=words):
        load_manifest(path)
    with pytest.raises(ContractError, match="cannot read the offline corpus"):
        load_manifest(tmp_path / "absent.yml")
