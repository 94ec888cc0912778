"""Read claims on fines: every printed tier of an act, as a sum, a share of turnover, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.amounts import NUMBERS, number
from extract.claim_subjects import ClaimSubjects
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute

_WORDED = "|".join(sorted((word for word in NUMBERS if len(word) > 2), key=len, reverse=True))
_SHARE = re.compile(
    rf"\b(?P<n>\d{{1,2}}(?:[.,]\d+)?|(?:{_WORDED})(?:\sand\sa\shalf)?)[\s-]?(?:%|per\s?cent\b|hundredths\b|pc\b)",
    re.IGNORECASE,
)
# "three million", "20 million": a sum whose currency stands elsewhere
_BARE = re.compile(
    rf"(?<![\w.,$€£-])(?P<n>\d{{1,3}}(?:[.,]\d+)?|a|{_WORDED})[\s-](?P<scale>million|m|bn|billion)(?![\w-]|"
    rf"\s?(?:euros?|dollars?|pounds?|"
    r"people|users|parameters|tokens|records|accounts|customers|posts|times))",
    re.IGNORECASE,
)
_TURNOVER = re.compile(
    r"turnover|revenue|sales|income|everything\s+\w+\s+earn|all\s+(?:that\s+)?\w+\s+(?:earn|take)", re.IGNORECASE
)
_PERIODIC = re.compile(r"\b(?:daily|periodic)\b", re.IGNORECASE)
_PUNISHING = re.compile(
    r"\b(?:fine[sd]?|fining|penalt\w+|sanction\w*|punish\w*|ceilings?|offenders?|forfeit\w*|liable|"
    r"(?:violation|breach|infringement|offence|offense|breaking|violating|breaching|ignoring|flouting|"
    r"non-?compliance|"
    r"disobe\w+|refus\w+|infring\w+)\w*)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:up to|maximum|max|as much as|as high as|as large as|high as|reach\w*|ceilings?|cap(?:s|ped)?|exceed\w*|"
    r"at most|no more than|"
    r"can|may|might|could|fac(?:e|es|ing)|risk\w*|carr(?:y|ies)|per\s(?:violation|day|offen[cs]e|breach|incident)|"
    r"highest|whichever|until|"
    r"provid\w+|allow\w*|permits?|foresee\w*|for\s(?:each|every)|(?:a|each|every)\s(?:day|time|violation|breach)|"
    r"sets?|turnover|revenue|"
    r"run(?:s|ning)?\s+to|top(?:s|ped)?(?:\s+out)?|amount\s+to|threaten\w*|range\w*|subject to|liable|punishable|"
    r"come|steepest|"
    r"heaviest|stops?\s+at|go(?:es)?\s+(?:up\s+)?to|stands?\s+at|first\s+(?:offen[cs]e|violation|breach)|"
    r"repeat\w*|later\s+ones|levy|impose|first-time|lower\w*|raise\w*|cuts?)\b",
    re.IGNORECASE,
)
_COSTS = re.compile(
    r"\b(?:cost\w*|worst|expensive|pay|expect|threat\w*|bill|price|risk\w*|sums?\s+at\s+stake|collect|stops?\s+at|"
    r"(?:goes|go|gone)\s+(?:up\s+)?to|exceed|up\s+to|at\s+most|as\s+much\s+as|no\s+more\s+than|tops?\s+out|"
    r"reach(?:\s+for)?|max\w*|ceiling)\b",
    re.IGNORECASE,
)
# a penalty that somebody got, not one that the law allows
_IMPOSED = re.compile(
    r"\b(?:was|were|been|has|have|had|being)\s+(?:\w+ly\s+)?(?:fined|penali[sz]ed|sanctioned)\b|\bfined\s+(?!up|"
    r"at|with|as|a\smax|\d|[€$£])[\w’'-]+|"
    r"\b(?:imposed|issued|levied|handed|slapped|announced|upheld|overturned|hit)\s+(?:[\w’'-]+\s+){0,5}?(?:fine|"
    r"penalty)|"
    r"\bhit\s+(?:[\w’'-]+\s+){1,8}?with\b|\b(?:ordered|agreed|agreeing)\s+to\s+pay|\bpaid\b|\bsettle(?:d|ment)\b|"
    r"\ba\s+fine\s+of\s+[^;]{0,30}?\s+(?:for|against|on)\b"
    r"(?!\s(?:each|every|any|breach\w*|violation\w*|the\sworst|offen\w+))",
    re.IGNORECASE,
)
_MONEY_OTHERWISE = re.compile(
    r"\b(?:invest\w*|fund(?:s|ed|ing)?|(?-i:raised?)|budget\w*|grants?|valued|valuation|worth|damages|contract\w*|"
    r"spen[dt]\w*|donat\w*|salary|"
    r"subsid\w*|programme\s+of|a\s+year\s+(?:for|to|through)|threshold|annual\s+(?:gross\s+)?revenues?\s+(?:of|"
    r"above|over)|revenues?\s+(?:above|over|exceeding|of\s+more))\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:(?:for\s+)?(?:each|every)|per|a)\s+(?:single\s+)?(?:day|violation|breach|failure|offen[cs]e|"
    r"infringement|incident|time|case)\b",
    re.IGNORECASE,
)
_HIGHEST = re.compile(
    r"\b(?:tops?\s+out\s+at|costs?|risks?|maximum|ceiling|upper\s+limit|no\s+more\s+than|at\s+most|"
    r"goes\s+(?:up\s+)?to)\s+(?:[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_EARNED = re.compile(
    r"\s+(?:or\s+more\s+)?(?:in|of)\s+(?:\w+\s+){0,2}(?:revenues?|sales|turnover|income)\b", re.IGNORECASE
)
_OLD = re.compile(
    r"\b(?:down\s+|cut\w*\s+|lower\w*\s+|f[ae]ll\w*\s+|reduc\w+\s+|shr[aiu]nk\w*\s+|(?:instead|"
    r"in\s+place)\s+of\s+)?(?:from|instead\s+of|rather\s+than|not)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_JOINS = re.compile(r"^[\s,;(/–-]*(?:or|and|resp(?:ectively)?\.?|/|\(|,)?\b[^;]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    """A sum ("30000000 EUR") or a share ("7") as a line prints it; start and end within the line."""

    start: int
    end: int
    value: str
    share: bool


class FineClaims(ClaimSubjects):
    """Reads the highest fines that acts allow."""

    def _fine(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        before = " ".join(sheet.line_text(number_) for number_ in range(max(0, line - 2), line))
        sums = self._sums(sheet, line, text, mentions)
        shares = [_Part(match.start(), match.end(), percent(match), True) for match in _SHARE.finditer(text)]
        tiers = _tiers(text, sums, shares)
        paired = any(one and other for one, other in tiers)
        punishing, follows = bool(_PUNISHING.search(text)), bool(_PUNISHING.search(before))
        for sum_, share in tiers:
            first = min(part.start for part in (sum_, share) if part)
            last = max(part.end for part in (sum_, share) if part)
            lead = text[:first]
            if _imposed(text, first, last) or (not (sum_ and share) and _MONEY_OTHERWISE.search(text)):
                continue
            if sum_ and not share and _EARNED.match(text[last:]):
                continue  # "more than $500 million in revenue": whom the act covers
            if _OLD.search(lead[-40:]) and re.match(r"[^.;]{0,40}?\bto\b", text[last:]):
                continue  # "from $30 million to $3 million"
            turnover = bool(_TURNOVER.search(text[last : last + 80])) or bool(_TURNOVER.search(text[first:last]))
            if share and not sum_:
                if (
                    not turnover
                    or _PERIODIC.search(text[first : last + 60])
                    or not (punishing or follows or _COSTS.search(lead))
                ):
                    continue
            elif sum_ and share:
                if not (turnover or punishing or follows or _COSTS.search(text) or self.named(sheet, line)):
                    continue
            elif not (
                (punishing and (_LIMIT.search(text) or paired))
                or (follows and _COSTS.search(text))
                or (_COSTS.search(text) and _EACH.search(text))
                or (self.named(sheet, line) and _HIGHEST.search(lead))
                or self._listed(sheet, line, base + first, mentions)
            ):
                continue
            subject = self.subject(sheet, line, base + first, binding=True)  # a voluntary instrument has no fines
            subject = self._latter(sheet, line, text[:first], subject)
            subject = self._paid_in(sheet, line, sum_.value if sum_ else "", subject)
            value = "; ".join([*([sum_.value] if sum_ else []), *([f"{share.value} %"] if share else [])])
            yield from self._claim(
                sheet, line, subject, Attribute.MAXIMUM_FINE, value, base + first, base + last, score=0.8, plain=True
            )

    @staticmethod
    def _listed(sheet: Sheet, line: int, at: int, mentions: list[Found]) -> bool:
        """Tell whether a sum stands in a list of acts with their sums: "Harbour Act: $1 million, then $3 million"."""
        acts = [found for found in mentions if found.label == "INSTRUMENT" and found.entity and found.end <= at]
        if not acts or not re.match(r"[)”]?\s?:\s", sheet.text[acts[-1].end : at]):
            return False
        return re.search(r"[;.]|\b(?:days?|hours?)\b", sheet.text[acts[-1].end : at]) is None

    def _sums(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> list[_Part]:
        """Return the sums of a line, also those that leave their currency to what stands around them."""
        base = sheet.lines[line].start
        found = [
            _Part(item.start - base, item.end - base, item.value, False)
            for item in mentions
            if item.label == "MONEY" and item.value
        ]
        for match in _BARE.finditer(text):
            if any(part.start < match.end() and match.start() < part.end for part in found):
                continue
            if not (_PUNISHING.search(text) or _SHARE.search(text) or _COSTS.search(text)):
                continue
            currency = found[0].value.rpartition(" ")[2] if found else self._currency(sheet, line, base + match.start())
            count = _amount(match["n"])
            if currency and count is not None:
                scaled = count * (10**9 if match["scale"].casefold() in ("bn", "billion") else 10**6)
                shown = f"{scaled:.2f}".rstrip("0").rstrip(".")
                found.append(_Part(match.start(), match.end(), f"{shown} {currency}", False))
        return sorted(found, key=lambda part: part.start)

    def _currency(self, sheet: Sheet, line: int, at: int) -> str | None:
        place = self._place(self.subject(sheet, line, at, binding=True)) or ""
        return "EUR" if place == "jur-eu" else "USD" if place.startswith("jur-us") else None

    def _paid_in(self, sheet: Sheet, line: int, value: str, subject: str | None) -> str | None:
        """Return the subject, or the last act of the place whose money a sum is in where the subject's is another."""
        wanted = {"EUR": "jur-eu", "USD": "jur-us"}.get(value.rpartition(" ")[2])
        place = self._place(subject)
        if wanted is None or place is None or place.startswith(wanted):
            return subject
        if not place.startswith(("jur-eu", "jur-us")):
            return subject
        held = [
            found.entity
            for found in sheet.mentions
            if found.label == "INSTRUMENT" and found.line <= line and self._binds(found.entity)
            and (self._place(found.entity) or "").startswith(wanted)
        ]  # fmt: skip
        return self._signed(sheet, held[-1]) if held else None

    def _latter(self, sheet: Sheet, line: int, lead: str, subject: str | None) -> str | None:
        """Return the instrument that "the former" or "the latter" stands for, else the subject."""
        which = re.search(r"\b(?:the\s+(?:former|latter)|in\s+the\s+(?:first|second))\b", lead, re.IGNORECASE)
        if which is None:
            return subject
        two = [
            found
            for found in sheet.mentions
            if found.label == "INSTRUMENT" and found.entity and line - 2 <= found.line < line
        ]
        named = list(dict.fromkeys(found.entity for found in two if found.line == two[-1].line)) if two else []
        if len(named) < 2:
            return subject
        return self._signed(sheet, named[0] if re.search("former|first", which.group(), re.I) else named[-1])


