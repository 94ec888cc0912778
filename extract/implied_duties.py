"""Read which act imposes a duty where the sentence names the duty and says that it binds, but not the act.

The register and `patterns/duties.yml` know which acts impose a duty. The one named in the sentence, else before it,
else soon after it, is meant. A duty is denied, waived or only wished for as often as it is stated, so a word that binds
must be there and none that undoes it.
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


@lru_cache(maxsize=1)
def _binding() -> re.Pattern[str]:
    return re.compile(rf"(?:^| )(?:{alternatives(words('duties', 'binding'))}) ")


@lru_cache(maxsize=1)
def _undoing() -> re.Pattern[str]:
    return re.compile(rf"(?:^| )(?:{alternatives(words('duties', 'undoing'))}) ")


def find_duties(known: Knowledge, sheet: Sheet, layout: Layout) -> list[FoundRelation]:
    """Return the duties that a laid-out sentence says are owed, under the acts that impose them."""
    made: list[FoundRelation] = []
    for number, slot in enumerate(layout.slots):
        if slot.label != Label.OBLIGATION:
            continue
        at = layout.text.find(f"<OBLIGATION:{number}>")
        here = [found for other in layout.slots if other.label == Label.INSTRUMENT for found in other.mentions]
        for found in slot.mentions:
            act, inside = _act(known, sheet, layout.line, here, found)
            if act is None or not _binds(layout.text, at, inside):
                continue
            if len(_MARKS.findall(sheet.text[sheet.lines[layout.line].start : found.start])) % 2:
                continue  # what somebody demands is not what the act does
            made.append(
                FoundRelation(
                    act, str(Predicate.REQUIRES), found.entity or "", layout.line, found.start, found.end, score=0.6
                )
            )
    return made


def _binds(text: str, at: int, inside: bool) -> bool:
    """Tell whether words near the duty say that it is owed, and none that it is not."""
    window = text[max(0, at - _NEAR) : at + _NEAR]
    window = window[window.find(" ") :] if at > _NEAR else f" {window}"
    if _undoing().search(window):
        return False
    return inside or _binding().search(f" {text}") is not None


def _act(known: Knowledge, sheet: Sheet, line: int, here: list[Found], duty: Found) -> tuple[str | None, bool]:
    """Return the act meant, and whether the sentence itself holds it."""
    imposing = acts_imposing(known, duty.entity or "")
    if not imposing:
        return None, False
    for found in here:
        if found.entity in imposing:
            return found.entity, not found.silent
    if any(found.id and not found.silent for found in here):
        return None, False  # the sentence is about another act
    acts = [found for found in sheet.mentions if found.label == Label.INSTRUMENT and found.entity in imposing]
    before = [found for found in acts if found.line < line]
    if before:
        return max(before, key=lambda found: found.start).entity, False
    after = [found for found in acts if line < found.line <= line + _LINES_ON]
    if after:
        return min(after, key=lambda found: found.start).entity, False
    if "eu-ai-act" in imposing and len(imposing) == 1 and sheet.jurisdictions.get("EU") and _UNION.search(sheet.text):
        return "eu-ai-act", False
    return None, False
