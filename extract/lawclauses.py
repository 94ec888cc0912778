"""Clauses of law: which modal verbs of a sentence speak in its main clauses, and what each of them does.

A sentence (with citations masked by `extract/citations.py`) goes in, clauses with modality, subject, action, condition
and exception come out. Modals of subordinate clauses ("risks that may arise", "where a provider may …") are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.bearers import INTRODUCED_PRONOUN, PRONOUN, agent_of, find_bearer
from extract.lawconditions import without_reduced
from extract.lawmodals import INVERTED, Modal, classify, find_modals
from extract.lawnouns import is_thing
from extract.lexicon import words
from kb.vocabulary import Deontic

FILE = "obligations"
_DETERMINER = (
    r"(?:the|a|an|any|each|every|such|this|these|those|its|their|his|her|no|all|both|it|they|he|she|we|one|"
    r"other|natural|legal|[A-Z][\w-]*)"
)
_PREPOSITION = (
    r"(?:by|in|under|at|with|for|on|through|due\s+to|because\s+of|pursuant\s+to|within|during|after|before|upon)"
)
_SUBORDINATOR = re.compile(
    r"\b(?:which|that|who|whom|whose|where|when|whenever|if|unless|whether|how|what|once|because|until)\b"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|should|shall|may|must|might)\b"
)
_PLAIN_MODAL = re.compile(r"\b(?:shall|must|may)\b")
_ADVERBS = re.compile(
    r"^(?:\s|,|\b(?:also|only|then|therefore|thus|always|further|however|likewise|at\s+least|alone|or|and)\b)*$"
)
_BREAK = re.compile(r"[,;:]\s")
_EXCUSE = re.compile(
    r"\b(?:not|no|needs?|exempt(?:ed)?|excused|relieved|released|dispensed|required|obliged|liable|free|liberty)\b"
)
_ASKS = (
    r"(?:determin|decid|stat|specif|explain|identif|indicat|consider|assess|clarif|defin|describ|list|know|show)\w*|"
    r"set\s+out|as\s+to"
)
_POLICY = re.compile(
    r"\b[Ii]t\s+(?:is|shall\s+be)\s+the\s+(?:\w+\s+)?(?:policy|intent|intention|sense|purpose|aim|goal)\b"
)
_INSERTED = re.compile(  # between two verbs of one subject: "shall …, and where it is late, shall …"
    r"(?<=\s)(?:and|or|but)(?:,\s|\s+(?:where|when|whenever|if|unless|once|upon|after|before)\s)[^;]*,\s*$"
)
_PROVISO = re.compile(r"\b(?:except|save|provided,?\s+(?:however|further|also),?)\s+$")
_SAID = re.compile(
    r"\b(?:find|found|note|recogni[sz]e|acknowledge|believe|consider|declare|ensure|mean|show|confirm|state|provide|require|"
    r"determine|conclude|establish|demonstrate|indicate|guarantee|certif(?:y|ie)|agree|warn|explain|say|add|think|assume|"
    r"expect|recall|stress|suggest|warrant)(?:s|d|ed|ing)?\s+(?:to\s+it\s+)?$|\b(?:fact|likely|clear|aware|satisfied|so|such|"
    r"see(?:s|ing)?\s+to\s+it|appears|sure|certain|extent|condition|effect|risk|sense|view|understanding)\s+$"
)
_JOINING = re.compile(r"^[\s,;]*(?:and|or|but|nor)\b")
_OPENING = re.compile(r"\s*(?:Where|When|Whenever|If|Once|Unless|Until|Because|As\s+long\s+as)\b")
_ENDS_OPEN = re.compile(
    r"\b(?:which|that|who|whom|where|when|whenever|if|unless|whether|how|as|than|once)"
    r"(?:\s+(?:also|only|it|they|they\s+themselves|he|she|otherwise))*\s*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:a|an|the|any|such)\s+(?:\w+\s+){1,2}(?:it|they)\s*$|\bwithin\s+(?:a|any)\s+[\w-]+\s+the\s+[\w -]+$"
)
_WORDS_BETWEEN = r"(?:of|in|by|on|at|to|for|with|under|after|from|that|which|who|is|are"
_STEPS_IT_MUST = re.compile(  # "keep the log the operator must …": a relative clause without pronoun
    r"(?<!\bof )(?<!\bin )(?<!\bby )(?<!\bon )(?<!\bat )(?<!\bto )(?<!\bfor )(?<!\bwith )(?<!\bunder )(?<!\bafter )"
    r"(?<!\bfrom )(?<!before )\b(?i:the|any|all|each|what)\s+"
    rf"(?:(?!{_WORDS_BETWEEN}|and|or|nor|the|an?)\b)[\w-]+\s+){{1,2}}"
    rf"(?:the|an?|such)\s+(?:(?!{_WORDS_BETWEEN})\b)[\w-]+\s+){{0,2}}[\w-]+\s*$"
)
_CLAUSES_MEET = re.compile(r"[,;:.—–]|\b(?:and|or|but|nor)\b")  # without any of these two modals are one clause
_DEMANDED = re.compile(
    r"\b(?:ensure|guarantee|provide|require|verify|check|confirm|certify|see\s+to\s+it|make\s+(?:sure|certain)|demonstrate|"
    r"stipulate|inform\s[\w ]{2,40}|procure|take\s[\w ]{2,40}\sto\s+(?:ensure|guarantee))\s+that\b"
)
_INSERTION = re.compile(  # within a that-clause: "that, where a product is unsafe, consumers may"
    r",\s*(?:where|when|if|in|by|for|under|subject|on|upon|before|after|without|within|to|at|as|notwithstanding|"
    r"unless|with)\b[^,]*,"
)
_FURTHER_THAT = re.compile(  # "shall inform users that …, and that complaints may": not "that period may"
    r"\bthat\s[^;]*\b(?:and|or)\s+that\s+(?:(?:the|an?|any|all|no|such|each|their|its|it|they)\b[^,;]*|(?:[\w-]+\s+){0,3}\w+s\s+)$"
)
_OF_RELATIVE = re.compile(r"\b(?:who|which|that)\s[^,;:]*\b(?:and|or)\s*$")  # "persons who sign and are entitled to"
_SUCH_AS = re.compile(r"\bsuch\s+(?:[\w-]+\s+){1,4}as\s+(?:it|they|he|she|the|an?|any)\b[^,;]*$")
_AS_X = re.compile(r"\b(?:as|than)\s+(?:it|they|he|she|(?:the|an?|any|such)\s[\w\s-]{2,60}?|[A-Z][\w\s-]{2,60}?)\s*$")
_REQUIRES = re.compile(  # "at such time as the Secretary may require"
    r"(?:may|shall)\s+(?:\w+ly\s+)?(?:be\s+)?(?:requir|prescrib|direct|determin|request|specif|deem|need|order|consider|approv|agree|"
    r"designat|appoint|think|choos|necess|appropriate)\w*\s*(?:[,.;:]|$|\b(?:by|in|from|to|under|for|and|or|necessary|appropriate|fit|"
    r"reasonable|proper|desirable)\b)"
)
_IN_WHICH_CASE = re.compile(r"\s*in\s+which\s+(?:case|event)\b")  # joins two main clauses
_AFTER_CONJUNCTION = re.compile(
    r"(?:^|\b(?:and|or|of|for|by|in|to|with|under|within|after|before|during|from|on|at|until|since|upon|through|via|over|"
    r"about|against|between|into|beyond|without|despite|throughout|towards?))\s*$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One deontic clause; offsets count in the sentence, end exclusive. Texts are as printed, None when absent."""

    start: int
    end: int
    modal: str
    modality: str
    subject: str  # what stands before the verb, may be empty
    passive: bool
    verb: str  # what follows the modal
    excused: bool  # "shall not be required to", "need not"
    inverted: bool = False  # the subject follows the modal: "in no case may the operator sell"


