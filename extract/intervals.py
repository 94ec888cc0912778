"""Uncertainty of measured rates: Wilson intervals for shares, a bootstrap over documents for F1.

Counts go in, 95 % intervals come out; nothing here knows what was counted.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

Z_95 = 1.959963984540054  # the 97.5 % quantile of the normal distribution
RESAMPLES = 1000  # the ends of the interval settle to about .005 at 60 documents
SEED = 20261120  # fixed, so that the same predictions give the same bytes


@dataclass(frozen=True, slots=True)
class Counts:
    """Right finds, false finds and misses."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def empty(self) -> bool:
        """Tell that there was nothing to find and nothing was found."""
        return not (self.tp or self.fp or self.fn)

    @property
    def precision(self) -> float | None:
        """Right finds over all finds; None when nothing was found."""
        return share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """Right finds over all there was to find; None when there was nothing to find."""
        return share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None when there was nothing to find and nothing was found."""
        return share(2 * self.tp, 2 * self.tp + self.fp + self.fn)


def share(part: int, whole: int) -> float | None:
    """Return part over whole, or None when the whole is empty."""
    return part / whole if whole else None


def wilson(right: int, total: int) -> tuple[float, float] | None:
    """Return the 95 % Wilson score interval of a share, or None when nothing was counted.

    Source: E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 1927.
    """
    if total == 0:
        return None
    rate = right / total
    scale = 1 + Z_95**2 / total
    centre = (rate + Z_95**2 / (2 * total)) / scale
    half = Z_95 * math.sqrt(rate * (1 - rate) / total + Z_95**2 / (4 * total**2)) / scale
    return max(0.0, centre - half), min(1.0, centre + half)


def bootstrap_f1(documents: Sequence[Counts], *, resamples: int = RESAMPLES) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of micro F1 when documents are drawn anew with replacement.

    The seed is fixed. Documents, not mentions, are drawn: the mentions of one text are not independent. None when no
    document holds anything to count.
    """
    counted = [counts for counts in documents if not counts.empty]
    if not counted:
        return None
    generator = random.Random(SEED)  # noqa: S311 - statistics, not secrets
    values: list[float] = []
    for _ in range(resamples):
        total = Counts()
        for counts in generator.choices(counted, k=len(counted)):
            total += counts
        values.append(total.f1 or 0.0)
    values.sort()
    return values[round(0.025 * (resamples - 1))], values[round(0.975 * (resamples - 1))]


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of the values that exist, or None when none does."""
    held = [value for value in values if value is not None]
    return sum(held) / len(held) if held else None
