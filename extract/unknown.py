"""Find capitalised names that the register does not explain, and guess what they are by the words in and beside them.

Accepts runs of capitals with small connecting words; refuses sentence openings, months, nationalities, cities, generic
capitals. What they become (a surname, an acronym, a near match, a candidate) is decided in `identity.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from extract.document import Line, Sheet
from extract.name_labels import guess_label
from extract.name_parts import CALENDAR, LINK, LINKED, split_connected
from extract.name_places import BILL, DATELINE, EMPLOYED, LOBBIES, MASTHEAD, find_shows, is_title_case
from extract.name_words import CAP, PARTICLES, cues, noun_cue, sets

_GOES_ON = r"[.’'+-](?!s\b|S\b)(?!(?<=[’'])(?:m|re|ve|ll|d)\b)[\w&]+"  # but not "I’m", "they’ll"
TOKEN = rf"(?:{CAP}\.(?:{CAP}\.)+|{CAP}\.(?=\s{CAP})|{CAP}[\w&]*(?:{_GOES_ON})*|[dl][’']{CAP}[\w-]+|[a-z]{CAP}\w+)"
CLUB = (
    "League|Union|Association|Guild|Federation|Alliance|Society|Club|Council|Forum|Network|Group|Institute|Bureau|Fund|"
    "Trust|Party|Movement"
)
RUN = re.compile(
    rf"\b{TOKEN}(?:\s+(?:{LINK}\s+){{0,2}}(?:{TOKEN}|\d[\d.]*[BMKbx]?\b)|(?<=Inc),?\s+{TOKEN}|"
    rf"(?<=s)[’']\s(?:{CLUB})\b|\s+v\d[\d.]*\b|\s+e\.V\.)*"
)
NOUN_BEFORE = 0.7  # what a common noun right before a name is worth
STRONG = 0.6  # a cue that decides for all mentions of a wording
TRUSTED_OPENING = 0.6  # a lone word at the head of a sentence is a name when its cue is worth as much
_TOKEN = re.compile(rf"{TOKEN}|{LINK}\b|&|v\d[\d.]*|e\.V\.|\d[\d.]*[BMKbx]?")
_COMPOUND = re.compile(
    r"-(?:based|backed|led|style|funded|owned|wide|level|related|made|born|era|class|only|like|approved|trained|run|"
    r"built|"
    r"winning|educated|appointed|sized|specific|driven|powered|free|friendly|listed|linked|operated|developed|"
    r"designed|bound|listed)$"
)  # "Paris-based" is no name, and of "Nurrel-backed" only the first half is
_CALLINGS = frozenset("Expert Specialist Historian Major Captain Engineer Host Moderator Interviewer".split())
_ABBREVIATED = re.compile(rf"{CAP}\.{CAP}\.$")  # "B.V.", "S.A.": the last point belongs to the name
_NUMBERED = re.compile(r"^[A-Z.]{1,6} \d+$|^[A-Z]{3} [\d .]+$")


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


def find_unknown(sheet: Sheet, taken: list[tuple[int, int, str]]) -> list[Unknown]:
    """Return the name-like runs outside the taken spans (start, end, label), in reading order."""
    found: list[Unknown] = []
    text = sheet.text
    inner: set[tuple[int, int]] = set()
    for match in BILL.finditer(text):
        over = [span for span in taken if span[0] < match.end() and match.start() < span[1]]
        if all(match.start() < span[0] and span[1] < match.end() for span in over):  # "EU" in "Regulation (EU) 2025/1"
            inner.update((span[0], span[1]) for span in over)
            found.append(Unknown(match.start(), match.end(), match.group(), "INSTRUMENT", 0.9, "numbered instrument"))
            taken.append((match.start(), match.end(), "INSTRUMENT"))
    found.extend(
        Unknown(start, end, text[start:end], "ORGANISATION", 0.8, "a show or newsletter")
        for start, end in find_shows(sheet, taken)
    )
    sheet.hits = [hit for hit in sheet.hits if (hit.start, hit.end) not in inner]
    if sheet.is_law:
        return found  # every term of a law has its capitals; only the register's names and numbered acts are sure
    taken.sort()
    headings: list[tuple[int, Line]] = []
    for number, line in enumerate(sheet.lines):
        if line.kind == "furniture":
            continue
        if line.kind in ("heading", "bullet") and is_title_case(text[line.start : line.end]):
            headings.append((number, line))
            continue
        opening = DATELINE.match(text, line.start, line.end)
        if opening is not None and (opening.end() == line.end or _is_speaker(text, opening)):
            opening = None  # who speaks in a transcript: "MARTA QUILL: …"
        for match in RUN.finditer(text, opening.end() if opening else line.start, line.end):
            for start, end in _outside(taken, match):
                found.extend(_cut(sheet, number, line, start, end, taken))
        if opening:
            found.extend(_reporters(text, opening, taken))
    found.extend(_headed(sheet, headings, found, taken))
    return _agreeing(sorted(found, key=lambda item: item.start))


def _headed(
    sheet: Sheet, headings: list[tuple[int, Line]], found: list[Unknown], taken: list[tuple[int, int, str]]
) -> list[Unknown]:
    """Return the full names in headings of which the text below uses a part: "Five questions for Jane Roe"."""
    parts = {item.text: item for item in found if " " not in item.text and item.label in ("PERSON", "COMPANY")}
    whole = {item.text for item in found if " " in item.text}
    made: list[Unknown] = []
    for number, line in headings:
        title = MASTHEAD.match(sheet.text, line.start, line.end) if number < 3 else None
        if title is not None and not any(a < title.end() and title.start() < b for a, b, _ in taken):
            made.append(Unknown(*title.span(), title.group(), "ORGANISATION", 0.7, "a paper's own name"))
            continue
        for match in RUN.finditer(sheet.text, line.start, line.end):
            for start, end in _outside(taken, match):
                for item in _cut(sheet, number, line, start, end, taken):
                    words_of = item.text.split()
                    if len(words_of) > 3 or (item.text not in whole and len(words_of) < 2):
                        continue
                    short = parts.get(words_of[-1])
                    if item.text in whole:
                        made.append(item)
                    elif short is not None and item.label in ("PERSON", "ORGANISATION", "COMPANY"):
                        item.label, item.score, item.reason = "PERSON", STRONG, "full name in a heading"
                        made.append(item)
                    elif words_of[0] in parts and item.label in ("COMPANY", "ORGANISATION", "PERSON"):
                        item.label, item.score, item.reason = "COMPANY", STRONG, "full name in a heading"
                        made.append(item)
    return made


def _is_speaker(text: str, opening: re.Match[str]) -> bool:
    """Tell whether what looks like a dateline is who speaks in a transcript."""
    name = opening.group().rstrip()
    quoted = name.endswith(":") and text[opening.end() : opening.end() + 1] in ("“", '"', "«", "„")
    return quoted or name.split()[0].capitalize() in sets()["first_names"]


def _phrases(run: re.Match[str]) -> list[tuple[int, int, str]]:
    """Return the places and posts of several words inside a run that are nobody's name ("Official Journal")."""
    if " " not in run.group():
        return []
    found = _place_phrases().finditer(run.group())
    return [(run.start() + match.start(), run.start() + match.end(), "") for match in found]


