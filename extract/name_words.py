"""The words that tell names from other capitals, and the cues for what a name is, from `patterns/unknown.yml`."""

from __future__ import annotations

from functools import cache, lru_cache

from extract.lexicon import load_patterns, words

CAP = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]"
PARTICLES = tuple("de del van von der den di da du la le des für voor dei delle do dos".split())


@lru_cache(maxsize=1)
def sets() -> dict[str, frozenset[str]]:
    """Return the word lists that tell names from other capitals."""
    keys = ("never", "places", "first_names", "leading_common", "speech", "maker_verbs", "crowds", "firm_words")
    return {key: frozenset(words("unknown", key)) for key in keys} | {
        "first_names": frozenset(words("unknown", "first_names"))
        | frozenset(words("references", "she_names"))
        | frozenset(words("references", "he_names")),
        "place_phrases": frozenset(words("unknown", "place_phrases")),
        "countries": frozenset(words("unknown", "countries")),
        "roles": frozenset(words("names", "roles")),
        "titles": frozenset(words("names", "titles")),
    }


@cache
def cues(key: str) -> dict[str, str]:
    """Return word → label of one table of cues; the first label listed for a word wins."""
    found: dict[str, str] = {}
    for label, listed in load_patterns("unknown")[key].items():
        for word in listed.split():
            found.setdefault(word, label)
    return found


@cache
def _phrases(key: str) -> dict[str, str]:
    return {word.replace("_", " ").casefold(): label for word, label in cues(key).items() if "_" in word}


def noun_cue(found: list[str]) -> tuple[str, str] | None:
    """Return the label and wording of the common noun that ends a list of words, two words before one."""
    if not found:
        return None
    pair = " ".join(found[-2:]).casefold()
    if pair in _phrases("before_noun"):
        return _phrases("before_noun")[pair], pair
    word = found[-1]
    if word not in cues("before_noun"):
        word = word.rpartition("-")[2]
    return (cues("before_noun")[word], word) if word in cues("before_noun") else None
