"""Text from outside never becomes markup, formulas or scripts, and the public site is for reading."""

from __future__ import annotations

import asyncio
import base64
import csv
import hashlib
import io
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import site_fixture as fixture
from markupsafe import Markup

from crosswalk.site.formats import Entry, Listing, csv_cell, to_atom, to_csv, to_ics
from crosswalk.site.highlight import MENTION, TARGET, Span, highlight, paragraphs
from crosswalk.site.security import content_security_policy
from kb.ids import document_id

HOSTILE = document_id(fixture.HOSTILE)


@pytest.mark.parametrize("path", ["/", f"/document/{HOSTILE}", "/entity/anthropic", "/changes?since=2020-01-01"])
def test_article_text_is_shown_as_text(get, path: str) -> None:
    html = get(path).text
    assert "<script>alert" not in html and "<b>bold</b>" not in html


def test_hostile_document_shows_its_words_escaped(get) -> None:
    html = re.sub(r"</?(?:mark|a)\b[^>]*>", "", get(f"/document/{HOSTILE}").text)
    assert "&lt;script&gt;alert(&#39;text&#39;)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;" in html


def test_hostile_parameter_comes_back_escaped(get) -> None:
    html = get('/entity/"><script>alert(1)</script>').text + get("/changes?since=<script>").text
    assert "<script>alert" not in html and "since=<script>" not in html


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cell_that_would_be_a_formula_is_prefixed(start: str) -> None:
    assert csv_cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize("value", ["-3", "+4.5", "plain", "a=b", ""])
def test_csv_cell_that_is_harmless_stays(value: str) -> None:
    assert csv_cell(value) == value


def test_export_prefixes_a_formula_held_in_the_data(get) -> None:
    rows = list(csv.DictReader(io.StringIO(get("/compare.csv").text)))
    assert "'=Up to 30 days before trusted partners." in [row["value"] for row in rows]


def test_csv_keeps_columns_of_an_empty_listing() -> None:
    assert to_csv(Listing("x", "X", [], [], {}, columns=("a", "b"))) == "a,b\r\n"


def test_feed_drops_characters_that_xml_forbids() -> None:
    listing = Listing("x", "a\x00b\x0bc", [], [Entry("1", "t\x1bt", "https://x.example/", "not a date", "<&>")], {})
    feed = to_atom(listing, self_url="https://x.example/f", page_url="https://x.example/")
    assert "<title>abc</title>" in feed and "<title>tt</title>" in feed and "&lt;&amp;&gt;" in feed


def test_calendar_escapes_and_folds_by_octets() -> None:
    entry = Entry("1", "a,b;c\\d\n" + "ü" * 80, "https://x.example/", "2026-06")
    text = to_ics(Listing("n", "n", [], [entry], {"changed_at": "2026-06-01"}))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "SUMMARY:a\\,b\\;c\\\\d\\n" + "ü" * 80 in text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260701" in text


def test_overlapping_spans_cover_exactly_their_characters() -> None:
    text = "a<b>c & d"
    spans = [Span(0, 5, MENTION, "AGENCY", "one", "/e/1"), Span(2, 7, TARGET), Span(4, 9, MENTION, "MODEL", "two")]
    marked = highlight(text, spans)
    assert Markup(re.sub(r"<[^>]+>", "", marked)).unescape() == text
    target = "".join(re.findall(r'<mark class="[^"]*target[^"]*"[^>]*>(.*?)</mark>', marked))
    assert Markup(re.sub(r"<[^>]+>", "", target)).unescape() == text[2:7]
    assert marked.count('id="evidence"') == 1


def test_span_over_two_paragraphs_has_one_anchor_and_right_offsets() -> None:
    found = paragraphs("one two\n\nthree four", [Span(104, 114, TARGET)], offset=100)
    assert "".join(found).count('id="evidence"') == 1
    inside = [re.findall(r"<mark[^>]*>(.*?)</mark>", part) for part in found]
    assert inside == [["two"], ["three"]]


