"""Find capitalised names that the register does not explain, and guess what they are by the words in and beside them.

Accepts runs of capitals with small connecting words; refuses sentence openings, months, nationalities, cities, generic
capitals. What they become (a surname, an acronym, a near match, a candidate) is decided in `identity.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.document import Line, Sheet
from extract.lexicon import load_patterns, words

CAP = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]"
TOKEN = rf"(?:{CAP}\.(?:{CAP}\.)+|{CAP}\.(?=\s{CAP})|{CAP}[\w&]*(?:[.’'+-](?!s\b|S\b)[\w&]+)*|[a-z]{CAP}\w+)"
LINK = r"(?:of|for|and|on|the|in|to|de|del|van|von|der|den|di|da|du|la|le|&|with|against)"
RUN = re.compile(rf"\b{TOKEN}(?:\s+(?:{LINK}\s+){{0,2}}(?:{TOKEN}|\d[\d.]*\b)|(?<=Inc),?\s+{TOKEN})*")
BILL = re.compile(
    r"\b(?:(?:H\.\s?R\.|S\.|H\.\s?J\.\s?Res\.|S\.\s?J\.\s?Res\.|[SHA]\.?B\.?|AB|SB|HB|LD|LB)\s?\d{1,5}(?:-\d{1,4})?"
    r"|(?:Executive Order|E\.O\.|EO|NSPM|NSM|BOD|PL|Public Law)[\s-](?:No\.\s)?\d[\d-]*"
    r"|(?:Council\s)?(?:Regulation|Directive|Decision)\s\((?:EU|EC)\)\s(?:No\s)?\d{2,4}/\d{1,4})(?!\w)"
)
_TOKEN = re.compile(rf"{TOKEN}|{LINK}\b|\d[\d.]*")
DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ .'/-]{2,40}(?:,\s+[A-Z][\w.]+(?:\s+\d{1,2})?)?\s*(?:\([^()]{2,40}\)\s*)?"
    r"(?:[-–—]{1,2}\s|[.:]\s*)|\([^()]{2,40}\)\s*[-–—]?\s?)"
)  # "BRUSSELS (Wire) - ": the place and the agency of the report, not part of what it says
_MODELISH = re.compile(rf"^{CAP}\w{{1,14}}[- ]?\d{{1,3}}(?:\.\d+)?[a-zB]?(?:\s[A-Z][a-z]+)?$|^[A-Z]+-\d[\w.-]*$")
CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec".split()
)


@dataclass(slots=True)
class Unknown:
    """A name-like run with the label its cues suggest."""

    start: int
    end: int
    text: str
    label: str
    score: float
    reason: str
    sure_person: bool = False


@lru_cache(maxsize=1)
def _sets() -> dict[str, frozenset[str]]:
    return {
        key: frozenset(words("unknown", key))
        for key in ("never", "places", "first_names", "leading_common", "speech", "maker_verbs")
    } | {
        "place_phrases": frozenset(words("unknown", "place_phrases")),
        "countries": frozenset(words("unknown", "countries")),
        "roles": frozenset(words("names", "roles")),
        "titles": frozenset(words("names", "titles")),
    }


@cache
def _cues(key: str) -> dict[str, str]:
    """Return word → label of one table of cues; the first label listed for a word wins."""
    cues: dict[str, str] = {}
    for label, listed in load_patterns("unknown")[key].items():
        for word in listed.split():
            cues.setdefault(word, label)
    return cues


def find_unknown(sheet: Sheet, taken: list[tuple[int, int, str]]) -> list[Unknown]:
    """Return the name-like runs outside the taken spans (start, end, label), in reading order."""
    found: list[Unknown] = []
    text = sheet.text
    for match in BILL.finditer(text):
        if not _overlaps(taken, match.start(), match.end()):
            found.append(Unknown(match.start(), match.end(), match.group(), "INSTRUMENT", 0.9, "numbered instrument"))
            taken.append((match.start(), match.end(), "INSTRUMENT"))
    taken.sort()
    for number, line in enumerate(sheet.lines):
        if line.kind == "furniture":
            continue
        if line.kind in ("heading", "bullet") and _is_title_case(text[line.start : line.end]):
            continue
        opening = DATELINE.match(text, line.start, line.end)
        for match in RUN.finditer(text, opening.end() if opening else line.start, line.end):
            for start, end in _outside(taken, match.start(), match.end()):
                found.extend(_cut(sheet, number, line, start, end, taken))
    found.sort(key=lambda item: item.start)
    return found


def _overlaps(taken: list[tuple[int, int, str]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last, _ in taken)


def _outside(taken: list[tuple[int, int, str]], start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a span that no taken span covers."""
    parts = []
    at = start
    for first, last, _ in taken:
        if last <= at or first >= end:
            continue
        if first > at:
            parts.append((at, first))
        at = max(at, last)
    if at < end:
        parts.append((at, end))
    return parts