@cache
def _place_phrases() -> re.Pattern[str]:
    listed = sorted(sets()["place_phrases"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in listed) + r")\b")


def _reporters(text: str, opening: re.Match[str], taken: list[tuple[int, int, str]]) -> list[Unknown]:
    """Return the agency that the dateline of a report names in brackets."""
    match = re.search(rf"\(({CAP}[\w&.-]+(?:\s{CAP}[\w&.-]+){{0,3}})\)", text[opening.start() : opening.end()])
    if match is None:
        return []
    start, end = opening.start() + match.start(1), opening.start() + match.end(1)
    if any(first < end and start < last for first, last, _ in taken) or match.group(1).isupper():
        return []
    return [Unknown(start, end, match.group(1), "ORGANISATION", 0.7, "agency of the dateline")]


def _agreeing(found: list[Unknown]) -> list[Unknown]:
    """Give mentions of one wording one label: that of the strongest cue."""
    best: dict[str, Unknown] = {}
    for item in found:
        if item.text not in best or item.score > best[item.text].score:
            best[item.text] = item
    for item in found:
        strong = best[item.text]
        if item.label != strong.label and strong.score >= STRONG and item.score < strong.score - 0.05:
            item.label, item.score, item.reason = strong.label, STRONG, f"elsewhere {strong.reason}"
    return [item for item in found if item.label]


