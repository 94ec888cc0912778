"""Find the act that a sentence leaves out: the tasks and duties listed under an order or law named before.

"The Treasury is to form a clearinghouse" in an article on an order says what the order directs.
"""

from __future__ import annotations

import re
from collections import Counter

from extract.clauses import Layout
from extract.document import Found, FoundRelation, Sheet
from extract.knowledge import Knowledge
from extract.modality import read_manner
from extract.relation_patterns import RelationPattern
from kb.vocabulary import Label, Predicate

_MARKS = re.compile(r"[\"“”]")
_REACH = {Predicate.DIRECTS: 8, Predicate.ESTABLISHES: 8, Predicate.REQUIRES: 3}  # lines back to the act's name


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
    if manner.negated or (orders and any(_elsewhere(known, found) for found in objects)):
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
