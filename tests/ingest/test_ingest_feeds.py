from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_helpers import rss

from ingest.child import UnreadableError
from ingest.dates import after, parse_date
from ingest.feeds import parse_feed

URL = "https://quay.example/feed"


def test_rss_items_come_with_canonical_links_and_dates() -> None:
    feed = parse_feed(rss(("Pier &amp; crane", "/a?utm_source=rss")).encode(), url=URL)
    assert [(one["title"], one["url"], one["published"]) for one in feed["items"]] == [
        ("Pier & crane", "https://quay.example/a", "2026-06-03T10:00:00+02:00")
    ]


def test_atom_keeps_published_and_updated_apart() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><entry><id>tag:quay.example,2026:1</id>'
        '<title type="html">A &lt;b&gt;new&lt;/b&gt; pier</title><link rel="alternate" href="https://quay.example/a"/>'
        "<published>2026-06-03T08:00:00Z</published><updated>2026-06-05T08:00:00Z</updated>"
        '<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>'
    )
    (item,) = parse_feed(atom.encode(), url=URL)["items"]
    assert item == {
        "id": "tag:quay.example,2026:1",
        "url": "https://quay.example/a",
        "title": "A new pier",
        "author": None,
        "published": "2026-06-03T08:00:00Z",
        "updated": "2026-06-05T08:00:00Z",
        "text": "One.\nTwo.",
    }


def test_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay",
        "items": [
            {"id": "1", "url": "https://quay.example/a#x", "title": "Pier", "date_published": "2026-06-03",
             "authors": [{"name": "A. Mast"}], "content_html": "<p>One.</p>"},
            {"id": "no address"},
        ],
    }  # fmt: skip
    read = parse_feed(json.dumps(feed).encode(), url=URL)
    assert read["skipped"] == 1
    assert [(one["url"], one["author"], one["published"], one["text"]) for one in read["items"]] == [
        ("https://quay.example/a", "A. Mast", "2026-06-03", "One.")
    ]


def test_a_declaration_of_utf_16_over_utf_8_is_not_believed() -> None:
    text = rss(("Grüße", "https://quay.example/a")).replace('encoding="utf-8"', 'encoding="utf-16"')
    assert [one["title"] for one in parse_feed(text.encode(), url=URL)["items"]] == ["Grüße"]


def test_control_characters_do_not_survive() -> None:
    text = rss(("Pi\x08er\u200b", "https://quay.example/a"))
    assert [one["title"] for one in parse_feed(text.encode(), url=URL)["items"]] == ["Pier"]


def test_a_feed_without_items_is_a_feed() -> None:
    assert parse_feed(rss().encode(), url=URL)["items"] == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "the feed is empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "an HTML page"),
        (b"<?xml version='1.0'?><html><body>Log in</body></html>", "an HTML page"),
        (b"plain words", "no feed"),
        (b'{"items": []}', "no JSON Feed"),
        (b'{"version": ', "broken JSON"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=f"{words}.*expected"):
        parse_feed(body, url=URL)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-06-03", "2026-06-03"),
        ("2026-06-03T10:00:00Z", "2026-06-03T10:00:00Z"),
        ("2026-06-03T21:30:00-04:00", "2026-06-03T21:30:00-04:00"),
        ("Wed, 03 Jun 2026 10:00:00 GMT", "2026-06-03T10:00:00Z"),
        ("Wed, 3 June 2026 10:00 EST", "2026-06-03T10:00:00-05:00"),
        ("2026-08-02", "2026-08-02"),
        ("June 3rd, 2026", "2026-06-03"),
        ("3 juin 2026", "2026-06-03"),
        ("03.06.2026 10:15", "2026-03-06T10:15:00"),
        ("Thursday", None),
        ("June", None),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_as_feeds_write_them(written: str | None, read: str | None) -> None:
    assert parse_date(written) == read


@settings(deadline=None)
@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2035, 1, 1)))
def test_every_moment_written_by_the_rule_is_read_back(moment: datetime) -> None:
    exact = moment.replace(microsecond=0, tzinfo=UTC)
    wanted = exact.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert parse_date(format_datetime(exact, usegmt=True)) == wanted
    assert parse_date(exact.isoformat()) == wanted
    assert parse_date(exact.date().isoformat()) == exact.date().isoformat()


@settings(deadline=None)  # the first call imports a large parser
@given(st.text(max_size=40))
def test_no_wording_of_a_date_raises(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), str)


def test_a_date_is_after_a_moment_only_for_certain() -> None:
    assert after("2026-06-05", "2026-06-03T10:00:00Z")
    assert not after("2026-06-04", "2026-06-03T12:00:00Z")  # it has begun in the far east
    assert after("2026-06-03T13:00:00Z", "2026-06-03T12:00:00Z")
    assert not after("2026-06-03T13:00:00+02:00", "2026-06-03T12:00:00Z")