def find_clauses(sentence: str, masked: str, topic: str = "") -> list[Clause]:
    """Return the deontic clauses of one sentence, in order; `masked` is the sentence with citations blanked out.

    `topic` is the subject that a clause without one has: that of the line which introduces its list.
    """
    plain = without_reduced(masked)
    modals = [
        modal
        for modal in find_modals(plain)
        if not _quoted(plain, modal.start) and (modal.modality is not None or _in_main_clause(plain, modal.start))
    ]
    modals = [m for n, m in enumerate(modals) if n + 1 == len(modals) or not _opens_condition(plain, m, modals[n + 1])]
    modals = _without_complements(plain, modals)
    clauses: list[Clause] = []
    topic_left_out = False  # the last printed subject is of a clause that gives no row
    for number, modal in enumerate(modals):
        start = (
            _opening_end(plain, modal.start)
            if number == 0
            else _clause_start(plain, modals[number - 1].end, modal.start)
        )
        end = len(plain) if number + 1 == len(modals) else _clause_start(plain, modal.end, modals[number + 1].start)
        verb = plain[modal.end : end]
        before = plain[start : modal.start]
        subject = sentence[start : modal.start] if modal.subject is None else modal.subject
        inverted = modal.subject is None and INVERTED.search(plain[: modal.start]) is not None
        if inverted:  # "Under no circumstances may a deployer use …"
            subject = sentence[modal.end : end]
        said = re.search(r"\w", _JOINING.sub("", before)) is not None
        if not said and topic_left_out and modal.subject is None:  # "the rules shall apply and shall be part of it"
            subject = topic
        if _INSERTED.match(f" {before.lstrip()}", 1):
            subject = ""
        earlier, topic = topic, before if said else topic  # "shall begin … and shall continue"
        stands_for = number > 0 and earlier.strip() and PRONOUN.match(_JOINING.sub("", before).strip()) is not None
        about = earlier if stands_for else topic  # "a platform may …, but it may not require payment"
        modality = modal.modality or classify(modal.text, verb, before, topic=about, negated=modal.negated or inverted)
        topic_left_out = modality is None and (said or topic_left_out)
        if modality is None:
            continue
        empty = modality != Deontic.PROHIBITION and not re.search(r"[\w:—–]", verb)
        if empty and (verb.strip() or number + 1 < len(modals)):  # "The provider shall" opens a list
            continue
        if modal.needs_bearer and not _borne(subject, verb, clauses):
            continue
        clauses.append(
            Clause(
                start=start,
                end=end,
                modal=plain[modal.start : modal.end],
                modality=modality,
                subject=subject.strip(" ,"),
                passive=modal.subject is None and _is_passive(modal.text, verb),
                verb=sentence[modal.end : end].strip(" ,;"),
                excused=modality == Deontic.PERMISSION and _excuses(modal.text, verb),
                inverted=inverted,
            )
        )
    return clauses


