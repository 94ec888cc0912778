"""Which level a marker such as (i) of an order stands on: the letter after (h), or the first of a deeper list."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = ("alpha", "roman", "upper", "digit")  # (a) (i) (A) (1), as the orders use them from the outside in
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(slots=True)
class Levels:
    """The open levels of one section, outermost first."""

    _open: list[tuple[str, int]] = field(default_factory=list)

    def place(self, marker: str) -> int:
        """Return the depth of a marker, counted from 0, and remember it as the last of its level.

        It continues the deepest level whose next member it is; else it opens a level when it is a first member;
        else, where members were left out, it continues the deepest level it can come later in.
        """
        for step in (True, False):
            for depth in range(len(self._open) - 1, -1, -1):
                kind, last = self._open[depth]
                number = value(kind, marker)
                if number is not None and (number == last + 1 if step else number > last):
                    del self._open[depth + 1 :]
                    self._open[depth] = (kind, number)
                    return depth
            if step:
                first = next((kind for kind in ("roman", *KINDS) if value(kind, marker) == 1), None)
                if first and (first not in [kind for kind, _ in self._open] or not self._open):
                    self._open.append((first, 1))
                    return len(self._open) - 1
        kind = next((one for one in KINDS if value(one, marker) is not None), "alpha")
        self._open.append((kind, value(kind, marker) or 0))
        return len(self._open) - 1


def value(kind: str, marker: str) -> int | None:
    """Return the place of a marker in a list of a kind, from 1; None when it is no such marker."""
    if kind == "digit":
        return int(marker) if marker.isdigit() else None
    if kind == "roman":
        return _roman(marker)
    if not marker.isalpha() or (marker != marker.lower()) != (kind == "upper") or len(set(marker)) != 1:
        return None
    return ord(marker[0].lower()) - ord("a") + 1 + 26 * (len(marker) - 1)


def _roman(marker: str) -> int | None:
    if not marker or any(letter not in _ROMAN for letter in marker):
        return None
    digits = [_ROMAN[letter] for letter in marker]
    total = sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
    return total if _to_roman(total) == marker else None


def _to_roman(number: int) -> str:
    written = ""
    for size, letters in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= size:
            written, number = written + letters, number - size
    return written
