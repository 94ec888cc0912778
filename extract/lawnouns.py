"""Which nouns of a legal text name somebody who can bear a duty, and which name things: by word, ending or verb.

Lists are data (`extract/patterns/obligations.yml`); what stands in none of them is judged by its ending and, in the
last resort, by its verb: a "quaestor" who must publish something acts, whatever a quaestor is.
"""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import words

FILE = "obligations"
AGENT_ENDING = r"(?:er|or|ee|eer|ist|man|men|woman|women)"
_THING_ENDING = re.compile(r"(?:[ts]ion|ment|ness|ity|ance|ence|ing|ure|age|ship|sis|ism|logy|acy|dom|ware|fact)$")
_FIRST_VERB = re.compile(
    r"(?:[\s,]|\b(?:not|also|only|then|hereby|jointly|therefore|always|never|first|immediately|each|at\s+least|"
    r"in\s+(?:addition|particular|turn)|where\s+\w+|as\s+\w+|to\s+the\s+extent\s+[\w\s]{3,40}?,|without\s+(?:undue\s+)?delay|\w+ly)\b)*"
    r"(?P<verb>[a-z][\w-]*)(?:\s+(?P<next>[a-z][\w-]*))?"
)
_ACTING_BE = frozenset(
    "responsible liable required obliged bound entitled free able accountable authorised authorized allowed permitted"
    " empowered prohibited forbidden exempt eligible independent".split()
)


@cache
def agent_words() -> tuple[str, ...]:
    """Return single agents and names of bodies of the lexicon, in the singular."""
    return tuple(dict.fromkeys([*words(FILE, "bearers"), *(word.replace("~", " ") for word in words(FILE, "agents"))]))


@cache
def plural(word: str) -> str:
    """Return the plural of an agent noun; heads of offices ("Secretary") have none of their own."""
    if word in ("person", "spokesperson", "salesperson"):
        return f"{word}s"
    if word.endswith("man"):
        return f"{word[:-3]}men"
    if word == "child":
        return "children"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    if word.endswith(("s", "ch", "x")):
        return f"{word}es"
    if word.startswith(("Director", "Secretary", "Assistant", "Attorney")):
        return word
    return f"{word}s"


def is_thing(noun: str) -> bool:
    """Tell whether a noun, singular or plural, surely names no bearer."""
    if noun[:1].isupper() and noun in agent_words():
        return False  # "the Center", not a centre
    if " " in noun and noun.casefold() in _phrases():
        return False  # "contact points"
    word = noun.casefold().split()[-1]
    stems = {word, word.removesuffix("s"), re.sub(r"(s|x|z|ch|sh)es$", r"\1", word), re.sub(r"ies$", "y", word)}
    if stems & _things():
        return True
    return not stems & _agents() and any(_THING_ENDING.search(stem) for stem in stems)


def acts(verb: str) -> bool:
    """Tell whether the verb after a modal is one of people and bodies, so that an unknown subject bears the duty."""
    match = _FIRST_VERB.match(verb)
    if match is None:
        return False
    if match["verb"] == "be":
        return match["next"] in _ACTING_BE
    return match["verb"] not in _of_things()


@cache
def _phrases() -> frozenset[str]:
    several = [word for word in agent_words() if " " in word]
    return frozenset(form.casefold() for word in several for form in (word, plural(word)))


@cache
def _things() -> frozenset[str]:
    return frozenset(words(FILE, "things")) | frozenset(words(FILE, "not_agents"))


@cache
def _agents() -> frozenset[str]:
    return frozenset(word.casefold().split()[-1] for word in agent_words())


@cache
def _of_things() -> frozenset[str]:
    return frozenset(words(FILE, "of_things"))
