"""Whole visits over real HTTP: what a run makes of sources that behave and of those that do not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ingest_helpers import LOOPBACK, QUICK, SENTENCES, Site, page, reply, rss, spec
from ingest_texts import ANNEX, FORMEX, HTML, KEYS

from ingest.pages import outlet_for
from ingest.run import ingest_sources, ingest_urls
from ingest.snapshots import Archive
from kb.model import Entity, Instrument
from kb.register import SourceSpec
from kb.report import StageReport
from kb.store import Store

CONTENT = ("documents", "revisions", "document_sightings", "provision_texts", "events", "snapshots", "sources")


@pytest.fixture
def visit(store: Store, tmp_path: Path) -> Any:
    def run(*specs: SourceSpec) -> StageReport:
        return ingest_sources(
            store,
            specs,
            data=tmp_path,
            snapshots=tmp_path / "snapshots",
            guard=LOOPBACK,
            limits=replace(QUICK, retries=0),
        )

    return run


def content(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {table: store.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in CONTENT}


def outcomes(store: Store) -> list[tuple[str, str | None]]:
    return [(row["outcome"], row["reason"]) for row in store.rows("SELECT outcome, reason FROM fetches ORDER BY id")]


def test_a_feed_becomes_documents_with_their_bytes(site: Site, store: Store, tmp_path: Path, visit: Any) -> None:
    site.put("/a", page())
    feed = site.put("/feed", rss(("Pier", site.url("/a?utm_source=rss"))), ETag='"f1"')
    report = visit(spec(feed))
    assert (report.counts["documents_new"], report.problems) == (1, ())
    (row,) = store.rows("SELECT url, title, published, text, source_id, snapshot_id, synthetic FROM documents")
    assert row.pop("snapshot_id") is not None
    assert row == {
        "url": site.url("/a"),
        "title": "Harbour board agrees a pier",
        "published": "2026-06-03T10:00:00+02:00",
        "text": "\n".join(SENTENCES),
        "source_id": "src",
        "synthetic": 0,
    }
    held = store.value("SELECT snapshot_id FROM documents")
    assert Archive(tmp_path / "snapshots").read(held) == page().encode()


def test_a_second_visit_changes_no_row_of_content(site: Site, store: Store, visit: Any) -> None:
    site.put("/a", page())
    feed = spec(site.put("/feed", rss(("Pier", site.url("/a")))))  # a server that knows no conditional requests
    visit(feed)
    before = content(store)
    visit(feed)
    assert content(store) == before
    assert store.value("SELECT count(*) FROM fetches") == 3  # feed, page, feed


def test_the_same_item_in_two_feeds_is_one_document_with_two_sightings(site: Site, store: Store, visit: Any) -> None:
    site.put("/a", page())
    one = spec(site.put("/one", rss(("Pier", site.url("/a?utm_source=one")))), id="one")
    two = spec(site.put("/two", rss(("A pier, at last", site.url("/a?utm_source=two#top")))), id="two")
    report = visit(one, two)
    assert (report.counts["documents_new"], report.counts["documents_seen"]) == (1, 1)
    assert store.value("SELECT count(*) FROM documents") == 1
    assert [row["source_id"] for row in store.rows("SELECT source_id FROM document_sightings ORDER BY 1")] == [
        "one",
        "two",
    ]
    assert site.asked("/a") == 1


def test_a_page_of_another_site_belongs_to_that_site() -> None:
    desk = spec("https://desk.example/feed", publisher="Desk").source
    outlet = outlet_for("https://www.quay.example/a", "The Quay", desk)
    assert (outlet.publisher, outlet.kind, outlet.url) == ("The Quay", "outlet", "https://www.quay.example/")
    assert outlet_for("https://quay.example/b", None, desk).id == outlet.id
    assert outlet_for("https://quay.example/a", "Desk", desk) == desk
    assert outlet_for("https://www.desk.example/a", "The Desk", desk) == desk


def test_an_edited_page_is_a_revision_and_new_adverts_are_not(site: Site, store: Store, visit: Any) -> None:
    site.put("/a", page())
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Pier</title><link href="{}"/>'
        "<updated>2036-01-01T00:00:00Z</updated></entry></feed>"
    ).format(site.url("/a"))
    source = spec(site.put("/feed", atom))
    visit(source)
    site.put("/a", page().replace("<footer>", "<aside class='ad'>Buy rope</aside><footer>"))
    assert visit(source).counts["documents_unchanged"] == 1
    site.put("/a", page(paragraphs=(*SENTENCES[:4], "A second meeting will not be held, the board now says.")))
    report = visit(source)
    assert report.counts["documents_revised"] == 1
    assert [row["number"] for row in store.rows("SELECT number FROM revisions ORDER BY number")] == [1, 2]
    assert store.value("SELECT count(*) FROM snapshots") == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (rss(), "empty_feed"),
        (page("Please log in"), "not_a_feed"),
        ("", "empty_body"),
        ("no feed at all", "not_a_feed"),
    ],
)
def test_a_feed_that_falls_silent_is_suspect_and_keeps_its_cursor(
    site: Site, store: Store, visit: Any, answer: str, reason: str
) -> None:
    site.put("/a", page())
    source = spec(site.put("/feed", rss(("Pier", site.url("/a"))), ETag='"f1"'))
    visit(source)
    site.put("/feed", answer, ETag='"broken"')
    report = visit(source)
    assert [problem.fails for problem in report.problems] == [True]
    assert report.problems[0].where == "src"
    assert outcomes(store)[-1] == ("suspect", reason)
    visit(source)
    feed_hits = [headers for path, headers in site.hits if path == "/feed"]
    assert feed_hits[-1].get("If-None-Match") == '"f1"'


def test_a_failing_source_does_not_stop_the_others(site: Site, store: Store, visit: Any) -> None:
    site.put("/a", page())
    broken = spec(site.put("/broken", "trouble", 500), id="broken")
    odd = spec("http://127.0.0.1/x", id="odd", kind="carrier-pigeon")
    good = spec(site.put("/feed", rss(("Pier", site.url("/a")))), id="good")
    report = visit(broken, odd, good)
    assert report.counts["documents_new"] == 1
    assert [(one.where, one.fails) for one in report.problems] == [("broken", True), ("odd", True)]
    assert "server error (HTTP 500)" in report.problems[0].what
    assert "unknown kind 'carrier-pigeon': expected one of eurlex, federal_register" in report.problems[1].what


def test_an_item_whose_page_fails_is_named_and_tried_again(site: Site, store: Store, visit: Any) -> None:
    site.put("/a", page())
    site.put("/b", "overloaded", 503)
    source = spec(site.put("/feed", rss(("Pier", site.url("/a")), ("Crane", site.url("/b"))), ETag='"f1"'))
    report = visit(source)
    assert report.counts["documents_new"] == 1
    assert [(one.where, one.fails) for one in report.problems] == [(f"src: {site.url('/b')}", False)]
    site.put("/b", page("Crane for the pier", paragraphs=tuple(reversed(SENTENCES))))
    assert visit(source).counts["documents_new"] == 1
    assert store.value("SELECT count(*) FROM documents") == 2


def test_a_date_after_the_fetch_is_not_believed(site: Site, store: Store, visit: Any) -> None:
    site.put("/a", page(head='<meta property="article:published_time" content="2199-01-01">'))
    report = visit(spec(site.put("/feed", rss(("Pier", site.url("/a"))))))
    assert store.value("SELECT published FROM documents") is None
    (problem,) = report.problems
    assert (problem.fails, "date after the fetch: 2199-01-01" in problem.what) == (False, True)


def test_a_challenge_page_is_no_article(site: Site, store: Store, visit: Any) -> None:
    site.put("/a", "<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>")
    visit(spec(site.put("/feed", rss(("Pier", site.url("/a"))))))
    assert store.value("SELECT count(*) FROM documents") == 0
    assert ("suspect", "challenge_page") in outcomes(store)


def test_a_watched_page_that_vanishes_leaves_an_event(site: Site, store: Store, visit: Any) -> None:
    source = spec(site.put("/notice", page("Notice on piers")), kind="watch")
    visit(source)
    site.put("/notice", "back soon", 503)
    report = visit(source)
    assert (store.rows("SELECT * FROM events"), report.problems[0].fails) == ([], True)
    site.put("/notice", "gone", 410)
    report = visit(source)
    assert report.counts["documents_gone"] == 1
    (event,) = store.rows("SELECT type, origin, title, precision FROM events")
    assert event == {"type": "removed", "origin": "watch", "title": "Page removed: Notice on piers", "precision": "day"}
    assert store.value("SELECT gone_at FROM documents") is not None
    assert store.value("SELECT text FROM documents") == "\n".join(SENTENCES)
    assert visit(source).counts["documents_gone"] == 0
    site.put("/notice", page("Notice on piers"))
    visit(source)
    assert store.value("SELECT gone_at FROM documents") is None
    assert store.value("SELECT count(*) FROM events") == 1


def test_a_deep_page_that_leads_home_is_suspect(site: Site, store: Store, visit: Any) -> None:
    source = spec(site.put("/notice", page("Notice on piers")), kind="watch")
    visit(source)
    site.put("/", page("Welcome"))
    site.put("/notice", b"", 302, Location="/")
    report = visit(source)
    assert outcomes(store)[-1] == ("suspect", "redirected_home")
    assert report.problems[0].fails
    assert store.value("SELECT title FROM documents") == "Notice on piers"


def test_an_act_is_stored_with_its_provisions_and_instrument(site: Site, store: Store, visit: Any) -> None:
    entity = Entity(id="eu-lighthouses", label="INSTRUMENT", name="Lighthouse Act")
    instrument = Instrument(
        id=entity.id, type="regulation", binding="binding", title="x", short_title="x", celex="32021R0077",
        status="in_force", position=1,
    )  # fmt: skip
    store.upsert([entity, instrument])
    visit(spec(site.put("/act", HTML), kind="eurlex", document_kind="law"))
    assert store.rows("SELECT kind, instrument_id FROM documents") == [
        {"kind": "law", "instrument_id": "eu-lighthouses"}
    ]
    rows = store.rows(
        'SELECT p.key, p.instrument_id, substr(d.text, p.start + 1, p."end" - p.start) AS text'
        " FROM provision_texts p JOIN documents d ON d.id = p.document_id ORDER BY p.position"
    )
    assert [row["key"] for row in rows] == KEYS
    assert {row["instrument_id"] for row in rows} == {"eu-lighthouses"}
    assert next(row["text"] for row in rows if row["key"] == "art_1.1.a") == "(a) light the lamp;"


def test_formex_in_several_files_is_one_act(site: Site, store: Store, visit: Any) -> None:
    doc = '<DOC><FMX><REF.PHYS FILE="act.xml" TYPE="DOC.XML"/><REF.PHYS FILE="annex.xml" TYPE="DOC.XML"/></FMX></DOC>'
    url = site.put("/x/doc.xml", doc, Content_Type="application/xml")
    site.put("/x/act.xml", FORMEX)
    assert "annex.xml" in visit(spec(url, kind="formex", document_kind="law")).problems[0].what
    assert store.value("SELECT count(*) FROM documents") == 0  # never half an act
    site.put("/x/annex.xml", ANNEX)
    visit(spec(url, kind="formex", document_kind="law"))
    assert store.value("SELECT count(*) FROM provision_texts") == len(KEYS)


def test_a_listing_of_the_register_is_followed_page_by_page(site: Site, store: Store, visit: Any) -> None:
    def record(number: int) -> dict[str, Any]:
        site.put(f"/text/{number}", f"<html><body><p>Section 1. Lamps. Lamp number {number} is lit.</p></body></html>")
        return {"document_number": f"2031-{number}", "title": f"Lamp {number}", "publication_date": "2025-05-04",
                "html_url": site.url(f"/d/{number}"), "body_html_url": site.url(f"/text/{number}")}  # fmt: skip

    first = {"count": 2, "results": [record(2)], "next_page_url": site.url("/list?page=2")}
    site.answers["/list?page=2"] = lambda handler: reply(
        handler, 200, json.dumps({"count": 2, "results": [record(1)]}).encode()
    )
    url = site.put("/list?page=1", json.dumps(first))
    visit(spec(url, kind="federal_register", document_kind="law"))
    rows = store.rows("SELECT title, published FROM documents ORDER BY title")
    assert rows == [{"title": "Lamp 1", "published": "2025-05-04"}, {"title": "Lamp 2", "published": "2025-05-04"}]
    assert store.value("SELECT count(*) FROM provision_texts WHERE key = 'sec_1'") == 2
    before = content(store)
    visit(spec(url, kind="federal_register", document_kind="law"))
    assert content(store) == before


def test_a_law_keeps_its_provisions_when_a_feed_leads_to_its_page(site: Site, store: Store, visit: Any) -> None:
    feed = spec(site.put("/feed", rss(("Act", site.url("/act")))), id="feed", document_kind="official")
    site.put("/act", HTML.replace("light the lamp;", "light the lamp each night, whatever the weather is like;"))
    law = spec(site.url("/act"), id="law", kind="eurlex", document_kind="law")
    visit(feed)
    assert store.rows("SELECT kind FROM documents") == [{"kind": "official"}]
    visit(law)
    visit(feed)
    ingest_urls(store, [site.url("/act")], snapshots=store.path.parent / "s", guard=LOOPBACK, limits=QUICK)
    assert store.rows("SELECT kind FROM documents") == [{"kind": "law"}]
    assert store.value("SELECT count(*) FROM provision_texts") == len(KEYS)
    assert store.value("SELECT count(*) FROM document_sightings") >= 2


def test_addresses_given_by_hand_are_read_by_what_they_hold(site: Site, store: Store, tmp_path: Path) -> None:
    urls = [
        site.put("/page", page()),
        site.put("/act", HTML),
        site.put("/pdf", b"%PDF-1.7 ...", Content_Type="application/pdf"),
        site.put("/gone", "no", 404),
        "ftp://quay.example/",
    ]
    report = ingest_urls(store, urls, snapshots=tmp_path / "s", guard=LOOPBACK, limits=QUICK)
    assert [row["kind"] for row in store.rows("SELECT kind FROM documents ORDER BY url")] == ["law", "news"]
    assert [(one.where, one.fails) for one in report.problems] == [(url, True) for url in urls[2:]]
    assert "a PDF: expected a page" in report.problems[0].what


def test_a_document_is_whole_or_absent(site: Site, store: Store, visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("/a", page())

    def broken(*args: object, **more: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr(type(store), "sync", broken)
    with pytest.raises(RuntimeError):
        visit(spec(site.put("/feed", rss(("Pier", site.url("/a"))))))
    assert [store.value(f"SELECT count(*) FROM {table}") for table in CONTENT[:4]] == [0, 0, 0, 0]
