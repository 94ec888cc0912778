"""A legal text as units: each line with its provision key, its list marker and the head that an item hangs on.

Offsets are character offsets into the document's text, end exclusive. Where the parser of the source has left
provisions, keys come from them; otherwise from headings ("Article 5", "Sec. 2.") and markers ("1.", "(a)", "(ii)").
What a unit obliges anybody to do is read in `extract/lawclauses.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.lawinline import find_items
from kb.model import ProvisionText

MARKER = re.compile(
    r"^\s*(?P<mark>\((?:\d{1,3}[a-z]{0,2}|[a-z]{1,4}|[A-Z]{1,2})\)|\d{1,3}[a-z]{0,2}(?:\.\d{1,2})*\.(?=\s|$)|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[A-Z])|"
    r"(?:\d{1,2}|[a-zA-H]|[ivx]{2,4})[.)](?=\s)|[–—•‣▪◦·*-](?=\s))\s*"
)
_SECOND = re.compile(r"(?P<mark>\((?:\d{1,2}|[a-z]{1,4}|[A-Z]{1,2})\))\s+")  # "(3) (A) Publish the protocol"
ARTICLE = re.compile(r"^\s*Article\s+(?P<n>\d{1,3}[a-z]{0,2})\b\.?\s*(?P<rest>.{0,120})$")
ANNEX = re.compile(r"^\s*ANNEX\s+(?P<n>[IVXL]+)\b")
SECTION = re.compile(
    r"^\s*(?:Section|SECTION|Sec\.|SEC\.)\s+(?P<n>\d{1,5}(?:[-.]\d+)*[a-z]?)\s*\.\s*(?P<rest>(?:[A-Z][^.\n]{2,90}\.(?=\s|$))?)"
)
CODE_SECTION = re.compile(  # "§ 12.4 Records.", "22757.12. (a) …": sections of codes, numbered through the code
    r"^\s*(?:§+\s*(?P<n>\d[\w-]*(?:\.\d+)*)|(?P<long>\d{4,6}(?:\.\d+)*))\.?\s+(?P<rest>(?:[A-Z][^.\n]{2,90}\.(?=\s|$))?)(?=\s*\(|\s*$|\s*[A-Z])"
)
CHAPTER = re.compile(r"^\s*(?:CHAPTER\s+(?P<roman>[IVXL]+)|SECTION\s+(?P<section>\d+)|(?:TITLE|PART)\s+[IVXL\d]+)\s*$")
RECITALS = re.compile(r"^\s*(?:Whereas:|The recitals explain:)", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\s*\(\d{1,3}\)\s+(?:OJ\s+[LC]\b|.{10,600}\(OJ\s+[LC]\b)")
_BULLETS = "–—•‣▪◦·*-"
_FIRST = frozenset(("(a)", "(i)", "(1)", "(A)", "1.", "a.", "a)", "1)", "i)", "i.", "–", "—", "-", "•", "*"))
_RUNS_ON = re.compile(r"(?:,|\b(?:shall|must|may|not|to|of|by|that|with|either|both))$")  # a head without colon
_ROMAN = re.compile(r"^(?:x{0,3}(?:ix|iv|v?i{0,3}))$")


@dataclass(slots=True)
class Unit:
    """One line of law without its marker."""

    start: int
    end: int
    text: str
    key: str | None
    marker: str | None
    level: int  # 0: a heading or plain line, 1: paragraph, 2: point, 3: sub-point
    kind: str  # heading, recital, note, text
    head: Unit | None = None  # the line that introduces the list this unit is an item of
    items: list[Unit] = field(default_factory=list)
    article: str | None = None  # key of the article, annex or section it stands in
    heading: str | None = None  # heading of that article
    chapters: tuple[str, ...] = ()  # keys of the chapter and its section, innermost first
    outer: str | None = None  # the first of two markers: "(3)" of "(3) (A)"


def split_units(text: str, provisions: Sequence[ProvisionText] = ()) -> tuple[Unit, ...]:
    """Return the units of a legal text in reading order; headings are kept, blank lines are not."""
    lines = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    units = _from_provisions(lines, provisions) if provisions else _from_markers(lines)
    units = [part for unit in units for paragraph in _split_numbered(unit) for part in split_inline(paragraph)]
    _attach_items(units)
    return tuple(units)


def _from_provisions(lines: list[tuple[int, int, str]], provisions: Sequence[ProvisionText]) -> list[Unit]:
    by_key = {row.key: row for row in provisions}
    rows = sorted(provisions, key=lambda row: (row.start, -row.end, row.position))
    units: list[Unit] = []
    stack: list[ProvisionText] = []
    position = 0
    for start, end, line in lines:
        while position < len(rows) and rows[position].start <= start:
            stack.append(rows[position])
            position += 1
        stack = [row for row in stack if row.end > start]
        inner = stack[-1] if stack else None
        ancestry = _ancestry(inner, by_key)
        article = next((row for row in ancestry if row.kind in ("article", "annex", "recital")), None)
        if article is None:
            article = next((row for row in ancestry if row.key.startswith("sec_")), None)
        points = [row for row in ancestry if row.kind in ("paragraph", "point")]
        own = inner is not None and inner.start == start and inner in points
        kind = "text"
        if article is not None and article.kind == "recital":
            kind = "recital"
        elif inner is None or (_is_heading(line, inner) if inner is article else inner.kind in ("chapter", "section")):
            kind = "heading"
        unit = _unit(start, end, line, inner.key if inner else None, len(points) if own else 0, kind)
        if not own and points:
            unit.level = 0
        if article is not None:
            unit.article, unit.heading = article.key, article.heading
        unit.chapters = tuple(row.key for row in ancestry if row.key.startswith("chp_"))
        units.append(unit)
    return units


def _ancestry(row: ProvisionText | None, by_key: dict[str, ProvisionText]) -> list[ProvisionText]:
    chain: list[ProvisionText] = []
    while row is not None and row not in chain:
        chain.append(row)
        row = by_key.get(row.parent_key) if row.parent_key else None
    return chain


def _is_heading(line: str, article: ProvisionText) -> bool:
    plain = line.strip()
    if article.heading and plain == article.heading.strip():
        return True
    return bool(re.fullmatch(r"(?:Article\s+\d+[a-z]*|ANNEX\s+[IVXL]+)\b.{0,80}", plain)) and not plain.endswith(":")


def _from_markers(lines: list[tuple[int, int, str]]) -> list[Unit]:
    reader = _Markers(recitals=any(RECITALS.search(line) for _, _, line in lines))
    return [reader.read(start, end, line) for start, end, line in lines]


class _Markers:
    """Reads lines one after the other and remembers which chapter, article and list level they are in."""

    def __init__(self, *, recitals: bool) -> None:
        self.recitals = recitals  # True until the enacting terms begin, in an act that has recitals
        self.chapters: tuple[str, ...] = ()
        self.article: str | None = None
        self.heading: str | None = None
        self.expected: str | None = None  # key whose heading may stand in the next line
        self.path: list[str] = []
        self.deeper = False  # the line before has a marker itself and opens a list
        self.opens = False  # the line before ends with a colon: the next marker may begin a deeper list

    def read(self, start: int, end: int, line: str) -> Unit:
        """Return the unit of the next line."""
        opened = ARTICLE.match(line) or ANNEX.match(line) or SECTION.match(line) or CODE_SECTION.match(line)
        chapter = CHAPTER.match(line) if opened is None else None
        if opened is not None:
            unit = self._open_article(start, end, line, opened)
        elif chapter is not None:
            unit = self._open_chapter(start, end, line, chapter)
        else:
            unit = self._line(start, end, line)
        unit.article, unit.heading, unit.chapters = self.article, self.heading, self.chapters
        self.opens = line.rstrip().endswith((":", "—", "–"))
        self.deeper = self.opens and unit.marker is not None and unit.kind == "text"
        return unit

    def _open_article(self, start: int, end: int, line: str, opened: re.Match[str]) -> Unit:
        pattern = opened.re
        prefix = "art_" if pattern is ARTICLE else "anx_" if pattern is ANNEX else "sec_"
        self.recitals, self.article, self.path = False, f"{prefix}{opened['n'] or opened.groupdict().get('long')}", []
        if pattern is not ARTICLE:
            self.chapters = ()
        self.heading = (opened.groupdict().get("rest") or "").strip(" .–—-") or None
        self.expected = self.article if pattern in (ARTICLE, ANNEX) and self.heading is None else None
        tail = opened.end() if pattern in (SECTION, CODE_SECTION) else len(line)
        if not line[tail:].strip():
            return _unit(start, end, line, self.article, 0, "heading")
        unit = _unit(start + tail, end, line[tail:], self.article, 0, "text")  # "Sec. 2. Defence. (a) The Board must …"
        return self._keyed(unit)

    def _open_chapter(self, start: int, end: int, line: str, chapter: re.Match[str]) -> Unit:
        self.recitals, self.article, self.heading, self.path = False, None, None, []
        if chapter["roman"]:
            self.chapters = (f"chp_{chapter['roman']}",)
        elif chapter["section"] and self.chapters:
            self.chapters = (f"{self.chapters[-1]}.sec_{chapter['section']}", self.chapters[-1])
        self.expected = self.chapters[0] if self.chapters else None
        return _unit(start, end, line, self.expected, 0, "heading")

    def _line(self, start: int, end: int, line: str) -> Unit:
        unit = _unit(start, end, line, self.article, 0, "text")
        expected, self.expected = self.expected, None
        if self.recitals:
            unit.kind = "recital"
        elif _FOOTNOTE.match(line):
            unit.kind = "note"
        elif expected is not None and unit.marker is None and len(line) < 160 and not re.search(r"[.:;]\s*$", line):
            unit.kind, unit.key = "heading", expected
            if expected == self.article:
                self.heading = line.strip()
        elif unit.marker is not None:
            return self._keyed(unit)
        elif self.article is not None:
            unit.key = ".".join([self.article, *self.path[:1]])
        return unit

    def _keyed(self, unit: Unit) -> Unit:
        if unit.outer is not None:
            self.path = _follow(self.path, unit.outer, self.opens)
        if self.deeper and unit.outer is None and unit.marker in _FIRST and unit.marker not in _BULLETS:
            self.path = [*self.path, unit.marker.strip("().")]  # "(A)" of "(II) an opportunity to:"
        else:
            self.path = _follow(self.path, unit.marker, self.opens)
        unit.level = len(self.path)
        if self.article is not None:
            unit.key = ".".join([self.article, *self.path])
        return unit


def _follow(path: list[str], marker: str | None, opens: bool) -> list[str]:
    """Return the path of levels once a marker has been read after the levels of `path`."""
    if marker is None:
        return path
    if marker in _BULLETS:
        return [*path, "-"] if not path or path[-1] != "-" else path
    number = marker.strip("().")
    if marker.endswith(".") and number[0].isdigit():
        before = str(int(number) - 1) if number.isdigit() else ""
        depth = next((d for d, level in enumerate(path) if level == before), 0)  # "2." after "(d) … : 1."
        return [*path[:depth], number]
    if path and not opens and len(path[-1]) == len(number) == 1 and chr(ord(path[-1]) + 1) == number:
        return [*path[:-1], number]  # (j) after an (i) that was a letter
    same = [depth for depth, level in enumerate(path) if _style(level) == _style(number)]
    if _style(number) == "roman" and path and _style(path[-1]) in ("letter", "roman"):
        previous = path[-1]
        follows = _style(previous) == "letter" and len(previous) == 1 and chr(ord(previous) + 1) == number
        if not follows or opens:
            depth = next((d for d, level in enumerate(path) if _style(level) == "roman"), len(path))
            return [*path[:depth], number]
    if _style(number) == "roman" and not same:
        letters = [depth for depth, level in enumerate(path) if _style(level) == "letter"]
        return [*path[: letters[0]], number] if letters else [*path, number]
    return [*path[: same[0]], number] if same else [*path, number]


def _style(level: str) -> str:
    if level[0].isdigit():
        return "number"
    if level == "-":
        return "dash"
    if _ROMAN.match(level) and level:
        return "roman"
    return "capital" if level[0].isupper() else "letter"


def _unit(start: int, end: int, line: str, key: str | None, level: int, kind: str) -> Unit:
    match = MARKER.match(line)
    offset = match.end() if match else len(line) - len(line.lstrip())
    second = _SECOND.match(line, offset) if match and match["mark"].startswith("(") else None
    offset = second.end() if second else offset
    text = line[offset:].rstrip()
    return Unit(
        start=start + offset,
        end=start + offset + len(text),
        text=text,
        key=key,
        marker=(second or match)["mark"] if match else None,
        outer=match["mark"] if match and second else None,
        level=level,
        kind=kind,
    )


def _split_numbered(unit: Unit) -> list[Unit]:
    """Return a line as its paragraphs where the next number stands within it: "2. The fee … . 3. The board …"."""
    parts = [unit]
    while unit.kind == "text" and (marker := parts[-1].marker) is not None:
        last = parts[-1]
        follows = _next_marker(marker)
        match = re.search(rf"(?<=[.;])\s+({re.escape(follows)})\s+(?=[A-Z“‘])", last.text) if follows else None
        if match is None or follows is None:
            break
        stem, _, own = (last.key or "").rpartition(".")
        number = follows.strip("().")
        key = f"{stem}.{number}" if stem and own == marker.strip("().") else last.key
        rest = replace(
            last, start=last.start + match.end(), text=last.text[match.end() :], marker=follows, key=key, items=[]
        )
        head = last.text[: match.start()].rstrip()
        parts[-1:] = [replace(last, end=last.start + len(head), text=head, items=[]), rest]
    return parts


def _next_marker(marker: str) -> str | None:
    """Return the marker that follows "(2)", "2.", "2.1" or "(b)", or None."""
    match = re.fullmatch(r"(?P<before>\(?(?:\d+\.)*)(?P<last>\d+|[a-zA-Y])(?P<after>[.)]?)", marker)
    if match is None:
        return None
    last = match["last"]
    number = str(int(last) + 1) if last.isdigit() else chr(ord(last) + 1)
    return f"{match['before']}{number}{match['after']}"


def split_inline(unit: Unit) -> list[Unit]:
    """Return a line as its head, its items and what follows, where a list runs on within it; else the line itself."""
    found = find_items(unit.text) if unit.kind == "text" else None
    if found is None:
        return [unit]
    head_end, items, rest = found
    stem = [unit.key] if unit.key else []
    head = replace(unit, end=unit.start + head_end, text=unit.text[:head_end], items=[])
    parts = [head]
    for start, end, mark in items:
        key = ".".join([*stem, mark]) if stem else None
        item = replace(
            unit,
            start=unit.start + start,
            end=unit.start + end,
            text=unit.text[start:end],
            key=key,
            marker=f"({mark})",
            outer=None,
            level=unit.level + 1,
            items=[],
            head=head,
        )
        head.items.append(item)
        parts.append(item)
    if rest is not None:
        parts.append(replace(unit, start=unit.start + rest, text=unit.text[rest:], marker=None, outer=None, items=[]))
    return parts


def _attach_items(units: list[Unit]) -> None:
    """Give each item of a list the line that introduces it: the last line one level up that ends with a colon.

    Lines without markers are items too while they follow such a line and begin with a small letter.
    """
    heads: list[Unit] = []
    running: Unit | None = None  # the head whose items have no markers
    for unit, following in zip(units, [*units[1:], None], strict=True):
        if unit.kind != "text":
            heads, running = [], None
            continue
        if unit.head is not None:
            continue  # an item within a line
        if unit.marker is None and running is not None and unit.text[:1].islower():
            unit.head, unit.level = running, running.level + 1
            running.items.append(unit)
            continue
        running = None
        if unit.marker is not None or unit.level:
            heads = [head for head in heads if head.level < unit.level or (head.level == 0 and unit.level == 0)]
            heads = [head for head in heads if head.article == unit.article]
            if heads and heads[-1] is not unit:
                unit.head = heads[-1]
                heads[-1].items.append(unit)
        else:
            heads = []
        if unit.text.endswith((":", "—", "–")):
            heads.append(unit)
            running = unit
        elif following is not None and following.marker in _FIRST and _RUNS_ON.search(unit.text):
            heads.append(unit)
