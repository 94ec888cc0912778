"""Guess what an unknown name is: by its last word, the nouns beside it, what it is described as, and its verbs.

The cues lie in `patterns/unknown.yml`. Strong cues come first; a guess says which cue made it and how much it is worth.
"""

from __future__ import annotations

import re

from extract.document import Line
from extract.lexicon import load_patterns
from extract.name_words import CAP, PARTICLES, cues, noun_cue, sets

BODIES = ("COMPANY", "ORGANISATION", "AGENCY")
_WORD = re.compile(r"[\w’'-]+")
_MODELISH = re.compile(
    rf"^{CAP}\w{{1,14}}[- ]?\d{{1,3}}(?:\.\d+)?(?:x\d+)?[a-zB]?(?:\s[A-Z][a-z]+)?$|^[A-Z]+-\d[\w.-]*$"
    rf"|^{CAP}[\w-]{{2,14}}\sv\d[\d.]*$|^{CAP}\w+-(?:Mini|Nano|Pro|Ultra|Flash|Lite|Max|GPT)$"
)
_NOT_MODEL = re.compile(r"^(?:G|COVID|Top|Fortune|Title|Chapter|Commitment|Room|Form|Rule|Phase|Tier|Level|Group)\b")
_DESCRIBED = re.compile(r",\s+(?:an?|the|its|his|her|their|our|my|one of the)\s+((?:[\w’'-]+\s+){0,5}[\w’'-]+)")
_NAMED_SO = re.compile(
    r"\b(?:called|named|dubbed|codenamed|nicknamed|known as|(?:we|they|it|he|she) calls?)\s+[\"“‘']?$"
)
_MODEL_DOES = re.compile(
    r"\s+family of (?:\w+\s+)?models\b"
    r"|\s+(?:was|is|were)\s+(?:pre)?-?trained\b|\s+(?:outperforms?|outperformed|hallucinates|runs on)\b"
    r"|\s+(?:can|could)\s+(?:\w+\s+)?(?:write|generate|find|answer|translate)\b"
    r"|[’']s\s+(?:weights|answers|training data)\b"
)
_OF_FIRM = re.compile(
    r"\b(?:[Ss]hares?|[Ss]takes?|[Ii]nvest(?:ed|s|ment|ments|ors?)?|bets?)\s+(?:in|of)\s+$"
    r"|\b(?:[Ss]hares|owned by|made by|built by|developed by|acquired by|founded|co-founded"
    r"|(?:chief executive|chief (?:[a-z]+ ){1,3}officer|CISO|CFO|CTO|managing director|CEO|founder|boss|owner|"
    r"investors|customers|engineers?|executives?|subsidiary|rivals?)"
    r" (?:of|at)|(?:vies|vie|competes|compete|merged|merge) with|owns|bought|acquired|[Rr]ivals?(?: such as| like)"
    r"|(?:startup|start-up|firms?|companies|developers) (?:such as|like|including))\s+$"
)
_PERSON_DOES = re.compile(
    r"\s+(?:(?:who|also|now|then|later)\s+)?(?:teaches|chairs|heads|testified|resigned|retired|studied|graduated|"
    r"served as|serves as|works (?:at|for|as)|worked (?:at|for|as)|stepped down|took office|shrugged|nodded|smiled)\b"
)
_OWN_POST = re.compile(
    rf"\b(?:[Ii]ts|[Tt]heir|[Oo]ur|{CAP}[\w-]+[’']s)\s+((?:[\w-]+\s+){{0,3}}[\w-]+),\s+$"
)  # "its chairman, X"
_POST_OF_BODY = re.compile(
    rf",\s+(?:its|their|our|{CAP}[\w.-]+(?: {CAP}[\w.-]+){{0,2}}[’']s?)\s+((?:[\w-]+\s+){{0,3}}[\w-]+)"
)
_OF_BODY = re.compile(
    rf"\s+(?:of|from|at)\s+(?:the\s+(?:[a-z-]+\s+){{0,3}})?{CAP}[\w’'-]+(?:\s+{CAP}[\w’'-]+)*\s+"
    r"(?:said|says|thinks|told|tells|wrote|writes|argues|argued|called|calls|warned|warns|believes|enthuses|notes|"
    r"noted|"
    r"points|counts|expects|fears|complains|agrees|agreed|doubts|wonders|asks|asked)\b"
)
_WORKS_AT = re.compile(r"\b([a-z-]+),? (?:at|with|for) (?:the )?$")
_SURE_BODIES = frozenset(
    "College University Institute Foundation Association Federation Ministry Commission Polytechnic Ltd Inc LLP GmbH "
    "AG "
    "Labs Technologies Systems Software Holdings Ventures Coalition Alliance Project Initiative Act Bill".split()
)
_ARTICLES = frozenset("La Le Les El Los Las Il Hospital Casa Museo Museu Maison Palais Teatro Hotel Rue".split())
_PUNISHED = re.compile(r"\b(?:fined|fining|fines|penali[sz]ed|penali[sz]ing|a fine on|charged)\s+$")
_SUM = re.compile(
    r"\s+(?:(?:about|almost|nearly|some|over)\s+)?(?:[€$£]|\d|(?:[a-z-]+\s+){1,2}(?:million|thousand|euros|dollars)\b)"
)
_PAYS = re.compile(
    r"(?:\s+(?:of|in|from)\s+[\w-]+(?:\s[A-Z][\w-]+)?)?\s+(?:(?:would|will|must|should|agreed|is|has|had)\s+)?"
    r"(?:on\s+\w+\s+)?(?:to\s+)?(?:pay|pays|paid)" + _SUM.pattern
)
_FIRM_DOES = re.compile(
    r"(?:,\s+which)?\s+(?:owns|sells|makes|builds|employs|hired|sold|acquired|bought|competes|vies|markets|licenses|"
    r"supplies|"
    r"went public|filed for bankruptcy|laid off)\b|\s+and its \w|,\s+(?:(?:on|in|for|to|of)\s)?which\b"
)
_AT_SCHOOL = re.compile(
    r"\b(?:teach(?:es|ing)?|taught|stud(?:y|ies|ied)|professor|lecturer|student|scholar|fellow|counsel|campaigner) "
    r"(?:\w+ )?(?:at|of|with) (?:the )?$"
)
_AFTER_HEAD = frozenset(
    "about into over against that which who whose of in for with at from to on by under and or is was has had "
    "said".split()
)
_CALLINGS = frozenset(
    "lobbyist campaigner consultant scientist engineer physicist economist barrister nurse teacher trader broker "
    "strategist activist technologist statistician auditor actuary columnist correspondent editor".split()
)
_HEADED = frozenset("cyber policy security safety research affairs compliance".split())  # "its head of cyber, X"
_EMPLOYER = re.compile(rf"{CAP}[\w-]+ {CAP}[\w’'-]+,? (?:of|from|at) (?:the )?(?:\w+ )?$")
_BYLINE = re.compile(r"^By (?:.{3,40} and )?$")
_SHIPPED = re.compile(
    r"\b(?:releas(?:ed|es|ing|e)|rolled out|rolls out|unveil(?:ed|s)|ship(?:ped|s)|trained|makes|sells|fine-tuned|"
    r"tested)\s+$"
)
_PERSON_WHO = re.compile(r"(?:,\s+[A-Z][\w.]*\.?[A-Z]\.)?,\s+(?:who\b|\d\d,|an?\s+(?:[\w’'-]+\s+){1,4}who\b)")
_APPOSED = re.compile(r"[,.](?!\s+who\b)")
_PRODUCT = re.compile(
    r"(?:’s|'s)\s+(?:\w+\s+){0,2}(?:model|models|chatbot|software|shares|product|products|CEO|chief executive)"
    rf"|(?:’s|'s)\s+{CAP}[\w.]*[- ]\d"
)
_CITIES = re.compile(r"\b(?:in|near|outside|around|across)\s+$")
_IN_FIRM = re.compile(
    r"\b(?:\w*stakes?|[Ss]hares?|invest\w*|interest|confidence|trust|engineers|money|role|jobs?)\s+in\s+$"
)
_PLAIN_NAME = re.compile(rf"{CAP}[a-zà-ÿāăąćčďđēęěğīıłńňōőřśşšţťūůűźżž]+(?:-{CAP}?[a-zà-ÿ]+)?")
_PLURAL_AGENT = re.compile(r"^[A-Z][a-z]+(?:ers|ists|ians)$")

