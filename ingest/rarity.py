"""How rare words, word pairs and names are in a corpus: what few texts have in common says more than what many have."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable

from ingest.wording import Wording

BUCKETS = 1 << 22  # counters of word pairs: 16 MB whatever the corpus; sharing a counter makes a pair look less rare


class Rarity:
    """The rarity of features in 0-1: 1 when at most two texts have one, less the more texts do."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        self.total = 0
        self._pairs = array("I", bytes(4 * BUCKETS))
        self._anchors: Counter[int] = Counter()
        self._stems: Counter[int] = Counter()
        self._weights: dict[int, float] = {}  # by how many texts have a feature
        self._totals: dict[int, tuple[Wording, float, float]] = {}  # by the id of a wording, which they keep alive
        for wording in wordings:
            self.total += 1
            for pair in wording.pairs:
                self._pairs[pair % BUCKETS] += 1
            self._anchors.update(set(wording.anchors))
            self._stems.update({stem for sentence in wording.sentences for stem in sentence.stems})

    def held_by(self, pairs: Iterable[int], least: int, most: int) -> list[int]:
        """Return the word pairs that from `least` to `most` texts have."""
        counts = self._pairs
        return [pair for pair in pairs if least <= counts[pair % BUCKETS] <= most]

    def pair(self, pair: int) -> float:
        """Return the rarity of a word pair."""
        return self._weigh(self._pairs[pair % BUCKETS])

    def anchor(self, anchor: int) -> float:
        """Return the rarity of a name or figure."""
        return self._weigh(self._anchors[anchor])

    def stem(self, stem: int) -> float:
        """Return the rarity of a content word."""
        return self._weigh(self._stems[stem])

    def all_pairs(self, wording: Wording) -> float:
        """Return the summed rarity of a text's word pairs."""
        return self._sums(wording)[1]

    def all_anchors(self, wording: Wording) -> float:
        """Return the summed rarity of a text's names and figures."""
        return self._sums(wording)[2]

    def _sums(self, wording: Wording) -> tuple[Wording, float, float]:
        # A text is compared with up to a dozen others: its sums are kept.
        held = self._totals.get(id(wording))
        if held is None:
            held = wording, sum(map(self.pair, wording.pairs)), sum(map(self.anchor, wording.anchors))
            self._totals[id(wording)] = held
        return held

    def _weigh(self, texts: int) -> float:
        weight = self._weights.get(texts)
        if weight is None:
            weight = math.log(1 + self.total / max(1, texts - 1)) / math.log(1 + self.total) if self.total else 0.0
            self._weights[texts] = weight
        return weight
