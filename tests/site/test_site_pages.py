"""Every page answers with what the knowledge base holds, as HTML and in its other formats."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pytest
import site_fixture as fixture
from jinja2 import StrictUndefined

from kb.ids import document_id

FIRST = document_id(fixture.FIRST)
HOSTILE = document_id(fixture.HOSTILE)
ATOM = "{http://www.w3.org/2005/Atom}"

# Each page with words that only its real content can give.
PAGES = {
    "/": ["What the thirty days count from", "Sources disagree", "South Wire"],
    "/compare": [
        "When, counted back from what?", "No review before release.",
        "The period is counted back from release",
    ],
    "/compare?i=eo-14409&i=ca-sb-53&i=eu-ai-act": ["SB 53", "No answer recorded."],
    "/compare/when": ["First reading: before release.", "release to trusted partners", "the text says otherwise"],
    "/entity/anthropic": [
        "submits to", "Will share models early.", "Order on model checks signed", "Reported as negotiated anew.",
        "not the same as", "A person is no firm.", "not merged", "From the release to all",
    ],
    "/entity/cand-dana-reed": ["queued for review", "A sensible step,"],
    "/instrument/eo-14409": ["A voluntary review.", "Publish a plan", "Legal text held", "From the release to all"],
    "/instrument/eu-ai-act": ["Keep the logs.", "not yet"],
    "/timeline": ["Order signed", "Order printed"],
    "/changes?since=2026-06-01": ["A new story", "new article", "text of the law"],
    "/deadlines": ["Publish a plan", "Says that it published.", "passed without public sign"],
    "/text-check": ["contradicts", "before public release", "Own wording held", "the register has 32024R1689"],
    "/commitments": ["Will share models early.", "renegotiated", "weak single source", "known since 2026-06-20"],
    "/exposure": ["Anthropic", "Reported as negotiated anew.", "weak single source"],
    "/positions": ["Dana Reed", "supports"],
    "/disagreements": [
        "public release", "release to trusted partners", "The text itself", "2 questions, 4 versions",
        "When was the plan published?", "Open: the register follows none of them.",
    ],
    "/graph": ["<svg", "<line", "Donald Trump"],
    "/path?from=Donald+Trump&to=NIST": ["2 steps", "signed", "directs"],
    f"/document/{FIRST}?span=0-13": [
        'id="evidence"', "read by x-test", "<del>", "<ins>", "wrong pair", "Against the text of the law",
    ],
    "/health": ["failing", "http error", "south: 503"],
    "/accuracy": ["89.5 %", "A sentence that was missed."],
}  # fmt: skip
LISTS = [path for path in PAGES if path != "/"]


@pytest.mark.parametrize("path", PAGES)
def test_page_shows_what_is_held(get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert [words for words in PAGES[path] if words not in answer.text] == []


@pytest.mark.parametrize("path", PAGES)
def test_template_reads_only_what_its_context_holds(served, get, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served.jinja_env, "undefined", StrictUndefined)
    served.jinja_env.cache.clear()
    assert get(path).status_code == 200
    served.jinja_env.cache.clear()


@pytest.mark.parametrize("path", LISTS)
def test_list_is_also_json_csv_and_atom(get, path: str) -> None:
    name, mark, query = path.partition("?")
    body = get(f"{name}.json{mark}{query}").json()
    assert body["count"] == len(body["rows"])
    rows = get(f"{name}.csv{mark}{query}")
    assert rows.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(rows.text.splitlines()) >= (2 if body["rows"] else 1)
    feed = ElementTree.fromstring(get(f"{name}.atom{mark}{query}").content)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        assert [element.findtext(f"{ATOM}{tag}") is None for tag in ("id", "title", "updated")] == [False] * 3
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_page_is_one_document_with_language_heading_and_labels(get, path: str) -> None:
    html = get(path).text
    assert '<html lang="en">' in html
    assert html.count("<h1") == 1 and html.count("<main") == 1
    assert '<a class="skip" href="#main">' in html
    assert html.count("<table") == html.count("<caption")
    assert not re.search(r"<th(?![a-z])(?![^>]*\bscope=)", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    for field in re.finditer(r"<(?:input|select)\b[^>]*>", html):
        before = html[: field.start()]
        assert 'type="hidden"' in field[0] or before.rfind("<label") > before.rfind("</label")


@pytest.mark.parametrize("path", PAGES)
def test_page_loads_nothing_from_elsewhere(get, path: str) -> None:
    html = get(path).text
    assets = re.findall(r'<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)="([^"]+)"', html)
    assert [address for address in assets if not address.startswith("/")] == []
    assert "<script>" not in html and " onclick=" not in html and 'style="' not in html


def test_cell_opens_to_its_evidence_and_links_to_the_marked_sentence(get) -> None:
    html = get("/compare").text
    law = document_id(fixture.LAW)
    start, end = fixture.span(fixture.LAW, "The period is counted back from release to trusted partners.")
    link = f"/document/{law}?span={start}-{end}#evidence"
    assert link in html
    page = get(link.partition("#")[0]).text
    marked = re.search(r'<mark class="target" id="evidence"[^>]*>([^<]*)</mark>', page)
    assert marked is not None
    assert marked[1] == "The period is counted back from release to trusted partners."


def test_cell_without_evidence_says_what_was_searched(get) -> None:
    cell = get("/compare").text.partition("No review before release.")[2].partition("</td>")[0]
    assert "No evidence held. Searched: 5 documents" in cell


def test_both_sides_of_a_disagreement_stand_in_the_cell(get) -> None:
    body = get("/compare.json").json()
    cell = next(row for row in body["rows"] if row["cell_id"] == "cell-new")
    sides = {(side["value"], side["independent_publishers"], side["disputed"]) for side in cell["press"]}
    assert sides == {("public release", 1, True), ("release to trusted partners", 1, True), ("30", 1, False)}


def test_what_a_draft_said_stands_beside_what_was_signed_as_no_conflict(get) -> None:
    others = get("/disagreements").text.partition('<details class="others">')[2].partition("</details>")[0]
    assert '<span class="type">superseded</span>' in others
    values = re.findall(r'<span class="attribute">([^<]*)</span> <strong>([^<]*)</strong>', others)
    assert values == [("review window days", "30"), ("earlier review window days", "14-90")]
    assert "under the order <mark>the window closes</mark> when a model" in others.lower()


def test_press_claims_stand_beside_a_cell_and_not_as_its_evidence(get) -> None:
    cell = next(row for row in get("/compare.json").json()["rows"] if row["cell_id"] == "cell-new")
    assert [item["kind"] for item in cell["evidence"]] == ["primary"]
    assert "1 piece of evidence" in get("/compare").text


@pytest.mark.parametrize("path", ["/compare", "/compare/penalty", "/instrument/eu-ai-act"])
def test_cell_says_that_it_is_overtaken_weak_or_proposed_by_the_machine(get, path: str) -> None:
    page = get(path).text
    assert "overtaken on 2026-07-24 by Reg. 2026/1744" in page
    assert "weak single source" in page
    assert "proposed by the machine, not set by a person" in page


@pytest.mark.parametrize(
    ("path", "before", "words"),
    [
        ("/", "before trusted partners.", "sources differ"),
        ("/changes?since=2026-06-01", "Reported as negotiated anew", "weak single source"),
        ("/timeline", "Order printed", "one source"),
        ("/deadlines", "Apply the chapter", "weak single source"),
        ("/", "Apply the chapter", "weak single source"),
        ("/instrument/eo-14409", "A voluntary review.", "sources differ"),
    ],
)
def test_an_entry_that_is_weakly_supported_says_so_wherever_it_stands(get, path: str, before: str, words: str) -> None:
    after = get(path).text.partition(before)[2]
    entry = re.split(r"</li>|</tr>", after)[0]
    assert words in entry


def test_changes_hide_what_only_a_newer_reading_changed(get) -> None:
    title = "Order on model checks: participation = voluntary"
    assert title not in get("/changes").text and title in get("/changes?all=1").text
    causes = {row["cause"] for row in get("/changes.json").json()["rows"]}
    assert "re_extraction" not in causes and "article" in causes


def test_as_of_gives_the_page_of_that_day(get) -> None:
    then, now = get("/compare?as_of=2026-06-04").text, get("/compare").text
    assert "First reading: before release." in then and "First reading: before release." not in now
    assert "before trusted partners." in now and "before trusted partners." not in then
    assert "As known on <strong>2026-06-04</strong>" in then
    assert "sources disagree" in now and "sources disagree" not in then  # the second story came on 10 June


@pytest.mark.parametrize(
    ("path", "later"),
    [
        ("/instrument/eu-ai-act", "Assessment of high-risk systems."), ("/timeline", "Order signed"),
        ("/deadlines", "Publish a plan"), ("/exposure", "Reported as negotiated anew."), ("/positions", "Dana Reed"),
        ("/changes", "A new story"), ("/disagreements", "The text itself"), ("/entity/anthropic", "submits to"),
        ("/text-check", "before public release"), ("/commitments", "Will share models early."),
    ],
)  # fmt: skip
def test_every_dated_page_leaves_out_what_came_later(get, path: str, later: str) -> None:
    assert later in get(path).text
    assert later not in get(f"{path}?as_of=2026-06-01").text


def test_a_proposal_without_a_date_does_not_read_as_law_at_once(get) -> None:
    html = get("/instrument/eu-ai-act?as_of=2025-12-01").text
    for summary, expected in (
        ("Dates to be decided later.", ["not stated", "proposed"]),
        ("A duty given up.", ["no longer", "repealed"]),
    ):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", html.partition(summary)[2].partition("</tr>")[0])
        assert [cell.partition("<")[0] for cell in cells[-2:]] == expected


def test_an_act_of_tomorrow_is_not_in_force_today(get) -> None:
    before, after = get("/compare?as_of=2026-06-01").text, get("/compare?as_of=2026-06-02").text
    assert "not yet made" in before and "not yet made" not in after
    before, after = (get(f"/instrument/eo-14409?as_of=2026-06-{day}").text for day in ("01", "02"))
    assert "<dd>not yet made</dd>" in before and "<dt>Signed</dt>" not in before
    assert "<dd>in force</dd>" in after and "<dt>Signed</dt><dd>2026-06-02</dd>" in after


def test_an_answer_without_another_side_gets_no_degree(get) -> None:
    penalty = get("/compare?i=eo-14409&i=eu-ai-act").text.partition('<tr id="penalty">')[2].partition("</tr>")[0]
    assert "nothing to compare with" in penalty and 'class="degree' not in penalty
    window = get("/compare?i=eo-14409&i=eu-ai-act").text.partition('<tr id="when">')[2].partition("</tr>")[0]
    assert window.count('class="degree') == 2 and "nothing to compare with" not in window
    one_column = get("/compare?i=eu-ai-act").text
    assert 'class="degree' in one_column and "nothing to compare with" not in one_column


def test_as_of_travels_along_the_links_of_a_page(get) -> None:
    html = get("/compare?as_of=2026-06-20").text
    assert 'href="/instrument/eo-14409?as_of=2026-06-20"' in html
    assert 'href="/compare/when?as_of=2026-06-20"' in html


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/compare?as_of=yesterday", 400, "as_of=yesterday is not a date"),
        ("/compare?as_of=2026-02-30", 400, "as_of=2026-02-30 is not a date"),
        ("/changes?since=soon", 400, "since=soon is not a date"),
        ("/compare?i=eo-1", 400, "i=eo-1 is no instrument held here"),
        ("/positions?stance=angry", 400, "stance=angry is unknown here"),
        ("/timeline?type=party", 400, "type=party is unknown here"),
        ("/deadlines?instrument=nope", 400, "instrument=nope is unknown here"),
        ("/graph?n=100000", 400, "n=100000 is not a whole number from 2 to 300"),
        (f"/document/{FIRST}?span=9-3", 400, "span=9-3 is no span"),
        (f"/document/{FIRST}?span=1-99999", 400, "ends beyond the text"),
        (f"/document/{FIRST}?part=9", 404, "there is no part 9"),
        ("/entity/nobody", 404, "There is no entity or candidate “nobody”"),
        ("/instrument/nothing", 404, "There is no instrument “nothing”"),
        ("/document/doc-0", 404, "There is no document “doc-0”"),
        ("/compare/why", 404, "There is no question “why”"),
        ("/path?from=Nobody&to=NIST", 404, "No entity is called “Nobody”"),
        ("/no/such/page/at/all", 404, "404"),
    ],
)
def test_bad_address_is_answered_in_words(get, path: str, status: int, message: str) -> None:
    answer = get(path)
    assert answer.status_code == status
    assert message in answer.text
    assert '<html lang="en">' in answer.text


def test_instrument_that_is_no_column_has_the_page_of_its_entity(get) -> None:
    answer = get("/instrument/plan-x?as_of=2026-06-20")
    assert (answer.status_code, answer.headers["location"]) == (302, "/entity/plan-x?as_of=2026-06-20")
    assert "as an instrument" not in get("/entity/plan-x").text


def test_a_relation_that_only_the_weights_found_says_so(get) -> None:
    html = get("/entity/us-nist").text
    assert html.count("weighed, 71 %") == 1 and "submits to" in html


def test_error_of_a_json_address_is_json(get) -> None:
    answer = get("/entity/nobody.json")
    assert (answer.status_code, answer.json()["ok"]) == (404, False)


def test_path_that_does_not_exist_says_how_far_the_search_went(get) -> None:
    html = get("/path?from=NIST&to=Example+Watch").text
    assert "No chain of at most eight sentences connects them" in html
    assert "5 documents" in html


def test_denied_relation_draws_no_line_and_carries_no_path(get) -> None:
    assert "competes" not in get("/graph").text
    assert "No chain" in get("/path?from=Claude+Mythos&to=anthropic").text


def test_calendar_has_one_event_per_deadline_in_rfc_5545_lines(get) -> None:
    answer = get("/deadlines.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    unfolded = answer.text.replace("\r\n ", "")
    assert re.findall(r"DTSTART;VALUE=DATE:(\d+)\r\nDTEND;VALUE=DATE:(\d+)", unfolded) == [
        ("20260801", "20260802"), ("20991202", "20991203"),
    ]  # fmt: skip
    assert "DESCRIPTION:The institute\\; and partners\\, if any. passed without public sign." in unfolded
    assert get("/deadlines.ics").text == answer.text


def test_empty_answer_says_what_was_searched(get) -> None:
    html = get("/positions?stance=criticises").text
    assert "No source held says so." in html and "5 documents" in html and "Last successful fetch 2026-06-12" in html


def test_every_link_of_every_page_leads_somewhere(get) -> None:
    links: dict[str, str] = {}
    for path in PAGES:
        for address in re.findall(r'\bhref="(/[^"]*|#[^"]*)"', get(path).text):
            links.setdefault(unescape(address if address.startswith("/") else path + address), path)
    faults = []
    for address, path in links.items():
        target, _, anchor = address.partition("#")
        answer = get(target, follow_redirects=True)
        if answer.status_code != 200 or (anchor and f'id="{anchor}"' not in answer.text):
            faults.append(f"{path} → {address}: {answer.status_code}")
    assert faults == []
    assert len(links) > 100


def test_numbers_link_to_the_rows_behind_them(get) -> None:
    html = get("/").text
    for table in ("documents", "mentions", "cells"):
        assert f'href="/another-name/{table}"' in html
        assert get(f"/another-name/{table}").status_code == 200


def test_json_names_the_day_and_is_sorted(get) -> None:
    text = get("/deadlines.json").text
    body = json.loads(text)
    assert body["as_of"] >= date(2026, 6, 1).isoformat()
    assert list(body) == sorted(body)
