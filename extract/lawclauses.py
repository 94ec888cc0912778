"""Clauses of law: which modal verbs of a sentence speak in its main clauses, and what each of them does.

A sentence (with citations masked by `extract/citations.py`) goes in, clauses with modality, subject, action, condition
and exception come out. Modals of subordinate clauses ("risks that may arise", "where a provider may …") are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicon import alternatives, words
from kb.vocabulary import Deontic

FILE = "obligations"
_MODAL = re.compile(
    r"\b(?P<verb>shall|must|may|(?:is|are)\s+(?:hereby\s+)?(?:required|obliged|empowered|entitled|permitted|allowed|"
    r"authori[sz]ed|prohibited|forbidden|directed|not\s+required|not\s+obliged)(?=\s+(?:to\b|from\b)|[.:;])|"
    r"needs?\s+not)\b(?P<not>\s+(?:not|no\s+longer|never|in\s+no\s+case|under\s+no\s+circumstances)\b)?"
)
_DETERMINER = (
    r"(?:the|a|an|any|each|every|such|this|these|those|its|their|his|her|no|all|both|it|they|he|she|we|one|"
    r"other|natural|legal|[A-Z][\w-]*)"
)
_PREPOSITION = (
    r"(?:by|in|under|at|with|for|on|through|due\s+to|because\s+of|pursuant\s+to|within|during|after|before|upon)"
)
_SUBORDINATOR = re.compile(
    r"\b(?:which|that|who|whom|whose|where|when|whenever|if|unless|whether|how|once|because|until)\b"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|should|shall|may|must|might)\b"
)
_ADVERBS = re.compile(
    r"^(?:\s|,|\b(?:also|only|then|therefore|thus|always|further|however|likewise|at\s+least|alone|or|and)\b)*$"
)
_BREAK = re.compile(r"[,;:]\s")
_ENDS_OPEN = re.compile(
    r"\b(?:which|that|who|whom|where|when|whenever|if|unless|whether|how|as|than|once)"
    r"(?:\s+(?:also|only|it|they|they\s+themselves|he|she|otherwise))*\s*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:a|an|the|any|such)\s+(?:\w+\s+){1,2}(?:it|they)\s*$|\bwithin\s+(?:a|any)\s+[\w-]+\s+the\s+[\w -]+$"
)  # "within a period it may prescribe"
_AFTER_CONJUNCTION = re.compile(r"(?:^|\b(?:and|or|of|for|by|in|to|with|under))\s*$")


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


def find_clauses(sentence: str, masked: str) -> list[Clause]:
    """Return the deontic clauses of one sentence, in order; `masked` is the sentence with citations blanked out."""
    plain = _without_reduced(masked)
    modals = [m for m in _MODAL.finditer(plain) if not _quoted(plain, m.start()) and _in_main_clause(plain, m.start())]
    clauses: list[Clause] = []
    for number, match in enumerate(modals):
        start = 0 if number == 0 else _clause_start(plain, modals[number - 1].end(), match.start())
        end = len(plain) if number + 1 == len(modals) else _clause_start(plain, match.end(), modals[number + 1].start())
        verb = plain[match.end() : end]
        subject = sentence[start : match.start()]
        modality = classify(match["verb"], verb, plain[start : match.start()], negated=bool(match["not"]))
        if modality is None or not re.search(r"\w|:", verb):
            continue
        clauses.append(
            Clause(
                start=start,
                end=end,
                modal=match.group(),
                modality=modality,
                subject=subject.strip(" ,"),
                passive=_is_passive(match["verb"], verb),
                verb=sentence[match.end() : end].strip(" ,;"),
                excused=modality == Deontic.PERMISSION and match["verb"] != "may",
            )
        )
    return clauses


def split_conditions(subject: str, verb: str) -> tuple[str, str | None, str | None]:
    """Return action, condition and exception of a clause from what stands before and after its modal.

    A condition or exception before the subject ends at the comma before it; one after the verb runs to the next of the
    two, or to the end.
    """
    condition = exception = None
    opening = re.match(r"\s*", subject)
    lead = subject[opening.end() if opening else 0 :]
    comma = lead.rfind(", ")
    if comma > 0:
        if _pattern("exceptions").match(lead):
            exception = lead[: lead.find(", ")]
        elif _pattern("conditions").match(lead):
            condition = lead[:comma]
    marks = [
        (match.start(), kind)
        for kind in ("conditions", "exceptions")
        for match in re.finditer(rf"(?:(?<=\s)|(?<=,))(?:{alternatives(words(FILE, kind))})\b", _without_reduced(verb))
        if match.start() > 0 and not re.search(r"\bbe\s+$", verb[: match.start()])  # "shall be subject to"
    ]
    marks.sort()
    action = verb[: marks[0][0]] if marks else verb
    for number, (start, kind) in enumerate(marks):
        stop = next((later for later, other in marks[number + 1 :] if other != kind), len(verb))
        wording = re.sub(r"[\s,;]+(?:and|or|but)$", "", verb[start:stop].strip(" ,;.")).strip(" ,;.")
        if kind == "conditions" and condition is None:
            condition = wording
        elif kind == "exceptions" and exception is None:
            exception = wording
    return re.sub(r"[\s,;]+(?:and|or|but)$", "", action.strip(" ,;.")), condition, exception


def classify(modal: str, verb: str, subject: str, *, negated: bool) -> str | None:
    """Return what a modal and its verb do, or None when they only say where a rule applies.

    `verb` is the text after the modal, `subject` the text before it. Whether a "may" is a power depends on the bearer
    and is decided by the caller.
    """
    modal = " ".join(modal.lower().split())
    verb = re.sub(r"^\s*,[^,]{1,80},\s*", "", verb)  # "shall not, in any event, affect"
    verb = re.sub(r"^[\s,]*(?:(?:also|only|then|at least|in particular|always|therefore|be\s+(?=be\b))\s+)*", "", verb)
    nobody = bool(re.match(r"\s*(?:,?\s*(?:and|or)\s+)?(?:no|neither|none|nobody)\b", subject, re.IGNORECASE))
    refused = negated or nobody
    if modal.startswith(("is ", "are ")):
        return _classify_participle(modal)
    if modal.startswith("need"):
        return Deontic.PERMISSION
    if modal == "may":
        if _starts(verb, "scope") or re.match(
            r"be\s+(?:necessary|possible|likely|considered)\b|arise\b|result\b", verb
        ):
            return None if not refused else Deontic.PROHIBITION
        return Deontic.PROHIBITION if refused else Deontic.PERMISSION
    if _starts(verb, "scope") or _starts(verb, "scope", r"(?:it |they )"):  # "nor shall they affect"
        return None
    if _starts(verb, "constitutive"):
        return Deontic.DEFINITION
    if _starts(verb, "empowered"):
        return Deontic.POWER if not refused else Deontic.PROHIBITION
    if re.match(r"be\s+", verb):
        if _starts(verb, "empowered", "be "):
            return Deontic.POWER if not refused else Deontic.PROHIBITION
        if _starts(verb, "excused", "be "):
            return Deontic.PERMISSION if refused else Deontic.OBLIGATION
        if _starts(verb, "permitted", "be "):
            return Deontic.PROHIBITION if refused else Deontic.PERMISSION
        if _starts(verb, "forbidden", "be "):
            return Deontic.PROHIBITION
    if re.match(r"have\s+(?:the|a)\s+(?:right|possibility|option|choice)\b", verb):
        return Deontic.PROHIBITION if refused else Deontic.PERMISSION
    if re.match(r"refrain\s+from\b", verb):
        return Deontic.PROHIBITION
    return Deontic.PROHIBITION if refused else Deontic.OBLIGATION


def _classify_participle(modal: str) -> str:
    if "not " in modal:
        return Deontic.PERMISSION
    if modal.endswith(("prohibited", "forbidden")):
        return Deontic.PROHIBITION
    if modal.endswith(("required", "obliged", "directed")):
        return Deontic.OBLIGATION
    if modal.endswith("empowered"):
        return Deontic.POWER
    return Deontic.PERMISSION


@cache
def _pattern(key: str, prefix: str = "") -> re.Pattern[str]:
    return re.compile(rf"{prefix}(?:{alternatives(words(FILE, key))})\b", re.IGNORECASE)


def _starts(verb: str, key: str, prefix: str = "") -> bool:
    return _pattern(key, prefix.replace(" ", r"\s+")).match(verb) is not None


@cache
def _reduced() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(words(FILE, 'reduced'))})\b(?=[\s,;.)])", re.IGNORECASE)


def _without_reduced(masked: str) -> str:
    """Blank out "where applicable," and the like, keeping the length."""
    return _reduced().sub(lambda m: "_" * len(m.group()), masked)


def _quoted(text: str, offset: int) -> bool:
    """Tell whether an offset lies between single or double typographic quotation marks."""
    before = text[:offset]
    return before.count("“") > before.count("”")


def _in_main_clause(text: str, modal: int) -> bool:
    """Tell whether the modal at an offset belongs to a main clause of the sentence."""
    segments = _BREAK.split(text[:modal].rstrip() + " ")
    last = segments[-1]
    if _ADVERBS.match(last) and len(segments) > 2:  # after an insertion: "systems that, by their nature, may …"
        if any(_ENDS_OPEN.search(segment) for segment in segments[:-1][-4:]):
            return False
        last = segments[-3]
    return _ends_in_main_clause(last)


def _ends_in_main_clause(segment: str) -> bool:
    """Tell whether a verb that follows the segment would be that of a main clause."""
    if _ENDS_OPEN.search(segment) or _CONTACT.search(segment):
        return False
    last = None
    for match in _SUBORDINATOR.finditer(segment):
        if match.group() != "that" or not _AFTER_CONJUNCTION.search(segment[: match.start()]):
            last = match
    if last is None:
        return True
    after = segment[last.end() :]
    if last.group().lower() not in ("which", "that", "who", "whose", "whom"):
        return False
    governed = re.search(
        r"\b(?:by|of|to|in|for|from|with|on|under|at|through|within|during|after|before|upon|into|over|between)\s+$",
        segment[: last.start()],
    )
    if last.group() != "whose" and governed is None and not re.match(rf"\s+(?:{_DETERMINER}|{_PREPOSITION})\b", after):
        return True  # the relative clause has a verb of its own: "providers who place … shall"
    return _FINITE.search(after) is not None


def _clause_start(text: str, after: int, before: int) -> int:
    """Return where the clause of the second of two modals begins: after the last "; ", ", and " or " and " between."""
    between = text[after:before]
    best = 0
    for match in re.finditer(
        r";\s*|,\s*(?:and|or|but|nor)\s+|\.\s+|,\s+(?=(?:the|a|an|it|they|such|this|that)\s)", between
    ):
        best = match.end()
    if best == 0:
        for match in re.finditer(r"\b(?:and|or|but)\s+", between):
            best = match.start()
    return after + best


def _is_passive(modal: str, verb: str) -> bool:
    """Tell whether the subject undergoes the verb: "shall be drawn up", not "shall be required to"."""
    if modal.lower().startswith(("is ", "are ")):
        return False
    match = re.match(r"\s*(?:not\s+|also\s+|only\s+|\w+ly\s+)*be\s+(?:\w+ly\s+)*(?P<participle>[\w-]+)", verb)
    if match is None:
        return False
    participle = match["participle"].lower()
    if participle in {item.split()[0] for item in words(FILE, "bearing")}:
        return False
    return participle.endswith("ed") or participle in _IRREGULAR


_IRREGULAR = frozenset(
    "made taken given drawn put kept held set laid brought sent shown chosen done built met seen known found left paid"
    " withdrawn undertaken written understood cut read born borne sought heard begun dealt".split()
)
