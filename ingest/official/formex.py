"""Formex 4 XML of an act to its text and provisions: the same lines and keys as from EUR-Lex. Runs in the child.

An act is one file or several (main body and annexes), in the order of the publication. Parsed without entities,
network or document types; a document type is refused, because Formex uses none and bombs need one.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from ingest.child import UnreadableError
from ingest.official.eurlex import group_number, point_like
from ingest.official.lawtext import LawText, all_text, is_element, tidy

SEPARATOR = b"\x00\x00FORMEX\x00\x00"  # between the files of one act; no XML file holds a NUL
DASH_LISTS = {"DASH": "—", "NDASH": "–", "BULLET": "•"}
_TYPE_WORDS = (("regulation", "R"), ("directive", "L"), ("decision", "D"), ("recommendation", "H"))


def parse_formex(body: bytes, *, url: str = "") -> dict[str, Any]:
    """Return title, celex, eli, language, published, text and provisions of an act.

    `body` is one file, or several joined by `SEPARATOR`. Raises UnreadableError when none holds an act or annex.
    """
    roots = [_parse(part) for part in body.split(SEPARATOR) if part.strip()]
    reader = _Reader()
    acts = [root for root in roots if root.tag in ("ACT", "CONS.ACT", "GENERAL")]
    annexes = [root for root in roots if root.tag == "ANNEX"]
    if not acts and not annexes:
        names = ", ".join(sorted({str(root.tag) for root in roots})) or "nothing"
        raise UnreadableError(f"no act: expected a Formex file with root ACT or ANNEX, found {names}")
    for root in acts:
        reader.act(root)
    for root in sorted(annexes, key=_sequence):
        reader.annex(root)
    for note in reader.notes:
        reader.law.line(note)
    text, provisions = reader.law.finish()
    return {
        "title": reader.title,
        "celex": next((found for found in map(_celex, [*acts, *annexes]) if found), None),
        "eli": None,
        "language": (roots[0].findtext(".//LG.DOC") or "EN").lower(),
        "published": _published(roots),
        "text": text,
        "provisions": provisions,
    }


def _parse(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data[:10_000].upper() or b"<!ENTITY" in data.upper():
        raise UnreadableError("the XML declares a document type or entities: Formex uses neither")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"broken XML ({error}): expected Formex") from error


class _Reader:
    """Walks the elements in reading order."""

    def __init__(self) -> None:
        self.law = LawText()
        self.notes: list[str] = []
        self.title: str | None = None
        self._quoted_notes: list[str] = []
        self._quoted = 0

    def act(self, root: etree._Element) -> None:
        """Read the main body."""
        title = root.find("TITLE")
        if title is not None:
            parts = [self._text(one) for one in title.iter("P")]
            self.title = " ".join(part for part in parts if part and not part.startswith("(Text with"))
            for part in parts:
                self.law.line(part)
        for child in root:
            if child.tag not in ("TITLE", "BIB.INSTANCE"):
                self._element(child)

    def annex(self, root: etree._Element) -> None:
        """Read one annex."""
        titles = self._titles(root)
        match = re.match(r"ANNEX\s+([0-9A-Z]+)", titles[0] if titles else "", re.IGNORECASE)
        number = match.group(1) if match else "1"
        opened = self.law.begin(f"anx_{number}", "annex", number=number)
        for position, title in enumerate(titles):
            self.law.head(title) if opened and position else self.law.line(title)
        for child in root:
            if child.tag not in ("TITLE", "BIB.INSTANCE"):
                self._element(child)
        if opened:
            self.law.end()

    def _element(self, element: etree._Element) -> None:
        if not is_element(element):  # <?PAGE NO="51"?>
            return
        known = {
            "ARTICLE": self._article,
            "PARAG": self._paragraph,
            "CONSID": self._recital,
            "DIVISION": self._division,
            "GR.SEQ": self._group,
            "LIST": self._list,
            "NP": self._numbered,
            "QUOT.S": self._quotation,
        }
        reader = known.get(element.tag)
        if reader is not None:
            reader(element)
        else:
            self._flow(element)

    def _flow(self, element: etree._Element) -> None:
        """Read mixed content: inline elements and loose text form paragraphs between nested blocks."""
        loose = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and child.tag in _BLOCKS:
                self.law.line("".join(loose))
                loose = []
                self._element(child)
            else:
                loose.append(self._inline(child))
            loose.append(child.tail or "")
        self.law.line("".join(loose))

    def _article(self, element: etree._Element) -> None:
        label = self._text(element.find("TI.ART"))
        match = re.search(r"\d+[a-z]*", label)
        number = match.group() if match else (element.get("IDENTIFIER") or "").lstrip("0")
        opened = not self._quoted and self.law.begin(f"art_{number}", "article", number=number)
        self.law.line(label)
        for child in element:
            if child.tag == "STI.ART":
                self.law.head(self._text(child)) if opened else self.law.line(self._text(child))
            elif child.tag != "TI.ART":
                self._element(child)
        if opened:
            self.law.end()

    def _paragraph(self, element: etree._Element) -> None:
        marker = self._text(element.find("NO.PARAG"))
        number = marker.rstrip(".")
        opened = not self._quoted and self.law.begin(f"{self.law.current}.{number}", "paragraph", number=number)
        self.law.marker(marker)
        for child in element:
            if child.tag != "NO.PARAG":
                self._element(child)
        if opened:
            self.law.end()

    def _recital(self, element: etree._Element) -> None:
        marker = self._text(element.find("NP/NO.P"))
        number = marker.strip("()")
        opened = self.law.begin(f"rct_{number}", "recital", number=number)
        self._quoted += 1  # lists inside a recital are no points one can cite
        self._element(element[0])
        self._quoted -= 1
        if opened:
            self.law.end()

    def _division(self, element: etree._Element) -> None:
        titles = self._titles(element)
        label = titles[0] if titles else ""
        match = re.match(r"(CHAPTER|SECTION|TITLE|PART)\s+([0-9A-Za-z]+)", label, re.IGNORECASE)
        opened = False
        if match and not self._quoted:
            chapter = match.group(1).upper() == "CHAPTER"
            prefix = "chp_" if chapter else f"{self.law.current + '.' if self.law.current else ''}sec_"
            opened = self.law.begin(
                f"{prefix}{match.group(2)}", "chapter" if chapter else "section", number=match.group(2)
            )
        for position, title in enumerate(titles):
            self.law.head(title) if opened and position else self.law.line(title)
        for child in element:
            if child.tag != "TITLE":
                self._element(child)
        if opened:
            self.law.end()

    def _group(self, element: etree._Element) -> None:
        titles = self._titles(element)
        number = group_number(titles[0]) if titles else None
        opened = False
        if number is not None and self.law.current and not self._quoted:
            kind = "point" if number.isdigit() and point_like(titles[0]) else "section"
            opened = self.law.begin(f"{self.law.current}.{number}", kind, number=number)
        for title in titles:
            self.law.head(title) if opened else self.law.line(title)
        for child in element:
            if child.tag != "TITLE":
                self._element(child)
        if opened:
            self.law.end()

    def _list(self, element: etree._Element) -> None:
        dash = DASH_LISTS.get(element.get("TYPE", ""))
        for item in element:
            if item.tag != "ITEM":
                self._element(item)
            elif item.find("NP") is not None or dash is None:
                self._flow(item)
            else:
                self.law.marker(dash)
                self._flow(item)

    def _numbered(self, element: etree._Element) -> None:
        marker = self._text(element.find("NO.P"))
        opened = not self._quoted and self.law.begin_point(marker)
        self.law.marker(marker)
        for child in element:
            if child.tag != "NO.P":
                self._element(child)
        if opened:
            self.law.end()

    def _quotation(self, element: etree._Element) -> None:
        self._quoted += 1
        self._flow(element)
        self._quoted -= 1
        if not self._quoted:
            for note in self._quoted_notes:
                self.law.line(note)
            self._quoted_notes.clear()

    def _titles(self, element: etree._Element) -> list[str]:
        """Return the lines of a title; one part may hold several."""
        parts = element.findall("TITLE/TI") + element.findall("TITLE/STI")
        lines = [self._text(one) for part in parts for one in (part.findall("P") or [part])]
        return [line for line in lines if line]

    def _text(self, element: etree._Element | None) -> str:
        return tidy(self._inline(element)) if element is not None else ""

    def _inline(self, element: etree._Element) -> str:
        """Return the text of an element; notes are set aside, quotation marks written out."""
        if not is_element(element):
            return ""
        if element.tag == "NOTE":
            self._note(element)
            return ""
        if element.tag in ("QUOT.START", "QUOT.END"):
            return chr(int(element.get("CODE", "0027"), 16))
        if element.tag == "FT" and element.get("TYPE") == "NUMBER" and (element.text or "").isdigit():
            return f"{int(element.text or 0):,}".replace(",", " ")  # the house style sets the spaces in print
        capitals = element.tag == "HT" and element.get("TYPE") == "UC"
        parts = [element.text or ""]
        for child in element:
            inner = self._inline(child)
            parts.append(f" {inner}" if child.tag in ("P", "TXT", "NP") else inner)
            parts.append(child.tail or "")
        text = "".join(parts)
        return text.upper() if capitals else text

    def _note(self, element: etree._Element) -> None:
        star = element.get("NUMBERING") == "STAR" or element.get("TYPE") == "QUOTATION"
        words = tidy(" ".join(self._inline(child) for child in element))
        if star:
            self._quoted_notes.append(f"({element.get('NUMBER.ORG', '*')}) {words}")
        else:
            self.notes.append(f"({len(self.notes) + 1}) {words}")


_BLOCKS = frozenset({"P", "ALINEA", "LIST", "NP", "QUOT.S", "PARAG", "ITEM", "TXT", "GR.SEQ", "DIVISION", "ARTICLE",
                     "GR.VISA", "VISA", "GR.CONSID", "CONSID", "GR.CONSID.INIT", "PREAMBLE.INIT", "PREAMBLE.FINAL",
                     "SIGNATURE", "SIGNATORY", "PL.DATE", "CONTENTS", "ENACTING.TERMS", "SUBDIV", "DLIST"})  # fmt: skip


def _sequence(root: etree._Element) -> str:
    return root.findtext("BIB.INSTANCE/NO.SEQ") or ""


def _celex(root: etree._Element) -> str | None:
    """Return the CELEX number composed from the number of the act and the word its title begins with."""
    year, number = root.findtext(".//NO.DOC/YEAR"), root.findtext(".//NO.DOC/NO.CURRENT")
    head = root.find("TITLE")
    title = tidy(all_text(head)).casefold() if head is not None else ""
    kind = next((letter for word, letter in _TYPE_WORDS if word in title[:80]), None)
    if not (year and number and kind):
        return None
    return f"3{year}{kind}{int(number):04d}"


def _published(roots: list[etree._Element]) -> str | None:
    """Return the day of publication where a file states it, else the day of the act."""
    paths = ("PUBLICATION.REF/DATE", "OJ/BIB.OJ/DATE", ".//BIB.INSTANCE/DATE")
    for path, root in ((path, root) for path in paths for root in roots):
        found = root.find(path)
        stamp = found.get("ISO", "") if found is not None else ""
        if re.fullmatch(r"\d{8}", stamp):
            return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}"
    return None
