"""Find duties told in other words than the register's: "outside auditors", "tell the office about incidents".

The wordings are `patterns/duties.yml`. A duty found so is a silent mention: relations are read from it, and it is no
row of its own. Words that may stand for duties of several acts go by the act that is named nearest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.document import Found, Sheet
from extract.inflect import inflect
from extract.knowledge import Knowledge
from extract.lexicon import FOLDER, load_patterns
from kb.errors import ContractError

_PIECE = re.compile(r"(?P<mark>[()|\[\]<>])|\^(?P<most>\d+)|(?P<word>[\w’'-]+)(?P<more>[+*]?)|(?P<space>\s+)")
_SEP = r"(?:[\s“”\"’'–-]{1,3}|,\s|$|(?=[.,;:)]))"
_GAP = r"(?:[\w’'.-]+(?:[\s“”\"’'–-]{1,3}|,\s))"
_OPENED = {"(": "(?:", "[": "(?:", "<": "(?P<span>"}
_CLOSED = {")": ")", "]": ")?", ">": ")"}


@dataclass(frozen=True, slots=True)
class Wordings:
    """The duties that some wordings may stand for, with the acts that impose each, and the words that must be near."""

    duties: tuple[tuple[str, frozenset[str]], ...]
    near: frozenset[str]
    said: tuple[re.Pattern[str], ...]


def add_duties(known: Knowledge, sheet: Sheet) -> None:
    """Add silent mentions of duties to the sheet of a text that names an act."""
    if sheet.is_law or not any(found.label == "INSTRUMENT" and found.id for found in sheet.mentions):
        return
    by_line = sheet.by_line()
    added: list[Found] = []
    for number, line in enumerate(sheet.lines):
        if line.kind == "furniture":
            continue
        words = sheet.words(number)
        taken = [(found.start, found.end) for found in by_line.get(number, ()) if found.label == "OBLIGATION"]
        others = [(found.start, found.end) for found in by_line.get(number, ()) if found.label != "OBLIGATION"]
        for entry in load_duties():
            if words.isdisjoint(entry.near):
                continue
            for start, end, whole in _places(entry, sheet, line.start, line.end):
                if _overlap(start, end, others) or _overlap(*whole, taken):
                    continue
                duty = _meant(sheet, entry, number, start)
                if duty not in known.entities:
                    continue
                taken.append(whole)
                added.append(
                    Found(
                        start,
                        end,
                        sheet.text[start:end],
                        "OBLIGATION",
                        number,
                        duty,
                        score=0.7,
                        method="reference",
                        reason="a duty in other words",
                        silent=True,
                        name=known.entities[duty].name,
                    )
                )
    sheet.mentions.extend(added)


def acts_imposing(known: Knowledge, duty: str) -> frozenset[str]:
    """Return the acts known to impose a duty; empty when nothing is known of it."""
    return _listed_acts().get(duty, frozenset()) | {
        row.instrument_id for row in known.obligations if row.entity_id == duty
    }


@lru_cache(maxsize=1)
def _listed_acts() -> dict[str, frozenset[str]]:
    acts: dict[str, frozenset[str]] = {}
    for entry in load_duties():
        for duty, held in entry.duties:
            acts[duty] = acts.get(duty, frozenset()) | held
    return acts


def _places(entry: Wordings, sheet: Sheet, start: int, end: int) -> Iterator[tuple[int, int, tuple[int, int]]]:
    for pattern in entry.said:
        for match in pattern.finditer(sheet.text, start, end):
            low, high = match.span("span") if "span" in pattern.groupindex else match.span()
            shown = sheet.text[low:high].rstrip(" \t\n,.;:–-“”\"’'")
            yield low, low + len(shown), (match.start(), max(low + len(shown), match.start() + 1))


def _meant(sheet: Sheet, entry: Wordings, number: int, at: int) -> str:
    """Return the duty whose act is named nearest: in the sentence, before it, anywhere."""
    if len(entry.duties) > 1:
        acts = [found for found in sheet.mentions if found.label == "INSTRUMENT" and found.entity]
        acts.sort(key=lambda found: (found.line != number, found.start > at, abs(found.start - at)))
        for act in acts:
            for duty, imposing in entry.duties:
                if act.entity in imposing:
                    return duty
    return entry.duties[0][0]


def _overlap(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < high and low < end for low, high in taken)


@lru_cache(maxsize=1)
def load_duties() -> tuple[Wordings, ...]:
    """Return the entries of `patterns/duties.yml`. Raises ContractError naming the entry that cannot be read."""
    where = f"{FOLDER / 'duties'}.yml"
    entries = []
    for item in load_patterns("duties")["wordings"]:
        if not isinstance(item, dict) or item.keys() != {"duties", "near", "said"}:
            raise ContractError(f"{where}: expected duties, near and said, not {item!r}")
        duties = tuple((duty, frozenset((acts or "").split())) for duty, acts in item["duties"].items())
        said = tuple(compile_wording(source, where) for source in item["said"])
        entries.append(Wordings(duties, frozenset(item["near"].split()), said))
    return tuple(entries)


def compile_wording(source: str, where: str) -> re.Pattern[str]:
    """Return the regular expression of a wording. Raises ContractError naming the place when it cannot be read."""
    out = [r"(?<![\w-])"]
    at = 0
    for match in _PIECE.finditer(source):
        if match.start() != at:
            break
        at = match.end()
        if match["mark"]:
            mark = match["mark"]
            out.append(_OPENED.get(mark) or _CLOSED.get(mark) or "|")
        elif match["most"]:
            out.append(f"{_GAP}{{0,{match['most']}}}?")
        elif match["word"] == "-":
            out.append(r"-?\s?")
        elif match["word"]:
            word = match["word"]
            if match["more"] == "+":
                choice = "(?:" + "|".join(inflect(word).all) + r")(?!\w)"
            elif match["more"] == "*":
                choice = re.escape(word) + r"\w*"
            else:
                choice = re.escape(word).replace("'", "['’]") + r"(?!\w)"
            out.append(choice + _SEP)
    if at != len(source):
        raise ContractError(f"{where}: cannot read {source[at:]!r} in {source!r}")
    try:
        return re.compile("".join(out), re.IGNORECASE)
    except re.error as error:
        raise ContractError(f"{where}: {source!r} is no wording ({error})") from error
