"""Link persons to bodies by a post that names no body: "a spokesman, Mira Quill", "chief executive Jonas Reed".

A known person's post is looked up in the register, where the text must name its body too; an unknown person's belongs
to the only body that this sentence or the one before has named. Posts with the body beside them are read by patterns.
"""

from __future__ import annotations

import re

from extract.clauses import Layout, Slot
from extract.document import Found, FoundRelation, Sheet
from extract.knowledge import Knowledge
from kb.vocabulary import Predicate

_BODIES = frozenset({"AGENCY", "COMPANY", "ORGANISATION"})
_STEMS = {"spokesman": "spokes", "spokeswoman": "spokes", "spokesperson": "spokes", "chairman": "chair",
          "chairwoman": "chair", "chairperson": "chair", "vice-president": "president", "sen.": "senator",
          "rep.": "representative", "congressman": "representative", "congresswoman": "representative",
          "undersecretary": "secretary", "boss": "ceo", "head": "director", "vice-chair": "chair"}  # fmt: skip
_TITLE = re.compile(
    r"(?:^|[^\w<>-])(?P<post>(?:spokes(?:man|woman|person)|(?:chief|managing|executive) (?:executive|director)|ceo|"
    r"general counsel|founder|co-founder|chair(?:man|woman)?|chief (?:scientist|economist|technologist)|"
    r"(?:finance|policy|security|technology|legal|operating|product|research|communications) (?:chief|head|director)|"
    r"chief \w+ officer|(?:its|our) (?:[\w-]+ ){0,3}(?:secretary|director|head|chief|president|counsel|treasurer|"
    r"leader|spokes\w+|chair\w*|founder|co-founder|boss|lawyer|economist|scientist)"
    r"(?: (?:of|for) (?:[\w-]+ ){1,3})?)) ,? ?$"
)
_DESCRIBED = re.compile(
    r"(?:^|[ ,])the <(?:AGENCY|COMPANY|ORGANISATION):(?P<slot>\d+)> (?:vice-president|president|chief|boss|founder|"
    r"co-founder|secretary|director|head|chair|chairman|chairwoman|leader|supremo|ceo|"
    r"chief executive) (?!<PERSON|of |, <PERSON)"
)
_HEADED = re.compile(r"\b(?:Director|Secretary|Attorney General|Administrator|Representative|Commissioner)\b")
_AFTER = re.compile(r", (?P<phrase>(?:[^\s<>,;:()]+ ){1,8})(?=[,.;<(–—])")
_SMALL = frozenset({"of", "the", "for", "and", "at", "to", "executive", "general", "deputy", "vice"})
# Titles that everybody knows the holder by; they say nothing of a body when they stand alone.
_PUBLIC = frozenset("president commissioner senator representative mep minister governor chancellor member".split())
# Words of posts that hundreds of bodies have; any other word of a post ("cyber", "commerce") tells whose it is.
_COMMON = _PUBLIC | frozenset(
    "director chair ceo chief secretary acting founder co-founder adviser advisor counsel spokes officer administrator "
    "partner researcher fellow scientist speaker judge ranking policy research technology leader affairs".split()
)
_LEGISLATORS = frozenset({"senator", "representative", "mep"})  # titles that name the chamber by themselves
_HEADS_OF_STATE = frozenset({"us-white-house", "us-president"})


def find_by_post(known: Knowledge, sheet: Sheet, layout: Layout) -> list[FoundRelation]:
    """Return the affiliations of one laid-out sentence that a post without a body states."""
    made: list[FoundRelation] = []
    for number, slot in enumerate(layout.slots):
        if slot.label != "PERSON" or slot.mentions[0].silent or len(slot.mentions) > 1:
            continue
        person = slot.mentions[0]
        at = layout.text.find(f"<PERSON:{number}> ")
        if at < 0 or person.id is None:
            continue
        before = re.split(r"[<>;:()]|, (?!$)", layout.text[:at])[-1]
        after = _AFTER.match(layout.text, at + len(f"<PERSON:{number}> "))
        phrase = f"{before if len(before.split()) < 8 else ''} {after['phrase'] if after else ''}"
        beside = (
            re.search(r"<(?:AGENCY|COMPANY|ORGANISATION):\d+> (?:'s )?$", layout.text[: at - len(before)]) is not None
        )
        body = _held(known, sheet, person, phrase) if person.entity and not beside else None
        title = _TITLE.search(layout.text[:at]) if body is None and not beside else None
        if title is not None:
            body = _own(sheet, slot) if title["post"].startswith("our ") else _only_body(sheet, layout.line, slot)
        body = body or _titled(layout, number)
        if body is not None:
            made.append(
                FoundRelation(
                    person.id,
                    str(Predicate.AFFILIATED_WITH),
                    body,
                    layout.line,
                    person.start,
                    person.end,
                    score=0.6,
                    method="post",
                )
            )
    return made + _by_description(known, sheet, layout)