def test_every_answer_carries_the_security_headers(get) -> None:
    for path in ("/compare", "/another-name", "/another-name/documents", "/nowhere", "/compare.csv"):
        headers = get(path).headers
        assert headers["content-security-policy"] == content_security_policy()
        assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe-inline" not in content_security_policy().partition("script-src")[2].partition(";")[0]


def test_inline_scripts_of_datasette_pages_are_the_allowed_ones(get) -> None:
    policy = content_security_policy()
    for path in (
        "/another-name",
        "/another-name/documents",
        "/another-name/cells/cell-new",
        "/another-name?sql=select+1",
    ):
        answer = get(path)
        assert answer.status_code == 200
        assert '<html lang="en">' in answer.text
        for script in re.findall(r"<script>(.*?)</script>", answer.text, re.S):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy


def test_query_that_needs_too_much_memory_is_refused_in_words(get) -> None:
    answer = get("/another-name?sql=select+length(replace(hex(zeroblob(1000000)),'0',hex(zeroblob(1000))))")
    assert answer.status_code == 400
    assert "more memory than one query may use" in answer.text or "too big" in answer.text


def test_database_of_another_name_keeps_the_card(get) -> None:
    html = get("/another-name/cells").text
    assert "How far it matches its row" in html
    assert get("/another-name/cells_without_evidence.json?_shape=array").json()[0]["instrument"] == "EU AI Act"


def test_stylesheet_begins_by_hiding_closed_popovers(get) -> None:
    css = get("/-/static-plugins/crosswalk/site.css").text
    rules = re.sub(r"/\*.*?\*/", "", css, flags=re.S).strip()
    assert rules.startswith("[popover]:not(:popover-open) { display: none; }")
    assert "url(" not in css and "@import" not in css


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_public_site_refuses_to_be_written_to(base_url: str, method: str) -> None:
    request = urllib.request.Request(f"{base_url}/another-name", data=b"x", method=method)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)
    assert caught.value.code == 405
    assert caught.value.headers["content-security-policy"] == content_security_policy()


@pytest.mark.parametrize("path", ["/", "/compare", "/deadlines.ics", "/graph", "/-/static-plugins/crosswalk/site.js"])
def test_site_answers_over_real_http(base_url: str, path: str) -> None:
    with urllib.request.urlopen(base_url + path, timeout=20) as answer:
        assert answer.status == 200
        assert len(answer.read()) > 200


def test_public_site_does_not_hand_out_the_file(base_url: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{base_url}/another-name.db", timeout=10)
    assert caught.value.code in (403, 404)


def test_empty_knowledge_base_still_answers_every_page(tmp_path: Path) -> None:
    from crosswalk.site.settings import build_datasette
    from kb.store import Store

    Store.open(tmp_path / "empty.db").close()
    card = Path(__file__).parents[2] / "datasette_metadata.json"
    site = build_datasette(tmp_path / "empty.db", metadata=card)
    pages = ["", "compare", "timeline", "changes", "deadlines", "deadlines.ics", "exposure", "positions",
        "disagreements",
             "graph", "path", "health", "accuracy", "compare.atom", "compare.csv", "compare.json"]  # fmt: skip
    codes = {page: asyncio.run(site.client.get(f"/{page}")).status_code for page in pages}
    assert codes == dict.fromkeys(pages, 200)


def test_unusable_card_or_database_is_named(tmp_path: Path) -> None:
    from crosswalk.site.settings import build_datasette, load_card
    from kb.errors import ContractError, StoreError

    (tmp_path / "card.json").write_text("{")
    with pytest.raises(ContractError, match=r"card\.json is not valid JSON"):
        load_card(tmp_path / "card.json", "x")
    with pytest.raises(ContractError, match="cannot read the card"):
        load_card(tmp_path / "none.json", "x")
    with pytest.raises(StoreError, match=r"no database at .*gone\.db"):
        build_datasette(tmp_path / "gone.db", metadata=tmp_path / "card.json")
