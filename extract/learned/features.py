"""Describe a possibility in features: words before, between and behind its ends, and what stands there.

Plain words do best: word classes, word vectors, pairs of words and the way through the parse were tried and did not
help (docs/accuracy.md). What all possibilities of a sentence share comes apart, so that it is summed up once.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.learned.lines import LineView
from extract.learned.units import NOTHING, Scene, Unit

_NEAR = 4  # words looked at on either side
_FAR = 14  # words between two ends that are looked at one by one
_EDGE = 6  # words at each end of a longer stretch
_MANNER = frozenset(
    "not never no n't without neither nor would could may might should will if whether unless plans planned expected "
    "set due yet declined refused failed denied reportedly proposal proposed draft consider considering calls called "
    "urged wants want hopes asked voluntary mandatory once until before after since when had has have".split()
)


def describe_line(view: LineView) -> list[str]:
    """Return the features that all possibilities of a sentence but pairs have."""
    return [f"kind:{view.kind}", f"long:{min(len(view.tokens) // 8, 6)}", *(f"w:{word}" for word in set(view.stems))]


def describe(view: LineView, scene: Scene, unit: Unit) -> list[str]:
    """Return the features of a possibility of its own."""
    if unit.task == "line":
        return []
    if unit.task == "date" and unit.left == NOTHING:  # what the event is about stands elsewhere: look at the date alone
        at = view.at[unit.right]
        return [*_around(view, at, at), f"place:{min(at, 5)}"]
    left = view.at.get(unit.left, len(view.tokens))
    if unit.right == NOTHING:
        return list(_single(view, scene, unit, left))
    return list(_pair(view, scene, unit, left, view.at.get(unit.right, len(view.tokens))))


def _single(view: LineView, scene: Scene, unit: Unit, at: int) -> Iterator[str]:
    yield f"l:{scene.label(unit.left)}"
    if unit.left == NOTHING:
        yield "nothing"
    elif unit.left < 0:
        yield from _context("", scene, unit.left)
    else:
        mentions = scene.layout.slots[unit.left].mentions
        yield f"silent:{mentions[0].silent}"
        yield f"many:{len(mentions) > 1}"
        yield f"first:{min(unit.left, 3)}"
        yield from _around(view, at, at)


def _pair(view: LineView, scene: Scene, unit: Unit, left: int, right: int) -> Iterator[str]:
    side = ">" if left < right else "<"
    low, high = min(left, right), max(left, right)
    yield f"kind:{view.kind}"
    yield f"l:{scene.label(unit.left)}-{scene.label(unit.right)}{side}"
    for name, end in (("s", unit.left), ("o", unit.right)):
        if end < 0:
            yield from _context(name, scene, end)
        else:
            mentions = scene.layout.slots[end].mentions
            yield f"{name}-silent:{mentions[0].silent}"
            yield f"{name}-many:{len(mentions) > 1}"
    gap = high - low - 1
    yield f"gap:{side}{gap if gap < 4 else 4 + min(gap // 4, 6)}"
    inside = view.stems[low + 1 : high]
    slots = [token for token in inside if token[0] == "<"]
    yield f"slots:{side}{min(len(slots), 4)}"
    for token in set(slots):
        yield f"m:{side}{token}"
    yield f"commas:{side}{min(inside.count(','), 3)}"
    if gap <= _EDGE:
        yield f"all:{side}{'_'.join(inside)}"
    for word in set(inside if gap <= _FAR else inside[:_EDGE] + inside[-_EDGE:]):
        yield f"b:{side}{word}"
    yield from _around(view, low, high, side)
    for word in _MANNER.intersection(view.tokens[max(low - 6, 0) : high + 3]):
        yield f"manner:{side}{word}"


def _context(name: str, scene: Scene, end: int) -> Iterator[str]:
    context = scene.contexts[-1 - end]
    yield f"{name}-context:{context.kind}"
    yield f"{name}-back:{context.kind}:{min(context.back, 4)}"


def _around(view: LineView, low: int, high: int, side: str = "") -> Iterator[str]:
    for step in range(1, _NEAR + 1):
        if low - step >= 0:
            yield f"p:{side}{view.stems[low - step]}"
            if step <= 2:
                yield f"p{step}:{side}{view.stems[low - step]}"
        if high + step < len(view.stems):
            yield f"n:{side}{view.stems[high + step]}"
            if step <= 2:
                yield f"n{step}:{side}{view.stems[high + step]}"
    if low == 0:
        yield f"opens:{side}"