def _outside(taken: list[tuple[int, int, str]], run: re.Match[str]) -> list[tuple[int, int]]:
    """Return the parts of a run that no taken span (in reading order, none inside another) and no phrase covers."""
    start, end = run.span()
    near = taken[max(0, bisect_left(taken, (start,)) - 1) : bisect_left(taken, (end,))]
    phrases = _phrases(run)
    parts = []
    at = start
    for first, last, _ in sorted(near + phrases) if phrases else near:
        if last <= at or first >= end:
            continue
        if first > at:
            parts.append((at, first))
        at = max(at, last)
    if at < end:
        parts.append((at, end))
    return parts


def _cut(
    sheet: Sheet, number: int, line: Line, start: int, end: int, taken: list[tuple[int, int, str]]
) -> list[Unknown]:
    """Split a run at posts and titles, strip what is no name, and guess what remains."""
    text = sheet.text
    lists = sets()
    tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, start, end)]
    pieces: list[tuple[list[tuple[int, int, str]], bool]] = []
    current: list[tuple[int, int, str]] = []
    after_title = False
    for index, token in enumerate(tokens):
        word = token[2]
        follows = index + 1 < len(tokens)
        compound = _COMPOUND.search(word)
        if compound is not None:
            base = word[: compound.start()]
            if base not in lists["places"] and base not in lists["never"] and base not in lists["countries"]:
                current.append((token[0], token[0] + len(base), base))
            if current:
                pieces.append((current, after_title))
            current, after_title = [], False
            continue
        if word in _CALLINGS and _names_body(tokens[index + 1 :]):
            current.append(token)
            continue
        if (
            word in lists["titles"]
            or word.rstrip(".") in lists["titles"]
            or (f"{word}." in lists["titles"] and text[token[1] : token[1] + 1] == ".")
            or (word in lists["roles"] and (follows or current))
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
        if before and (before.group(1) in lists["titles"] or before.group(1) in lists["roles"]):
            pieces[0] = (pieces[0][0], True)
    found: list[Unknown] = []
    for piece, titled in pieces:
        last = -1
        for part in split_connected(piece, lists):
            # "Prof. X of the Y Polytechnic": the title is that of the first, but "Senators X and Y" share theirs
            shared = titled and (last < 0 or text[last : part[0][0]].strip() in ("and", "&"))
            last = part[-1][1]
            unknown = _judge(sheet, line, part, shared, lists)
            if unknown is not None:
                found.append(unknown)
    return found


def _names_body(tokens: list[tuple[int, int, str]]) -> bool:
    """Tell whether words up to the next small one hold the noun of a body ("Expert Group")."""
    for _, _, word in tokens:
        if LINKED.match(word):
            return False
        if word.rstrip(".") in cues("last_word"):
            return True
    return False


def _judge(
    sheet: Sheet, line: Line, part: list[tuple[int, int, str]], titled: bool, lists: dict[str, frozenset[str]]
) -> Unknown | None:
    text = sheet.text
    opening = _opens(text, line, part[0][0])
    if opening:
        while part and part[0][2] in lists["leading_common"] and not (not opening and _keeps_first(part, lists)):
            part = part[1:]
            opening = False
    employed = len(part) > 1 and EMPLOYED.search(text[line.start : part[0][0]]) is not None
    while part and (part[0][2] in lists["never"] or part[0][2] == "The") and not _keeps_first(part, lists):
        if employed and len(part) > 1 and part[0][2] != "The":
            break  # "CISO of Baltic Grid"
        part = part[1:]
    while part and LINKED.match(part[0][2]):
        part = part[1:]
    label_before = None
    if opening and len(part) > 1:
        label_before = noun_cue([part[0][2].casefold()])
        if label_before is not None:
            part = part[1:]  # "Chipmaker Vantorix"
    while part and len(part) > 1 and part[-1][2].casefold() in CALENDAR:
        part = part[:-1]
    if not part:
        return None
    start, end = part[0][0], part[-1][1]
    name = text[start:end].rstrip(".,") if not _ABBREVIATED.search(text[start:end]) else text[start:end]
    end = start + len(name)
    names = [item[2] for item in part]
    if names[-1] in PARTICLES or (names[-1] == "AI" and all(word in lists["never"] for word in names)):
        return None
    if len(part) == 1 and (
        name in lists["never"]
        or name in lists["leading_common"]
        or name in lists["places"]
        or len(name) < 2
        or name.isdigit()
    ):
        return None
    if name in lists["place_phrases"] or name[0].isdigit():
        return None
    if name in lists["countries"]:
        return Unknown(start, end, name, "JURISDICTION", 0.9, "a country or state")
    if (len(part) == 1 and name.islower()) or _NUMBERED.match(name):
        return None
    label, score, reason = guess_label(text, line, start, end, names, titled)
    if label_before is not None and score < NOUN_BEFORE:
        label, score, reason = label_before[0], NOUN_BEFORE, f"after {label_before[1]!r}"
    elif opening and len(part) == 1 and not titled and not _seen_inside(text, name):
        odd = any(letter.isupper() or letter.isdigit() for letter in name[1:])
        common = name in lists["crowds"] or (reason.startswith("before ") and label != "COMPANY")
        common = common or re.search(rf"\b{re.escape(name.lower())}\b", text) is not None
        if common or not (score >= TRUSTED_OPENING or odd) or (name.endswith("s") and score < NOUN_BEFORE):
            return None
    if label == "COMPANY" and len(part) > 1 and text[max(0, start - 4) : start].casefold() == "the ":
        label = "ORGANISATION"  # firms hardly ever take the article
    if label in ("PROGRAMME", "INSTRUMENT") and re.search(
        rf"{CAP}[\w’'-]+,? (?:[a-z]+ )?(?:of|at|with|for) (?:the )?$|\bat the $"
        r"|\b(?:founded|directs|directed|heads|headed|chairs|chaired|joined) (?:the )?$"
        r"|\b(?:director|policy|counsel|head|manager|chair|president|officer|spokes\w+), (?:the )?$"
        r"|\b(?:co-?founder|founder|director|head|chair\w*|president|executive|partner|researcher|spokes\w+|counsel) "
        r"(?:of|at|with|for|to) (?:the )?$|\b(?:group|lobby|charity|firm|outfit|coalition|nonprofit|think tank|club) $",
        text[max(line.start, start - 40) : start],
    ):
        label, reason = "ORGANISATION", f"{reason}, a person's employer"
    if label == "AGENCY" and names[-1] in ("Council", "Board", "Assembly") and LOBBIES.search(text[line.start : start]):
        label, reason = "ORGANISATION", f"{reason}, which employs a lobbyist"
    sure = label == "PERSON" and (titled or names[0].rstrip(".") in lists["first_names"] or "." in names[0])
    return Unknown(start, end, name, label, score, reason, sure)


def _keeps_first(part: list[tuple[int, int, str]], lists: dict[str, frozenset[str]]) -> bool:
    """Tell whether a word that is no name by itself opens a longer one ("Nordic Machine Builders")."""
    if len(part) == 1 or part[0][2] == "The" or part[0][2].casefold() in CALENDAR:
        return False
    if any(item[2] in cues("last_word") for item in part[1:]):
        return True
    return len(part) > 2 and part[1][2] not in lists["first_names"] and part[1][2] not in lists["never"]


def _opens(text: str, line: Line, start: int) -> bool:
    between = text[line.start : start]
    if not between.strip("\"“‘'•*–—- \t(1234567890.)"):
        return True
    return re.search(r"[“\"‘:]\s*$|—\s*$|--\s*$|\s[-–]\s$", between[-3:]) is not None


def _seen_inside(text: str, name: str) -> bool:
    """Tell whether a word is also printed with its capital after a small letter, so that it is no sentence opening."""
    return re.search(rf"[a-z,] {re.escape(name)}\b", text) is not None
