"""Read claims on compute thresholds, in every way a power of ten is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.claim_subjects import ClaimSubjects
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute

_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_POWERS = "|".join(f"{tens}{unit}" for tens in ("twenty-", "twenty ") for unit in _ORDINALS)
_FLOP = re.compile(
    rf"(?:(?<![\w.])(?P<times>\d(?:\.\d+)?)\s?[x×·*]\s?)?(?:"
    rf"\b(?:10|ten)\s?(?:\^|\*\*)\s?[{{(]?\s?(?P<exp>2\d)\b[}})]?|"
    rf"\b(?:10|ten)\s?(?:\(|\[)(?P<exp5>2\d)[)\]]|"
    rf"\b(?:10|ten)\s(?:raised\s)?to\s(?:the\s)?(?:power\s(?:of\s)?)?(?:(?P<exp2>2\d)(?:th|rd|nd|st)?\b|"
    rf"(?P<word>{_POWERS})\b)|"
    rf"\b(?:(?P<exp6>2\d)th|(?P<word2>{_POWERS}))\spower\sof\s(?:10|ten)\b|"
    rf"\b10\s?(?P<exp3>2\d)(?=\s?(?:FLOP|floating))|\b(?:10|1(?:\.0)?)[eE]\+?(?P<exp4>2\d)\b|"
    rf"\b10(?P<super>²[⁰¹²³⁴⁵⁶⁷⁸⁹])|"
    rf"\b(?P<illions>1|one|a|10|ten|100|a\shundred|one\shundred)\s(?P<scale>septillion|quadrillion\sbillion|"
    rf"trillion\strillion)\b|"
    rf"\b(?:1|one|a\sone)\s(?:followed\sby|with)\s(?:(?P<zeros>2\d)|(?P<zerowords>twenty-\w+))\s(?:zeros|zeroes|"
    rf"noughts))",
    re.IGNORECASE,
)
# what one model took to train, not what an act draws its line at
_TRAINED = re.compile(
    r"\b(?:was|were|been|is|are|probably|likely|reportedly|estimated|took|used|consumed|"
    r"needed)\s+(?:[\w-]+\s+){0,3}?(?:trained|training)\b[^;]*$|"
    r"\b(?:took|consumed|swallowed|cost|used)\s+(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    r"\b(?:an?|this|that|its|our|one|his|her)\s(?:[\w-]+\s)?(?:model|system|run)\s(?:with|at|of)\s$", re.IGNORECASE
)
_NO_LINE = re.compile(
    r"\b(?:nobody|no\s+one|no\s+such|knows\s+no|not\s+a\s+number|suggests?|proposes?\s+that)\b", re.IGNORECASE
)
_LINE = re.compile(
    r"\b(?:more\s+than|above|over|exceed\w*|beyond|past|upward|threshold|line|limit|mark|cut-?off|bar|floor|"
    r"trigger\w*|presum\w*|at\s+least|"
    r"starts?\s+at|begin\w*\s+at|cross\w*|surpass\w*|reach\w*|covers?|defin\w*|systemic)\b",
    re.IGNORECASE,
)


class AmountClaims(ClaimSubjects):
    """Reads thresholds."""

    def _flop(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        for match in _FLOP.finditer(text):
            exponent = _exponent(match)
            own = [found for found in mentions if found.label == "INSTRUMENT" and found.entity and not found.silent]
            if _TRAINED.search(text[: match.start()]) and not (_LINE.search(text[: match.start()][-60:]) or own):
                continue  # what one model took
            close = text[max(0, match.start() - 70) : match.start()]
            if match["times"] and not _LINE.search(close):
                continue
            if _OF_ONE.search(close) or _NO_LINE.search(text):
                continue
            at = base + match.start()
            part = self.part(sheet, line, at)
            inside = [found for found in own if part[0] <= found.start < part[1]]
            before = [found for found in inside if found.start < at]
            if re.search(r"\bguidelines\b", text[: match.start()], re.IGNORECASE) and not inside:
                subject = self._guidelines(sheet, line) or self.subject(sheet, line, at, binding=True)
            elif inside:
                subject = (before or inside)[-1 if before else 0].entity
            else:
                subject = self.subject(sheet, line, at, binding=True)
            times = match["times"]
            value = f"{times.removesuffix('.0')}e{exponent}" if times else f"1e{exponent}"
            both = self.joined(sheet, before) if before else () if inside else self.several(sheet, line, part)
            for one in both or (subject,):
                yield from self._claim(
                    sheet, line, one, Attribute.COMPUTE_THRESHOLD_FLOP, value, at, base + match.end(), plain=True
                )

    def _guidelines(self, sheet: Sheet, line: int) -> str | None:
        """Return the guidelines that the text named last."""
        for found in reversed([item for item in sheet.mentions if item.line < line and item.entity]):
            row = self.known.instruments.get(found.entity or "")
            if row is not None and row.type == "guidelines":
                return found.entity
        return None


def _exponent(match: re.Match[str]) -> int:
    """Return the power of ten that a match of `_FLOP` prints."""
    figure = next(
        (match[name] for name in ("exp", "exp2", "exp3", "exp4", "exp5", "exp6", "zeros") if match[name]), None
    )
    if figure is not None:
        return int(figure)
    if match["super"]:
        return int(match["super"].translate(_SUPER))
    if match["scale"]:
        ten = {"10": 1, "ten": 1, "100": 2}.get(
            match["illions"].casefold(), 2 if "hundred" in match["illions"].casefold() else 0
        )
        return 24 + ten
    return 20 + _ORDINALS.get(
        re.split(r"[- ]", (match["word"] or match["word2"] or match["zerowords"]).casefold())[1], 0
    )
