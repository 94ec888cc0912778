"""EU law: small texts of our own in both markups always; the AI Act itself where it is at hand."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ingest_texts import ANNEX, FORMEX, HTML, KEYS, LINES

from ingest.child import UnreadableError
from ingest.official.celex import celex_of_eli, celex_url, parse_celex
from ingest.official.eurlex import parse_eurlex
from ingest.official.formex import SEPARATOR, parse_formex

SHARED = Path(os.environ.get("CROSSWALK_SHARED", Path(__file__).resolve().parents[2].parent / "shared")) / "law"
real_law = pytest.mark.skipif(not SHARED.is_dir(), reason="the text of the AI Act is not at hand")


def texts(act: dict[str, Any]) -> dict[str, str]:
    return {row["key"]: act["text"][row["start"] : row["end"]] for row in act["provisions"]}


def small(form: str) -> dict[str, Any]:
    if form == "eurlex":
        return parse_eurlex(HTML.encode())
    return parse_formex(SEPARATOR.join((ANNEX.encode(), FORMEX.encode())))  # annexes may come first


@pytest.mark.parametrize("form", ["eurlex", "formex"])
def test_both_markups_give_the_same_lines_and_keys(form: str) -> None:
    act = small(form)
    assert act["text"] == LINES
    assert [row["key"] for row in act["provisions"]] == KEYS
    assert (act["celex"], act["published"], act["language"]) == ("32021R0077", "2021-05-04", "en")
    assert act["title"] == "REGULATION (EU) 2021/77 on lighthouses"


@pytest.mark.parametrize("form", ["eurlex", "formex"])
def test_provisions_nest_and_carry_their_headings(form: str) -> None:
    act = small(form)
    held = {row["key"]: row for row in act["provisions"]}
    assert texts(act)["art_1.1.b"] == "(b) ring the bell:\n(i) in fog;\n(ii) in snow."
    assert (held["art_1"]["heading"], held["art_1.1.b.i"]["parent_key"]) == ("Duty", "art_1.1.b")
    assert held["chp_I"]["heading"] == "LIGHTS"
    assert texts(act)["anx_I.B"] == "Section B. Gas\n1. Town gas."


def test_quoted_wording_is_not_ours_to_cite() -> None:
    assert "art_9.1" not in texts(small("eurlex")) and "art_2.z" not in texts(small("eurlex"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><body><p>Nothing legal</p></body></html>", "expected the EUR-Lex HTML"),
        (b"<html></html>", "expected the EUR-Lex HTML"),
    ],
)
def test_a_page_that_is_no_act_is_unreadable(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        parse_eurlex(body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<ACT><TITLE>", "broken XML"),
        (b"<INVOICE/>", "root ACT or ANNEX, found INVOICE"),
        (b'<!DOCTYPE ACT [<!ENTITY a "b">]><ACT>&a;</ACT>', "declares a document type"),
        (b'<!DOCTYPE ACT SYSTEM "http://127.0.0.1/x.dtd"><ACT/>', "declares a document type"),
    ],
)
def test_xml_that_is_no_safe_formex_is_unreadable(body: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        parse_formex(body)


@pytest.mark.parametrize(
    ("text", "base", "consolidated"),
    [
        ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024R1689", "32024R1689", None),
        ("?uri=CELEX%3A02024R1689-20260727", "32024R1689", "2026-07-27"),
        ("32024R1689R(01)", "32024R1689", None),
        ("52025DC0848", "52025DC0848", None),
    ],
)
def test_celex_numbers_are_read_in_their_parts(text: str, base: str, consolidated: str | None) -> None:
    found = parse_celex(text)
    assert found is not None
    assert (found.base, found.consolidated) == (base, consolidated)


def test_what_is_no_celex_number_is_none() -> None:
    assert parse_celex("order 14409 of 2026") is None
    assert celex_of_eli("http://data.europa.eu/eli/reg/2026/1744/oj") == "32026R1744"
    assert celex_of_eli("http://data.europa.eu/eli/treaty/teu_2016/oj") is None
    assert parse_celex(celex_url("32024R1689")) == parse_celex("32024R1689")


@pytest.fixture(scope="module")
def ai_act() -> dict[str, dict[str, Any]]:
    page = (SHARED / "32024R1689_EN_eurlex.html").read_bytes()
    files = SEPARATOR.join(path.read_bytes() for path in sorted((SHARED / "formex").glob("*.xml")))
    return {"eurlex": parse_eurlex(page), "formex": parse_formex(files)}


@real_law
@pytest.mark.parametrize("form", ["eurlex", "formex"])
def test_the_ai_act_is_read_whole(ai_act: dict[str, dict[str, Any]], form: str) -> None:
    act = ai_act[form]
    kinds = Counter(row["kind"] for row in act["provisions"])
    assert (kinds["article"], kinds["recital"], kinds["annex"]) == (113, 180, 13)
    keys = set(texts(act))
    assert {f"art_{n}" for n in range(1, 114)} | {f"rct_{n}" for n in range(1, 181)} <= keys
    assert {"art_5.1.a", "art_43.1", "anx_III.1.a", "art_3.63", "art_99.3", "art_113.c"} <= keys
    assert (act["celex"], act["published"]) == ("32024R1689", "2024-07-12")


@real_law
def test_both_texts_of_the_ai_act_agree_but_for_printed_notes(ai_act: dict[str, dict[str, Any]]) -> None:
    html, formex = texts(ai_act["eurlex"]), texts(ai_act["formex"])
    assert list(html) == list(formex)
    differ = [key for key in html if html[key] != formex[key]]
    # The page leaves out the notes that stand inside quoted amendments, and prints one stray quotation mark.
    assert differ == ["chp_XIII", *(f"art_{n}" for n in range(102, 109)), "art_108.1", "art_109"]
    for key in differ:
        kept = [line for line in formex[key].split("\n") if not line.startswith("(*)")]
        ours = [line.removesuffix('"') for line in html[key].split("\n") if not line.startswith("(*)")]
        assert kept == ours


def test_xhtml_with_a_declaration_is_read_too() -> None:
    declared = '<?xml version="1.0" encoding="utf-8"?>\n' + HTML
    assert parse_eurlex(declared.encode())["text"] == LINES
