"""Who bears a duty: the noun phrase of a clause reduced to a bearer, and the bearer an article speaks to by default.

Bearers are printed forms without article ("providers of high-risk AI systems"); `kind_of_bearer` gives the singular
head by which two of them are compared. Patterns: `extract/patterns/obligations.yml`.
"""

from __future__ import annotations

import re
from functools import cache

from extract.lawnouns import AGENT_ENDING, acts, agent_words, is_thing, plural
from extract.lexicon import alternatives, words

FILE = "obligations"
_LEAD = re.compile(
    r"^(?:the|a|an|any|each|every|all|such|both|those|these|this|that|other|relevant|respective|concerned|no|neither|"
    r"and|or|but|also|in\s+addition|furthermore|its|their|his|her|nor|either|only|some|most|none\s+of|one\s+of|said|"
    r"moreover|however|therefore|accordingly|thereafter|consequently|likewise)\s+",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s*(?:[,;:()]|\b(?:who|which|that|whose|where|when|if|shall|may|must|is|are|has|have|was|were|does|do|intends?|"
    r"already|currently|newly|considers?|decides?|wishes|makes?|becomes?|referred|as|pursuant|under|within|by|after|before|without|with\s+(?:a|the)\s+view|(?:and|or)\s+(?:in|of|for|to|by|with)|for\s+the\s+purposes?)\b)"
)
_CONJUNCTION = re.compile(
    r"\s*(?:where|when|if|once|unless|in\s+cases?\s+where|whenever|to\s+the\s+extent)\b", re.IGNORECASE
)
_SMALL = (
    "of|for|in|by|to|with|from|on|at|under|and|or|nor|the|a|an|that|which|who|whom|whose|where|when|if|as|than|not|"
    "before|during|within|upon|pursuant|following|having|acting|through|until|since|given|despite|notwithstanding|"
    "unless|except|save|subject|while|according|based|regarding|concerning|per|via|among|between|without|after|"
    "over|into|about|against|because|once|whether|so|be|been|is|are|was|were|has|have|had|does|do|did|this|these|those|"
    "against|toward|towards|across|beyond|throughout|including|no|it|they|he|she"
)
PRONOUN = re.compile(r"^(?:and\s+|or\s+|but\s+)?(?:it|they|he|she|he\s+or\s+she|she\s+or\s+he|he/she)$", re.IGNORECASE)
INTRODUCED_PRONOUN = re.compile(  # "To that end it", "Under the plan they"
    r"^\s*(?:in\s+which\s+case\s+|(?=[A-Z])(?i:to|in|through|for|by|on|at|under|with|before|after|until|upon|during|from|within|via|over)\s+"
    r"(?:(?!which\b|who\b|whom\b|where\b|when\b|if\b|that\s+(?:it|they)\b)[\w’'-]+\s+){1,6})(?P<pronoun>it|they)\s*$"
)
_WHO = re.compile(r"^(?:all\s+)?(?:those|everyone|everybody|anyone|anybody|whoever)\b", re.IGNORECASE)
_THOSE_THINGS = re.compile(
    r"(?i:all\s+)?(?i:those)\s+(?!who\b|that\b|responsible\b|in\b|whose\b|to\s+whom|already\b|not\b|\w+ed\b)"
)
# After a bearer, these show that its noun phrase is over or goes on behind it; another noun would make it a modifier.
_GOES_ON = re.compile(
    rf"\s+(?:(?:{_SMALL}|concerned|responsible|competent|active|liable|present|able|alike|free|already|still|twice|again|forthwith|thereof|together|alone|"
    rf"instead|online|therefore|shall|may|must|will|"
    r"can|cannot|should|need|needs|in-house|general|generally|general-purpose|only|also|then|themselves|itself|each|both|other|such|any|"
    r"[\w-]+(?:ed|ing|ly|ible|able)|kept|held|made|set|taken|given|chosen|found|known)\b|[A-Z(\[])"
)
_PARTICIPLE = re.compile(  # of the verb itself or of a phrase after it, not "the notified body", not "and signed"
    r"(?<!and )(?<!or )(?<!, )(?<!\bthe )(?<!\ba )(?<!\ban )\b(?:\w{2,}ed|chosen|made|taken|given|set|laid|held|kept|"
    r"sent|drawn|brought|shown|built|found|paid|withdrawn|written|borne|sought|heard)\b"
)
_ASKED_BY = re.compile(  # "may be extended on application by the provider"
    r"\b(?:on|upon|after|following|at|without|subject\s+to|in\s+response\s+to)\s+(?:an?\s+|the\s+|any\s+)?(?:\w+\s+){0,2}?"
    r"(?:applications?|requests?|proposals?|notifications?|notice|objections?|complaints?|demands?|petitions?|consent|"
    r"approvals?|orders?|referrals?|recommendations?|directions?)\s+$"
)
_PROPER = re.compile(
    r"(?:the\s+)?(?P<name>[A-Z][\w.&’'-]*(?:\s+(?:of\s+(?:the\s+)?|for\s+|and\s+)?[A-Z][\w.&-]*){0,6})"
)
_ACRONYM = re.compile(r"(?:[Tt]he\s+)?[A-Z]{3,7}")
_NO_NAMES = frozenset(
    "January February March April May June July August September October November December Union State Federal Chapter"
    " Title Part Annex Article Section Paragraph EU US U.S. AI Monday Tuesday Wednesday Thursday Friday".split()
)


def find_bearer(subject: str, verb: str | None = None) -> str | None:
    """Return the bearer that the subject of a clause names, or None when it names a thing.

    The subject may carry what stands before it in the sentence: the last bearer outside an introductory clause counts,
    and one that another noun governs ("the documentation of the provider") does not. `verb`, what follows the modal,
    settles nouns that the lexicon does not know.
    """
    shared = re.match(
        r"(?P<first>[^,]{3,80}), (?:or|and)(?: where applicable,)? (?:its|their|his|her)\s[^,]*,?"
        r"(?:\s(?:as|where|if)\s\w+,?)?$",
        subject,
    )
    if shared is not None and verb is not None and PRONOUN.match(shared["first"]) is None:
        first = find_bearer(shared["first"], verb)  # "Subjects, or their representatives,"
        return first or _unknown([re.split(r"\s+of\s+", shared["first"])[0]])
    phrase = _last_phrase(subject)
    named = [found for part in phrase.split(", ") if (found := _at_start(part)) is not None]
    if len(named) < 2:
        found = _at_start(phrase) or _after_preposition(phrase)
        if found is None and phrase and verb is not None and (acts(verb) or _ACRONYM.fullmatch(phrase)):
            found = _unknown(re.split(r"[,;:]\s+", subject))
        return found
    if " and " in named[-1]:
        return ", ".join(named)
    joint = re.match(r",\s+(?P<word>or|nor)\s", phrase[phrase.rfind(", ") :])
    return f"{', '.join(named[:-1])} {joint['word'] if joint else 'and'} {named[-1]}"


def bearer_at(text: str) -> str | None:
    """Return the bearer that a text begins with and a verb follows ("a deployer use the score"), or None."""
    return _at_start(text, before_verb=True)


def bearers_in(text: str) -> list[str]:
    """Return every bearer a text names, in order: used for headings and for the antecedents of "it" and "they"."""
    return [
        _trimmed(text[match.start() :])
        for match in _bearers().finditer(text)
        if not _modifies(text, match.end()) and not is_thing(match.group())
    ]


def agent_of(verb: str) -> str | None:
    """Return the bearer that does what a passive clause says ("shall be kept by the provider"), or None.

    `verb` is what follows the modal. An agent inside a relative clause, or of another participle ("made to the body
    chosen by the State"), is not meant.
    """
    main = re.split(
        r"(?<!\bof )(?<!\bto )(?<!\bin )(?<!\bon )(?<!\bfor )\bthat\b|\b(?:which|who|where|so\s+as)\b", verb
    )[0]
    for match in re.finditer(r"\bby\s+", main):
        if _ASKED_BY.search(main[: match.start()]):
            continue
        found = _at_start(main[match.end() :]) or _proper_name(main[match.end() :])
        if found is not None:
            participles = _PARTICIPLE.findall(main[: match.start()])
            return found if len(participles) <= 1 else None
    return None


def kind_of_bearer(bearer: str | None) -> str | None:
    """Return the singular head of a bearer, lower case ("Providers of high-risk AI systems" gives `provider`)."""
    if bearer is None:
        return None
    match = _head(bearer)
    return None if match is None else _singular(match.group()).lower()


def _head(bearer: str) -> re.Match[str] | None:
    """Return where a bearer names who it is: "coordinator" in "digital services coordinator"."""
    found = list(_bearers().finditer(bearer))
    return next((match for match in found if not _modifies(bearer, match.end())), found[0] if found else None)


def is_plural(bearer: str) -> bool:
    """Tell whether "they" can stand for a bearer."""
    match = _head(bearer)
    return match is None or " and " in bearer or _singular(match.group()) != " ".join(match.group().split())


def is_public(bearer: str | None) -> bool:
    """Tell whether a bearer is a public body, whose "may" is a power."""
    if bearer is None:
        return False
    match = _head(bearer)
    if match is None:
        return bearer in words(FILE, "public")  # an acronym
    head = _singular(match.group())
    if match.group()[0].islower():
        head = head.lower()  # "research institutes", not "the Institute"
    if head in ("head", "official", "officer", "employee"):  # "heads of executive departments"
        of = re.match(r"\s+of\s+(?:the\s+)?(.+)", bearer[match.end() :])
        return of is not None and head in ("head", "official") and any(map(is_public, bearers_in(of[1])))
    whole = f"{bearer[: match.start()]}{head}"
    return any(head == word or whole.endswith(f" {word}") or whole == word for word in words(FILE, "public"))


@cache
def _bearers() -> re.Pattern[str]:
    forms = [form for word in agent_words() for form in (word, plural(word))]
    capitalised = [form[0].upper() + form[1:] for form in forms]
    known = alternatives(tuple(dict.fromkeys([*forms, *capitalised])))
    no_agents = alternatives(words(FILE, "not_agents"))
    by_ending = rf"(?!(?i:{no_agents})s?\b)[A-Za-z][a-z]+(?:-[a-z]+)*{AGENT_ENDING}s?"
    return re.compile(rf"\b(?:{known}|{by_ending})\b(?!-)")


@cache
def _singulars() -> dict[str, str]:
    return {plural(word).lower(): word for word in agent_words()}


@cache
def _plurals() -> frozenset[str]:
    return frozenset(plural(word) for word in agent_words() if word[0].islower())


@cache
def _exact() -> dict[str, str]:
    return {word.lower(): word for word in reversed(agent_words())}


@cache
def _singular(form: str) -> str:
    plain = " ".join(form.split())
    if plain in agent_words():
        return plain
    known = _singulars().get(plain.lower()) or _exact().get(plain.lower())
    return known or (plain[:-1] if re.search(r"(?:er|or|ee|ist)s$", plain) else plain)


def _last_phrase(subject: str) -> str:
    """Return the noun phrase before the verb, without what is put before or into it.

    "Providers, importers and distributors" stays whole; "The Secretary of X, acting through Y," gives its first part;
    "Where …, the provider" its last.
    """
    parts = [part.strip() for part in re.split(r"[,;:]\s+|[,;:]$", subject) if part.strip()]
    if not parts:
        return ""
    if all(_at_start(part) for part in parts):
        return ", ".join(parts)
    if _CONJUNCTION.match(subject) is None:  # "Before doing X, with the exception of Y, providers that are Z, …, shall"
        first = next((n for n, part in enumerate(parts) if _at_start(part) or PRONOUN.match(part)), len(parts) - 1)
        last = first + 1
        while last < len(parts) and _at_start(parts[last]):  # "the Secretary of X, the Director of Y, and …"
            last += 1
        return ", ".join(parts[first:last])
    while len(parts) > 1 and not _at_start(parts[-1]) and PRONOUN.match(parts[-1]) is None:
        parts.pop()  # an insertion: "By 1 May, the Commission, in consultation with X, shall"
    first = len(parts) - 1
    while first > 0 and _at_start(parts[first - 1]) and re.match(r"(?:and|or)\b", parts[-1]):
        first -= 1
    return ", ".join(parts[first:])


def _after_preposition(phrase: str) -> str | None:
    """Return the bearer that ends a phrase such as "in urgent cases the deployer", or None."""
    last = None
    if re.match(r"(?:in|for|at|on|under|by|after|before|without|within|during|upon)\b", phrase, re.IGNORECASE):
        for match in re.finditer(
            rf"(?<!of )(?<!by )(?<!for )\b(?:the|an?|each|every|any)\s+(?={_bearers().pattern}\s*$)", phrase
        ):
            last = phrase[match.end() :].strip()
    return last


def _at_start(phrase: str, *, before_verb: bool = False) -> str | None:
    rest = phrase.strip()
    if _WHO.match(rest) and not _THOSE_THINGS.match(rest):
        stop = re.search(r"\s*(?:[,;:()]|\b(?:who|which|that|whose|to\s+whom|places|shall|must|may)\b)", rest)
        return (rest[: stop.start()] if stop else rest).strip() or None
    while (match := _LEAD.match(rest)) is not None:
        rest = rest[match.end() :]
    position = 0
    for _ in range(5):  # "the competent authority", "a large harbour operator", "an approved testing laboratory"
        match = _bearers().match(rest, position)
        if match is not None and (before_verb or not _modifies(rest, match.end())):
            return None if is_thing(match.group()) else _trimmed(rest, _whole_title(rest, match))
        modifier = _MODIFIER.match(rest, position)
        if modifier is None:
            return None
        position = modifier.end()
    return None


def _whole_title(text: str, at: re.Match[str]) -> re.Match[str]:
    """Return the last bearer of a run of capitals that begins with one: "Judge" in "Chief Judge of the court"."""
    run = re.match(r"(?:\s+[A-Z][\w&-]*){1,4}", text[at.end() :]) if at.group()[0].isupper() else None
    if run is None:
        return at
    inside = list(_bearers().finditer(text, at.end(), at.end() + run.end()))
    return inside[-1] if inside and not _modifies(text, inside[-1].end()) else at


_MODIFIER = re.compile(rf"(?!(?:{_SMALL})\b)[\w’'-]+\s+(?:(?:and|or)\s+(?=[a-z-]+\s))?", re.IGNORECASE)


def _modifies(text: str, end: int) -> bool:
    """Tell whether the word that ends there qualifies the next one: "operator licence", "the Commission's view"."""
    rest = text[end:]
    if re.match(r"[’']s?\b|[’']\s", rest):
        return True
    last = re.search(r"[\w-]+$", text[:end])
    if last is not None and last.group().lower() in _plurals() and not _bearers().match(rest.lstrip()):
        return False  # a plural is no modifier: "where authorities consider"
    return re.match(r"\s+[a-z]", rest) is not None and _GOES_ON.match(rest) is None and not _is_verb_ahead(rest)


def _is_verb_ahead(rest: str) -> bool:
    """Tell whether the next word looks like a finite verb ("a provider fails", "an applicant objects,")."""
    match = re.match(r"\s+(?P<word>[a-z]+)(?P<tail>.*)", rest, re.DOTALL)
    if match is None or re.search(r"[^s]s$", match["word"]) is None or _bearers().fullmatch(match["word"]):
        return False
    if re.match(r",|\s+(?:a|an|the|to|that|its|any|from|with|on|it|them)\b", match["tail"]):
        return True
    return bool(match["tail"].strip()) and not is_thing(match["word"])


def _proper_name(text: str) -> str | None:
    """Return a capitalised name at the start of a text that names no month, act or thing ("by Harbour Watch")."""
    match = _PROPER.match(text)
    if match is None or text[match.end() : match.end() + 1] in ("/", "("):
        return None
    parts = match["name"].split()
    head = re.split(r"\s+(?:of|for)\b", match["name"])[0].split()[-1]
    if parts[0] in _NO_NAMES or is_thing(parts[0]) or is_thing(head):
        return None
    return None if _modifies(text, match.end()) else match["name"].rstrip(".")


def _unknown(parts: list[str]) -> str | None:
    """Return the subject before a verb of action though no lexicon knows its noun, or None when it is a thing."""
    rest = next((part.strip() for part in reversed(parts) if part.strip()), "")
    while (match := _LEAD.match(rest)) is not None:
        rest = rest[match.end() :]
    core = re.match(rf"(?:(?!(?:{_SMALL})\b)[\w’'-]+(?:\s+|$)){{1,6}}", rest)
    if core is None or PRONOUN.match(rest):
        return None
    names = re.split(r"\s+(?=[a-z]+ed\b)|(?<=s)\s+(?=[a-z]+ing\b)|\s+(?=[a-z]+ing$)", core.group().strip())[0].split()
    follows = re.match(rf"(?:{_SMALL})\b|[,;(]|$", rest[core.end() :])
    head = names[-1]
    if follows is None or is_thing(head) or not re.search(r"[A-Za-z]{2}", head) or head.endswith(("ly", "self")):
        return None
    if rest[core.end() :].startswith("of ") and head[0].islower():  # "a copy of", "the head of": only names go on
        return None
    stop = _STOP.search(rest)
    return (rest[: stop.start()] if stop else rest).strip(" ,;") if head[0].isupper() else " ".join(names)


def _trimmed(phrase: str, at: re.Match[str] | None = None) -> str:
    """Cut a phrase after the bearer and what belongs to its name ("of general-purpose AI models").

    `at` is the bearer itself, where modifiers before it look like bearers too.
    """
    match = at or _bearers().search(phrase)
    if match is None:
        return phrase
    after = phrase[match.end() :]
    if re.match(r",\s(?:and\s+|or\s+)?(?!in\b|with\b|under\b|by\b)", after) and bearers_in(after):
        return phrase.strip(" ,;.")  # a list of bearers, put together by _last_phrase
    rest = phrase[match.end() :]
    complement = re.match(rf"\s+(?:{alternatives(words(FILE, 'complements'))})\b", rest)
    coordinated = re.match(r"\s+(?:and|or)\s+", rest)
    closed = _singular(match.group()) in words(FILE, "closed")
    if (complement is None or closed) and coordinated is None:
        return phrase[: match.end()].strip()
    stop = _STOP.search(rest)
    cut = rest[: stop.start()] if stop else rest
    return (phrase[: match.end()] + cut).strip(" ,;.")
