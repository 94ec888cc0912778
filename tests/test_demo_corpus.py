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


def test_versions_are_in_order_and_start_at_a_visit() -> None:
    visits = MANIFEST["visits"]
    assert visits == sorted(visits) and len(visits) == 3
    for answer in MANIFEST["responses"]:
        starts = [version["from"] for version in answer["versions"]]
        assert starts == sorted(set(starts)), answer["url"]
        assert set(starts) <= set(visits), answer["url"]


def test_no_address_is_answered_twice() -> None:
    urls = [answer["url"] for answer in MANIFEST["responses"]]
    assert len(urls) == len(set(urls))


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
        expected = "Section 1. Sec. 2. (a) (b) (c) (i) (ii) (iii) (d) (e) (f) Sec. 3. (a) (b) (i) (ii) (iii) (c) Sec. 4. Sec. 5. (c)"
    assert " ".join(marks) == expected
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