def _is_title_case(line: str) -> bool:
    long = [word for word in re.findall(r"[A-Za-z][\w’'-]*", line) if len(word) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.7 * len(long)


def _cut(
    sheet: Sheet, number: int, line: Line, start: int, end: int, taken: list[tuple[int, int, str]]
) -> list[Unknown]:
    """Split a run at posts and titles, strip what is no name, and guess what remains."""
    text = sheet.text
    sets = _sets()
    tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, start, end)]
    pieces: list[tuple[list[tuple[int, int, str]], bool]] = []
    current: list[tuple[int, int, str]] = []
    after_title = False
    for index, token in enumerate(tokens):
        word = token[2]
        follows = index + 1 < len(tokens)
        if (
            word in sets["titles"]
            or word.rstrip(".") in sets["titles"]
            or (word in sets["roles"] and (follows or current))
        ):
            if current:
                pieces.append((current, after_title))
            # "Officials of the X Agency": what follows the small word is no holder of the post
            current, after_title = [], not (follows and tokens[index + 1][2] in ("of", "for", "at", "in", "on"))
            continue
        current.append(token)
    if current:
        pieces.append((current, after_title))
    if pieces and start > line.start:
        before = re.search(r"([\w.-]+)\s+$", text[max(line.start, start - 24) : start])
        if before and (before.group(1) in sets["titles"] or before.group(1) in sets["roles"]):
            pieces[0] = (pieces[0][0], True)
    found: list[Unknown] = []
    for piece, titled in pieces:
        for part in _split_connected(piece, sets):
            unknown = _judge(sheet, line, part, titled, sets)
            if unknown is not None:
                found.append(unknown)
    return found


def _split_connected(
    piece: list[tuple[int, int, str]], sets: dict[str, frozenset[str]]
) -> list[list[tuple[int, int, str]]]:
    """Split "Carson and Steinhauser" but keep "Institute for Law and AI": small words join only after a cue word."""
    both = _cues("last_word") | _cues("first_word")
    cues = both.keys()
    heads = {word for word, label in both.items() if label in ("AGENCY", "ORGANISATION")}
    parts: list[list[tuple[int, int, str]]] = [[]]
    link = re.compile(rf"^{LINK}$")
    for index, token in enumerate(piece):
        word = token[2]
        if link.match(word):
            left = [item[2] for item in parts[-1]]
            names_particle = word in ("de", "del", "van", "von", "der", "den", "di", "da", "du", "la", "le")
            joined = bool(left) and (
                names_particle
                or word == "&"
                or (
                    word == "of"
                    and left[-1] not in sets["never"]
                    and (len(left) == 1 or any(item in cues for item in left))
                )
                or (word in ("for", "on", "the", "in", "against") and (left[-1] in heads or link.match(left[-1])))
                or (word == "and" and any(item in heads for item in left) and any(link.match(item) for item in left))
            )
            if joined and index + 1 < len(piece):
                parts[-1].append(token)
            elif parts[-1]:
                parts.append([])
            continue
        parts[-1].append(token)
    cleaned = []
    for part in parts:
        while part and link.match(part[-1][2]):
            part.pop()
        while part and link.match(part[0][2]):
            part.pop(0)
        if part:
            cleaned.append(part)
    return cleaned


