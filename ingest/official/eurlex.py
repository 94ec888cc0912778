"""EUR-Lex HTML of an act to its text and provisions. Runs in the limited child.

The markup is the Official Journal's since 2023: `eli-subdivision` blocks with ids `rct_1`, `cpt_II`, `art_5` and
`anx_III`, paragraphs in blocks `005.001`, points as tables of two columns. Notes are taken out of the sentences and
stand at the end, as in print.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from ingest.charsets import decode, one_line
from ingest.child import UnreadableError
from ingest.official.celex import celex_of_eli, parse_celex
from ingest.official.lawtext import LawText, all_text, is_element, point_number, tidy
from ingest.urls import host_of, join_url

BLOCKS = frozenset({"p", "div", "table", "ul", "ol", "hr"})
MARKER_CHARACTERS = 12  # "(viii)", "‘(68)", "3.10.", "—"

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ID = re.compile(r"^(rct|cpt|art|anx)_([0-9A-Za-z]+)$")
_SECTION = re.compile(r"^cpt_([0-9A-Za-z]+)\.sct_([0-9A-Za-z]+)$")
_PARAGRAPH = re.compile(r"^(\d{3}[a-z]*)\.(\d{3}[a-z]*)$")
_NUMBER = re.compile(r"^(\d+[a-z]*)\.")
_GROUP = re.compile(r"^(?:Section|Part|Chapter)\s+([A-Z0-9]{1,4})\b|^(\d{1,2})\.(?!\d)")


def parse_eurlex(body: bytes, *, url: str = "", charset: str | None = None) -> dict[str, Any]:
    """Return title, celex, eli, canonical, language, published, text and provisions of an act.

    Raises UnreadableError when the page holds no article or annex in that markup.
    """
    page = _DECLARATION.sub("", decode(body, charset), count=1)  # lxml refuses text that declares an encoding
    root = html.document_fromstring(page, parser=html.HTMLParser(huge_tree=False))
    reader = _Reader()
    containers = [one for one in root.iter("div") if "eli-container" in one.get("class", "").split()]
    for container in containers:
        if not any(parent in containers for parent in container.iterancestors()):
            reader.container(container)
    if not any(row.kind in ("article", "annex") for row in reader.law.provisions):
        raise UnreadableError(
            "no article or annex was found: expected the EUR-Lex HTML of an act (blocks art_1, anx_I)"
        )
    for note in reader.notes:
        reader.law.line(note)
    text, provisions = reader.law.finish()
    eli = next((one.get("about") for one in root.iter("meta") if "/eli/" in one.get("about", "")), None)
    stated = [one.get("content", "") for one in root.iter("meta") if one.get("property") == "eli:id_local"]
    celex = next((found.text for found in map(parse_celex, [*stated, url]) if found), None)
    return {
        "title": reader.title or one_line(root.findtext(".//title")),
        "celex": celex or (celex_of_eli(eli) if eli else None),
        "eli": eli,
        "canonical": _canonical(root),
        "language": (root.get("lang") or root.get("xml:lang") or "en")[:2].lower(),
        "published": _published(root),
        "text": text,
        "provisions": provisions,
    }


class _Reader:
    """Walks the blocks in reading order."""

    def __init__(self) -> None:
        self.law = LawText()
        self.notes: list[str] = []
        self.title: str | None = None
        self._article: str | None = None  # 005 while in Article 5

    def container(self, block: etree._Element) -> None:
        """Read the main act or one annex."""
        match = _ID.match(block.get("id", ""))
        if match and match.group(1) == "anx":
            self._annex(block, match.group(2))
        else:
            self._flow(block)

    def _flow(self, block: etree._Element, *, quoted: bool = False) -> None:
        """Read what a block holds: loose text and inline elements form paragraphs between nested blocks."""
        loose: list[str] = [block.text or ""]
        for child in block:
            if isinstance(child.tag, str) and child.tag in BLOCKS:
                self.law.line("".join(loose))
                loose = []
                self._block(child, quoted=quoted)
            else:
                loose.append(_inline(child))
            loose.append(child.tail or "")
        self.law.line("".join(loose))

    def _block(self, block: etree._Element, *, quoted: bool) -> None:
        classes = block.get("class", "").split()
        if block.tag == "table" and any("oj-hd-" in one.get("class", "") for one in block.iter("p")):
            return  # the Official Journal's running head
        if block.tag == "table":
            self._table(block, quoted=quoted)
        elif block.tag == "p" and "oj-note" in classes:
            note = _note(block)
            if quoted or self._article is not None:
                self.law.line(note)  # a note of quoted wording is part of what is quoted
            else:
                self.notes.append(note)
        elif block.tag == "p":
            if any(isinstance(child.tag, str) and child.tag in BLOCKS for child in block):
                self._flow(block, quoted=quoted)
            else:
                self.law.line(_inline(block))
        elif block.tag == "div":
            self._division(block, classes, quoted=quoted)
        elif block.tag in ("ul", "ol"):
            for item in block:
                self._flow(item, quoted=quoted)

    def _division(self, block: etree._Element, classes: list[str], *, quoted: bool) -> None:
        identifier = block.get("id", "")
        match = _ID.match(identifier)
        section = _SECTION.match(identifier)
        paragraph = _PARAGRAPH.match(identifier)
        if "eli-main-title" in classes:
            parts = [tidy(_inline(one)) for one in block.iter("p")]
            self.title = " ".join(part for part in parts if part and not part.startswith("(Text with"))
            for part in parts:
                self.law.line(part)
        elif match and match.group(1) == "art" and not quoted:
            self._article_block(block, match.group(2))
        elif match and match.group(1) == "rct":
            self._within(f"rct_{match.group(2)}", "recital", match.group(2), block)
        elif match and match.group(1) == "cpt":
            self._titled(f"chp_{match.group(2)}", "chapter", match.group(2), block)
        elif section:
            self._titled(f"chp_{section.group(1)}.sec_{section.group(2)}", "section", section.group(2), block)
        elif paragraph and paragraph.group(1) == self._article and not quoted:
            first = _NUMBER.match(tidy(_inline(next(block.iter("p"), block))))
            number = first.group(1) if first else paragraph.group(2).lstrip("0")
            self._within(f"{self.law.current}.{number}", "paragraph", number, block)
        elif "oj-enumeration-spacing" in classes:
            cells = [one for one in block if one.tag == "p"]
            self._item(tidy(_inline(cells[0])) if cells else "", cells[1:], quoted=quoted)
        else:
            # A block without an id inside an article is wording quoted for another act: its points are not ours.
            self._flow(block, quoted=quoted or (self._article is not None and not identifier.endswith("tit_1")))

    def _within(self, key: str, kind: str, number: str, block: etree._Element) -> None:
        opened = self.law.begin(key, kind, number=number)
        if kind == "recital":
            self._recital(block)
        else:
            self._flow(block)
        if opened:
            self.law.end()

    def _recital(self, block: etree._Element) -> None:
        """Read a recital; its number stands in a table like a point's but opens no point."""
        for row in block.iter("tr"):
            cells = [one for one in row if one.tag == "td" and tidy(all_text(one))]
            if len(cells) == 2:
                self.law.marker(_inline(cells[0]))
                self._flow(cells[1], quoted=True)
                return
        self._flow(block, quoted=True)

    def _titled(self, key: str, kind: str, number: str, block: etree._Element) -> None:
        opened = self.law.begin(key, kind, number=number)
        for child in block:
            classes = child.get("class", "").split()
            if child.tag == "div" and "eli-title" in classes:
                self.law.head(_inline(child)) if opened else self.law.line(_inline(child))
            elif isinstance(child.tag, str) and child.tag in BLOCKS:
                self._block(child, quoted=False)
        if opened:
            self.law.end()

    def _article_block(self, block: etree._Element, number: str) -> None:
        digits = re.match(r"\d+", number)
        self._article = f"{int(digits.group()):03d}{number[digits.end() :]}" if digits else number
        self._titled(f"art_{number}", "article", number, block)
        self._article = None

    def _table(self, table: etree._Element, *, quoted: bool) -> None:
        for row in table.iter("tr"):
            if next((one for one in row.iterancestors("table")), None) is not table:
                continue  # of a table inside this one
            cells = [one for one in row if one.tag in ("td", "th") and tidy(all_text(one))]
            marker = tidy(_inline(cells[0])) if len(cells) == 2 else ""
            if marker and len(marker) <= MARKER_CHARACTERS and cells[0].find(".//table") is None:
                self._item(marker, cells[1:], quoted=quoted)
            else:
                for cell in cells:
                    self._flow(cell, quoted=quoted)

    def _item(self, marker: str, cells: list[etree._Element], *, quoted: bool) -> None:
        opened = not quoted and self.law.begin_point(marker)
        self.law.marker(marker)
        for cell in cells:
            self._flow(cell, quoted=quoted)
        if opened:
            self.law.end()

    def _annex(self, block: etree._Element, number: str) -> None:
        opened = self.law.begin(f"anx_{number}", "annex", number=number)
        group = False
        titles = 0
        for child in block:
            classes = child.get("class", "").split()
            if child.tag == "p" and "oj-doc-ti" in classes:
                titles += 1
                self.law.head(_inline(child)) if opened and titles > 1 else self.law.line(_inline(child))
            elif child.tag == "p" and "oj-ti-grseq-1" in classes:
                found = group_number(_inline(child))
                if found is None:
                    self.law.head(_inline(child)) if group else self.law.line(_inline(child))
                    continue
                if group:
                    self.law.end()
                kind = "point" if found.isdigit() and point_like(_inline(child)) else "section"
                group = self.law.begin(f"anx_{number}.{found}", kind, number=found)
                self.law.head(_inline(child)) if group else self.law.line(_inline(child))
            elif isinstance(child.tag, str) and child.tag in BLOCKS:
                self._block(child, quoted=False)
        if group:
            self.law.end()
        if opened:
            self.law.end()


