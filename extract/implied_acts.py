"""Read duties and tasks where the sentence says that they bind, but not under which act.

The register and `patterns/duties.yml` know which acts impose a duty or give an agency a task. The one named in the
sentence, else before it, else soon after it, is meant. A duty is denied, waived or only wished for as often as it is
stated, so a word that binds must be there and none that undoes it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extract.clauses import Layout
from extract.document import Found, FoundRelation, Sheet
from extract.duties import acts_imposing
from extract.knowledge import Knowledge
from extract.lexicon import alternatives, words
from kb.vocabulary import Label, Predicate

_MARKS = re.compile(r"[\"“”]")
_NEAR = 60  # characters of the layout around the duty and the word that binds
_LINES_ON = 3
_UNION = re.compile(r"\b(?:the Act|Articles? \d|Annex|high-risk|GPAI|general-purpose|systemic risk|omnibus)\b")
_SPEAKER = re.compile(
    r"> (?:'s )?(?:(?!and |or )[a-z-]+ ){0,3}<PERSON|"
    r"> (?!and |or )(?:[^\s<>]+ ){0,2}(?:said|says|told|declined|spokes\w+) "
)
_HELPER = re.compile(
    r"(?:consulting|consultation with|consult|help from|help of|support of|alongside|formerly (?:of|with)|"
    r"(?:arm|part|component|unit|agency|wing|branch|office|division|once|ex-\w+|official) (?:of|at|in)|"
    r"(?:give|lend|lent|given|submit\w*|hand\w*|show\w*|send|sent|report\w*|tell|told|notify|inform\w*|models?) to) "
    r"(?:the )?(?:<AGENCY:\d+> (?:, |and ){1,2}(?:the )?)*$"
)
_HAS_TIME = re.compile(
    r"> (?:(?:each|both|also|now|then) )*(?:have|has|had|get|gets|got|was given|is given) "
    r"(?:<DURATION|a month|[a-z]+ (?:days|weeks))"
)


_ANSWER = re.compile(r"(?:(?<=\? )a [.:] )?(?:the )?(?:(?:director|head|chief) of (?:the )?)?$")
_IDLE = re.compile(r" (?:whether|(?:nobody|no one) else) ")  # what is to be decided, and by that agency alone
_ASKED = re.compile(
    r"\b(?:[Ww]ho|WHO|[Ww]hich (?:agency|department|body|office))\b.{0,80}\b(?:decid|judg|determin|rul|settl|lead|"
    r"look|measur|check|test|grad|enforc|charge|responsib|pick|set|draw|run|DECID|LOOK|TEST|RUN)\w*.{0,80}\?\W*$"
)


@lru_cache(maxsize=8)
def _any_of(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^| )(?:{alternatives(words('duties', key))}) ")


def find_duties(known: Knowledge, sheet: Sheet, layout: Layout) -> list[FoundRelation]:
    """Return the duties that a laid-out sentence says are owed, under the acts that impose them."""
    made: list[FoundRelation] = []
    for number, slot in enumerate(layout.slots):
        if slot.label != Label.OBLIGATION:
            continue
        window = _window(layout.text, f"<OBLIGATION:{number}>")
        if _any_of("undoing").search(window):
            continue
        bound = _any_of("binding").search(f" {layout.text}") is not None
        for found in slot.mentions:
            act, inside = _act(known, sheet, layout, acts_imposing(known, found.entity or ""))
            if act is not None and (inside or bound) and not _quoted(sheet, layout, found):
                made.append(_stated(act, Predicate.REQUIRES, found, layout))
    return made


def find_tasks(known: Knowledge, sheet: Sheet, layout: Layout) -> list[FoundRelation]:
    """Return the agencies that a laid-out sentence gives a task or a power, under the acts that do so."""
    made: list[FoundRelation] = []
    for number, slot in enumerate(layout.slots):
        if slot.label != Label.AGENCY:
            continue
        name = f"<AGENCY:{number}>"
        behind = layout.text[layout.text.find(name) + len(name) - 1 :]
        window = _window(layout.text, name)
        if _SPEAKER.match(behind) or _any_of("undoing").search(_IDLE.sub(" ", window)):
            continue
        window = _IDLE.sub(" ", window)
        tasked = _any_of("tasks").search(window) is not None or _HAS_TIME.match(behind) is not None
        tasked = tasked or _answers(sheet, layout, layout.text.find(name))
        empowered = _any_of("powers").search(window) is not None
        local = _state(known, slot.mentions[0].entity or "") is not None
        if not local and _HELPER.search(layout.text[: layout.text.find(name)]):
            continue
        if local:
            empowered = _any_of("local").search(window) is not None
        for found in slot.mentions:
            act, inside = _act(known, sheet, layout, _acts_tasking(known, found.entity or ""))
            row = known.instruments.get(act or "")
            if row is None or act is None or _quoted(sheet, layout, found):
                continue
            order = "order" in row.type or "memorandum" in row.type or row.type == "draft"
            if tasked if order else (empowered and (inside or local)):
                made.append(_stated(act, Predicate.DIRECTS, found, layout))
    return made


def _state(known: Knowledge, entity: str) -> str | None:
    """Return the state that an act or a body belongs to; None for those of a country or union."""
    found = known.entities.get(entity)
    home = (found.jurisdiction or "") if found is not None else ""
    return home if home.count("-") > 1 else None


def _window(text: str, slot: str) -> str:
    at = text.find(slot)
    low, high = text.rfind(" ; ", 0, at) + 1, text.find(" ; ", at)
    text, at = text[low : high if high >= 0 else len(text)], at - low
    window = text[max(0, at - _NEAR) : at + len(slot) + _NEAR]
    return (window[window.find(" ") :] if at > _NEAR else f" {window}") + " "


def _quoted(sheet: Sheet, layout: Layout, found: Found) -> bool:
    """Tell whether a mention stands inside quotation marks: what somebody demands is not what the act does."""
    return len(_MARKS.findall(sheet.text[sheet.lines[layout.line].start : found.start])) % 2 == 1


def _stated(act: str, predicate: Predicate, found: Found, layout: Layout) -> FoundRelation:
    return FoundRelation(act, str(predicate), found.id or "", layout.line, found.start, found.end, score=0.6)


def _acts_tasking(known: Knowledge, agency: str) -> frozenset[str]:
    """Return the acts known to give an agency a task, with their drafts."""
    held = known.tasks.get(agency, frozenset())
    state = _state(known, agency)
    if state:
        held |= frozenset(act for act in known.instruments if _state(known, act) == state)
    return held | {f"{act}-draft" for act in held if f"{act}-draft" in known.instruments}


def _land(known: Knowledge, act: str | None) -> str | None:
    """Return the country or union of an act; None when it is unknown."""
    entity = known.entities.get(act or "")
    return None if entity is None else (entity.jurisdiction or "").removeprefix("jur-").partition("-")[0]


def _answers(sheet: Sheet, layout: Layout, at: int) -> bool:
    """Tell whether a name near the opening of a sentence answers who decides, tests or leads, asked just before."""
    if _ASKED.search(_ANSWER.sub("", layout.text[:at])):
        return True
    if layout.line == 0 or layout.text[:at].count(" ") > 5:
        return False
    return _ASKED.search(sheet.line_text(layout.line - 1)) is not None


def _act(known: Knowledge, sheet: Sheet, layout: Layout, fitting: frozenset[str]) -> tuple[str | None, bool]:
    """Return which of some acts is meant, and whether the sentence itself names it."""
    if not fitting:
        return None, False
    here = [found for slot in layout.slots if slot.label == Label.INSTRUMENT for found in slot.mentions]
    for found in here:
        if found.entity in fitting:
            return found.entity, not found.silent
    lands = {_land(known, act) for act in fitting}
    if any(found.id and not found.silent and _land(known, found.entity) in (*lands, None) for found in here):
        return None, False  # the sentence is about another act
    acts = [found for found in sheet.mentions if found.label == Label.INSTRUMENT and found.entity in fitting]
    before = [found for found in acts if found.line < layout.line]
    if before:
        return max(before, key=lambda found: found.start).entity, False
    after = [found for found in acts if layout.line < found.line <= layout.line + _LINES_ON]
    if after:
        return min(after, key=lambda found: found.start).entity, False
    if fitting == {"eu-ai-act"} and sheet.jurisdictions.get("EU") and _UNION.search(sheet.text):
        return "eu-ai-act", False
    return None, False