def _excuses(modal: str, verb: str) -> bool:
    """Tell whether a permission frees from a duty ("shall not be required to"), so that it never is a power."""
    if modal == "may":  # "Member States may be required to pay"
        return re.match(r"\s*be\s+(?:required|obliged)\b", verb) is not None
    return _EXCUSE.search(f"{modal} {verb[:30]}") is not None


def _without_complements(text: str, modals: list[Modal]) -> list[Modal]:
    """Leave out modals that stand in what an earlier one demands: "shall ensure that, where lawful, users may"."""
    kept: list[Modal] = []
    for modal in modals:
        if kept and modal.modality is None:
            between = text[kept[-1].end : modal.start]
            if not _CLAUSES_MEET.search(between) or _unfinished(between):
                continue
            if modal.text.startswith(("is", "are", "ha")) and _OF_RELATIVE.search(between):
                continue
            if _FURTHER_THAT.search(between):
                continue
        kept.append(modal)
    return kept


def _unfinished(between: str) -> bool:
    """Tell whether a that-clause opens after a modal and has no verb yet where the next modal stands."""
    opened = _DEMANDED.search(between)
    if opened is None or re.search(r"[;:.—]\s|,\s+(?:and|but|nor)\s", between[opened.end() :]):
        return False
    rest = _INSERTION.sub(" ", between[opened.end() :])
    return _FINITE.search(rest) is None and re.search(r"\b(?:and|but|or|nor)\s*$", rest) is None


def _borne(subject: str, verb: str, before: list[Clause]) -> bool:
    """Tell whether somebody bears the clause: "will", "cannot" and "agrees to" also state facts about things."""
    plain = re.sub(r"^[\s,;]*(?:and|or|but|nor)\b", "", subject).strip(" ,;")
    if not plain:
        return bool(before)
    if re.match(r"\s*(?:not\s+)?be\s+\w+ed\b", verb):
        return agent_of(verb) is not None
    last = re.split(r"[,;:]\s+", plain)[-1].strip()
    return (
        PRONOUN.match(last) is not None
        or INTRODUCED_PRONOUN.match(last) is not None
        or find_bearer(plain, verb) is not None
    )


def _opens_condition(text: str, modal: Modal, following: Modal) -> bool:
    """Tell whether a modal stands in an opening "Where …," or "If …," of the main clause of the following modal."""
    segments = _BREAK.split(text[: modal.start])
    return _OPENING.match(segments[-1]) is not None and "," in text[modal.end : following.start]


def _quoted(text: str, offset: int) -> bool:
    """Tell whether an offset lies between single or double typographic quotation marks."""
    before = text[:offset]
    return before.count("“") > before.count("”")


def _in_main_clause(text: str, modal: int) -> bool:
    """Tell whether the modal at an offset belongs to a main clause of the sentence."""
    if _SUCH_AS.search(text[:modal]) or (_AS_X.search(text[:modal]) and _REQUIRES.match(text[modal:])):
        return False
    segments = _BREAK.split(text[:modal].rstrip() + " ")
    last = segments[-1]
    if len(segments) == 1 and INTRODUCED_PRONOUN.match(last):
        return True
    joined = re.match(r"(?:and|or|but)\b", last.lstrip()) is not None and _ADVERBS.match(last) is not None
    if joined and len(segments) > 1 and (earlier := list(_PLAIN_MODAL.finditer(segments[-2]))):
        return _ends_in_main_clause(segments[-2][: earlier[0].start()])  # "it shall stop …, and shall tell …"
    if _ADVERBS.match(last) and len(segments) > 2:  # after an insertion: "systems that, by their nature, may …"
        if any(_ENDS_OPEN.search(segment) for segment in segments[:-1][-4:]):
            return False
        last = segments[-3]
    return _ends_in_main_clause(last)


