"""Modal wordings of law: where they stand in a sentence and what each does with the verb after it.

"Shall", "must", "may" and "is required to" speak for themselves; "will", "cannot" and "agrees to" do so only when
somebody bears them; "it is unlawful for X to …" names its bearer behind. Which of them stand in main clauses is settled
in `extract/lawclauses.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.bearers import find_bearer
from extract.lexicon import alternatives, words
from kb.vocabulary import Deontic

FILE = "obligations"
_NOT = (  # "shall, not later than 1 May," negates nothing
    r"(?P<not>,?\s+(?:not(?!\s+(?:later|less|more|fewer|earlier|sooner)(?:\s+\w+)?\s+than|\s+(?:only|merely|just)\b[^.;]*\bbut\b)|no\s+longer|never|neither|in\s+no\s+(?:case|event|way|circumstances)|"
    r"under\s+no\s+circumstances|at\s+no\s+time)\b)?"
)
_PARTICIPLES = (
    "required|obliged|obligated|empowered|entitled|permitted|allowed|authori[sz]ed|prohibited|forbidden|directed|"
    "instructed|ordered|barred|precluded|banned|free|bound|tasked\\s+with|charged\\s+with"
)
_OF_POWER = (  # "has exclusive authority to", "have at least the following powers"
    r"(?:(?:at\s+least|all|the|an?|no|any|full|sole|exclusive|primary|broad|express|legal|statutory|independent|following|"
    r"necessary|such|same|unlimited|complete|general|supervisory|investigative|corrective|enforcement|further|additional|"
    r"other|original|ultimate|final)\s+){0,4}"
)
_MODAL = re.compile(
    rf"\b(?P<verb>shall|must|may|"
    rf"(?:is|are)\s+(?:hereby\s+)?(?:not\s+|no\s+longer\s+|never\s+)?(?:hereby\s+|strictly\s+|expressly\s+)?(?:{_PARTICIPLES})"
    rf"(?=\s+(?:to\b|from\b|\w+ing\b)|,\s[^,;]{{3,80}},\s+to\b|\s*[.:;—–]|\s*$)|"
    rf"(?:is|are)\s+(?:hereby\s+)?(?:{_PARTICIPLES})\s+(?:and|or)\s+(?:{_PARTICIPLES})(?=\s+to\b)|"
    r"(?:is|are)\s+(?:not\s+)?(?:required|permitted|allowed|prohibited|forbidden|banned)"
    r"(?=\s+(?:only|for|where|when|if|before|unless|in|on|at|during|without|except)\b)|"
    r"(?:is|are)\s+(?:not\s+)?(?:mandatory|compulsory|obligatory)\b|"
    r"(?:is|are)\s+(?:not\s+)?(?:deemed|presumed|(?:to\s+be\s+)?(?:considered|regarded|treated)\s+(?:as|to)\b|"
    r"considered(?=\s+(?:(?:an?|the|not)\s+)?(?!by\b|in\b|when\b|at\b|for\b|during\b|under\b|on\b|together\b)[\w-]+))|"
    r"(?:is|are)\s+(?:not\s+)?(?:hereby\s+)?(?:exempt|exempted|excused|relieved|released|dispensed)"
    r"(?:\s+(?:from|of)\b|(?=\s*[.:;]))|"
    r"(?:is|are)\s+(?:under\s+(?:an?|no)\s+(?:obligation|duty)\s+to)|"
    r"(?:is|are)\s+(?:unlawful|illegal)|"
    rf"(?:has|have)\s+{_OF_POWER}(?:right|power|powers|authority|discretion|duty|obligation|jurisdiction|option)\s+"
    r"(?:to|over)|"
    r"(?:does|do)\s+not\s+(?:have|need)\s+to|needs?\s+not|"
    r"(?<!not )(?<!no )(?<!\ba )(?<!the )(?<!any )(?<!of )(?<!their )(?<!its )needs?\s+to)\b" + _NOT
)
_ONLY_BORNE = re.compile(  # facts about things read the same
    r"\b(?P<verb>will|cannot|can\s+not|(?:is|are)\s+(?:not\s+)?to(?=\s+[a-z]|\s*[:—–])|(?:has|have)\s+to|"
    r"(?:is|are|(?<!and )(?<!or )(?<!to )remains?)\s+(?:not\s+)?"
    r"(?:(?:fully|solely|jointly|ultimately)\s+)?(?:responsible|liable|accountable)\s+(?:for|to)|"
    r"(?:has|have|bears?)\s+(?:(?:the|full|sole|primary|ultimate|overall|joint)\s+)*responsibility\s+(?:for|to)|"
    r"(?:is|are)\s+subject\s+to\s+(?=(?:an?\s+)?(?:(?:civil|criminal|administrative|monetary)\s+)*"
    r"(?:fines?|penalt\w+|sanctions?)\b)|"
    r"(?:undertakes?|commits?|agrees?|pledges?|promises?)\s+that\s+(?:it|they)\s+(?:will|shall)|"
    r"(?:undertakes?|commits?|agrees?|pledges?|promises?)(?:\s+(?:themselves|itself))?(?:,[^,;:]{3,80},)?"
    r"(?:\s+(?:not\s+)?to|(?=\s*[:—–]\s*$)))\b" + _NOT
)
_CLEFT = re.compile(
    r"\b[Ii]t\s+(?:shall\s+(?P<not>not\s+)?be|is|will\s+be)\s+(?P<no>not\s+)?(?:hereby\s+|strictly\s+)?(?P<what>unlawful|illegal|prohibited|forbidden|"
    r"an?\s+(?:offence|violation)|the\s+(?:duty|responsibility|task|obligation)|incumbent|permissible|"
    r"permitted|lawful)\s+(?:(?:for|of|upon|on)\s+(?P<who>[^,;:]{3,120}?(?:,\s(?:and|or)\s[^,;:]{3,80},)?)\s+)?(?:\w+ly\s+)?(?=to\b|that\b)(?:to|that)\b"
    r"(?:\s+(?:knowingly|intentionally)\b)?"
)
INVERTED = re.compile(
    r"(?:^|[,;.]\s*|\b(?:and|but)\s+)(?:(?i:in|under|at|on)\s+no\s+(?:case|cases|event|circumstances?|account|time|way)|"
    r"(?i:nor)|(?i:neither)|(?i:never))\s*,?\s*$"
)
_PURPOSE = re.compile(
    r"\b(?:aims?|purposes?|objectives?|goals?|intent|intention|policy|object|idea|point|"
    r"ambition|priority)\b[^,;]*$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\b(?:shall|must|may|will|would|should|could|can|might|not|to|also|only)\s+$", re.IGNORECASE)
_NOTHING = re.compile(r"^\s*(?:\W*\w+\W+){0,3}?nothing\b|\bnothing\s+(?:in|contained)\b", re.IGNORECASE)
_COMPARES = r"(?!\s+(?:later|more|fewer|less|earlier|sooner|longer)\b)"  # "no later than 1 June"
_NOBODY = re.compile(
    rf"(?:^|[,;—–:]\s*(?!.*[,;—–:]\s))\s*(?:(?:and|or)\s+)?(?:no{_COMPARES}|neither|none|nobody|no-one)\b",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"\W*(?:no|not)\s+(?:more|fewer|less)\s+than\b[^,]*$", re.IGNORECASE)
_FORBIDS_OBJECT = re.compile(rf"(?!have\b|be\b)[a-z]+\s+(?:no{_COMPARES}|neither|nothing)\b")
_HAVE_TO = re.compile(r"(?:have|need)\s+to\b|be\s+subject\s+to\s+(?:a\s+)?(?:fee|fine|requirement|obligation|dut)")
_APPLY_SCOPE = re.compile(  # what follows "apply" when it takes no object
    r"apply\s*(?:[,.;:]|$|(?P<to>(?:for|to)\b)|(?:from|until|where|as|mutatis|only|irrespective|without|in|with|if|when|by|"
    r"unless|regardless|equally|also|on|after|before|at|under|insofar|accordingly|solely|once)\b)"
)
_PROVISION = re.compile(
    r"(?:the\s+)?(?:paragraph|article|section|subsection|point|chapter|annex|title|part|rule|clause)s?\s+[\d(ivx]"
)
_RULE_HEAD = re.compile(
    r"(?:\b(?:the|this|that|these|those|such|a|an|any|each|no|neither|said|first|second|third)\s+)*((?:[\w-]+\s*){0,4}?)"
    r"(?=\b(?:of|in|for|to|set|laid|referred|under|provided|on|imposed|that|which|by)\b|$)"
)
_NO_NEED = re.compile(r"^needs? not|not have to|not need to|no (?:duty|obligation)|no .*(?:duty|obligation)")
_HAVE_POWERS = re.compile(rf"have\s+{_OF_POWER}(?:powers?|authority|jurisdiction|discretion|competence)\b")
_HAVE_RIGHTS = re.compile(
    rf"have\s+{_OF_POWER}(?:rights?|possibility|option|choice|opportunity)\b(?!\s+(?:holder|level))"
)
_IN_CONFIDENCE = re.compile(
    r"be\s+(?:treated|regarded|considered)\s+as\s+(?:\w+ly\s+)?(?:confidential|secret|urgent|privileged)\b"
)
_TERM = re.compile(r"^\W*(?:[\w\s,]{0,80},\s+)?(?:the\s+)?(?:terms?|words?|expressions?)\b|[”’\"]\s*$", re.IGNORECASE)
_THIS = re.compile(r"^\W*(?:this|that|these|those)\s*$", re.IGNORECASE)  # "This shall not include toys"
_EXTENDS = re.compile(r"(?:includ|refer|cover|extend|encompass|mean)\w*\b")
_GRANTED = re.compile(r"\s*(?:granted|given|conferred|vested|delegated|provided|assigned|under|to|of)\b")


@dataclass(frozen=True, slots=True)
class Modal:
    """One modal wording; offsets count in the sentence, end exclusive."""

    start: int
    end: int
    text: str  # lower case, single spaces
    negated: bool
    modality: str | None = None  # set where the wording alone decides
    subject: str | None = None  # set where it names its bearer: "it is unlawful for X to"
    needs_bearer: bool = False


def find_modals(text: str) -> list[Modal]:
    """Return the modal wordings of a sentence in order, none overlapping another."""
    found: list[Modal] = []
    for match in _CLEFT.finditer(text):
        what = match["what"]
        if what.startswith(("the", "incumbent")):
            modality = Deontic.OBLIGATION
        elif what in ("permissible", "permitted", "lawful"):
            modality = Deontic.PERMISSION
        else:
            modality = Deontic.PROHIBITION
        if (match["not"] or match["no"]) and modality != Deontic.OBLIGATION:
            modality = Deontic.PERMISSION if modality == Deontic.PROHIBITION else Deontic.PROHIBITION
        found.append(Modal(match.start(), match.end(), match.group().lower(), False, modality, match["who"] or "this"))
    for pattern, borne in ((_MODAL, False), (_ONLY_BORNE, True)):
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            wording = " ".join(match["verb"].lower().split())
            if "authori" in wording and re.search(r"\b[Tt]here\s+$", text[: match.start()]):
                continue  # "there is authorized to be appropriated": money, and nobody who may spend it
            if wording.startswith(("have", "has", "need")) and _AUXILIARY.search(text[: match.start()]):
                continue  # "shall have the right to" is one wording, read by its first verb
            if wording in ("is to", "are to") and _PURPOSE.search(text[: match.start()]):
                continue
            negated = bool(match["not"])
            if wording in ("is not to", "are not to"):
                wording, negated = wording.replace(" not", ""), True
            needs = borne and wording not in ("is to", "are to", "has to", "have to")
            found.append(Modal(match.start(), match.end(), wording, negated, needs_bearer=needs))
    return sorted(found, key=lambda modal: modal.start)


def classify(modal: str, verb: str, subject: str, *, negated: bool, topic: str | None = None) -> str | None:
    """Return what a modal and its verb do, or None when they only say where a rule applies.

    `verb` is the text after the modal, `subject` the text before it, `topic` the subject of the clause before where
    this one has none ("and shall continue for two years"). Whether a "may" is a power depends on the bearer
    and is decided by the caller.
    """
    verb = re.sub(r"^\s*,[^,]{1,80},\s*", "", verb)  # "shall not, in any event, affect"
    verb = re.sub(r"^[\s,]*(?:(?:also|only|then|at least|in particular|always|therefore|be\s+(?=be\b))\s+)*", "", verb)
    if _NOTHING.search(subject):  # "Nothing in this section shall …" leaves things as they are
        return None
    if re.search(r"\bit\s*$", subject, re.IGNORECASE) and re.match(
        r"be\s+the\s+(?:\w+\s+)?(?:policy|intent|sense)\b", verb
    ):
        return None
    refused = negated or _NOBODY.search(subject) is not None or _AT_MOST.match(subject) is not None
    if re.search(r"\bthere\s*$", subject, re.IGNORECASE) and re.match(r"be\s+no\b", verb):
        return Deontic.PROHIBITION  # "there shall be no charge"
    if modal not in ("shall", "must", "may", "will", "is to", "are to", "has to", "have to", "needs to", "need to"):
        return _classify_wording(modal, refused=refused)
    if _only_scope(verb, subject if topic is None else topic):
        return None
    if modal == "may":
        if refused and _starts(verb, "excused", "be "):
            return Deontic.PERMISSION  # "may not be required to": free of it, as with "shall not"
        if re.match(r"be\s+(?:necessary|possible|likely|considered)\b|arise\b|result\b", verb):
            return None if not refused else Deontic.PROHIBITION
        return Deontic.PROHIBITION if refused or _forbids_object(verb) else Deontic.PERMISSION
    if _starts(verb, "constitutive") and not _IN_CONFIDENCE.match(verb):
        return Deontic.DEFINITION
    if (_TERM.search(subject) or (negated and _THIS.search(subject))) and _EXTENDS.match(verb):
        return Deontic.DEFINITION
    if _starts(verb, "empowered") or _starts(verb, "empowered", "be ") or _HAVE_POWERS.match(verb):
        return Deontic.POWER if not refused else Deontic.PROHIBITION
    if _starts(verb, "excused", "be ") or _HAVE_TO.match(verb):
        return Deontic.PERMISSION if refused or "no obligation" in verb[:24] else Deontic.OBLIGATION
    if _starts(verb, "permitted", "be "):
        return Deontic.PROHIBITION if refused else Deontic.PERMISSION
    if _starts(verb, "forbidden", "be ") and refused:
        return Deontic.PERMISSION
    if _starts(verb, "forbidden", "be ") or re.match(r"refrain\s+from\b|abstain\s+from\b|desist\s+from\b", verb):
        return Deontic.PROHIBITION
    if re.match(r"have\s+no\s+(?:duty|obligation)\b|be\s+under\s+no\b", verb):
        return Deontic.PERMISSION
    if _HAVE_RIGHTS.match(verb):
        return Deontic.PROHIBITION if refused else Deontic.PERMISSION
    return Deontic.PROHIBITION if refused or _forbids_object(verb) else Deontic.OBLIGATION


def _only_scope(verb: str, subject: str) -> bool:
    """Tell whether a verb only says from when, to what or how a text applies."""
    if _starts(verb, "scope") or _starts(verb, "scope", r"(?:it |they )"):  # "nor shall they affect"
        return True
    match = lexical("scope_of_rules", r"(?:it\s+|they\s+)?").match(verb)
    if match is None:
        return False
    word = re.sub(r"^.*[,;:—–]\s+", "", subject.strip(" ,;"))
    applies = _APPLY_SCOPE.match(verb)
    if applies is None or applies["to"]:
        return _is_rule(word)
    return _is_rule(word) or find_bearer(word) is None  # "a library must apply by 1 May"


def _is_rule(subject: str) -> bool:
    """Tell whether the subject of a clause is a provision, an act or a rule."""
    plain = re.sub(r"^\W*(?:and|or|but|nor)\s+", "", subject).casefold()
    if "_" in subject[:40] or _PROVISION.match(plain):
        return True  # a citation, masked or without a key to resolve it
    lead = _RULE_HEAD.match(plain)
    head = ((lead[1].split() if lead else []) or plain.split() or [""])[-1]
    if head in ("authority", "authorities") and lead is not None and not _GRANTED.match(plain, lead.end()):
        return False  # a body, not what it was given
    return head in words(FILE, "rules") or not plain


def _forbids_object(verb: str) -> bool:
    """Tell whether a negative object forbids: "shall make no distinction", "may sell neither"."""
    return _FORBIDS_OBJECT.match(verb) is not None


def _classify_wording(modal: str, *, refused: bool) -> str | None:
    """Return what a wording with a verb of its own does: "is required", "has the right to", "cannot"."""
    negative = refused or re.search(r"\b(?:not|no|never)\b", modal) is not None
    if modal in ("cannot", "can not"):
        return Deontic.PROHIBITION
    if _NO_NEED.search(modal):
        return Deontic.PERMISSION
    if re.search(r"deemed|presumed|considered|regarded|treated", modal):
        return Deontic.DEFINITION
    if re.search(r"exempt|excused|relieved|released|dispensed", modal):
        return Deontic.OBLIGATION if negative else Deontic.PERMISSION
    if re.search(r"prohibited|forbidden|unlawful|illegal|barred|precluded|banned", modal):
        return Deontic.PERMISSION if negative else Deontic.PROHIBITION
    if re.search(r"required|obliged|obligated|directed|instructed|ordered|bound|liable", modal):
        return Deontic.PERMISSION if negative else Deontic.OBLIGATION
    if re.search(r"empowered|power|authority|discretion|jurisdiction", modal):
        return Deontic.PROHIBITION if negative else Deontic.POWER
    if re.search(r"entitled|permitted|allowed|authori|free|right|option", modal):
        return Deontic.PROHIBITION if negative else Deontic.PERMISSION
    return Deontic.PROHIBITION if negative else Deontic.OBLIGATION


@cache
def lexical(key: str, prefix: str = "") -> re.Pattern[str]:
    """Return a pattern for the wordings of one list of the lexicon, behind a prefix that is a pattern itself."""
    return re.compile(rf"{prefix}(?:{alternatives(words(FILE, key))})\b", re.IGNORECASE)


def _starts(verb: str, key: str, prefix: str = "") -> bool:
    return lexical(key, prefix.replace(" ", r"\s+")).match(verb) is not None
