"""The words and shapes by which a text comes back to what it has named."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.lexicon import load_patterns

PRONOUN = re.compile(
    r"(?:^[•*–-]?\s*|[,;:”\"’]\s+|\b(?:that|and|but|because|while|as|which|where|if|said|says|said\s+of|by|at|"
    r"to|of|with|from|after|before|when|since|until|than|though|although|what|whether|days?\s+after)\s+)(It|it|"
    r"Its|its|They|they|He|he|She|she)\b(?!\s+(?:is|was)\s+(?:\w+\s+)?that\b)"
)


DEFINITE = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Hh]is|[Hh]er|"
    r"[Tt]heir)\s+(?=((?:[\w’'-]+\s+){0,3}[A-Za-z-]+)(?:[\s,.;:’'”\")]|$))"
)


ROLE_NEXT = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}(?:chief|director|head|president|chair\w*|ceo|spokes\w+|founder|co-founder|counsel|"
    r"officer)\b",
    re.I,
)


MAKER = re.compile(r"\s+(?:AI\s+|chatbot\s+|model\s+)?(maker|developer|creator|owner|parent)\b")


SIMILAR = re.compile(
    r"\b(?:[Aa]|[Aa]n|[Tt]he|[Tt]hat|[Tt]his)\s+(?:similar|earlier|previous|prior|comparable|draft|original|"
    r"initial|first|planned)\s+(?:\w+\s+)?"
    r"(plan|proposal|order|measure|directive|text|version|draft|document)\b|\b(?:[Aa]|[Tt]he|[Tt]hat|"
    r"[Tt]his)\s+(draft)\b(?!\s+(?!in\b|on\b|of\b|that\b|which\b|spoke\b|was\b|had\b|would\b)[a-z])"
)


PART_OF_NAME = frozenset(
    "office centre center institute ministry department court committee commission bureau assembly parliament council "
    "legislature administration executive authority chamber".split()
)  # nouns that come back only to a body whose name holds them (or what `named_so` says)


EMPTY_IT = re.compile(
    r"\s+(?:(?:is|was|will\s+be|would\s+be|remains|seems|appears|looks)\s+(?:\w+\s+)?"
    r"(?:likely|unlikely|clear|unclear|possible|impossible|easy|hard|difficult|important|necessary|too|time|true|up|"
    r"understood|expected|said|thought|believed|reported|known|unknown|not\s+(?:clear|known|yet))\b|"
    r"(?:will\s+|would\s+|has\s+)?(?:rain|take|took|taken|takes|rained|snowed|turns?\s+out|turned\s+out|follows)\b)"
)  # stands for nothing: "it is likely that", "it takes years", "it rained"


PLANS = frozenset("plan proposal order measure directive text version draft document".split())


PRONOUNS = frozenset("it its he she".split())


OBJECT_IT = re.compile(
    r"\b(?:call(?:ed|s)|describe[sd]|welcome[sd]|praise[sd]|criticis?z?e[sd]|slammed|dismissed|denounced|"
    r"condemned|backed|backs|supports|supported|"
    r"opposes|opposed|adopted|approved|passed|published|proposed|repealed|revoked|amended|hailed|blasted|deemed|"
    r"considers|considered|signed|shelved|postponed|delayed)\s+(it)\b"
)


PLAIN_WORD = re.compile(r"[\w-]+")


@lru_cache(maxsize=1)
def heads() -> dict[str, str]:
    """Return head noun → label (for instruments: label and sort)."""
    table = load_patterns("references")
    heads: dict[str, str] = {}
    for sort, nouns in table["INSTRUMENT"].items():
        for noun in nouns:
            heads.setdefault(noun, f"INSTRUMENT:{sort}")
    for label in ("COMPANY", "AGENCY", "MODEL", "ORGANISATION", "PROGRAMME"):
        for noun in table[label]:
            heads.setdefault(noun.split()[-1], label)
    return heads


@lru_cache(maxsize=1)
def head_parts() -> frozenset[str]:
    """Return the words of which one stands in every line that holds a head noun ("up" of "start-up")."""
    return frozenset(noun.rpartition("-")[2] for noun in heads())


@lru_cache(maxsize=1)
def other_words() -> frozenset[str]:
    """Return the words by which a noun means another thing than the one named ("another order")."""
    return frozenset(load_patterns("references")["other_words"])


def head_word(match: re.Match[str], heads: dict[str, str]) -> re.Match[str] | None:
    """Return the first head noun after an article that no further head noun follows ("the AI lab")."""
    chosen: re.Match[str] | None = None
    for word in PLAIN_WORD.finditer(match.group(1)):
        if word.group().casefold() in heads and "’" not in match.group(1)[: word.start()]:
            chosen = word
        elif chosen is not None:
            break
    return chosen
