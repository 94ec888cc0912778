"""The wording of a text as features that survive rewriting: content words in near order, sentences, names and figures.

A rewrite changes function words, inflection and sentence shape; what stays is which content words stand near each
other, in which order the sentences tell it, and the names and figures among them. Features are numbers (CRC-32), kept
in arrays: a store has thousands of texts.

Dates, section numbers and titles of laws are left out of all of these but the plain word sequence: whoever writes about
a law gives them, in the order of the law, so they say nothing about who copied from whom.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.\-]*[A-Za-z0-9]|[A-Za-z0-9]")
_TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_][\w'’\-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n+")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_NUMBERED = r"Art(?:icle)?s?|Sec(?:tion)?s?|Annex(?:es)?|Chapter|Part|Title|Order|Bill|number|No|EO|SB|HB|HR|H\.R|S|EN"
_CITED = (
    # Dates with a month, years, and numbers with a slash: 2 August 2026, June 2, 2024/1689.
    re.compile(
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? \d{{4}})?|\b{_MONTH} \d{{1,2}}\b(?:,? \d{{4}})?"
        rf"|\b{_MONTH} (?:19|20)\d\d\b|\b(?:19|20)\d\d(?:/\d+)?\b|\b\d+/\d+\b"
    ),
    # Section numbers and numbers of acts, singly or listed: Articles 88 to 94, section 3(b)(ii), SB 53, Annex III.
    re.compile(
        rf"\b(?:{_NUMBERED})\b\.?,? ?[\dIVX][\w.\-]*(?:\(\w+\))*(?:(?:,| and| to| or) \d+(?:\(\w+\))*)*", re.IGNORECASE
    ),
    # Titles: Export Control Reform Act of 2018, Code of Practice, Implementing Regulation.
    re.compile(
        r"\b(?:[A-Z][\w’'\-]+ (?:of |on |and |the |for )*){1,7}(?:Act|Regulations?|Code|Directive|Statute|Treaty)\b"
        r"(?:,? (?:of )?\d{4})?"
    ),
    re.compile(
        r"\b(?:EO|Articles?|Art|Sections?|Sec|Annex(?:es)?|paragraphs?|Regulation|Directive)\b\.?", re.IGNORECASE
    ),
)
# Function words and the verbs of reporting; everything else counts as content.
_STOP = frozenset(
    "the a an of to in on for and or with by as at from that this these those is are was were be been being it its his"
    " her their our they he she we you i which who whom whose what also has have had not no will would can could may"
    " might must shall should more most less than then into onto after before up down out about over under such new"
    " said say says saying including include includes while but if so do does did done there here when where how all"
    " any both each few other some own same very just only one two first second last year month week day".split()
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december".split()
)
_NO_NAMES = _STOP | _CALENDAR
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
        " nineteen twenty".split(),
        3,
    )
}
_SUFFIXES = ("ations", "ation", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s")
MIN_STEM = 4
REACH = 4  # how far apart two content words may stand to make a pair: rewrites insert and drop words
MIN_SENTENCE_WORDS = 4


@dataclass(frozen=True, slots=True)
class WordedSentence:
    """A sentence with its offsets and its content stems, each once."""

    start: int
    end: int
    stems: array[int]


@dataclass(frozen=True, slots=True)
class Wording:
    """The features of one text.

    `pairs`: content stems that stand near each other. `trigrams`: three words in a row, as they stand. Both each
    once, in rising order. `anchors`: names and figures in the order of the text, with repetitions.
    """

    pairs: array[int]
    trigrams: array[int]
    anchors: array[int]
    sentences: tuple[WordedSentence, ...]


def read_wording(text: str) -> Wording:
    """Return the features of a text; offsets are characters of that text, end exclusive."""
    words = [match.group().casefold() for match in _WORD.finditer(text)]
    telling = _without_citations(text)
    stems = list(_stems(telling))
    sentences = []
    starts = set()
    for start, end in _sentence_spans(text):
        found = {_hash(stem) for stem in _stems(telling[start:end])}
        if len(found) >= MIN_SENTENCE_WORDS:
            sentences.append(WordedSentence(start, end, array("I", sorted(found))))
        opening = _TOKEN.search(telling, start, end)
        if opening:
            starts.add(opening.start())
    return Wording(
        pairs=_features(f"{stems[i]} {other}" for i in range(len(stems)) for other in stems[i + 1 : i + REACH]),
        trigrams=_features(" ".join(words[i : i + 3]) for i in range(len(words) - 2)),
        anchors=array("I", (_hash(anchor) for anchor in _anchors(telling, starts))),
        sentences=tuple(sentences),
    )


def _anchors(text: str, starts: set[int]) -> Iterator[str]:
    """Yield figures, and capitalised words that do not open a sentence."""
    for match in _TOKEN.finditer(text):
        word = match.group()
        lowered = word.casefold().replace("’", "'").removesuffix("'s")
        if word[0].isdigit():
            yield word.replace(",", "")
        elif lowered in _NUMBER_WORDS:
            yield _NUMBER_WORDS[lowered]
        elif word[0].isupper() and match.start() not in starts and len(lowered) > 1 and lowered not in _NO_NAMES:
            yield lowered


def _without_citations(text: str) -> str:
    """Return the text with dates and citations of law blanked out; offsets stay."""
    for pattern in _CITED:
        text = pattern.sub(lambda match: re.sub(r"\S", " ", match.group()), text)
    return text


def _stems(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match.group().casefold().replace("’", "'").removesuffix("'s").replace(".", "")
        if word and word not in _STOP:
            yield _stem(word)


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


def _features(found: Iterator[str]) -> array[int]:
    return array("I", sorted({_hash(feature) for feature in found}))


def _hash(feature: str) -> int:
    # CRC-32 is stable between processes, unlike hash(); collisions among some thousand features do not matter.
    return zlib.crc32(feature.encode("utf-8"))