Guess = tuple[str, float, str]


def guess_label(text: str, line: Line, start: int, end: int, names: list[str], titled: bool) -> Guess:
    """Return the likeliest label of a name, a score and the cue; an empty label when it is no name."""
    left = text[max(line.start, start - 60) : start]
    after = text[end : min(line.end, end + 80)]
    itself = _by_itself(names, titled)
    if itself is not None and itself[2] == "first name" and len(names) == 2:
        itself = _described_body(after) or itself
    return (
        itself
        or _by_payment(after)
        or _by_place_of_work(left, names)
        or _by_post(left, after, names)
        or _by_neighbours(left, after, names)
        or _by_deeds(left, after, names)
        or _without_cue(left, after, names)
    )


def _by_itself(names: list[str], titled: bool) -> Guess | None:
    """Guess from the words of the name."""
    last, first = names[-1], names[0]
    multi = len(names) > 1
    if titled:
        return "PERSON", 0.9, "after a title"
    if "&" in names:
        return "COMPANY", 0.7, "joined by an ampersand"
    if _MODELISH.match(" ".join(names)) and not _NOT_MODEL.match(first):
        return "MODEL", 0.75, "shaped like a model's name"
    last_cues = cues("last_word")
    if len(names) > 2 and names[1] in ("for", "against") and names[0].endswith("s"):
        return "ORGANISATION", 0.75, "people for a cause"
    linked = next((at for at, word in enumerate(names) if word in ("for", "on", "of", "against") and at), None)
    if (
        linked is not None
        and names[linked - 1] in ("Council", "Fund", "Voices", "Hub")
        and names[linked] in ("for", "against")
    ):
        return "ORGANISATION", 0.8, "a body for a cause"
    if linked is not None and names[linked - 1] in last_cues:
        return last_cues[names[linked - 1]], 0.8, f"cue word {names[linked - 1]!r}"
    foreign = _foreign(first)
    if foreign is not None:
        return foreign, 0.75, f"first word {first!r}"
    if len(names) > 1 and names[-2] == "Law" and last in ("Bureau", "Firm", "Office", "Offices", "Group", "Chambers"):
        return "COMPANY", 0.8, "a law firm"
    if multi and last in last_cues and first not in sets()["first_names"]:
        return last_cues[last], 0.8, f"last word {last!r}"
    if multi and first in cues("first_word"):
        return cues("first_word")[first], 0.75, f"first word {first!r}"
    if linked is not None:
        for word in names:
            if word in last_cues:
                return last_cues[word], 0.75, f"cue word {word!r}"
    if multi and first in sets()["first_names"] and last in last_cues and (len(names) > 2 or last in _SURE_BODIES):
        return last_cues[last], 0.75, f"last word {last!r}"
    if multi and first.rstrip(".") in sets()["first_names"] and len(names) <= 5:
        return "PERSON", 0.85, "first name"
    if multi and len(names) <= 3 and all(map(str.isupper, names)) and first.capitalize() in sets()["first_names"]:
        return "PERSON", 0.8, "first name in capitals"
    if multi and re.match(rf"^(?:{CAP}\.)+$", first):
        return "PERSON", 0.85, "initials"
    return None