def group_number(title: str) -> str | None:
    """Return A, 1 or 3 for the titles "Section A. …", "Section 1" and "3. …" of an annex; None for any other."""
    match = _GROUP.match(tidy(title))
    return (match.group(1) or match.group(2)) if match else None


def point_like(title: str) -> bool:
    """Tell whether a title of an annex begins with its number, as a point does."""
    return point_number(tidy(title).split(" ")[0]) is not None


def _inline(element: etree._Element) -> str:
    """Return the text of an element without the marks of its notes."""
    if not is_element(element):  # a comment
        return ""
    if element.tag == "a" and any("oj-note-tag" in one.get("class", "") for one in element.iter("span")):
        return ""
    if element.tag == "br":
        return " "
    parts = [element.text or ""]
    for child in element:
        parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _note(block: etree._Element) -> str:
    return tidy(all_text(block))


def _canonical(root: etree._Element) -> str | None:
    """Return the page's own address when it lies elsewhere than on EUR-Lex, where the CELEX number names it."""
    for one in root.iter("link"):
        if one.get("rel") == "canonical":
            found = join_url("", one.get("href", ""))
            return None if found is None or host_of(found) == "eur-lex.europa.eu" else found
    return None


def _published(root: etree._Element) -> str | None:
    """Return the date of publication: the Official Journal's head (12.7.2024), else what the page states."""
    for one in root.iter("p"):
        if "oj-hd-date" in one.get("class", "").split():
            match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", tidy(_inline(one)))
            if match:
                return f"{match.group(3)}-{int(match.group(2)):02d}-{int(match.group(1)):02d}"
    for name in ("eli:date_publication", "eli:date_document"):
        for one in root.iter("meta"):
            if one.get("property") == name and re.fullmatch(r"\d{4}-\d{2}-\d{2}", one.get("content", "")):
                return str(one.get("content"))
    return None
