"""The bundled corpus is whole, marked, ours, and shows what its README promises."""

from __future__ import annotations

import itertools
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
import yaml
from bs4 import BeautifulSoup
from dateutil import parser as dates

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "data" / "demo"
SHARED = Path(os.environ.get("CROSSWALK_SHARED", ROOT.parent / "shared"))
GENERATOR = "Crosswalk demo corpus, written for the project"
BODIES = ".story-body, .article-body, .entry-content, .insight-content, .post-body, .text-with-summary"

MANIFEST: dict[str, Any] = yaml.safe_load((DEMO / "manifest.yml").read_text(encoding="utf-8"))
SPECIALS: dict[str, Any] = yaml.safe_load((DEMO / "specials.yml").read_text(encoding="utf-8"))
VERSIONS = [
    (answer["url"], version) for answer in MANIFEST["responses"] for version in answer["versions"] if "file" in version
]
PAGES = sorted({version["file"] for _, version in VERSIONS if version["file"].startswith("pages/")})
ORIGINALS = [
    file for file in PAGES if file.count(".") == 1
]  # later wordings carry a visit's date: name.2026-08-12.html


def soup(file: str) -> BeautifulSoup:
    return BeautifulSoup((DEMO / file).read_text(encoding="utf-8"), "lxml")


def blocks(file: str) -> list[str]:
    """The paragraphs, items and headings of an article, without advertisements."""
    body = soup(file).select_one(BODIES)
    assert body is not None, file
    for advert in body.select(".advert"):
        advert.decompose()
    return [one.get_text(" ", strip=True) for one in body.select("p, li, h2") if one.get_text(strip=True)]


def text(file: str) -> str:
    return "\n".join(blocks(file))


def dated(file: str) -> datetime:
    """The date a reader of the page finds: JSON-LD, meta tag, time element, or the visible line."""
    page = soup(file)
    for script in page.select('script[type="application/ld+json"]'):
        stated = json.loads(script.get_text())
        for one in stated.get("@graph", [stated]):
            if "datePublished" in one:
                return dates.isoparse(one["datePublished"])
    meta = page.select_one('meta[property="article:published_time"]')
    if meta is not None:
        return dates.isoparse(str(meta["content"]))
    time = page.select_one("time[datetime]")
    if time is not None:
        return dates.isoparse(str(time["datetime"])).replace(tzinfo=UTC)
    line = page.select_one(".issue")
    assert line is not None, f"{file} shows no date"
    return dates.parse(line.get_text().split("issue of ")[1]).replace(tzinfo=UTC)


def words(value: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", value.lower())


def shingles(value: str, size: int) -> set[tuple[str, ...]]:
    tokens = words(value)
    return {tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)}


def plain(markup: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|script).*?</\1>", " ", markup))


def sources() -> list[dict[str, Any]]:
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((DEMO / "sources").glob("*.yml"))]


def test_every_file_of_the_manifest_exists_and_no_file_is_left_out() -> None:
    named = {version["file"] for _, version in VERSIONS}
    held = {
        path.relative_to(DEMO).as_posix() for folder in ("pages", "feeds", "law") for path in (DEMO / folder).iterdir()
    }
    assert named - {"robots.txt"} == held
    assert (DEMO / "robots.txt").is_file()


def test_each_address_stands_once_with_its_versions_in_order() -> None:
    urls = [answer["url"] for answer in MANIFEST["responses"]]
    assert len(urls) == len(set(urls))
    visits = MANIFEST["visits"]
    assert visits == sorted(visits) and len(visits) == 3
    for answer in MANIFEST["responses"]:
        starts = [version["from"] for version in answer["versions"]]
        assert starts == sorted(set(starts)), answer["url"]
        assert set(starts) <= set(visits), answer["url"]


def test_hosts_are_reserved_names() -> None:
    hosts = {urlsplit(answer["url"]).hostname for answer in MANIFEST["responses"]}
    hosts |= {urlsplit(source["url"]).hostname for source in sources()}
    for file in PAGES:
        hosts |= {urlsplit(str(link["href"])).hostname for link in soup(file).select("a[href^=http], link[href]")}
    assert {host for host in hosts if not str(host).endswith(".example")} == set()


