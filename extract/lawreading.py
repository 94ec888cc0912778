"""From units of a legal text to readings: every deontic clause with its bearer, and items of lists with their heads.

Who bears a clause that names nobody is settled here too. Rows and register links are made in `extract/obligations.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.bearers import (
    INTRODUCED_PRONOUN,
    PRONOUN,
    agent_of,
    bearer_at,
    bearers_in,
    find_bearer,
    is_plural,
    is_public,
)
from extract.citations import Citation, find_citations, mask_citations
from extract.lawclauses import Clause, find_clauses
from extract.lawconditions import split_conditions
from extract.lawdefinitions import defines
from extract.lawlists import CONDITION_LIST, OWN_DEMAND, SAYS_NOTHING, kind_of_list
from extract.lawsentences import sentences_of
from extract.lawunits import Unit
from kb.vocabulary import Deontic

_TASKS_OF = re.compile(  # "The tasks of the Board shall be to …", "The Board's task is to …"
    r"^(?:The\s+|the\s+)?(?:(?:main\s+|principal\s+)?(?:tasks?|duty|duties|responsibilit(?:y|ies)|functions?|role|mission)\s+of\s+(?P<of>.+)|"
    r"(?P<whose>.+?)[’']s?\s+(?:main\s+|principal\s+)?(?:tasks?|dut(?:y|ies)|responsibilit(?:y|ies)|functions?|role|mission))$"
)
_ADJUNCT_ALONE = re.compile(
    r"to\s+the\s+(?:\w+\s+)?extent\s[\w\s]{3,40}|"
    r"(?:to|in|for|at|on|within|after|before|upon|by|under|during|from|as|where|when|if)\s+"
    r"(?:(?!the\b|an?\b|any\b|each\b|every\b|such\b|this\b|that\b|its\b|their\b|no\b|all\b)[\w-]+(?:\s+|$)){1,4}"
)
_ACCOMPANIED = re.compile(r"be\s+(?:accompanied|joined|advised)\s+by\b")  # who has company bears the clause
_GIVES_TASK = re.compile(  # "The mandate shall empower the representative to …"
    r"(?:\w+ly\s+)?(?:empower|authori[sz]e|oblige|entitle|mandate|commit)\s+(?P<whom>[^,;:]{3,80}?)\s+to\b"
)
_FINDINGS = re.compile(r"^(?:(?:Congressional\s+)?Findings|Sense\s+of\s+(?:the\s+)?Congress)\b", re.IGNORECASE)
_AMENDS = re.compile(
    r"\b(?:following\b[^.;]{0,60}\b(?:is|are)\s+(?:added|inserted)|(?:added|replaced|amended|inserted|read)\b[^.;]{0,40})\s*:$"
)
_FINDS = re.compile(  # "Congress finds the following:"
    r"\b(?:Congress|[Ll]egislature|General\s+Assembly)\s+(?:hereby\s+)?(?:finds|declares|makes)\b[^.]{0,90}[:—–]$"
)
_TITLE = re.compile(r"[A-Z][\w’'/-]*(?:\s+[\w’'/&-]+){0,4}\.")
_JOINED = re.compile(r"(?!(?:and|or|but|nor)\b)(?P<first>[a-z]\w*\s.*?)[\s,;]+(?:and|or|but|nor)$", re.DOTALL)
_NEGATIVE = re.compile(
    r"(?:not(?!\s+(?:later|less|more|fewer|earlier|sooner)\s+than)(?!\s+only)|never|neither|(?:at|under|in)\s+no\s+(?:times?|circumstances|cases?|events?|way)|refrain\s+from|abstain\s+from)\s"
)
_LEAD = re.compile(r"[\s,;]*(?:(?:and|or|but|nor)\s+)?")
_TAIL = re.compile(r"[\s,;]*(?:\s(?:and|or|but))?[\s,;]*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause with everything but its row: offsets count in the document."""

    start: int
    end: int
    unit: Unit
    modality: str
    bearer: str | None
    open: bool  # True: the wording names no bearer, so the article's default may stand in
    action: str
    condition: str | None
    exception: str | None
    citations: tuple[Citation, ...]
    method: str  # modal, carried, definition
    subject: str = ""  # what stands before the verb
    passive: bool = False
    states: bool = False  # "is required to": may tell a fact instead of making a rule


