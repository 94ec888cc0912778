"""Read deadlines: a date by which an instrument wants something done.

A date counts when "deadline" or "due" stands by it, or when "by", "before" or "until" stands before it and a duty or a
grant of time before that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from extract.document import Found, FoundEvent, Sheet
from extract.event_sentence import BREAKS, Sentence
from extract.knowledge import Knowledge
from kb.vocabulary import EventType

WORDS = frozenset({"deadline", "deadlines", "due", "until", "till", "by", "before", "later", "cutoff", "expires"})
_LIMITS = frozenset({"deadline", "deadlines", "cutoff", "cut-off", "limit"})
_DUTIES = frozenset(
    "must shall required requires require obliged obliges oblige obligated ordered orders order directed directs told "
    "tells tell instructed instructs tasked tasks needs need needed demand demands demanded wants asks asked "
    "calls called mandates mandated expected bound supposed due".split()
)
_GRANTS = frozenset("has have had gives give gave given giving get gets got time allowed allows allow leaves".split())
_PAST = frozenset("had told was were ordered directed gave required asked instructed passed expired missed".split())
_WEIGHT_OF_TITLE = 3  # an instrument in the headline counts like three mentions


def read_deadlines(sheet: Sheet, sentence: Sentence, known: Knowledge) -> Iterator[FoundEvent]:
    """Yield the deadlines of a sentence."""
    for at in range(len(sentence.tokens)):
        slot = sentence.slot(at)
        if slot is None or slot.label != "DATE" or not slot.mentions[0].value:
            continue
        mark = _mark(sentence, at)
        if mark is None:
            continue
        about = _instrument(sheet, sentence, at, known)
        if about is None:
            continue
        value = _settled(sheet, sentence, slot.mentions[0])
        yield FoundEvent(
            str(EventType.DEADLINE), value, about, sentence.layout.line, slot.start, slot.end,
            score=0.75, method="frame",
        )  # fmt: skip


def _settled(sheet: Sheet, sentence: Sentence, found: Found) -> str | None:
    """Return the date's value; a day without a year that was set in the past tense lies near the publication."""
    value = found.value
    if value is None or sheet.published is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value
    if re.search(r"\d{4}", found.text) or not _PAST & set(sentence.tokens):
        return value
    if (date.fromisoformat(value) - sheet.published).days > 180:
        return f"{int(value[:4]) - 1}{value[4:]}"
    return value


def _mark(sentence: Sentence, at: int) -> int | None:
    """Return the token that makes the date at a token a deadline."""
    tokens = sentence.tokens
    if set(tokens[at + 1 : at + 3]) & _LIMITS:
        return at + 1
    if tokens[at + 1 : at + 2] == ["'s"] or {"effect", "force", "apply"} & set(tokens[max(0, at - 5) : at]):
        return None  # "set up by June's order", "due to take effect on …"
    for back in range(at - 1, max(-1, at - 11), -1):
        part, slot = tokens[back], sentence.slot(back)
        if (slot is not None and slot.label == "DATE") or part in BREAKS - {":", "—", "–", "before", "until", "till"}:
            break
        if part in _LIMITS:
            moved = set(tokens[back:at]) & {"moved", "postponed", "extended", "to", "from"}
            return None if moved else back
        if part == "due" and at - back <= 8 and tokens[back + 1] not in ("out", "in", "for", "from", "process"):
            return back
    before = tokens[max(0, at - 3) : at]
    if not before or before == ["the"]:
        return None
    near = before[-1] if before[-1] != "the" else before[-2]
    if near == "on" and before[-2:-1] == ["due"]:
        return at - 1
    if before[-3:] == ["no", "later", "than"]:
        near = "by"
    if near not in ("by", "before", "until", "till"):
        return None
    if near == "by" and at <= 3 and _binds(tokens[at + 1 : at + 22]):
        return at - 1  # "By 2 July, the Treasury must …"
    clause: list[str] = []
    for back in range(at - 1, max(-1, at - 26), -1):
        if tokens[back] in (";",) or (tokens[back] in ("but", "while", "whereas", "although", "because")):
            break
        clause.append(tokens[back])
    wanted = _GRANTS if near in ("until", "till") else frozenset() if near == "before" else _DUTIES
    held = set(clause)
    is_to = any(pair in (("to", "are"), ("to", "is"), ("to", "was"), ("to", "were")) for pair in pairwise(clause))
    return at - 1 if held & wanted or held & {"must", "shall"} or (is_to and near != "until") else None


def _binds(tokens: list[str]) -> bool:
    """Tell whether the words after a fronted date lay down a duty for that date."""
    stop = next((index for index, part in enumerate(tokens) if part in (";", "but", "while")), len(tokens))
    held = tokens[:stop]
    return bool({"must", "shall"} & set(held)) or any(
        pair in (("has", "to"), ("have", "to"), ("is", "to"), ("are", "to")) for pair in pairwise(held)
    )


def _instrument(sheet: Sheet, sentence: Sentence, at: int, known: Knowledge) -> str | None:
    """Return the instrument that sets the deadline: the nearest in the sentence, else the one the text is about."""
    here = [
        (abs(index - at), found.entity)
        for index in range(len(sentence.tokens))
        if (slot := sentence.slot(index)) is not None and slot.label == "INSTRUMENT"
        for found in slot.mentions
        if found.entity
    ]
    if here:
        return min(here)[1]
    line = sentence.layout.line
    recent: list[Found] = [
        found
        for found in sheet.mentions
        if found.label == "INSTRUMENT" and found.entity and line - 12 <= found.line < line
    ]
    if not recent:
        return None
    latest = [found for found in recent if found.line == recent[-1].line]
    if recent[-1].line >= line - 2 and sheet.lines[recent[-1].line].paragraph == sheet.lines[line].paragraph:
        recent = [found for found in latest if not _amends(known, found)] or recent
        if all(found in latest for found in recent):
            return recent[0].entity  # what the sentence before speaks of
    counts = Counter(found.entity for found in recent)
    for entity in list(counts):
        if len(counts) > 1 and _amending(known, entity):
            del counts[entity]  # dates are those of the act that is amended
    for entity in sheet.title_entities:
        if entity in counts:
            counts[entity] += _WEIGHT_OF_TITLE
    near = [found.entity for found in recent if found.line >= line - 2]
    for entity in dict.fromkeys(near):
        if entity in counts:
            counts[entity] += 1
    return max(counts, key=lambda entity: counts[entity])


def _amends(known: Knowledge, found: Found) -> bool:
    return _amending(known, found.entity)


def _amending(known: Knowledge, entity: str | None) -> bool:
    row = known.instruments.get(entity or "")
    return row is not None and " amending " in f" {row.title.casefold()} "
