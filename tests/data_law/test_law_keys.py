"""The provision keys and citations of the AI Act against the Formex of 2024, where it is held beside the checkout.

`PYTHONPATH=.:tests python tests/data_law/test_law_keys.py` prints how many citations were checked, which of them stand
in the text of 2024 and which were inserted by Regulation (EU) 2026/1744.
"""

import re
import xml.etree.ElementTree as ET
from functools import cache

import pytest
from conftest_shared import ROOT, SHARED

from kb.datafiles import Register, load_register

FORMEX = SHARED / "law" / "formex"
# What Regulation (EU) 2026/1744 inserted, and Art. 4 whose paragraphs it numbered: not in the text of 2024.
INSERTED = {
    "art_2.13",
    "art_4.1",
    "art_4a.1",
    "art_4a.2",
    "art_5.1.ba",
    "art_5.1.bb",
    "art_42.3",
    "art_75.1e",
    "art_75a.1",
    "art_75c.4",
    "art_75c.5",
    "art_96.1.g",
    "art_99.6a",
    "art_111.4",
    "art_113.c.i",
    "art_113.c.ii",
    "art_113.d",
    "anx_XIV",
}
# Inserted too, and only named beside another provision, without a row of its own.
NAMED_BESIDE = {"art_5.1a", "art_5.1b", *(f"art_75a.{number}" for number in range(2, 7))}

pytestmark = pytest.mark.skipif(not FORMEX.is_dir(), reason="the law texts are not held beside this checkout")


@cache
def register() -> Register:
    return load_register(ROOT / "data")


@cache
def keys_of_2024() -> frozenset[str]:
    """Return every article, paragraph, point, recital and annex of the Act as first published, as keys."""
    keys: set[str] = set()
    for path in FORMEX.glob("L_202401689EN.*.fmx.xml"):
        root = ET.parse(path).getroot()
        for article in root.iter("ARTICLE"):
            name = f"art_{article.attrib['IDENTIFIER'].lstrip('0')}"
            keys.add(name)
            paragraphs = article.findall("PARAG")
            for paragraph in paragraphs:
                number = paragraph.attrib["IDENTIFIER"].partition(".")[2].lstrip("0")
                keys.add(f"{name}.{number}")
                add_points(keys, f"{name}.{number}", paragraph)
            if not paragraphs:
                add_points(keys, name, article)
        for recital in root.iter("CONSID"):
            keys.add("rct_" + recital.findtext("NP/NO.P", "").strip("()"))
        if root.tag == "ANNEX":
            name = "anx_" + "".join(root.find("TITLE/TI").itertext()).split()[-1]
            keys.add(name)
            add_points(keys, name, root)
    return frozenset(keys)


def add_points(keys: set[str], parent: str, element: ET.Element) -> None:
    for child in element:
        if child.tag in ("NP", "ITEM") and (child.findtext("NP/NO.P") or child.findtext("NO.P")):
            number = (child.findtext("NP/NO.P") or child.findtext("NO.P") or "").strip("(). ")
            keys.add(f"{parent}.{number}")
            add_points(keys, f"{parent}.{number}", child)
        else:
            add_points(keys, parent, child)


def cited_keys(citation: str) -> list[str]:
    """Return the keys that a citation as printed names; of a range within an article, all of its paragraphs."""
    keys: list[str] = []
    for part in citation.removeprefix("Art. ").split(", "):
        if recital := re.fullmatch(r"[Rr]ecital (\d+)", part):
            keys.append(f"rct_{recital[1]}")
        elif annex := re.fullmatch(r"Annex ([IVX]+)", part):
            keys.append(f"anx_{annex[1]}")
        elif point := re.fullmatch(r"point (\w+)", part):
            keys.append(f"{keys.pop()}.{point[1]}")
        elif part.endswith(" subparagraph"):
            continue  # keys end at paragraphs and points
        elif part.startswith("("):  # "(bb)" after 5(1)(ba) is a point, "(1a)" a paragraph
            levels = keys[-1].split(".")
            keys.append(".".join([*levels[: 1 if part[1].isdigit() else -1], part.strip("()")]))
        else:
            keys += _article_keys(part)
    return keys


def _article_keys(part: str) -> list[str]:
    first, _, last = part.partition("-")
    start = "art_" + first.replace(")(", ".").replace("(", ".").rstrip(")")
    if not last:
        return [start]
    if not last.startswith("("):
        return [start, *_article_keys(last)]
    stem, _, low = start.rpartition(".")
    high = last.strip("()")
    if low.isdigit():
        return [f"{stem}.{number}" for number in range(int(low), int(high) + 1)]
    return [f"{stem}.{letter}" for letter in map(chr, range(ord(low), ord(high) + 1))]