def _tiers(text: str, sums: list[_Part], shares: list[_Part]) -> list[tuple[_Part | None, _Part | None]]:
    """Pair sums with the shares that stand next to them, the closest first; the rest stand alone."""
    gaps: list[tuple[int, _Part, _Part]] = []
    for one in sums:
        for other in shares:
            first, last = (one, other) if one.start < other.start else (other, one)
            between = text[first.end : last.start]
            inside = any(first.end <= part.start < last.start for part in (*sums, *shares) if part not in (one, other))
            if not inside and len(between) <= 90 and not re.search(r";|\.\s+[A-Z]", between):
                weight = len(between) + (0 if re.search(r"\bor\b|[/(]", between) else 30 if "," in between else 60)
                gaps.append((weight, one, other))
    tiers: list[tuple[_Part | None, _Part | None]] = []
    for _, one, other in sorted(gaps, key=lambda gap: (gap[0], gap[1].start)):
        if all(one not in tier and other not in tier for tier in tiers):
            tiers.append((one, other))
    held = {id(part) for tier in tiers for part in tier}
    tiers += [(part, None) for part in sums if id(part) not in held]
    tiers += [(None, part) for part in shares if id(part) not in held]
    return sorted(tiers, key=lambda tier: min(part.start for part in tier if part))


def _imposed(text: str, first: int, last: int) -> bool:
    """Tell whether a sum is what somebody was made to pay."""
    start = max(text.rfind(mark, 0, first) for mark in (";", ". ", ", but ", ", while ", " under which ")) + 1
    end = min((place for mark in (";", ". ", ", but ") if (place := text.find(mark, last)) >= 0), default=len(text))
    return _IMPOSED.search(text[start:end]) is not None


def percent(match: re.Match[str]) -> str:
    """Return the figure of a share in digits."""
    figure = match["n"].replace(",", ".")
    if figure[0].isdigit():
        return figure
    whole = number(figure.split()[0])
    return f"{whole}.5" if "half" in figure.casefold() else str(whole)


def _amount(words: str) -> float | None:
    figure = words.replace(",", ".")
    return float(figure) if figure[0].isdigit() else number(figure)