def read_units(units: Sequence[Unit]) -> list[Reading]:
    """Return the deontic clauses of a text in reading order; open bearers are still open."""
    readings: list[Reading] = []
    carried: dict[int, Reading] = {}  # by id of the unit that introduces a list
    conditional: set[int] = set()  # ids of the units whose items are conditions
    silent: set[int] = set()  # of the units that tell what a legislature found, or what another act is to say
    amends = False  # the line before says that the next stands in another act
    previous: str | None = None
    article: str | None = None
    for unit in units:
        if unit.kind != "text" or _FINDINGS.search(unit.heading or ""):
            previous = None
            continue
        amended, amends = amends and unit.text.startswith(("‘", "“")), _AMENDS.search(unit.text) is not None
        if (unit.head is not None and id(unit.head) in silent) or amended or _FINDS.search(unit.text):
            silent.add(id(unit))
            continue
        if unit.article != article:
            article, previous = unit.article, None
        head = carried.get(id(unit.head)) if unit.head is not None else None
        own = _read_unit(unit, head, previous)
        if unit.head is not None and (id(unit.head) in conditional or CONDITION_LIST.search(unit.head.text)):
            # "… where the product is required to undergo a check"
            own = [reading for reading in own if reading.subject and not reading.states]
            conditional.add(id(unit))  # and so are the items of a condition
        if own:
            previous = next((found for r in reversed(own) if (found := _antecedent(r))), previous)
        if unit.items and own and own[-1].end >= unit.end - 2 and id(unit) not in conditional:
            lead = own[-1]
            listed = kind_of_list(unit.text, lead)
            if listed == "conditions":
                conditional.add(id(unit))
                joined = "; ".join(f"{item.marker or ''} {item.text.rstrip(' ;.')}".strip() for item in unit.items)
                own[-1] = replace(lead, condition=f"{lead.condition or ''} {joined}".strip())
            elif listed == "duties":
                carried[id(unit)] = lead
                bare = (
                    SAYS_NOTHING.search(unit.text) if lead.method == "carried" else not OWN_DEMAND.search(lead.action)
                )
                if bare:
                    own.pop()  # "Providers shall:" or "(c) an opportunity to:" says nothing without its items
        elif (
            unit.items
            and head is not None
            and id(unit) not in conditional
            and kind_of_list(unit.text, None) == "duties"
        ):
            carried[id(unit)] = own[-1] if own else head
        readings += own
    return readings


def _read_unit(unit: Unit, head: Reading | None, previous: str | None) -> list[Reading]:
    chapter = next((key for key in reversed(unit.chapters) if "." not in key), None)
    citations = find_citations(unit.text, here=unit.key, chapter=chapter)
    masked = mask_citations(unit.text, citations)
    readings: list[Reading] = []
    begin = 0
    for number, (start, end) in enumerate(sentences_of(masked)):
        sentence = unit.text[start:end]
        if defines(sentence):
            readings.append(_definition(unit, start, end, citations))
            continue
        topic = unit.head.text if unit.head is not None else ""
        for clause in find_clauses(sentence, masked[start:end], topic):
            if head is not None and not clause.subject and clause.modal.lower().startswith(("is", "are")):
                continue  # "(c) are empowered to act": the verb is the head's
            if head is not None and number == 0 and not readings and sentence[: clause.start].rstrip().endswith(";"):
                readings.append(
                    _carry(unit, head, citations, start + clause.start)
                )  # "(b) tell them; they shall then …"
            joined = _JOINED.match(clause.subject) if head is not None and number == 0 and not readings else None
            if head is not None and joined is not None:  # "(b) enter by day, but must not stay"
                stop = sentence.index(joined["first"], clause.start) + len(joined["first"])
                readings.append(_carry(unit, head, citations, start + stop))
                clause = replace(clause, start=stop, subject="")
            reading = _reading(unit, start, clause, sentence, citations, previous, readings, head)
            previous = _antecedent(reading) or previous
            readings.append(reading)
        if readings or head is None or not masked[end:].strip():
            continue
        if number == 0 and _TITLE.fullmatch(sentence.strip()):
            begin = end  # "2. Patch. Apply the update": what is demanded follows
        elif number == (1 if begin else 0):
            readings.append(
                _carry(unit, head, citations, end, begin)
            )  # further sentences may hold clauses of their own
    empty = not unit.items and unit.text.endswith(":") and SAYS_NOTHING.search(unit.text)
    if not readings and head is not None and not empty:  # "— in the event of a failure:", then dashes again
        readings.append(_carry(unit, head, citations, begin=begin))
    return readings