def _by_description(known: Knowledge, sheet: Sheet, layout: Layout) -> list[FoundRelation]:
    """Return whom "the Harrow founder" or "the Treasury chief" means: the one named before who holds such a post."""
    made: list[FoundRelation] = []
    for match in _DESCRIBED.finditer(layout.text):
        found = layout.slots[int(match["slot"])].mentions[0]
        people = {
            other.id: other
            for other in sheet.mentions
            if other.label == "PERSON" and other.entity and layout.line - 3 <= other.line <= layout.line
            and any(office.body_id == found.entity for office in known.posts.get(other.entity, ()))
        }  # fmt: skip
        if len(people) == 1 and found.id:
            (person,) = people
            start, end = layout.span(*match.span())
            made.append(
                FoundRelation(
                    person or "",
                    str(Predicate.AFFILIATED_WITH),
                    found.id,
                    layout.line,
                    start,
                    end,
                    score=0.6,
                    method="post",
                )
            )
    return made


def _own(sheet: Sheet, slot: Slot) -> str | None:
    """Return the body that speaks of itself as "we": the first firm or organisation of the text."""
    bodies = (found for found in sheet.mentions if found.label in ("COMPANY", "ORGANISATION") and found.id)
    first = min(bodies, key=lambda found: found.start, default=None)
    return first.id if first is not None and first.start < slot.start else None


def _titled(layout: Layout, number: int) -> str | None:
    """Return the agency beside a person that is named by its head ("X, Director of National Intelligence")."""
    for other in (number - 1, number + 1):
        if not 0 <= other < len(layout.slots) or layout.slots[other].label != "AGENCY":
            continue
        low, high = sorted((number, other))
        joined = re.search(rf"<[A-Z]+:{low}> ,? ?<[A-Z]+:{high}> ", layout.text)
        found = layout.slots[other].mentions[0]
        if joined is not None and _HEADED.search(found.text):
            return found.id
    return None


def _held(known: Knowledge, sheet: Sheet, person: Found, phrase: str) -> str | None:
    """Return the body at which a known person holds or held the post that a phrase names, if the text names it too."""
    said = _stems(phrase)
    named = {found.entity for found in sheet.mentions if found.entity and found.label in _BODIES}
    here = {found.entity for found in sheet.mentions if found.line == person.line and found.label in _BODIES}
    for office in known.posts.get(person.entity or "", ()):
        posts = _stems((office.post or "").casefold().replace("-", " "))
        if posts <= said | _SMALL and posts - _SMALL - _COMMON and posts.isdisjoint(_LEGISLATORS):
            return office.body_id  # "commerce secretary", "National Cyber Director" name the body by themselves
        telling = posts - _SMALL if office.body_id in here else posts - _SMALL - _PUBLIC
        if office.body_id in named and office.body_id not in _HEADS_OF_STATE and said & telling:
            return office.body_id  # "Senator X" and "Commissioner Y" want the body beside them
    return None


def _stems(phrase: str) -> set[str]:
    """Return the words of a post in the forms that are compared; a chief executive is a "ceo"."""
    plain = re.sub(r"\bchief executive(?: officer)?\b", "ceo", phrase)
    return {_STEMS.get(word, word) for word in plain.split()}


def _only_body(sheet: Sheet, line: int, slot: Slot) -> str | None:
    """Return the one body named in the sentence before a title, or else in the sentence before it."""
    for number in (line, line - 1):
        bodies = {
            found.id
            for found in sheet.mentions
            if found.line == number and found.label in _BODIES and found.id and found.start < slot.start
        }
        if bodies:
            return bodies.pop() if len(bodies) == 1 else None
    return None


def find_bearers(layout: Layout, match: re.Match[str], subjects: list[Found]) -> list[Found]:
    """Return those of several joined persons whom a post belongs to: the nearest one, or all after a plural."""
    before = layout.text[: match.start("s")].rsplit("<", 1)[0].split()
    plural = bool(before) and before[-1].endswith("s") and before[-1] not in ("'s", "as", "is", "was", "says")
    trigger = (match.groupdict().get("trigger") or "").strip()
    if plural or (trigger.endswith("s") and trigger.isalpha()):
        return subjects
    later = "o" not in match.re.groupindex or match.start("s") < match.start("o")
    return [subjects[-1] if later else subjects[0]]


def find_employers(layout: Layout, match: re.Match[str], objects: list[Found]) -> list[Found]:
    """Return those of several joined bodies that a person can be at: the one beside a possessive, none of a crowd."""
    if len(objects) < 2:
        return objects
    if layout.text.startswith("'s ", layout.text.find(" ", match.start("o")) + 1):
        return objects[-1:]  # "Citi and Goldman's Jane Roe"
    between = layout.text[match.end("s") : match.start("o")] if match.start("s") < match.start("o") else ""
    if between == "> 's <" + between.rpartition("<")[2] and between:
        return objects[:1]  # "Roe's Harrow Labs, Google and Microsoft"
    return objects if len(objects) < 3 else []