@pytest.mark.parametrize("file", sorted({version["file"] for _, version in VERSIONS} - {"robots.txt"}))
def test_every_file_says_that_it_was_written_for_the_project(file: str) -> None:
    content = (DEMO / file).read_text(encoding="utf-8")
    assert GENERATOR in content
    if file.endswith(".html"):
        page = soup(file)
        marks = [str(tag["content"]) for tag in page.select('meta[name="generator"]')]
        assert marks == [GENERATOR]
        line = page.select_one(".demo-note")
        assert line is not None and "Crosswalk demo corpus" in line.get_text()


def test_there_are_at_least_26_articles_of_250_to_600_words() -> None:
    assert len(ORIGINALS) >= 26
    lengths = {file: len(text(file).split()) for file in PAGES}
    assert {file: length for file, length in lengths.items() if not 250 <= length <= 600} == {}


def test_no_article_is_dated_after_its_first_visit_and_its_name_carries_the_date() -> None:
    for url, version in VERSIONS:
        if version["file"].startswith("pages/"):
            day = dated(version["file"])
            assert day <= dates.isoparse(version["from"]), url
            assert Path(version["file"]).name.startswith(day.date().isoformat())


def test_feeds_parse_grow_and_link_only_to_pages_of_the_manifest() -> None:
    answered = {answer["url"] for answer in MANIFEST["responses"]}
    kinds: dict[str, str] = {}
    for source in sources():
        if source["kind"] != "feed":
            continue
        answer = next(one for one in MANIFEST["responses"] if one["url"] == source["url"])
        before: set[str] = set()
        for version in answer["versions"]:
            feed = feedparser.parse((DEMO / version["file"]).read_bytes())
            assert not feed.bozo, version["file"]
            kinds[source["id"]] = feed.version
            links = {entry.link for entry in feed.entries}
            assert before < links, version["file"]  # a feed that brings nothing new has no new version
            before = links
            assert {link.split("#")[0] for link in links} <= answered
            for entry in feed.entries:
                published = datetime(*entry.published_parsed[:6], tzinfo=UTC)
                assert published <= dates.isoparse(version["from"]), entry.link
    assert sorted(set(kinds.values())) == ["atom10", "rss20"] and len(kinds) == 11


def test_every_page_can_be_reached_from_a_source() -> None:
    reached = {source["url"] for source in sources()}
    for file in sorted((DEMO / "feeds").glob("*.[ra][st]*")):
        reached |= {entry.link.split("#")[0] for entry in feedparser.parse(file.read_bytes()).entries}
    pages = {url for url, version in VERSIONS if version["file"].startswith("pages/")}
    assert pages - reached == set()


def test_listing_names_documents_that_the_manifest_answers() -> None:
    answered = {answer["url"] for answer in MANIFEST["responses"]}
    for file in sorted((DEMO / "feeds").glob("*.json")):
        listing = json.loads(file.read_text(encoding="utf-8"))
        assert listing["count"] == len(listing["results"]) > 0
        for row in listing["results"]:
            assert {row["json_url"], row["html_url"], row["raw_text_url"], row["body_html_url"]} <= answered


def test_copies_are_as_close_as_their_relation_says() -> None:
    shared = {}
    for pair in SPECIALS["copies"]:
        left, right = (shingles(text(file), 6) for file in pair["files"])
        shared[pair["relation"]] = len(left & right) / min(len(left), len(right))
    assert shared["syndicated"] > 0.9
    assert shared["same_publisher"] > 0.8
    assert 0 < shared["reworded"] < 0.2


def test_same_publisher_pair_shares_its_host_and_the_other_pairs_do_not() -> None:
    host = {version["file"]: urlsplit(url).hostname for url, version in VERSIONS}
    for pair in SPECIALS["copies"]:
        left, right = (host[file] for file in pair["files"])
        assert (left == right) == (pair["relation"] == "same_publisher")


def test_unrelated_articles_do_not_look_like_copies() -> None:
    pairs = {frozenset(pair["files"]) for pair in SPECIALS["copies"]}
    grams = {file: shingles(text(file), 6) for file in ORIGINALS}
    for left, right in itertools.combinations(ORIGINALS, 2):
        if {left, right} not in pairs:
            assert len(grams[left] & grams[right]) / min(len(grams[left]), len(grams[right])) < 0.1, (left, right)