def _described_body(after: str) -> Guess | None:
    """Guess a body from the noun it is described by: "Verity Ridge, a compliance vendor"."""
    described = _DESCRIBED.match(after)
    if described is None:
        return None
    listed = described.group(1).split()
    if any(word in sets()["roles"] for word in listed):
        return None
    ends = next((at for at, word in enumerate(listed) if word in _AFTER_HEAD), len(listed))
    for at in range(ends - 1, -1, -1):  # the head noun comes last: "a model developer"
        cue = noun_cue(listed[max(0, at - 1) : at + 1]) if not listed[at][0].isupper() else None
        if cue is not None and cue[0] in (*BODIES, "MODEL"):
            return cue[0], 0.72, f"described as a {cue[1]!r}"
    return None


def _foreign(first: str) -> str | None:
    """Return the label that a noun of another language gives ("Bundesamt", "Ministère", "Datatilsynet")."""
    for label, listed in load_patterns("unknown")["foreign"].items():
        for stem in listed.split():
            if stem.startswith("-"):
                if first.casefold().endswith(stem[1:]) and len(first) > len(stem) + 2:
                    return str(label)
            elif first == stem:
                return str(label)
    return None


def _by_payment(after: str) -> Guess | None:
    """Guess a firm from the sum that it pays: people in the news seldom do."""
    return ("COMPANY", 0.66, "pays a sum") if _PAYS.match(after) else None


