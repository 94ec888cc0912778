"""Read whom a speaker tag names: the person and the body beside that person, by their mentions in the tag alone.

Tags that name nobody in full (a pronoun, a description, a surname) are settled in `quote_speakers.py`.
"""

from __future__ import annotations

import re

from extract.document import Found, Sheet
from extract.positions import BODIES, said
from kb.vocabulary import Label

_OBLIQUE = re.compile(
    r"(?:\b(?:of|under|for|by|with|from|to|at|against|about|on|than|like|toward|towards|behind|beside|after|before|"
    r"without|between|over|upon|that|which|whom|asked|told|thanked|tells|asks|order|orders|act|law|bill|memo|text|deal|"
    r"accord|directive|draft|in)\s+(?:(?:the|then|former|late|President|Sen\.|Rep\.|Mr\.?|Ms\.?|Mrs\.?|Dr\.?|"
    r"Commissioner|Secretary|Senator|Justice|Prime|Minister)\s+){0,3}|\bex-)$",
    re.I,
)  # before a person of whom the sentence is not told
_MADE = re.compile(r"\b(?:that|which|whom|order|orders|act|law|bill|memo|text|deal|accord|directive|draft)\s+$")
_HEARER = re.compile(
    r"\b(?:told|tells|telling|interview\w*\s+(?:with|by)|spoke\s+to|spoke\s+with|speaking\s+to|email\s+to|"
    r"letter\s+to|statement\s+to|reported\s+by|thank\w*|(?:wrote|writes|written|said|says|replied|complained|"
    r"explained|reminded)\s+to)\s+(?:the\s+)?(?:(?:EU\s+)?(?:President|Commissioner|Secretary|Senator|Minister)\s+)?$"
)  # who stands behind these is spoken to
_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ff]or|in the words of)\s+(?:[\w.’'-]+\s+){0,3}$")
_INVERTED = re.compile(r"\s+(?:[\w.&-]+['’]s?\s+|(?:the|its|our)\s+|[A-Z][\w.]+\s+){0,3}")
_SERVES = re.compile(r"^\W*(?:\w+\s+)?[Tt]he\s+(?:[\w-]+\s+){1,4}(?:to|for|of|under)\s+$")
_POSSESSED = re.compile(r"['’]s?\b")
_FORMER = re.compile(r"\b(?:formerly|previously|once|ex-|late)\b[^,;]{0,30}$", re.I)


def find_named(sheet: Sheet, start: int, end: int, *, after_quote: bool) -> tuple[Found | None, Found | None]:
    """Return the person and the body that a speaker tag names."""
    text = sheet.text
    inside = [
        found
        for found in sheet.mentions
        if start <= found.start < end and found.id and not _HEARER.search(text, max(0, found.start - 40), found.start)
    ]
    people = [found for found in inside if found.label == Label.PERSON]
    lone = len({found.id for found in people}) < 2
    people = [found for found in people if lone or not is_oblique(sheet, found, start)] or people
    if lone and people and after_quote and _SERVES.search(text, start, people[0].start):
        people = []  # "the former assistant to Jane Roe replied"
    bodies = [
        found
        for found in inside
        if found.label in BODIES or (found.label == Label.PROGRAMME and not found.entity)  # "the Harbour Project"
    ]
    verb = said().search(sheet.text, start, end)
    at = verb.start() if verb else start
    if after_quote:
        person = people[0] if people else None
    else:
        verbs = list(said().finditer(sheet.text, start, end))
        at = verbs[-1].start() if verbs else at
        earlier = [found for found in people if found.end <= at]
        told = verbs[-1].end() if verbs else at
        inverted = [
            found for found in people if told < found.start and _INVERTED.fullmatch(text, told, found.start)
        ]  # …, says Jane Roe of Harrow Labs, “…”
        person = next(iter((*inverted, *reversed(earlier), *people)), None)
    if person is not None:
        beside = [found for found in bodies if _beside(text, person, found)]
        return person, min(beside, key=lambda found: abs(found.start - person.start), default=None)
    named = [
        found
        for found in bodies
        if found.label in BODIES
        and (found.end <= at + 1 or after_quote or (verb and "according" in verb.group().casefold()))
    ]
    if not named:
        return None, None
    if after_quote and verb is not None:
        close = [found for found in named if abs(found.start - verb.end()) < 40 or abs(verb.start() - found.end) < 40]
        return None, close[0] if close else None
    return None, named[-1]


def is_oblique(sheet: Sheet, found: Found, start: int, *, hard: bool = False) -> bool:
    """Tell whether a person only stands in a sentence about somebody else; `hard` counts makers and possessors only."""
    lead = sheet.text[max(start, found.start - 60) : found.start]
    if _POSSESSED.match(sheet.text, found.end):
        return True
    if hard:
        return _MADE.search(lead) is not None
    return _OBLIQUE.search(lead) is not None and _ACCORDING.search(lead) is None


def _beside(text: str, person: Found, body: Found) -> bool:
    """Tell whether a body stands in a person's title or apposition ("X President Y", "Y, head of X,")."""
    between = text[min(person.end, body.end) : max(person.start, body.start)]
    if (
        len(between) > 110
        or said().search(between)
        or re.search(r"\b(?:but)\b|[;“”\"]", between)
        or _FORMER.search(between)
    ):
        return False
    if body.start < person.start:  # "Harbour Labs' chief counsel Jane Roe", "the head of Harbour Labs, Jane Roe"
        return re.fullmatch(r"(?:['’]s?)?(?:[\s,]+[^\s,;]+){0,9}[\s,(]*", between) is not None
    return re.match(r"\s*[,(–—-]|\s*$|\s+(?:of|at|from|with|for|who|whose|and)\b", between) is not None