def test_sources_disagree_on_what_the_window_counts_back_from() -> None:
    window = SPECIALS["review_window_reference"]
    for file in window["release to trusted partners"]:
        assert re.search(r"up to 30 days before (?:\w+ ){0,7}other trusted partners", text(file).lower()), file
    for file in window["public release"]:
        assert "up to 30 days before its public release" in text(file)
        assert "trusted partners" not in text(file)
    assert "14 to 90 days before release" in text(SPECIALS["shelved_draft_14_to_90_days"])


def adverts(file: str) -> list[str]:
    found = [one.get_text(" ", strip=True) for one in soup(file).select(".advert")]
    assert found, file
    return found


def test_edited_article_changes_one_claim_and_its_advertisement() -> None:
    edited = SPECIALS["edited"]
    before, after = blocks(edited["before"]), blocks(edited["after"])
    changed = [(one, two) for one, two in zip(before, after, strict=False) if one != two]
    assert [(edited["sentence_before"] in one, edited["sentence_after"] in two) for one, two in changed] == [
        (True, True)
    ]
    assert [block.split(":")[0] for block in after[len(before) :]] == ["Correction, 11 June"]
    assert adverts(edited["before"]) != adverts(edited["after"])


def test_an_advertisement_changes_where_no_word_of_the_article_does() -> None:
    same = SPECIALS["advert_only"]
    assert blocks(same["before"]) == blocks(same["after"])
    assert adverts(same["before"]) != adverts(same["after"])


def test_a_watched_official_page_answers_first_and_is_gone_later() -> None:
    gone = SPECIALS["vanished"]
    answer = next(one for one in MANIFEST["responses"] if one["url"] == gone["url"])
    assert [version.get("file") for version in answer["versions"]] == [gone["file"], None]
    assert answer["versions"][1] == {"from": gone["gone_from"], "status": 404}
    watched = [source for source in sources() if source["url"] == gone["url"]]
    assert [(source["kind"], source["official"]) for source in watched] == [("watch", True)]


def test_the_same_item_stands_in_two_feeds_with_tracking_parameters_in_one() -> None:
    carried: dict[str, set[tuple[str, str]]] = {}
    for file in sorted((DEMO / "feeds").glob("*.[ra][st]*")):
        for entry in feedparser.parse(file.read_bytes()).entries:
            carried.setdefault(entry.link.split("?")[0], set()).add((file.name[:6], urlsplit(entry.link).query))
    for file in SPECIALS["in_two_feeds"]:
        url = next(url for url, version in VERSIONS if version["file"] == file and "?" not in url)
        assert sorted("utm_source" in query for _, query in carried[url]) == [False, True]


def test_high_risk_dates_before_and_after_the_amendment() -> None:
    said = SPECIALS["high_risk_from_2_august_2026"]
    published = datetime(2026, 7, 24, tzinfo=UTC)
    assert "duties apply from 2 August 2026" in text(said["overtaken"])
    assert dated(said["overtaken"]) < published
    assert "duties apply from 2 August 2026" in text(said["stale"])
    assert dated(said["stale"]) > published
    for file in SPECIALS["high_risk_from_2_december_2027"]:
        assert re.search(r"from 2 December 2027|2 December 2027 ?: duties for high-risk", text(file)), file


def test_the_clearinghouse_has_two_dates() -> None:
    said = SPECIALS["clearinghouse_announced"]
    assert [day.day for day, file in said.items() if f"{day.day} July" in text(file)] == [14, 15]


def test_some_pages_show_their_date_to_readers_only() -> None:
    for file in SPECIALS["date_only_visible"]:
        page = soup(file)
        assert not page.select('script[type="application/ld+json"], meta[property^="article:"], meta[name*="date"]')
        assert dated(file)
    structured = [file for file in PAGES if soup(file).select('script[type="application/ld+json"]')]
    assert len(structured) > len(PAGES) / 2