def _judge(
    sheet: Sheet, line: Line, part: list[tuple[int, int, str]], titled: bool, sets: dict[str, frozenset[str]]
) -> Unknown | None:
    text = sheet.text
    opening = _opens(text, line, part[0][0])
    if opening:
        while part and part[0][2] in sets["leading_common"]:
            part = part[1:]
            opening = False
    while part and (part[0][2] in sets["never"] or part[0][2] == "The") and not _keeps_first(part, sets):
        part = part[1:]
    while part and len(part) > 1 and part[-1][2].casefold() in CALENDAR:
        part = part[:-1]
    if not part:
        return None
    start, end = part[0][0], part[-1][1]
    name = text[start:end].rstrip(".,")
    end = start + len(name)
    names = [item[2] for item in part]
    if len(part) == 1 and (
        name in sets["never"]
        or name in sets["leading_common"]
        or name in sets["places"]
        or len(name) < 2
        or name.isdigit()
    ):
        return None
    if name in sets["place_phrases"] or name[0].isdigit():
        return None
    if name in sets["countries"]:
        return Unknown(start, end, name, "JURISDICTION", 0.9, "a country or state")
    if opening and len(part) == 1 and not titled and not _seen_inside(text, name):
        return None
    if len(part) == 1 and name.islower():
        return None
    label, score, reason = guess_label(text, line, start, end, names, titled)
    if label == "COMPANY" and len(part) > 1 and text[max(0, start - 4) : start].casefold() == "the ":
        label = "ORGANISATION"  # firms hardly ever take the article
    if label in ("PROGRAMME", "INSTRUMENT") and re.search(
        rf"{CAP}[\w’'-]+,? (?:[a-z]+ )?(?:of|at|with|for) (?:the )?$", text[max(line.start, start - 40) : start]
    ):
        label, reason = "ORGANISATION", f"{reason}, a person's employer"
    if label == "":
        return None
    sure = label == "PERSON" and (titled or names[0].rstrip(".") in sets["first_names"] or "." in names[0])
    return Unknown(start, end, name, label, score, reason, sure)


def _keeps_first(part: list[tuple[int, int, str]], sets: dict[str, frozenset[str]]) -> bool:
    """Tell whether a word that is no name by itself opens a longer one ("Nordic Machine Builders")."""
    if len(part) == 1 or part[0][2] == "The" or part[0][2].casefold() in CALENDAR:
        return False
    if any(item[2] in _cues("last_word") for item in part[1:]):
        return True
    return len(part) > 2 and part[1][2] not in sets["first_names"] and part[1][2] not in sets["never"]


def _opens(text: str, line: Line, start: int) -> bool:
    between = text[line.start : start]
    if not between.strip("\"“‘'•*–—- \t(1234567890.)"):
        return True
    return re.search(r"[“\"‘:]\s*$|—\s*$", between[-3:]) is not None


def _seen_inside(text: str, name: str) -> bool:
    """Tell whether a word is also printed with its capital after a small letter, so that it is no sentence opening."""
    return re.search(rf"[a-z,] {re.escape(name)}\b", text) is not None


