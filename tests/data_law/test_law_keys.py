"""The provision keys of the AI Act against the Formex of 2024, where it is held beside the checkout."""

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
    "art_75c.5",
    "art_96.1.g",
    "art_111.4",
    "art_113.c.i",
    "art_113.c.ii",
    "art_113.d",
    "anx_XIV",
}

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