def _by_place_of_work(left: str, names: list[str]) -> Guess | None:
    """Guess a body from a post right before it: "a lobbyist with Potomac Row", "its head of risk, now at Harrow"."""
    if len(names) > 1 and re.search(r"(?:^|[.”] )At $", left):
        return "COMPANY", 0.64, "where somebody works"
    if len(names) == 1 or (place := _WORKS_AT.search(left)) is None:
        return None
    if place.group(1).rstrip(",") not in sets()["roles"] | _HEADED | _CALLINGS:
        return None
    owner = re.search(rf"({CAP}[\w’'-]+),? (?:of|at|from|with) $", left)
    if owner is not None and owner.group(1) == names[0]:
        return "COMPANY", 0.7, "bears a partner's name"
    firm = names[-1] in sets()["firm_words"] or place.group(1) in ("partner", "analyst", "broker", "trader")
    firm = firm and not left.endswith("the ") and names[0] not in _ARTICLES
    return "COMPANY" if firm else "ORGANISATION", 0.64, "a place of work"


def _by_post(left: str, after: str, names: list[str]) -> Guess | None:
    """Guess a person from a post of a body beside the name ("its chairman, X", "X, Harrow's general counsel")."""
    if not 1 < len(names) <= 4 or not all(word[0].isupper() or word in PARTICLES for word in names):
        return None
    roles = sets()["roles"]
    own, beside = _OWN_POST.search(left), _POST_OF_BODY.match(after)
    if (own is not None and own.group(1).split()[-1] in roles | _HEADED) or (
        beside is not None and any(word in roles for word in beside.group(1).split()[-3:])
    ):
        return "PERSON", 0.8, "beside a post of a body"
    if len(names) < 4 and _OF_BODY.match(after) and not left.endswith(("the ", "The ")):
        return "PERSON", 0.72, "speaks for a body"
    return None


def _by_neighbours(left: str, after: str, names: list[str]) -> Guess | None:
    """Guess from the common nouns before, behind and in apposition."""
    found = _WORD.findall(left)[-3:]
    described = _described_body(after)
    if described is not None:
        return described
    if _NAMED_SO.search(left):
        for at in range(len(found := _WORD.findall(left)) - 1, 0, -1):
            cue = noun_cue(found[:at])
            if cue is not None:
                return cue[0], 0.75, f"a {cue[1]!r} of that name"
        return "PROGRAMME", 0.6, "called so"
    if left.endswith((" ", "“", '"')) and found and not found[-1][0].isupper():
        cue = noun_cue(found)
        if cue is not None and (
            left.rstrip(' "“').endswith(found[-1]) or (re.search(r",\s+$", left) and _APPOSED.match(after))
        ):
            return cue[0], 0.75, f"after {cue[1]!r}"
    behind = re.match(r"\s+([\w-]+)", after)
    if behind is not None and behind.group(1) in cues("after_noun"):
        return cues("after_noun")[behind.group(1)], 0.7, f"before {behind.group(1)!r}"
    return None