def guess_label(text: str, line: Line, start: int, end: int, names: list[str], titled: bool) -> tuple[str, float, str]:
    """Return the likeliest label of a name, a score and the cue; an empty label when it is no name."""
    sets = _sets()
    before = re.findall(r"[\w’'-]+", text[max(line.start, start - 40) : start])[-3:]
    after = text[end : min(line.end, end + 60)]
    nexts = re.findall(r"[\w’'-]+", after)[:4]
    last = names[-1]
    multi = len(names) > 1
    if titled:
        return "PERSON", 0.9, "after a title"
    if "&" in names:
        return "COMPANY", 0.7, "joined by an ampersand"
    if _MODELISH.match(" ".join(names)) and not re.match(r"^(?:G|COVID|Top|Fortune|Title|Chapter)\b", names[0]):
        return "MODEL", 0.75, "shaped like a model's name"
    linked = next((index for index, word in enumerate(names) if word in ("for", "on", "of", "against") and index), None)
    if linked is not None and names[linked - 1] in _cues("last_word"):
        return _cues("last_word")[names[linked - 1]], 0.8, f"cue word {names[linked - 1]!r}"
    if multi and last in _cues("last_word") and names[0] not in sets["first_names"]:
        return _cues("last_word")[last], 0.8, f"last word {last!r}"
    if multi and names[0] in _cues("first_word"):
        return _cues("first_word")[names[0]], 0.75, f"first word {names[0]!r}"
    if multi and any(link in names for link in ("for", "on", "of", "against")):
        for word in names:
            if word in _cues("last_word"):
                return _cues("last_word")[word], 0.75, f"cue word {word!r}"
    if multi and names[0].rstrip(".") in sets["first_names"] and len(names) <= 4 and last not in _cues("last_word"):
        return "PERSON", 0.85, "first name"
    if multi and re.match(rf"^(?:{CAP}\.)+$", names[0]):
        return "PERSON", 0.85, "initials"
    if before and before[-1] in _cues("before_noun") and before[-1].islower():
        return _cues("before_noun")[before[-1]], 0.75, f"after {before[-1]!r}"
    described = re.match(r",\s+(?:an?|the)\s+((?:[\w’'-]+\s+){0,4}[\w’'-]+)", after)
    if described is not None and not any(word in sets["roles"] for word in described.group(1).split()):
        for word in described.group(1).split():
            kind = _cues("before_noun").get(word.rstrip(",")) or _cues("before_noun").get(word.rpartition("-")[2])
            if kind in ("COMPANY", "ORGANISATION", "AGENCY"):
                return kind, 0.7, f"described as a {word!r}"
    if nexts and nexts[0] in _cues("after_noun"):
        return _cues("after_noun")[nexts[0]], 0.7, f"before {nexts[0]!r}"
    speaks = (bool(nexts) and nexts[0] in sets["speech"]) or (
        len(before) > 0 and before[-1] in sets["speech"] - {"called"}
    )
    appositive = re.match(r",\s+(?:an?\s+|the\s+|its\s+|who\b|\d\d,)", after) is not None
    if multi and (speaks or appositive) and len(names) in (2, 3) and all(word[0].isupper() for word in names):
        role = re.match(r",\s+(?:an?|the|its)?\s*(?:[\w’'-]+\s+){0,5}?(\w+)", after)
        if speaks or (role is not None and any(word in sets["roles"] for word in nexts)) or "who" in nexts[:1]:
            return "PERSON", 0.7, "speaks or has a post"
    if nexts and nexts[0] in sets["maker_verbs"]:
        return "COMPANY", 0.6, f"before {nexts[0]!r}"
    if re.match(r"(?:’s|'s)\s+(?:\w+\s+){0,2}(?:model|models|chatbot|software|shares|product|products|CEO)", after):
        return "COMPANY", 0.65, "owns a product"
    if len(names) == 1 and names[0].isupper() and len(names[0]) > 1:
        return "ORGANISATION", 0.5, "an acronym"
    if multi and len(names) <= 3 and speaks:
        return "PERSON", 0.6, "speaks"
    if (
        before
        and before[-1] == "the"
        and len(before) > 1
        and before[-2] in ("at", "of", "for")
        and multi
        and not speaks
    ):
        return "ORGANISATION", 0.5, f"after {before[-2]!r}"
    if before and before[-1] in ("at", "of", "for") and multi and not speaks:
        return ("COMPANY" if before[-1] == "at" else "ORGANISATION"), 0.55, f"after {before[-1]!r}"
    if before and before[-1] in ("at", "from", "startup", "with", "by") and len(names) == 1:
        return "COMPANY", 0.5, f"after {before[-1]!r}"
    if multi and len(names) == 2 and all(word.isalpha() and word[1:].islower() for word in names):
        return "PERSON", 0.5, "two capitals"
    if len(names) == 1:
        return "COMPANY", 0.4, "one capitalised word"
    return "ORGANISATION", 0.4, "capitalised run"