def _ends_in_main_clause(segment: str) -> bool:
    """Tell whether a verb that follows the segment would be that of a main clause."""
    if _ENDS_OPEN.search(segment) or _CONTACT.search(segment) or _STEPS_IT_MUST.search(segment):
        return False
    if _IN_WHICH_CASE.match(segment):
        return True
    last = None
    for match in _SUBORDINATOR.finditer(segment):
        if match.group() != "that" or not _AFTER_CONJUNCTION.search(segment[: match.start()]):
            last = match
    if last is None:
        return True
    after = segment[last.end() :]
    if last.group() in ("which", "whom") and after.strip() and find_bearer(after) == after.strip():
        return False  # "directives, which agencies must follow"
    if last.group() == "that" and _PROVISO.search(segment[: last.start()]):
        return True  # "…, except that such a developer shall": a clause of its own
    if _POLICY.search(segment[: last.start()]):
        return False
    if last.group() == "that" and _SAID.search(segment[: last.start()]) and _FINITE.search(after) is None:
        return False  # "the report finds that models may"
    if last.group().lower() not in ("which", "that", "who", "whose", "whom"):
        return False
    governed = re.search(
        r"\b(?:by|of|to|in|for|from|with|on|under|at|through|within|during|after|before|upon|into|over|between"
        rf"|{_ASKS})\s+$",
        segment[: last.start()],
    )
    if last.group() != "whose" and governed is None and not re.match(rf"\s+(?:{_DETERMINER}|{_PREPOSITION})\b", after):
        return True  # the relative clause has a verb of its own: "providers who place … shall"
    words_after = after.split()  # "a platform to which this Act applies shall", not "on which operators may"
    ends = words_after[-1] if len(words_after) > 1 else ""
    verb = re.search(r"[^s]s$", ends) is not None and not is_thing(ends) and find_bearer(ends) is None
    return verb or _FINITE.search(after) is not None


def _clause_start(text: str, after: int, before: int) -> int:
    """Return where the clause of the second of two modals begins: after the last "; ", ", and " or " and " between."""
    between = text[after:before]
    best = 0
    if (inserted := _INSERTED.search(between)) is not None:
        return after + inserted.start()
    for match in re.finditer(
        r"[;,]\s*(?:except|save|provided,?\s+(?:however|further|also),?)\s+that\s+|,\s+(?=in\s+which\s+(?:case|event)\b)|;\s*|,\s*(?:and|or|but|nor)\s+|\.\s+|,\s+(?=(?:the|a|an|it|they|such|this|that)\s)",
        between,
    ):
        best = match.end()
    if best == 0:
        for match in re.finditer(r"\b(?:and|or|but)\s+", between):
            best = match.start()
    return after + best


def _opening_end(text: str, modal: int) -> int:
    """Return where the first clause with a modal begins: after a clause without one and its semicolon, else 0."""
    semicolon = text.rfind("; ", 0, modal)
    return semicolon + 2 if semicolon > 0 and _FINITE.search(text[:semicolon]) else 0


def _is_passive(modal: str, verb: str) -> bool:
    """Tell whether the subject undergoes the verb: "shall be drawn up", not "shall be required to"."""
    if modal.startswith(("is ", "are ", "has ", "have ")) and modal not in ("is to", "are to", "has to", "have to"):
        return False
    verb = re.sub(r"^\s*,[^,]{1,80},\s*", "", verb)  # "shall, at a minimum, be tested by"
    match = re.match(
        r"\s*(?:not\s+|also\s+|only\s+|\w+ly\s+|(?:continue|cease)\s+to\s+)*be\s+(?:\w+ly\s+)*(?P<participle>[\w-]+)",
        verb,
    )
    if match is None or re.match(r"\s+(?:liable|responsible|accountable)\b", verb[match.end() :]):
        return False
    participle = match["participle"].lower()
    if participle in {item.split()[0] for item in words(FILE, "bearing")}:
        return False
    return participle.endswith("ed") or participle in _IRREGULAR


_IRREGULAR = frozenset(
    "made taken given drawn put kept held set laid brought sent shown chosen done built met seen known found left"
    " paid withdrawn undertaken written understood cut read born borne sought heard begun dealt told sold struck"
    " lent won led sworn thrown driven hidden overseen foreseen upheld withheld spent split shut let cast bought"
    " caught taught thought felt wound rebuilt rewritten retaken overridden overthrown proven spoken broken stolen"
    " frozen eaten beaten worn torn rung hit swept mistaken forgiven outdone redone resold remade reset bid fed"
    " lost stuck".split()
)
