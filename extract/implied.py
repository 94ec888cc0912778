"""Find the act that a sentence leaves out: the tasks and duties listed under an order or law named before.

"The Treasury is to form a clearinghouse" in an article on an order says what the order directs.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from extract.clauses import Layout
from extract.document import Found, FoundRelation, Sheet
from extract.knowledge import Knowledge
from extract.modality import read_manner
from extract.relation_patterns import RelationPattern
from kb.vocabulary import SIGNATURES, Label, Predicate

_MARKS = re.compile(r"[\"“”]")
_REACH = {Predicate.DIRECTS: 8, Predicate.ESTABLISHES: 8, Predicate.REQUIRES: 3}  # lines back to the act's name

REACH_BACK = frozenset(
    {
        Predicate.RUNS,
        Predicate.AFFILIATED_WITH,
        Predicate.DELAYED,
        Predicate.SIGNED,
        Predicate.COMPETES_WITH,
        Predicate.DEVELOPS,
        Predicate.PART_OF,
    }
)  # whose object may stand a sentence before
_CONSULTED = re.compile(r"(?:consultation with|consulting|after hearing) (?:the )?$")
_NOBODY = re.compile(r"(?:^| )(?:nobody|no one|none|neither|no (?:[^\s<>,]+ ){1,2})$|(?:^| )(?:nobody|no one|none) $")
_LIKEWISE = re.compile(
    r"^(?:and )?(?:so|as) (?:has|have|did|do|does|is|are|was|were|had) (?:the )?<[A-Z]+:(?P<a>\d+)> |"
    r"<[A-Z]+:(?P<b>\d+)> (?:has |have )?(?:followed suit|follows suit|did the same|does the same|done the same|"
    r"did likewise|does so too|did so too|did , too|does , too|did too|does too|joined in) |"
    r"^the same (?:goes|holds|is true) (?:for|of) (?:the )?<[A-Z]+:(?P<c>\d+)> "
)
_POST = re.compile(r"(?:attorney general|secretary of (?:the )?\w+|director of national intelligence)")


def find_heads(known: Knowledge, sheet: Sheet, number: int, mentions: list[Found]) -> list[Found]:
    """Return the bodies of a line that are named by a post alone: "the Attorney General" is the Department of Justice.

    Goes by the register's offices; a post of a state ("the attorney general of Ohio") or with its holder is none.
    """
    line = sheet.lines[number]
    text = sheet.text[line.start : line.end]
    if ("eneral" not in text and "ecretary of" not in text and "irector of" not in text) or not _POST.search(
        text.casefold()
    ):
        return []
    taken = [(found.start, found.end) for found in mentions]
    posts = {
        office.post.casefold().removeprefix("acting "): body
        for body, held in known.offices.items()
        for office in held
        if is_federal(known, body)
    }
    heads = []
    for match in re.finditer(r"\b[Tt]he ([A-Za-z]+(?: [A-Za-z]+){1,3})", text):
        phrase = _POST.match(match[1].casefold())
        body = posts.get(phrase.group()) if phrase is not None else None
        if phrase is None or body is None:
            continue
        start = line.start + match.start(1)
        end = start + phrase.end()
        follows = sheet.text[end : end + 5]
        if re.match(r" (?:of|for|[A-Z])|s\b|-", follows) or any(low < end and start < high for low, high in taken):
            continue
        heads.append(Found(start, end, sheet.text[start:end], Label.AGENCY, number, body, score=0.8))
    return heads


def is_federal(known: Knowledge, id_: str) -> bool:
    """Tell whether a body or an act is one of the United States, not of a state."""
    entity = known.entities.get(id_)
    return entity is not None and entity.jurisdiction in ("jur-us", "US")


def find_left_out(known: Knowledge, sheet: Sheet, predicate: Predicate, subject: Found) -> list[Found]:
    """Return what "it" or "its" leads back to: the only fitting name of the sentence before, no name at all else.

    What was to be signed is the order that the text is about.
    """
    _, labels = SIGNATURES[predicate]
    here = [found for found in sheet.mentions if found.line == subject.line and found.label in labels and found.id]
    if predicate in (Predicate.DELAYED, Predicate.SIGNED):
        named = any(not found.silent for found in here)
        return [] if named else _to_be_signed(known, sheet, predicate, subject)
    if predicate == Predicate.COMPETES_WITH:
        if subject.label != Label.COMPANY or any(found.id != subject.id for found in here if found.label == "COMPANY"):
            return []
        firms = [found for found in sheet.mentions if found.label == Label.COMPANY and found.line == subject.line - 1]
        return [found for found in firms if found.id != subject.id and found.entity in known.makers][:1]
    before = [
        found for found in sheet.mentions if found.line == subject.line - 1 and found.label in labels and found.id
    ]
    ids = {found.id for found in before}
    if predicate == Predicate.PART_OF:  # "are founding members" of a club or alliance
        before = [found for found in before if found.label == Label.ORGANISATION and found.id != subject.id]
        return before[:1]
    if predicate in (Predicate.DEVELOPS, Predicate.RUNS) and any(not found.silent for found in here):
        return []
    if predicate == Predicate.AFFILIATED_WITH and before:  # the body that the sentence opens with
        ids = {before[0].id}
    return [before[0]] if len(ids) == 1 else []


def _to_be_signed(known: Knowledge, sheet: Sheet, predicate: Predicate, subject: Found) -> list[Found]:
    """Return the act that a sentence leaves out: a president's order, another's statute, where only one is near."""
    acts = [found for found in sheet.mentions if found.label == Label.INSTRUMENT and found.entity]
    posts = known.posts.get(subject.entity or "", ())
    if predicate == Predicate.SIGNED and not any(post.body_id == "us-white-house" for post in posts):
        near = [
            found
            for found in acts
            if abs(found.line - subject.line) <= 3 and not _is_sort(known, found.entity or "", "order")
        ]
        return near[:1] if len({found.entity for found in near}) == 1 else []
    act = _act(known, sheet, subject.line, 8, "order")
    return [found for found in acts if act is not None and found.entity == act][:1]


def find_owner(
    known: Knowledge, sheet: Sheet, layout: Layout, item: RelationPattern, match: re.Match[str]
) -> list[FoundRelation]:
    """Return whose model "its Quill-2" is: the only company named in the sentence before, where this names none."""
    models = layout.slots[int(match["o"])].mentions
    if any(slot.label in ("COMPANY", "ORGANISATION") for slot in layout.slots):
        return []
    makers = {found.id: found for found in sheet.mentions if found.line == layout.line - 1 and found.label == "COMPANY"}
    makers.pop(None, None)
    if len(makers) != 1:
        return []
    (maker,) = makers.values()
    start, end = layout.span(*match.span())
    return [
        FoundRelation(maker.id or "", str(item.predicate), found.id, layout.line, start, end, score=0.6)
        for found in models
        if found.id and (known.label(known.parent(found.id)) != "COMPANY" or known.parent(found.id) == maker.id)
    ]


def repeat(layout: Layout, made: list[FoundRelation]) -> list[FoundRelation]:
    """Return the relations that "so has X" or "X followed suit" repeats of the sentence before, for X."""
    match = _LIKEWISE.search(layout.text)
    if match is None:
        return []
    slot = layout.slots[int(match["a"] or match["b"] or match["c"])]
    before = [item for item in made if item.line == layout.line - 1]
    first = before[0].subject if before else ""
    start, end = layout.span(*match.span())
    return [
        replace(item, subject=found.id, line=layout.line, start=start, end=end, score=0.6, method="pattern")
        for item in before
        if item.subject == first and slot.label in SIGNATURES[Predicate(item.predicate)][0]
        for found in slot.mentions
        if found.id and found.id not in (item.subject, item.object)
    ]


def find_implied(
    known: Knowledge, sheet: Sheet, layout: Layout, item: RelationPattern, match: re.Match[str]
) -> list[FoundRelation]:
    """Return the tasks or duties of a sentence under the act that the sentences before it are about."""
    reach = _REACH.get(item.predicate)
    if reach is None:
        return []
    orders = item.predicate != Predicate.REQUIRES
    trigger = match.groupdict().get("trigger")
    inner = re.sub(r" (?:whether|if) $", " ", match.group().replace(trigger or "\0", " "))
    manner = read_manner(inner, layout.text[: match.start()])
    objects = layout.slots[int(match["o"])].mentions
    line = sheet.lines[layout.line]
    if len(_MARKS.findall(sheet.text[line.start : objects[0].start])) % 2:
        return []  # what somebody demands is not what the act does
    if item.predicate == Predicate.DIRECTS and _CONSULTED.search(layout.text[: match.start("o")].rpartition("<")[0]):
        return []  # who is only heard is given no task
    if manner.negated or _NOBODY.search(layout.text[: match.start()]):
        return []
    if orders and any(_elsewhere(known, found) for found in objects):
        return []
    sort = "order" if orders else "code" if "signator" in match.group() else "law"
    act = _act(known, sheet, layout.line, len(sheet.lines) if sheet.is_law else reach, sort)
    if act is None:
        return []
    start, end = layout.span(*(match.span("trigger") if trigger else match.span()))
    return [
        FoundRelation(
            act,
            str(item.predicate),
            found.id,
            layout.line,
            start,
            end,
            modality=manner.modality,
            score=0.6,
        )
        for found in objects
        if found.id
    ]


def _act(known: Knowledge, sheet: Sheet, line: int, reach: int, sort: str) -> str | None:
    """Return the act meant: the only one in reach, else the one just named, else the one the text is about."""
    acts = [
        found
        for found in sheet.mentions
        if found.label == Label.INSTRUMENT and found.entity and _is_sort(known, found.entity, sort)
    ]
    near = [found for found in acts if line - reach <= found.line <= line]
    if not near:
        return None
    if near[-1].line >= line - 1 or len({found.entity for found in near}) == 1:
        return near[-1].entity
    if sort == "law":
        return None  # several laws were named and none of them just now
    counts = Counter(found.entity for found in acts)
    for entity in sheet.title_entities:
        counts[entity] += 2
    counts[acts[0].entity] += 1  # named first, and level: what the text is about
    return max((found.entity for found in near), key=lambda entity: counts[entity])


def _is_sort(known: Knowledge, id_: str, sort: str) -> bool:
    row = known.instruments.get(id_)
    if row is None:
        return False
    if sort == "order":
        return "order" in row.type or "memorandum" in row.type
    return (row.binding == "binding" and "order" not in row.type) if sort == "law" else "code" in row.type


def _elsewhere(known: Knowledge, found: Found) -> bool:
    """Tell whether an agency is one of another regime than a US order's."""
    entity = known.entities.get(found.entity or "")
    return entity is None or (entity.label == "AGENCY" and entity.jurisdiction not in (None, "jur-us", "US"))