@pytest.mark.parametrize(("topic", "expected"), [
    ("framework_complete_without_text", ["framework for frontier models is complete", "no public text"]),
    ("accord", ["White House Accord on Super Intelligence", "Executive Order 14434", "NVIDIA"]),
    ("code_signatories", ["Code of Practice", "Meta declined to sign", "Mistral AI"]),
    ("caisi_agreements", ["August 2024", "May 2026", "xAI"]),
    ("state_laws", ["SB 53", "RAISE", "SB 315"]),
    ("ai_office_powers", ["2 August 2026", "AI Office", "3 %"]),
    ("export_controls", ["Bureau of Industry and Security", "Fable 5", "Mythos 5"]),
    ("omnibus_adoption", ["on Monday adopted the Digital Omnibus", "2 August 2028"]),
])  # fmt: skip
def test_topics_are_covered(topic: str, expected: list[str]) -> None:
    article = text(SPECIALS["topics"][topic])
    assert [phrase for phrase in expected if phrase not in article] == []


def test_the_order_summary_has_the_structure_of_the_register() -> None:
    raw = (DEMO / "law/eo-14409.txt").read_text(encoding="utf-8")
    marks = re.findall(r"(?m)^    (Section 1\.|Sec\. \d\.|\([a-z]+\))", raw)
    second = "Sec. 2. (a) (b) (c) (i) (ii) (iii) (d) (e) (f)"
    assert " ".join(marks) == f"Section 1. {second} Sec. 3. (a) (b) (i) (ii) (iii) (c) Sec. 4. Sec. 5. (c)"
    record = json.loads((DEMO / "law/eo-14409.json").read_text(encoding="utf-8"))
    stated = [record[key] for key in ("document_number", "executive_order_number", "signing_date")]
    assert stated == ["2026-11415", "14409", "2026-06-02"]
    read = plain((DEMO / "law/eo-14409.html").read_text(encoding="utf-8"))
    assert words(body_of_order(raw)) == words(body_of_order(read))


def body_of_order(order: str) -> str:
    return order[order.index("Section 1") : order.index("THE WHITE HOUSE")]


def test_the_act_summary_has_the_anchors_of_eur_lex() -> None:
    page = soup("law/eu-ai-act.html")
    articles = {str(one["id"]) for one in page.select("div.eli-subdivision[id^=art_]")}
    needed = [2, 3, 4, 5, 6, *range(9, 18), 26, 27, 43, *range(47, 58), 60, 72, 73, 75, *range(88, 95),
              99, 100, 101, 111, 113]  # fmt: skip
    assert {f"art_{number}" for number in needed} - articles == set()
    assert {"art_4a", "art_75a"} <= articles
    assert [str(one["id"]) for one in page.select("div.eli-container[id^=anx_]")] == [
        "anx_I", "anx_III", "anx_VI", "anx_VII",
    ]  # fmt: skip
    assert page.select_one('[id="043.001"] table td p.oj-normal') is not None
    recitals = {str(one["id"]) for one in page.select("div[id^=rct_]")}
    assert {"rct_24", "rct_97", "rct_110", "rct_112", "rct_114"} <= recitals


def test_the_act_summary_moves_the_high_risk_dates_between_visits() -> None:
    before, after = (soup(file).select_one('[id="art_113"]') for file in SPECIALS["law_summaries"]["eu-ai-act"])
    assert before is not None and after is not None
    assert "2 December 2027" not in before.get_text() and "2 August 2027" in before.get_text()
    assert "2 December 2027" in after.get_text() and "2 August 2028" in after.get_text()


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared reference texts are not here")
def test_no_twelve_words_in_a_row_are_taken_from_the_press_or_the_law() -> None:
    others = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted((SHARED / "gold").glob("*.json"))]
    others += [plain(path.read_text(encoding="utf-8")) for path in sorted((SHARED / "law").glob("*.html"))]
    assert others
    theirs = set().union(*(shingles(one, 12) for one in others))
    copied = {}
    for file in sorted({version["file"] for _, version in VERSIONS if version["file"].endswith(".html")}):
        ours = blocks(file) if file.startswith("pages/") else [one.get_text(" ") for one in soup(file).select("p")]
        found = set().union(*(shingles(one, 12) for one in ours)) & theirs
        if found:
            copied[file] = [" ".join(one) for one in sorted(found)]
    assert copied == {}
