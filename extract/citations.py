"""Cross-references in legal texts: "Article 6(1), points (a) to (c)", "44 U.S.C. 3552(b)", "section 3 of this order".

Text in, spans with normalised targets out. A target inside the same act is a provision key (`art_6.1.a`, `anx_III.1`,
`sec_3.b`); one in another act begins with that act (`reg:2016/679#art_4.14`, `usc:44/3552.b`, `eo:14110#sec_2`).
References such as "this Article" or "paragraph 1" are resolved by the key of the provision they stand in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_RANGE = 60  # "Articles 8 to 15" is spelled out; a longer range is a slip or a whole act, its ends are kept

_MARK = r"\((?:\d{1,3}[a-z]{0,2}|[a-z]{1,4}|(?!EU|EC|AI)[A-Z]{1,2})\)"
_LIST = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and/or|and|or|to|through)\s+|\s?[-–]\s?(?=[\d(]))"
_NUM = rf"\d{{1,3}}[a-z]{{0,2}}(?:{_MARK})*"
_ROMAN = r"[IVXL]+"
_ELEMENTS = (
    ("art", rf"Art(?:icle)?s?\.?\s+(?P<art>{_NUM}(?:{_LIST}(?:{_NUM}|(?:{_MARK})+))*)"),
    ("anx", rf"Annex(?:es)?\s+(?P<anx>{_ROMAN}(?![a-z])(?:{_LIST}{_ROMAN}\b)*)"),
    ("rct", rf"[Rr]ecitals?\s+(?P<rct>(?:{_NUM}|{_MARK})(?:{_LIST}(?:{_NUM}|{_MARK}))*)"),
    ("chp", rf"Chapters?\s+(?P<chp>{_ROMAN}\b(?:{_LIST}{_ROMAN}\b)*)"),
    ("sub", r"(?P<sub>first|second|third|fourth|fifth|sixth|last)\s+(?:and\s+\w+\s+)?subparagraphs?"),
    (
        "sec",
        rf"(?:[Ss]ections?|[Ss]ecs?\.)\s+(?P<sec>(?:\d+(?:\.\d+)*[a-z]?|[A-Z])(?:{_MARK})*(?:{_LIST}(?:(?:\d+[a-z]?|[A-Z]\b)(?:{_MARK})*|(?:{_MARK})+))*)",
    ),
    ("ssn", rf"[Ss]ubsections?\s+(?P<ssn>(?:{_NUM}|(?:{_MARK})+)(?:{_LIST}(?:{_NUM}|(?:{_MARK})+))*)"),
    ("spr", rf"[Ss]ubparagraphs?\s+(?P<spr>(?:{_MARK})+(?:{_LIST}(?:{_MARK})+)*)"),
    ("cls", rf"[Cc]lauses?\s+(?P<cls>(?:{_MARK})+(?:{_LIST}(?:{_MARK})+)*)"),
    ("par", rf"[Pp]aragraphs?\s+(?P<par>(?:{_NUM}|(?:{_MARK})+)(?:{_LIST}(?:{_NUM}|(?:{_MARK})+))*)"),
    (
        "pt",
        rf"[Pp]oints?\s+(?P<pt>(?:(?:{_MARK})+|\d{{1,2}}(?:\.\d+)?(?:{_MARK})*)(?:{_LIST}(?:(?:{_MARK})+|\d{{1,2}}(?:\.\d+)?(?:{_MARK})*))*)",
    ),
    (
        "here",
        r"(?P<here>[Tt]his\s+(?:Article|paragraph|Annex|[Ss]ection|Chapter|subsection|point|order|subparagraph))",
    ),
)
_ELEMENT = re.compile("|".join(rf"\b{pattern}" for _, pattern in _ELEMENTS))
_ACT = re.compile(
    r"(?:Implementing\s+|Delegated\s+|Council\s+|Framework\s+)*"
    r"(?:(?P<kind>Regulations?|Directives?|Decisions?)\s+(?:\((?:EU|EC|EEC|Euratom|EU,\s*Euratom)\)\s+)?(?:No\s+)?"
    r"|(?:(?<=and )|(?<=, ))\((?:EU|EC)\)\s+(?:No\s+)?)"  # the second of two: "Regulations (EC) No 1/2 and (EU) 3/4"
    r"(?P<number>\d{2,4}/\d{1,4})(?:/(?:EU|EC|EEC|JHA|Euratom|CFSP))?"
)
_USC = re.compile(
    r"\b(?P<title>\d{1,2})\s+U\.?\s?S\.?\s?C\.?\s+(?:§+\s*)?(?P<section>\d+[a-z]*(?:-\d+)?)(?P<marks>(?:\([0-9A-Za-z]{1,4}\))*)"
    r"(?P<more>(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)\d{3,5}[a-z]*(?:-\d+)?(?:\([0-9A-Za-z]{1,4}\))*(?![\w,]*\s+[UC]\.))*)"
)
_USC_LONG = re.compile(
    r"\b(?:[Ss]ections?\s+(?P<section>\d+[a-z]*(?:-\d+)?)(?P<marks>(?:\([0-9A-Za-z]{1,4}\))*)(?P<more>(?:\s+(?:and|or)\s+\d{2,5}[a-z]*)?)\s+of\s+)?"
    r"[Tt]itle\s+(?P<title>\d{1,2}),?\s+(?:of\s+the\s+)?(?:United\s+States\s+Code|U\.\s?S\.\s?(?:C\.|Code))"
)
_MORE = re.compile(r"(?P<section>\d+[a-z]*(?:-\d+)?)(?P<marks>(?:\([0-9A-Za-z]{1,4}\))*)")
_CFR = re.compile(
    r"\b(?P<title>\d{1,2})\s+C\.?\s?F\.?\s?R\.?\s+(?:[Pp]arts?\s+|§+\s*)?(?P<section>\d+(?:\.\d+)?)(?P<marks>(?:\([0-9A-Za-z]{1,4}\))*)"
)
_CODE = re.compile(r"\bthe\s+(?P<code>(?:[A-Z]\w+\s+(?:and\s+)?){1,4})Code\b(?!\s+of\b)")
_EO = re.compile(r"\b(?:Executive\s+Orders?|E\.?O\.?)\s+(?:No\.?\s+)?(?P<number>1[0-9]{4})\b")
_PL = re.compile(r"\b(?:Public\s+Law|Pub\.\s?L\.|P\.L\.)\s+(?:No\.?\s+)?(?P<number>\d{2,3}[-–]\d{1,4})")
_TREATY = re.compile(r"\b(?:the\s+)?(?P<treaty>TFEU|TEU|Charter)\b")
_OWN = re.compile(r"this\s+(?:Regulation|Directive|Decision|Act|order|Order|title)\b")
_THAT = re.compile(r"(?:that|those|the\s+said)\s+(?:Regulations?|Directives?|Decisions?|Acts?|orders?|Annex)\b")
_GLUE = re.compile(r"\s*,?\s*(?:(?:of|to|in|under)\s+(?:the\s+)?)?$")  # what may stand between parts of one reference
_MARKS = re.compile(r"\(([0-9A-Za-z]+)\)")


@dataclass(frozen=True, slots=True)
class Citation:
    """One cross-reference: offsets into the text it was found in (end exclusive), wording and targets."""

    start: int
    end: int
    text: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    start: int
    end: int
    value: str


def find_citations(text: str, *, here: str | None = None, chapter: str | None = None) -> tuple[Citation, ...]:
    """Return the cross-references of a text in order.

    `here` is the key of the provision the text stands in, `chapter` the key of its chapter: acts of the Union number
    the sections of each chapter from 1, so "Section 2" alone means one of the same chapter.
    """
    found: list[Citation] = []
    parts = _parts(text)
    position = 0
    while position < len(parts):
        chain = [parts[position]]
        while position + 1 < len(parts) and _joins(text, chain[-1], parts[position + 1]):
            position += 1
            chain.append(parts[position])
        position += 1
        targets = _targets(chain, here, chapter, found)
        if targets:
            start, end = chain[0].start, chain[-1].end
            found.append(Citation(start, end, text[start:end], tuple(dict.fromkeys(targets))))
    return tuple(_share_acts(text, found))


def _share_acts(text: str, found: list[Citation]) -> list[Citation]:
    """Give "Article 14(4) and Article 16 of Regulation X" the act they share, where the first names none."""
    shared = list(found)
    for number in range(len(found) - 2, -1, -1):
        left, right = shared[number], shared[number + 1]
        own = re.fullmatch(r"Art(?!.*\b[Tt]h(?:is|at)\b).*", left.text) is None
        if own or not all(target.startswith("art_") for target in left.targets):
            continue
        act = right.targets[0].split("#")[0]
        if not (right.text.startswith("Art") and "#art_" in right.targets[0] and ":" in act):
            continue
        if re.fullmatch(r",?\s+(?:and|or)\s+", text[left.end : right.start]):
            shared[number] = Citation(left.start, left.end, left.text, tuple(f"{act}#{key}" for key in left.targets))
    return shared


def mask_citations(text: str, citations: tuple[Citation, ...] | None = None) -> str:
    """Return the text with every character of its cross-references that could mislead a reader replaced by `_`.

    The length stays, so offsets into the masked text are offsets into the text. Full stops, commas, brackets and the
    words in cross-references no longer look like ends of sentences, list markers or clauses.
    """
    masked = list(text)
    for citation in find_citations(text) if citations is None else citations:
        for offset in range(citation.start, citation.end):
            if not masked[offset].isspace():
                masked[offset] = "_"
    return "".join(masked)


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    for pattern, kind in ((_ACT, "act"), (_CFR, "cfr"), (_EO, "eo"), (_PL, "pl"), (_TREATY, "treaty"), (_CODE, "code")):
        parts += [_Part(kind, m.start(), m.end(), _external(kind, m)) for m in pattern.finditer(text)]
    parts += [part for pattern in (_USC, _USC_LONG) for match in pattern.finditer(text) for part in _of_code(match)]
    parts += [_Part("own", m.start(), m.end(), "") for m in _OWN.finditer(text)]
    parts += [_Part("that", m.start(), m.end(), "") for m in _THAT.finditer(text)]
    for match in _ELEMENT.finditer(text):
        kind = match.lastgroup or ""
        parts.append(_Part(kind, match.start(), match.end(), match.group(kind)))
    parts.sort(key=lambda part: (part.start, -part.end))
    kept: list[_Part] = []
    kind = "act"
    for part in parts:
        if not kept or part.start >= kept[-1].end:
            if part.kind == "act" and part.value.startswith(":"):
                part = _Part("act", part.start, part.end, kind + part.value)
            elif part.kind == "act":
                kind = part.value.split(":")[0]
            kept.append(part)
    return kept


def _external(kind: str, match: re.Match[str]) -> str:
    if kind == "act":
        return f"{(match['kind'] or '')[:3].lower()}:{match['number']}"
    if kind == "cfr":
        return ".".join([f"cfr:{match['title']}/{match['section']}", *_MARKS.findall(match["marks"])])
    if kind == "code":
        return f"code:{'-'.join(match['code'].lower().split())}"
    if kind == "treaty":
        return f"treaty:{match['treaty'].lower()}"
    return f"{kind}:{match['number'].replace('–', '-')}"


def _of_code(match: re.Match[str]) -> list[_Part]:
    """Return a part for each section of the U.S. Code that one wording names: "18 U.S.C. §§ 1030 and 1831"."""
    title = f"usc:{match['title']}"
    if match["section"] is None:
        return [_Part("usc", match.start(), match.end(), title)]
    first = ".".join([f"{title}/{match['section']}", *_MARKS.findall(match["marks"])])
    others = list(_MORE.finditer(match["more"]))
    long = match.re is _USC_LONG
    parts = [_Part("usc", match.start(), match.end() if long or not others else match.start("more"), first)]
    for other in others:
        value = ".".join([f"{title}/{other['section']}", *_MARKS.findall(other["marks"])])
        start = match.start("more") + other.start()
        parts.append(_Part("usc", start, start + len(other.group()), value))
    return parts


_OUTSIDE = ("own", "that", "act", "treaty", "eo", "pl", "code")
_WIDTH = dict.fromkeys((*_OUTSIDE, "usc", "cfr"), 90) | dict.fromkeys(("art", "anx", "rct"), 50)
_WIDTH |= {"chp": 60, "sec": 40, "here": 40, "ssn": 35, "par": 30, "sub": 20, "spr": 20, "pt": 10, "cls": 10}
_STANDALONE = frozenset({"usc", "cfr"})


def _joins(text: str, left: _Part, right: _Part) -> bool:
    """Tell whether two neighbouring parts are one reference ("point 1 of Annex III", "Article 6(1), point (a)")."""
    between = text[left.end : right.start]
    if _GLUE.fullmatch(between) is None or left.kind in _STANDALONE or right.kind in _STANDALONE:
        return False
    wide, narrow = _WIDTH[left.kind], _WIDTH[right.kind]
    if right.kind == "treaty" and between.isspace():
        return narrow > wide
    if re.search(r"\b(?:of|to|in|under)\b", between):
        return narrow > wide or (left.kind, right.kind) == ("sec", "anx")
    if left.kind in _OUTSIDE:  # "Regulation (EU) 2019/1020, Article 14(4)", not "under Regulation X, Article 5 of Y"
        return (
            left.kind == "act"
            and right.kind in ("art", "anx")
            and between == ", "
            and (re.match(r"[\s,]*(?:of\b|to\b|in\b|shall\b|,?\s*points?\b)", text[right.end :]) is None)
        )
    return narrow < wide and between.strip() == ","


def _targets(chain: list[_Part], here: str | None, chapter: str | None, before: list[Citation]) -> list[str]:
    by_kind = {part.kind: part.value for part in chain}
    act = next((part.value for part in chain if part.kind in ("act", "treaty", "eo", "pl", "usc", "cfr", "code")), None)
    if "that" in by_kind:  # "that Directive": the act named last
        act = next((t.split("#")[0] for c in reversed(before) for t in c.targets if ":" in t), "other:unnamed")
    local = _local(by_kind, *((here, chapter) if act is None else (None, None)))
    if act is None:
        return local
    return [f"{act}#{key}" for key in local] or [act]


def _local(by_kind: dict[str, str], here: str | None, chapter: str | None) -> list[str]:
    bases = _bases(by_kind, here, chapter)
    for kind in ("ssn", "par", "spr", "pt", "cls"):
        if kind in by_kind:
            bases = [_under(base, item) for base in bases for item in _items(by_kind[kind])]
    return [base for base in bases if base]


def _bases(by_kind: dict[str, str], here: str | None, chapter: str | None) -> list[str]:
    if "art" in by_kind:
        return [f"art_{item}" for item in _items(by_kind["art"])]
    if "anx" in by_kind:
        annexes = [f"anx_{item}" for item in _items(by_kind["anx"])]
        if "sec" in by_kind:
            return [f"{annex}.{item}" for annex in annexes for item in _items(by_kind["sec"])]
        return annexes
    if "rct" in by_kind:
        return [f"rct_{item}" for item in _items(by_kind["rct"])]
    if "chp" in by_kind:
        chapters = [f"chp_{item}" for item in _items(by_kind["chp"])]
        if "sec" in by_kind:
            return [f"{chapter}.sec_{item}" for chapter in chapters for item in _items(by_kind["sec"])]
        return chapters
    if "sec" in by_kind:
        prefix = f"{chapter}.sec_" if chapter else "sec_"
        if here is not None and here.startswith("anx_"):
            prefix = f"{here.split('.')[0]}."
        return [f"{prefix}{item}" for item in _items(by_kind["sec"])]
    return _relative(by_kind, here)


def _relative(by_kind: dict[str, str], here: str | None) -> list[str]:
    if here is None:
        return []
    levels = here.split(".")
    if levels[0].startswith("sec_"):  # section 3, subsection (a), paragraph (1), subparagraph (A), clause (i)
        for depth, kind in enumerate(("ssn", "par", "spr", "cls"), start=1):
            if kind in by_kind and by_kind[kind].startswith("("):
                return [".".join(levels[:depth])] if len(levels) >= depth else []
    if by_kind.keys() & {"ssn", "spr", "cls"} and "par" not in by_kind:
        return [levels[0]] if "ssn" in by_kind else []
    if "par" in by_kind or by_kind.get("here", "").split()[-1:] in (["Article"], ["Annex"]):
        return [levels[0]]
    if "pt" in by_kind:  # a point of the paragraph the reference stands in
        annex = levels[0].startswith("anx_")
        return [levels[0] if annex or len(levels) == 1 else ".".join(levels[:2])]
    word = by_kind.get("here", "").split()[-1:]
    if word in (["paragraph"], ["subsection"]):
        return [".".join(levels[:2])]
    if word == ["section"]:
        return [levels[0]] if levels[0].startswith("sec_") else []
    return [here] if word == ["point"] or "sub" in by_kind else []


def _under(base: str, item: str) -> str:
    return f"{base}.{item}" if base else ""


def _items(value: str) -> list[str]:
    """Return keys without prefix: "6(1) and (2)" gives 6.1, 6.2; "(a) to (c)" gives a, b, c."""
    tokens = re.findall(
        r"\b(?:to|through)\b|[-–]|"
        rf"(?:\d+(?:\.\d+)*[a-z]{{0,2}}|[A-Z]+)?(?:{_MARK})+|\d+(?:\.\d+)*[a-z]{{0,2}}|[A-Z]+",
        value,
    )
    items: list[list[str]] = []
    ranged = False
    for word in tokens:
        if word in ("to", "through", "-", "–"):
            ranged = True
            continue
        lead = word.split("(")[0]
        marks = _MARKS.findall(word)
        levels = [lead, *marks] if lead else marks
        if not lead and items and len(items[-1]) > len(marks):  # "6(1) and (2)": the Article stays
            levels = [*items[-1][: len(items[-1]) - len(marks)], *marks]
        if ranged and items:
            items += [[*items[-1][:-1], step] for step in _between(items[-1][-1], levels[-1])]
        items.append(levels)
        ranged = False
    return [".".join(levels) for levels in items]


def _between(first: str, last: str) -> list[str]:
    """Return what lies strictly between the ends of a range of numbers, letters or Roman numerals."""
    if first.isdigit() and last.isdigit() and int(last) - int(first) <= MAX_RANGE:
        return [str(number) for number in range(int(first) + 1, int(last))]
    if first.isupper() and last.isupper():
        low, high = _roman(first), _roman(last)
        return [_to_roman(number) for number in range(low + 1, high)] if high - low <= MAX_RANGE else []
    if len(first) == len(last) == 1 and first.islower() and last.islower():
        return [chr(code) for code in range(ord(first) + 1, ord(last))]
    return []


_DIGITS = (("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def _roman(text: str) -> int:
    value, rest = 0, text
    for letters, worth in _DIGITS:
        while rest.startswith(letters):
            value, rest = value + worth, rest[len(letters) :]
    return value


def _to_roman(value: int) -> str:
    text = ""
    for letters, worth in _DIGITS:
        while value >= worth:
            text, value = text + letters, value - worth
    return text
