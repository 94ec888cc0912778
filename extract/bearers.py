"""Who bears a duty: the noun phrase of a clause reduced to a bearer, and the bearer an article speaks to by default.

Bearers are printed forms without article ("providers of high-risk AI systems"); `kind_of_bearer` gives the singular
head by which two of them are compared. Patterns: `extract/patterns/obligations.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extract.lexicon import alternatives, words

FILE = "obligations"
_LEAD = re.compile(
    r"^(?:the|a|an|any|each|every|all|such|both|those|these|this|that|other|relevant|respective|concerned|no|neither|"
    r"and|or|but|also|in\s+addition|furthermore)\s+",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s*(?:[,;:()]|\b(?:who|which|that|whose|where|when|if|shall|may|must|is|are|has|have|was|were|does|do|intends?|"
    r"considers?|decides?|wishes|makes?|becomes?|referred|as|pursuant|under|within|by|after|before|without|with\s+(?:a|the)\s+view|(?:and|or)\s+(?:in|of|for|to|by|with)|for\s+the\s+purposes?)\b)"
)
_CONJUNCTION = re.compile(
    r"\s*(?:where|when|if|once|unless|in\s+cases?\s+where|whenever|to\s+the\s+extent)\b", re.IGNORECASE
)
_VAGUE = frozenset(
    "person|natural person|legal person|third party|body|expert|independent expert|member|party|participant".split("|")
)  # who is named by these words alone is rarely the one an article speaks to
_SMALL = "of|for|in|by|to|with|from|on|at|under|and|or|the|a|an|that|which|who|where|when|if|as|than|not"
PRONOUN = re.compile(r"^(?:and\s+|or\s+|but\s+)?(?:it|they|he|she)$", re.IGNORECASE)


def find_bearer(subject: str) -> str | None:
    """Return the bearer that the subject of a clause names, or None when it names a thing.

    The subject may carry what stands before it in the sentence: the last bearer outside an introductory clause counts,
    and one that another noun governs ("the documentation of the provider") does not.
    """
    phrase = _last_phrase(subject)
    named = [found for part in phrase.split(", ") if (found := _at_start(part)) is not None]
    if len(named) < 2:
        return _at_start(phrase) or _after_preposition(phrase)
    return ", ".join(named) if " and " in named[-1] else f"{', '.join(named[:-1])} and {named[-1]}"


def bearers_in(text: str) -> list[str]:
    """Return every bearer a text names, in order: used for headings and for the antecedents of "it" and "they"."""
    return [_trimmed(text[match.start() :]) for match in _bearers().finditer(text)]


def agent_of(verb: str) -> str | None:
    """Return the bearer that does what a passive clause says ("shall be kept by the provider"), or None.

    `verb` is what follows the modal. An agent inside a relative clause, or of another participle ("made to the body
    chosen by the State"), is not meant.
    """
    main = re.split(r"\b(?:that|which|who|where|so\s+as)\b", verb)[0]
    for match in re.finditer(r"\bby\s+", main):
        found = _at_start(main[match.end() :])
        if found is not None:
            participles = re.findall(
                r"(?<!and )(?<!or )(?<!, )\b(?:\w{2,}ed|chosen|made|taken|given|set|laid)\b", main[: match.start()]
            )
            return found if len(participles) <= 1 else None
    return None


def kind_of_bearer(bearer: str | None) -> str | None:
    """Return the singular head of a bearer, lower case ("Providers of high-risk AI systems" gives `provider`)."""
    if bearer is None:
        return None
    match = _bearers().search(bearer)
    return None if match is None else _singular(match.group()).lower()


def is_plural(bearer: str) -> bool:
    """Tell whether "they" can stand for a bearer."""
    match = _bearers().search(bearer)
    return match is None or " and " in bearer or _singular(match.group()) != " ".join(match.group().split())


def is_public(bearer: str | None) -> bool:
    """Tell whether a bearer is a public body, whose "may" is a power."""
    if bearer is None:
        return False
    match = _bearers().search(bearer)
    if match is None:
        return False
    head = _singular(match.group())
    return any(head == word or head.endswith(f" {word}") for word in words(FILE, "public"))


def default_bearer(heading: str | None, named: Iterable[str | None]) -> str | None:
    """Return the bearer an article speaks to when a clause names none, or None when that stays open.

    The heading decides ("Obligations of importers"); else the only kind of bearer its clauses name, if two or more do.
    """
    if heading:
        match = re.search(
            r"\b(?:obligations?|duties|responsibilities|tasks?)\s+(?:of|for)\s+(.+)", heading, re.IGNORECASE
        )
        if match is not None:
            inside = bearers_in(match[1])
            if len({kind_of_bearer(item) for item in inside}) == 1:
                return inside[0]
    inside = [item for item in named if item is not None and kind_of_bearer(item) not in _VAGUE]
    kinds = {kind_of_bearer(item) for item in inside}
    return inside[0] if len(kinds) == 1 and len(inside) > 1 else None


@cache
def _bearers() -> re.Pattern[str]:
    singular = words(FILE, "bearers")
    forms = [*singular, *(_plural(word) for word in singular)]
    capitalised = [form[0].upper() + form[1:] for form in forms]
    return re.compile(rf"\b(?:{alternatives(tuple(dict.fromkeys([*forms, *capitalised])))})\b")


def _plural(word: str) -> str:
    if word == "person":
        return "persons"
    if word.endswith(("y",)) and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    if word.endswith(("s", "ch", "x")):
        return f"{word}es"
    if word.startswith(("Director", "Secretary", "Assistant", "Attorney")):
        return word
    return f"{word}s"


@cache
def _singulars() -> dict[str, str]:
    return {_plural(word).lower(): word for word in words(FILE, "bearers")}


def _singular(form: str) -> str:
    plain = " ".join(form.split())
    exact = {word.lower(): word for word in words(FILE, "bearers")}
    if plain in words(FILE, "bearers"):
        return plain
    return _singulars().get(plain.lower()) or exact.get(plain.lower()) or plain


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


def _at_start(phrase: str) -> str | None:
    rest = phrase.strip()
    while (match := _LEAD.match(rest)) is not None:
        rest = rest[match.end() :]
    for modifiers in range(3):  # "the competent authority", "a large harbour operator"
        lead = re.match(rf"(?:(?!(?:{_SMALL})\b)[a-z-]+\s+){{{modifiers}}}", rest)
        match = _bearers().match(rest, lead.end()) if lead is not None else None
        if match is not None:
            return _trimmed(rest)
    return None


def _trimmed(phrase: str) -> str:
    """Cut a phrase after the bearer and what belongs to its name ("of general-purpose AI models")."""
    match = _bearers().search(phrase)
    if match is None:
        return phrase
    if re.match(r",\s", phrase[match.end() :]) and len(bearers_in(phrase[match.end() :])) > 0:
        return phrase.strip(" ,;")  # a list of bearers, put together by _last_phrase
    rest = phrase[match.end() :]
    complement = re.match(rf"\s+(?:{alternatives(words(FILE, 'complements'))})\b", rest)
    coordinated = re.match(r"\s+(?:and|or)\s+", rest)
    closed = _singular(match.group()) in words(FILE, "closed")
    if (complement is None or closed) and coordinated is None:
        return phrase[: match.end()].strip()
    stop = _STOP.search(rest)
    cut = rest[: stop.start()] if stop else rest
    return (phrase[: match.end()] + cut).strip(" ,;")
