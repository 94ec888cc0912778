from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_texts import RAW

from ingest.child import UnreadableError
from ingest.official.federal_register import parse_order, read_records, split_by_date
from ingest.official.lawtext import LawText
from ingest.official.ordernumbers import Levels


def test_an_order_in_print_becomes_sections_and_points() -> None:
    order = parse_order(RAW.encode())
    texts = {row["key"]: order["text"][row["start"] : row["end"]] for row in order["provisions"]}
    assert list(texts) == [
        "sec_1", "sec_2", "sec_2.a", "sec_2.a.i", "sec_2.a.ii", "sec_2.b", "sec_2.b.i", "sec_2.b.ii",
        "sec_3", "sec_3.h", "sec_3.i", "sec_3.i.A", "sec_3.i.B",
    ]  # fmt: skip
    assert texts["sec_1"] == "Section 1. Purpose. Lamps guide ships at night."
    assert texts["sec_2.a.ii"] == "(ii) trim the wick."
    assert texts["sec_2.b"] == "(b) (i) The Clerk shall count lamps.\n(ii) The count is public."
    assert order["text"].endswith("(B) second.\nTHE WHITE HOUSE,\nMay 1, 2031.")
    assert (order["title"], order["order_number"], order["published"]) == (
        "Keeping the Lamps Lit",
        "99999",
        "2031-05-04",
    )


def test_the_same_order_as_html_has_the_same_sections() -> None:
    html = (
        '<html><body><nav><p>Menu</p></nav><div id="fulltext_content_area"><h1>Keeping the Lamps Lit</h1>'
        "<p><strong>Section 1</strong>. <em>Purpose.</em> Lamps guide ships at night.</p>"
        "<p>Sec. 2. <em>Lamps.</em> (a) The Keeper shall:</p><p>(i) light the lamp.</p></div></body></html>"
    )
    order = parse_order(html.encode(), title="Keeping the Lamps Lit")
    assert order["text"] == (
        "Section 1. Purpose. Lamps guide ships at night.\nSec. 2. Lamps.\n(a) The Keeper shall:\n(i) light the lamp."
    )
    assert [(row["key"], row["kind"], row["heading"]) for row in order["provisions"]] == [
        ("sec_1", "section", "Purpose"),
        ("sec_2", "section", "Lamps"),
        ("sec_2.a", "paragraph", None),
        ("sec_2.a.i", "point", None),
    ]


@pytest.mark.parametrize(
    ("markers", "depths"),
    [
        ("a b c", [0, 0, 0]),
        ("a i ii b", [0, 1, 1, 0]),
        ("g h i j", [0, 0, 0, 0]),
        ("a i A B ii b i", [0, 1, 2, 2, 1, 0, 1]),
        ("a b i ii iii iv v c", [0, 0, 1, 1, 1, 1, 1, 0]),
        ("i ii iii", [0, 0, 0]),
        ("c", [0]),
        ("a d", [0, 0]),
    ],
)
def test_a_marker_stands_on_the_level_it_continues(markers: str, depths: list[int]) -> None:
    levels = Levels()
    assert [levels.place(marker) for marker in markers.split()] == depths


def test_records_and_listings_of_the_api_are_read() -> None:
    record = {"document_number": "2031-1", "title": "Lamps", "html_url": "https://fr.example/1",
              "publication_date": "2031-05-04",
              "executive_order_number": 99999,
              "agencies": [{"name": "Light Office"}], "raw_text_url": "https://fr.example/1.txt"}  # fmt: skip
    (one,), count, following = read_records(json.dumps(record).encode())
    assert (one.number, one.order_number, one.agencies, one.text_url, count, following) == (
        "2031-1", "99999", "Light Office", "https://fr.example/1.txt", 1, None,
    )  # fmt: skip
    listing = {"count": 3, "results": [record], "next_page_url": "https://fr.example/?page=2"}
    assert read_records(json.dumps(listing).encode())[1:] == (3, "https://fr.example/?page=2")
    assert read_records(b'{"count": 0}') == ([], 0, None)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"a": 1}', b'{"document_number": "1"}', b'{"count": 1, "results": 3}']
)
def test_other_json_is_no_answer_of_the_register(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_records(body)


def test_a_listing_beyond_the_cap_is_halved_by_date_until_a_day_is_left() -> None:
    url = "https://fr.example/api?conditions%5Bterm%5D=ai&page=3&conditions%5Bpublication_date%5D%5Bgte%5D=2031-01-01"
    halves = split_by_date(url, date(2031, 1, 4))
    assert halves is not None
    spans = [parse_qs(urlsplit(half).query) for half in halves]
    low, high = "conditions[publication_date][gte]", "conditions[publication_date][lte]"
    assert [(span[low][0], span[high][0]) for span in spans] == [
        ("2031-01-01", "2031-01-02"),
        ("2031-01-03", "2031-01-04"),
    ]
    assert all(span["conditions[term]"] == ["ai"] and "page" not in span for span in spans)
    assert split_by_date(halves[0].replace("2031-01-02", "2031-01-01"), date(2031, 1, 4)) is None


LINE = st.text(alphabet="abc é\n\xa0.", min_size=1, max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["open", "close", "line", "marker", "point"]), LINE), max_size=30))
def test_offsets_are_exact_whatever_is_written(steps: list[tuple[str, str]]) -> None:
    law = LawText()
    depth = 0
    for number, (step, text) in enumerate(steps):
        if step == "open":
            depth += law.begin(f"art_{number}", "article")
        elif step == "point":
            depth += law.begin_point(f"({'abcdefgh'[number % 8]})")
        elif step == "close" and depth:
            law.end()
            depth -= 1
        elif step == "marker":
            law.marker(text)
        elif step == "line":
            law.line(text)
    for _ in range(depth):
        law.end()
    text, rows = law.finish()
    lines = text.split("\n")
    for row in rows:
        part = text[row["start"] : row["end"]]
        assert part and part == part.strip() and set(part.split("\n")) <= set(lines)
        parent = next((one for one in rows if one["key"] == row["parent_key"]), None)
        if parent is not None:
            assert parent["start"] <= row["start"] <= row["end"] <= parent["end"]