def citations() -> dict[str, set[str]]:
    """Return every key of the Act that the register or the comparison names, by where it is named."""
    data = register()
    act = "eu-ai-act"
    named = {
        "obligations": {row.key for row in data.obligations},
        "obligations, as printed": {key for row in data.obligations for key in cited_keys(row.citation)},
        "penalties": {key for row in data.obligations if row.penalty for key in cited_keys(row.penalty)},
        "provisions": {row.key for row in data.provisions if row.instrument_id == act},
        "provisions, as printed": {
            key for row in data.provisions if row.instrument_id == act for key in cited_keys(row.citation)
        },
        "cells, as printed": {
            key for row in data.cells if row.instrument_id == act and row.citation for key in cited_keys(row.citation)
        },
        "evidence of cells": {row.provision_key for row in data.cell_evidence if row.instrument_id == act} - {None},
        "deadlines, as printed": {
            key for row in data.deadlines if row.instrument_id == act for key in cited_keys(row.citation)
        },
    }
    return {name: {str(key) for key in keys} for name, keys in named.items()}


@pytest.mark.parametrize(
    ("citation", "keys"),
    [
        ("Art. 43(1)", ["art_43.1"]),
        ("Art. 5(1)(ba), (bb), 113", ["art_5.1.ba", "art_5.1.bb", "art_113"]),
        ("Art. 99(3)-(5), 101(1)", ["art_99.3", "art_99.4", "art_99.5", "art_101.1"]),
        ("Art. 53(1)(a)-(c)", ["art_53.1.a", "art_53.1.b", "art_53.1.c"]),
        ("Art. 91(1)-93(1), recital 24", ["art_91.1", "art_93.1", "rct_24"]),
        ("Annex III, point 2", ["anx_III.2"]),
    ],
)
def test_a_citation_names_its_keys(citation: str, keys: list[str]) -> None:
    assert cited_keys(citation) == keys


def test_no_citation_is_false() -> None:
    false = {name: sorted(keys - keys_of_2024() - INSERTED - NAMED_BESIDE) for name, keys in citations().items()}

    assert {name: keys for name, keys in false.items() if keys} == {}
    assert len(set().union(*citations().values())) > 200


def test_the_text_of_2024_is_read_whole() -> None:
    keys = keys_of_2024()

    assert len([key for key in keys if key.startswith("art_") and "." not in key]) == 113
    assert len([key for key in keys if key.startswith("rct_")]) == 180
    assert len([key for key in keys if key.startswith("anx_") and "." not in key]) == 13


def test_every_duty_stands_where_the_register_says() -> None:
    missing = {row.key for row in register().obligations} - keys_of_2024()

    assert missing == INSERTED & {row.key for row in register().obligations}


def test_duties_outside_the_text_of_2024_name_the_amending_regulation() -> None:
    for row in register().obligations:
        if row.key in INSERTED:
            assert "Reg. (EU) 2026/1744" in (row.note or ""), row.id
            assert row.source_url.endswith("/reg/2026/1744/oj"), row.id


def test_every_provision_stands_where_the_register_says() -> None:
    held = {row.key for row in register().provisions if row.instrument_id == "eu-ai-act"}

    assert held - keys_of_2024() == INSERTED & held


def test_versions_of_inserted_provisions_begin_with_the_amendment() -> None:
    moved = {"art_4.1", "art_113.c.i", "art_113.c.ii", "art_113.d"}  # older than their numbering
    for row in register().provisions:
        if row.instrument_id == "eu-ai-act" and row.key in INSERTED - moved:
            assert row.recorded_from >= "2026-06-29", row.key
            assert row.valid_from in (None, "2026-07-27"), row.key


def test_every_cited_provision_of_a_cell_exists() -> None:
    cited = {row.provision_key for row in register().cell_evidence if row.instrument_id == "eu-ai-act"} - {None}

    assert cited <= keys_of_2024() | INSERTED


if __name__ == "__main__":
    held, new, total = keys_of_2024(), INSERTED | NAMED_BESIDE, set()
    for where, keys in citations().items():
        total |= keys
        print(
            f"{where:<24} {len(keys):>4} checked, {len(keys & held):>4} in the text of 2024,"
            f" {len(keys & new):>3} inserted, {len(keys - held - new)} false"
        )
    print(f"{'all, each once':<24} {len(total):>4} checked, {len(total & held):>4} in the text of 2024,", end="")
    print(f" {len(total & new):>3} inserted, {len(total - held - new)} false")
    print("inserted by Regulation (EU) 2026/1744:", ", ".join(sorted(total & new)))