def _by_deeds(left: str, after: str, names: list[str]) -> Guess | None:
    """Guess from what the name says, makes, owns, or is made and owned by."""
    known = sets()
    multi = len(names) > 1
    nexts = _WORD.findall(after)[:4]
    found = _WORD.findall(left)[-3:]
    if (_PERSON_WHO.match(after) or _PERSON_DOES.match(after)) and multi and len(names) <= 4:
        return "PERSON", 0.7, "is one who"
    if _AT_SCHOOL.search(left):
        return "ORGANISATION", 0.65, "a place of teaching or work"
    if _OF_FIRM.search(left):
        return "COMPANY", 0.65, "owned, led or bought"
    if _PUNISHED.search(left) and _SUM.match(after):
        return "COMPANY", 0.62, "fined a sum"
    if multi and (employer := _EMPLOYER.search(left)) is not None:
        partner = re.search(rf"{CAP}[\w’'-]+ ({CAP}[\w’'-]+),? (?:of|from|at) $", left)
        if (partner is not None and partner.group(1) == names[0]) or (
            names[-1] in known["firm_words"] and not employer.group().endswith("the ")
        ):
            return "COMPANY", 0.64, "a person's employer, named like a firm"
        return "ORGANISATION", 0.62, "a person's employer"
    if _SHIPPED.search(left) and not multi:
        return "MODEL", 0.62, "made and shipped"
    if _MODEL_DOES.match(after):
        return "MODEL", 0.65, "does what models do"
    speaks = bool(nexts) and after[:1] == " " and nexts[0] in known["speech"]
    speaks = speaks or (bool(found) and found[-1] in known["speech"] - {"called"})
    capitals = [word for word in names if word[0].isupper()]
    if multi and len(capitals) in (2, 3) and all(word in capitals or word in PARTICLES for word in names):
        appositive = re.match(r",\s+(?:an?\s+|the\s+|its\s+)", after) is not None
        if speaks or (appositive and any(word in known["roles"] for word in _WORD.findall(after)[:6])):
            if _PLURAL_AGENT.match(names[-1]):
                return "ORGANISATION", 0.6, "people of one trade"
            return "PERSON", 0.7, "speaks or has a post"
    if _FIRM_DOES.match(after):
        return "COMPANY", 0.62, "does what firms do"
    if nexts and after[:1] == " " and nexts[0] in known["maker_verbs"]:
        return "COMPANY", 0.6, f"before {nexts[0]!r}"
    if _PRODUCT.match(after) or re.match(r",\s+whose\s+(?:\w+\s+)?(?:models?|software|chips|products?|app)\b", after):
        return "COMPANY", 0.65, "owns a product"
    return None


def speaks_next(after: str) -> bool:
    """Tell whether a verb of saying follows."""
    verb = re.match(r" ([a-z]+)\b", after)
    return verb is not None and verb.group(1) in sets()["speech"]


def _without_cue(left: str, after: str, names: list[str]) -> Guess:
    """Guess from the shape of the name and the preposition before it."""
    found = _WORD.findall(left)[-3:]
    multi = len(names) > 1
    before = found[-1] if found else ""
    if len(names) == 1 and names[0].isupper() and len(names[0]) > 1:
        return "ORGANISATION", 0.5, "an acronym"
    if len(names) == 1 and _CITIES.search(left) and not _IN_FIRM.search(left):
        return "", 0.45, "a place"
    if len(names) == 1 and names[0] in sets()["first_names"]:
        return "PERSON", 0.62 if speaks_next(after) else 0.5, "a first name"
    inner = [word for word in names if word not in PARTICLES]
    if names[0] not in _ARTICLES and len(inner) in (2, 3) and len(inner) < len(names) < 6:
        return "PERSON", 0.6, "a particle of nobility or place"
    if multi and _PLURAL_AGENT.match(names[-1]) and not (before in ("by", "By") and len(names) == 2):
        return "ORGANISATION", 0.55, "people of one trade"
    if multi and before == "the" and len(found) > 1 and found[-2] in ("at", "of", "for"):
        return "ORGANISATION", 0.5, f"after {found[-2]!r}"
    if len(names) == 2 and names[1] in sets()["firm_words"] and before != "the":
        return "COMPANY", 0.55, f"a firm's word {names[1]!r}"
    if len(names) == 2 and re.search(r"\b(?:put|asked|written|compiled|edited|posed) by $", left):
        return "PERSON", 0.55, "a byline"
    if multi and before in ("at", "of", "for"):
        return ("COMPANY" if before == "at" else "ORGANISATION"), 0.55, f"after {before!r}"
    if len(names) == 1 and re.search(rf"{CAP}[\w.-]+[’']s\s+$", left):
        return "MODEL", 0.45, "belongs to a name"
    if len(names) == 1 and before in ("at", "from", "startup", "with", "by"):
        return "COMPANY", 0.5, f"after {before!r}"
    if len(names) == 2 and re.match(rf"^{CAP}[a-zà-ÿ]+-{CAP}[a-zà-ÿ]+$", names[1]):
        return "PERSON", 0.5, "a double surname"
    if _BYLINE.search(left):
        return "PERSON", 0.6, "a byline"
    if len(names) == 2 and all(_PLAIN_NAME.fullmatch(word) for word in names):
        return "PERSON", 0.5, "two capitals"
    if not multi:
        return "COMPANY", 0.4, "one capitalised word"
    return "ORGANISATION", 0.4, "capitalised run"