def _definition(unit: Unit, start: int, end: int, citations: tuple[Citation, ...]) -> Reading:
    text = unit.text[start:end].rstrip(" ;")
    return Reading(
        start=unit.start + start,
        end=unit.start + start + len(text),
        unit=unit,
        modality=Deontic.DEFINITION,
        bearer=None,
        open=True,
        action=text,
        condition=None,
        exception=None,
        citations=_within(citations, start, end),
        method="definition",
    )


def _reading(
    unit: Unit,
    offset: int,
    clause: Clause,
    sentence: str,
    citations: tuple[Citation, ...],
    previous: str | None,
    before: list[Reading],
    head: Reading | None,
) -> Reading:
    introduced_by = unit.head.text if unit.head is not None and head is None else None
    if head is not None and not clause.subject:
        previous = head.bearer or previous
    bearer, left_open = _bearer(clause, previous, before, introduced_by)
    action, condition, exception = split_conditions(clause.subject, clause.verb)
    start, end = clause.start, clause.end
    text = sentence[start:end]
    lead, tail = _LEAD.match(text), _TAIL.search(text)
    start, end = start + (lead.end() if lead else 0), end - (len(tail.group()) if tail else 0)
    modality = clause.modality
    if modality == Deontic.PERMISSION and is_public(bearer) and not clause.excused:
        modality = Deontic.POWER
    if clause.passive and bearer is None:
        action = f"{_thing(clause.subject)} {clause.modal} {action}".strip()
    return Reading(
        start=unit.start + offset + start,
        end=unit.start + offset + end,
        unit=unit,
        modality=modality,
        bearer=bearer,
        open=left_open,
        action=action,
        condition=condition,
        exception=exception,
        citations=_within(citations, offset + start, offset + end),
        method="modal",
        subject=clause.subject,
        passive=clause.passive,
        states=clause.modal.lower().startswith(("is", "are")),
    )


def _antecedent(reading: Reading) -> str | None:
    """Return whom a following "it" means: who undergoes a passive verb, if anybody, else who bears the clause."""
    undergoes = find_bearer(reading.subject) if reading.passive else None
    return undergoes or (None if reading.open else reading.bearer)


def _thing(subject: str) -> str:
    """Return what undergoes a passive verb, without what is put before it."""
    return re.split(r",\s+", subject)[-1] if subject else ""


