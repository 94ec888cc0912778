"""How alike two texts are: what one would have taken from the other if it were a copy, in 0-1, and where it stands.

Fixed near-duplicate thresholds fail on rewrites: the word 3-gram Jaccard of true ones is as low as .06. Three measures
are multiplied instead, each of which independent reports can reach, but hardly all of them at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ingest.rarity import Rarity
from ingest.wording import WordedSentence, Wording

ALIGNED = 0.15  # similarity of two sentences from which they may tell the same thing
SHOWN = 0.2  # … and from which they are kept as a matched span
MIN_ANCHORS = 3  # a text with fewer names and figures is judged without them
SYNDICATED = 0.50  # share of common word 3-grams from which the wording itself was taken over


@dataclass(frozen=True, slots=True)
class Text:
    """A document as far as families are concerned; `day` is an ordinal, see date.toordinal()."""

    document_id: str
    publisher: str
    day: int
    wording: Wording


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are: `score` in 0-1, the kind of copy, and matched spans (start, end in each)."""

    left: str
    right: str
    score: float
    relation: str
    spans: tuple[tuple[int, int, int, int], ...]


def compare_texts(left: Text, right: Text, rarity: Rarity) -> Likeness:
    """Score two texts.

    The score is the geometric mean of three shares of the text that has less: its word pairs that the other has too,
    its sentences that tell the same in the same order, and its names and figures in the same order; pairs, words and
    names count by their rarity. Where half of the wording is the same, that share counts if it is higher.
    """
    chain, order = _aligned(left.wording.sentences, right.wording.sentences, rarity)
    if left.publisher == right.publisher:
        relation = "same_publisher"
    else:
        relation = "syndicated" if verbatim(left.wording, right.wording) >= SYNDICATED else "reworded"
    return Likeness(left.document_id, right.document_id, _score(left, right, rarity, order), relation, tuple(chain))


def highest_score(left: Text, right: Text, rarity: Rarity) -> float:
    """Return a score that compare_texts cannot exceed, without the sentences: these take most of its time."""
    return _score(left, right, rarity, 1.0)


def _score(left: Text, right: Text, rarity: Rarity, order: float) -> float:
    one, other = left.wording, right.wording
    shares = [_shared_pairs(one, other, rarity), order]
    if min(len(one.anchors), len(other.anchors)) >= MIN_ANCHORS:
        shares.append(_anchors_in_order(one, other, rarity))
    score: float = math.prod(shares) ** (1 / len(shares))
    same = verbatim(one, other)
    return round(min(max(score, same) if same >= SYNDICATED else score, 1.0), 4)


def verbatim(left: Wording, right: Wording) -> float:
    """Return the share of the smaller text's word 3-grams that the other has."""
    smaller = min(len(left.trigrams), len(right.trigrams))
    return len(set(left.trigrams).intersection(right.trigrams)) / smaller if smaller else 0.0


def _shared_pairs(left: Wording, right: Wording, rarity: Rarity) -> float:
    shared = sum(rarity.pair(pair) for pair in set(left.pairs).intersection(right.pairs))
    smaller = min(rarity.all_pairs(text) for text in (left, right))
    return shared / smaller if smaller else 0.0


def _anchors_in_order(one: Wording, other: Wording, rarity: Rarity) -> float:
    """Return the weight of the heaviest common subsequence as a share of the lighter sequence."""
    left, right = one.anchors, other.anchors
    common = set(left).intersection(right)
    weights = {anchor: rarity.anchor(anchor) for anchor in common}
    line = [anchor for anchor in right if anchor in common]
    row = [0.0] * (len(line) + 1)
    for anchor in left:
        if anchor not in common:
            continue
        before = 0.0
        for place, facing in enumerate(line, 1):
            above = row[place]
            best = above if above >= row[place - 1] else row[place - 1]
            if anchor == facing and before + weights[anchor] > best:
                best = before + weights[anchor]
            row[place] = best
            before = above
    return row[-1] / min(rarity.all_anchors(text) for text in (one, other))


def _aligned(
    left: tuple[WordedSentence, ...], right: tuple[WordedSentence, ...], rarity: Rarity
) -> tuple[list[tuple[int, int, int, int]], float]:
    """Return the matched spans of the best alignment in order, and its similarity per sentence of the shorter text."""
    if not left or not right:
        return [], 0.0
    weights = {stem: rarity.stem(stem) ** 2 for text in (left, right) for sentence in text for stem in sentence.stems}
    ours, theirs = ([_bag(sentence, weights) for sentence in text] for text in (left, right))
    likeness = [[_cosine(one, other, weights) for other in theirs] for one in ours]
    table = [[0.0] * (len(right) + 1)]
    for one in likeness:
        above = table[-1]
        row = [0.0]
        for place, same in enumerate(one, 1):
            row.append(max(row[-1], above[place], above[place - 1] + same if same >= ALIGNED else 0.0))
        table.append(row)
    spans = []
    i, j = len(left), len(right)
    while i and j:
        same = likeness[i - 1][j - 1]
        if table[i][j] == table[i - 1][j]:
            i -= 1
        elif table[i][j] == table[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            if same >= SHOWN:
                spans.append((left[i].start, left[i].end, right[j].start, right[j].end))
    return spans[::-1], table[-1][-1] / min(len(left), len(right))


def _bag(sentence: WordedSentence, weights: dict[int, float]) -> tuple[frozenset[int], float]:
    return frozenset(sentence.stems), sum(weights[stem] for stem in sentence.stems)


def _cosine(
    left: tuple[frozenset[int], float], right: tuple[frozenset[int], float], weights: dict[int, float]
) -> float:
    common = left[0] & right[0]
    return sum(weights[stem] for stem in common) / math.sqrt(left[1] * right[1]) if common else 0.0
