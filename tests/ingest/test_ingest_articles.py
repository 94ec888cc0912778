from __future__ import annotations

import json

import pytest
from ingest_helpers import SENTENCES, page

from ingest.articles import parse_article, parse_text, text_of_markup
from ingest.charsets import decode
from ingest.child import UnreadableError

URL = "https://quay.example/a"


def linked(**more: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "A pier for the harbour", **more}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_body_comes_without_headline_and_boilerplate() -> None:
    article = parse_article(page().encode(), url=URL)
    assert article["text"] == "\n".join(SENTENCES)
    assert (article["title"], article["language"]) == ("Harbour board agrees a pier", "en")


def test_what_the_page_states_in_json_ld_goes_first() -> None:
    head = linked(
        datePublished="2026-06-03T21:00:00-04:00",
        author=[{"@type": "Person", "name": "Ada Mast"}, {"name": "Bo Keel"}],
        publisher={"name": "The Quay"},
    )
    head += '<meta property="og:title" content="Another title"><meta name="author" content="Desk">'
    article = parse_article(page(head=head).encode(), url=URL)
    got = {name: article[name] for name in ("title", "author", "published", "site")}
    assert got == {
        "title": "A pier for the harbour",
        "author": "Ada Mast, Bo Keel",
        "published": "2026-06-03T21:00:00-04:00",
        "site": "The Quay",
    }


def test_broken_json_ld_falls_back_to_meta_tags() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    head += '<meta property="article:published_time" content="2026-06-03"><meta name="author" content="By Ada Mast">'
    article = parse_article(page(head=head).encode(), url=URL)
    assert (article["published"], article["author"]) == ("2026-06-03", "Ada Mast")


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/pier?utm_source=x", "https://quay.example/pier"),
        ("https://www.quay.example/pier", "https://www.quay.example/pier"),
        ("https://elsewhere.example/pier", None),
        ("https://quay.example/", None),
    ],
)
def test_a_page_names_itself_only_on_its_own_site(href: str, canonical: str | None) -> None:
    head = f'<link rel="canonical" href="{href}">'
    assert parse_article(page(head=head).encode(), url=URL)["canonical"] == canonical


def test_a_challenge_is_no_article() -> None:
    body = "<html><head><title>Just a moment...</title></head><body><p>Checking your browser.</p></body></html>"
    assert parse_article(body.encode(), url=URL)["challenge"] is True
    about = page(paragraphs=(*SENTENCES, "A captcha keeps robots out of the booking page of the harbour."))
    assert parse_article(about.encode(), url=URL)["challenge"] is False


@pytest.mark.parametrize("body", [b"words without tags", b"<html><body><nav><a href='/'>Home</a></nav></body></html>"])
def test_a_page_without_text_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        parse_article(body, url=URL)


def test_a_page_cut_off_in_the_middle_gives_what_there_is() -> None:
    whole = page().encode()
    cut = whole[: whole.index(b"A second meeting")]
    assert parse_article(cut, url=URL)["text"].split("\n")[:4] == list(SENTENCES[:4])


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        ("Grüße – 5 €".encode(), "iso-8859-1", "Grüße – 5 €"),
        ("Grüße – 5 €".encode("cp1252"), "iso-8859-1", "Grüße – 5 €"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Привет".encode("cp1251"), "windows-1251", "Привет"),
        (b"\xef\xbb\xbfabc", "utf-16", "abc"),
        ("Grüße".encode("utf-16"), None, "Grüße"),
        ('<meta charset="windows-1251">Привет'.encode("cp1251"), None, '<meta charset="windows-1251">Привет'),
        (b"plain", "no-such-charset", "plain"),
        (b"", None, ""),
    ],
)
def test_bytes_are_read_by_what_they_are(body: bytes, declared: str | None, text: str) -> None:
    assert decode(body, declared) == text


def test_a_plain_text_has_its_first_line_as_title() -> None:
    read = parse_text(b"Harbour board agrees a pier\r\n\r\nThe board met.\r\nIt agreed.\x00")
    assert (read["title"], read["text"]) == (
        "Harbour board agrees a pier",
        "Harbour board agrees a pier\nThe board met.\nIt agreed.",
    )
    with pytest.raises(UnreadableError):
        parse_text(b" \n\t ")


def test_markup_of_a_feed_becomes_paragraphs() -> None:
    assert text_of_markup("<p>One &amp; two</p><ul><li>three</li></ul><script>four()</script>") == "One & two\nthree"