def _bearer(
    clause: Clause, previous: str | None, before: list[Reading], introduced_by: str | None
) -> tuple[str | None, bool]:
    """Return the bearer of a clause, and whether its wording leaves the bearer open."""
    if clause.modality == Deontic.DEFINITION:
        return None, True
    subject = re.sub(
        r"^(?:and|or|but|nor)\b\s*|^.*\b(?:except|save|provided,?\s+(?:however|further|also),?)\s+that\s+",
        "",
        clause.subject,
    ).strip()
    if clause.passive:
        agent = agent_of(clause.verb)
        if _ACCOMPANIED.match(clause.verb):
            company = find_bearer(subject) if subject or not before else before[-1].bearer
            if company is not None:
                return company, False
        if agent is None and before and not before[-1].passive and _takes_up(subject, before[-1].action):
            agent = before[-1].bearer  # "shall report it. The report shall be made …"
        return agent, agent is None
    if clause.inverted:
        found = previous if re.match(r"(?:it|they|he|she)\b", subject) else bearer_at(subject)
        return found, found is None
    last = re.split(r"[,;:]\s+", subject)[-1].strip()
    if (introduced := INTRODUCED_PRONOUN.match(last)) is not None:
        last = introduced["pronoun"]
    if PRONOUN.match(last):
        named = bearers_in(subject[: -len(last)])
        if last.lower().endswith("they"):  # "having regard to the size of the operator, they"
            named = [*filter(is_plural, [*named, *([previous] if previous else [])]), *named]
        earlier = named[0] if named else previous
        if earlier is not None and last.lower().endswith("they") and not is_plural(earlier):
            return None, True
        return earlier, earlier is None
    if not subject and not before and introduced_by is not None:  # "Program managers:", then "must …"
        found = find_bearer(re.split(r"[.;]\s+|\.[—–]\s*", introduced_by.rstrip(" :—–"))[-1], clause.verb)
        return found, found is None
    if before and _ADJUNCT_ALONE.fullmatch(subject) and find_bearer(subject) is None:
        subject = ""  # "…, and to the extent practicable shall"
    if not subject:  # "… and shall keep it": the subject of the clause before
        if before and before[-1].passive:  # "shall be led by X and shall meet": who undergoes the one bears the other
            undergoes = find_bearer(before[-1].subject)
            if undergoes is not None:
                return undergoes, False
        earlier = before[-1].bearer if before else previous
        return earlier, earlier is None or before[-1].open if before else earlier is None
    owned = _TASKS_OF.match(subject)
    if owned is not None:
        found = find_bearer(owned["of"] or owned["whose"])
        return found, found is None
    found = find_bearer(subject, clause.verb)
    if found is None and (given := _GIVES_TASK.match(clause.verb)) is not None:
        found = bearer_at(given["whom"])
    if found is None:
        agent = agent_of(clause.verb) if clause.modality == Deontic.PROHIBITION else None
        return agent, agent is None
    return found, False


def _takes_up(subject: str, action: str) -> bool:
    """Tell whether a subject names what the clause before demands: "the notification" after "shall notify"."""
    noun = re.fullmatch(r"(?:the|that|such|this)\s+(?P<stem>[a-z]{4})[a-z]+", subject, re.IGNORECASE)
    verb = re.match(r"(?:\w+ly\s+|also\s+)*(?P<stem>[a-z]{4})", action)
    return noun is not None and verb is not None and noun["stem"] == verb["stem"]


def _carry(
    unit: Unit, head: Reading, citations: tuple[Citation, ...], stop: int | None = None, begin: int = 0
) -> Reading:
    """Return an item of a list, or the part from `begin` to `stop`, with the verb and bearer of its head."""
    begin += len(unit.text[begin:stop]) - len(unit.text[begin:stop].lstrip())
    whole = unit.text[begin:stop]
    text = re.sub(r"[;,]\s*(?:and|or)$", "", whole.rstrip()).rstrip(" ;.,:—–") or whole.rstrip(" ;.,")
    named = None  # "The following firms shall register:"
    following = re.fullmatch(r"(?:Only\s+)?the\s+following\b\s*(?P<who>[\w\s-]*)", head.subject, re.IGNORECASE)
    if following and not head.passive and head.modality != Deontic.PROHIBITION:
        named = find_bearer(text) if not following["who"] or find_bearer(following["who"]) else None
    lead = re.sub(r"\s*[:—–]$", "", head.action)
    return replace(
        head,
        start=unit.start + begin,
        end=unit.start + begin + len(text),
        unit=unit,
        modality=_negated(head.modality) if _NEGATIVE.match(text) else head.modality,
        bearer=named or head.bearer,
        open=head.open and named is None,
        action=f"{lead} {text}".strip(),
        citations=_within(citations, 0, len(unit.text)),
        method="carried",
    )


def _negated(modality: str) -> str:
    """Return what an item that begins with "not" does under a head that obliges: "shall: … (c) not disclose"."""
    return Deontic.PROHIBITION if modality == Deontic.OBLIGATION else modality


def _within(citations: tuple[Citation, ...], start: int, end: int) -> tuple[Citation, ...]:
    return tuple(citation for citation in citations if start <= citation.start < end)
