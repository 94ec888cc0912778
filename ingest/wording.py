"""The wording of a text as features that survive rewriting: content words in near order, and its sentences.

A rewrite changes function words, inflection and sentence shape; what stays is which content words stand near each
other, in which order the sentences tell it, and the names and numbers among them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.\-]*[A-Za-z0-9]|[A-Za-z0-9]")
_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n+")
# Function words and the verbs of reporting; everything else counts as content.
_STOP = frozenset(
    "the a an of to in on for and or with by as at from that this these those is are was were be been being it its"
    " his her their our they he she we you i which who whom whose what also has have had not no will would can could"
    " may might must shall should more most less than then into onto after before up down out about over under such"
    " new said say says saying including include includes while but if so do does did done there here when where how"
    " all any both each few other some own same very just only one two first second last year month week day".split()
)
_SUFFIXES = ("ations", "ation", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s")
MIN_STEM = 4
REACH = 4  # how far apart two content words may stand to make a pair: rewrites insert and drop words
MIN_SENTENCE_WORDS = 4


@dataclass(frozen=True, slots=True)
class WordedSentence:
    """A sentence with its offsets and the set of its content stems."""

    start: int
    end: int
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """The features of one text."""

    pairs: frozenset[int]
    trigrams: frozenset[int]
    sentences: tuple[WordedSentence, ...]


def read_wording(text: str) -> Wording:
    """Return the features of a text; offsets are characters of that text, end exclusive."""
    stems = [stem for _, stem in _stems(text, 0)]
    pairs = frozenset(
        _hash(f"{stems[i]} {stems[j]}") for i in range(len(stems)) for j in range(i + 1, min(i + 1 + REACH, len(stems)))
    )
    words = [match.group().casefold() for match in _WORD.finditer(text)]
    trigrams = frozenset(_hash(" ".join(words[i : i + 3])) for i in range(len(words) - 2))
    sentences = []
    for start, end in _sentence_spans(text):
        found = frozenset(stem for _, stem in _stems(text[start:end], start))
        if len(found) >= MIN_SENTENCE_WORDS:
            sentences.append(WordedSentence(start, end, found))
    return Wording(pairs, trigrams, tuple(sentences))


def _stems(text: str, offset: int) -> Iterator[tuple[int, str]]:
    for match in _WORD.finditer(text):
        word = match.group().casefold().replace("’", "'").removesuffix("'s").replace(".", "")
        if word and word not in _STOP:
            yield offset + match.start(), _stem(word)


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= MIN_STEM:
            return word[: -len(suffix)]
    return word


def _sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _hash(feature: str) -> int:
    # CRC-32 is stable between processes, unlike hash(); collisions among some thousand features do not matter.
    return zlib.crc32(feature.encode("utf-8"))
