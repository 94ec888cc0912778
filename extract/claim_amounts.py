"""Read claims with figures: partners with access, fines, compute thresholds, and dates from which rules apply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.amounts import number
from extract.claim_subjects import ClaimSubjects, any_of
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute

_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ORDINALS = {
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_FLOP = re.compile(
    r"\b(?:10|ten)\s?(?:\^|\*\*|\(|to\s+the\s+(?:power\s+of\s+)?)?\s?(?:(?P<exp>2[0-9]|²[⁰-⁹³])(?:th|rd)?|"
    r"twenty-(?P<word>[a-z]+))\)?(?:\s?power)?(?=\s?(?:\)|FLOP|floating|operations|computational|"
    r"integer|training|\(FLOP|"
    r"[,.;]|or\b|mark|threshold|of\b|$))|\b(?:10|1)[eE]\+?(?P<exp2>2\d)\b|10(?P<exp3>[²][⁰¹²³⁴⁵⁶⁷⁸⁹])"
)
_SHARE = re.compile(
    r"(?P<n>\d{1,2}(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty)\s?(?:%|per\s?cent\b)",
    re.IGNORECASE,
)
_TURNOVER = re.compile(r"turnover|revenue|sales|income", re.IGNORECASE)
_PUNISHING = re.compile(
    r"\b(?:fine[sd]?|penalt\w+|sanction\w*|punish\w*|ceiling|offenders?|(?:violation|breach|"
    r"infringement|offence|offense|"
    r"breaking|violating|breaching|ignoring|flouting|non-?compliance)\w*)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:up to|maximum|max|as much as|as high as|high as|reach\w*|ceiling|cap(?:s|ped)?|exceed\w*|"
    r"at most|can|may|could|"
    r"fac(?:e|es|ing)|risk\w*|carr(?:y|ies)|per violation|highest|whichever|until|provid\w+|allow\w*|"
    r"foresee\w*|for each|"
    r"sets?|turnover|revenue|run(?:s|ning)?\s+to|top(?:s|ped)?|amount\s+to|threaten\w*|range\w*|"
    r"subject to|liable|punishable|come)\b",
    re.IGNORECASE,
)
# "35 million euros, or 7 % of worldwide turnover": only fines are put so
_EITHER = re.compile(
    r"\b(?:or|respectively|whichever)\b[^.;]{0,40}?(?:%|per\s?cent)\s+of\s+(?:[\w’'-]+\s+){0,5}?(?:turnover|revenue|sales|income)",
    re.IGNORECASE,
)
_COSTS = re.compile(r"\b(?:cost|worst|expensive|pay|expect|threat\w*|bill|price)\b", re.IGNORECASE)
_PAST_FINE = re.compile(
    r"\b(?:was|were|been)\s+fined|\bfined\s+(?!up|at|with|as|a max|\d|[€$£])[A-Z]|\bimposed\s+(?:a|an|the)\s+\S*\s?"
    r"(?:fine|penalty)|\b(?:has|have|had)\s+fined\b|\bordered\s+to\s+pay|\bpaid\b",
)
_COUNT = r"(?:\d{1,3}(?:,\d{3})+|\d{1,4}|(?:[a-z]+\s)?hundred|a\s+dozen|two\s+dozen|three\s+dozen|[a-z]+(?:-[a-z]+)?)"
_ACCESS = re.compile(
    r"\b(?:access|partner\w*|join\w*|member\w*|expand\w*|open\w*|g[ia]ve\w*|grant\w*|includ\w*|"
    r"particip\w*|launch\w*|us(?:e|es|ing)|"
    r"shar\w+|receiv\w+|tak\w+ part|took part|counts?|let\w*|enrol\w*|grew|grown|limited|restricted|"
    r"available|comprises?)\b",
    re.IGNORECASE,
)
# who takes part in something that the sentences before named
_CIRCLE = re.compile(
    r"\b(?:participation|membership|circle|roster|enrolment|enrollment|access|partners|participants|members)\b[^.;]{0,60}?\b(?:to|at|of|for|includ\w+)\b",
    re.IGNORECASE,
)
_NOT_PARTNERS = re.compile(
    r"\b(?:found|flaws?|bugs?|wrote|employees|staff|evaluat\w+|customers\s+lost|no)\s+(?:[\w,]+\s+){0,4}$", re.I
)
_START = re.compile(
    r"\b(?:from|as\s+(?:of|from)|starting(?:\s+(?:on|from|in))?|beginning(?:\s+(?:on|from|in))?|"
    r"since|with\s+effect\s+from)\s+"
    r"(?:last\s+|this\s+)?$",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:must|bind\w*|bound|oblig\w+|requir\w+|appl(?:y|ies|ied)|prohibit\w*|forbid\w*|ban(?:s|"
    r"ned)?|subject\s+to|have\s+to|"
    r"covers?|ma[dk]e\w*|demand\w*|prescrib\w*|enforce\w*|fined?|powers?|compulsory|mandatory)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"start|beg[ai]n|enforcement|bound|bind|bite|operative|moved|delayed|deferred|postponed|pushed", re.IGNORECASE
)
_NOT_FROM = re.compile(
    r"\b(?:instead\s+of|rather\s+than|originally|not|initially|previously|moved\s+from|postponed\s+from|from\s+its|"
    r"original\s+date\s+of|was\s+due|would\s+have\s+\w+)\s+(?:[\w]+\s+){0,3}$",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"\b(?:vote|signing|meeting|hearing|decision|launch|summit|ceremony|access|applications?|trial)\b", re.I
)


class AmountClaims(ClaimSubjects):
    """Readers of figures."""

    def _partners(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        topics = [found for found in mentions if found.entity and found.label in ("PROGRAMME", "MODEL")]
        if not topics and _CIRCLE.search(text):
            topics = [
                found
                for found in sheet.mentions
                if found.entity and found.label in ("PROGRAMME", "MODEL") and line - 2 <= found.line < line
            ][-2:]
        if not topics or not _ACCESS.search(text):
            return
        nouns = any_of("partner_nouns").pattern
        counted = re.finditer(
            rf"\b(?P<n>{_COUNT})\s+(?:(?:additional|more|other|named|launch|further|new|founding|outside|vetted|"
            rf"selected|initial|trusted|partner|such|of\s+its|approved|listed|critical|large|european|major)\s+){{0,2}}{nouns}",
            text,
            re.IGNORECASE,
        )
        grown = re.finditer(
            rf"\b(?:circle|group|number|list|roster|club|pool)\s+of\s+(?:[\w-]+\s+){{0,2}}{nouns}\b[^.;]{{0,50}}?\b"
            rf"(?:to|at|of)\s+(?:about\s+|roughly\s+|some\s+|nearly\s+|almost\s+|over\s+|around\s+)?(?P<n>\d{{1,4}})\b(?![-.,/%]?\d)",
            text,
            re.IGNORECASE,
        )
        for match in [*counted, *grown]:
            count = _count(match["n"])
            if count is None or count < 3 or count > 5000 or _NOT_PARTNERS.search(text[: match.start()]):
                continue
            programme = next((found for found in topics if found.label == "PROGRAMME"), topics[0])
            yield from self._claim(
                sheet, line, programme.entity, Attribute.ACCESS_PARTNER_COUNT, str(count), base + match.start(),
                base + match.end(), score=0.75,
            )  # fmt: skip

    def _partners_of_earlier(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        if not any(found.entity and found.label in ("PROGRAMME", "MODEL") for found in mentions):
            yield from self._partners(sheet, line, text, mentions)

    def _applies(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        dates = [
            f for f in mentions if f.label == "DATE" and f.value and re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", f.value)
        ]
        if not dates:
            return
        names = [(found.start - base, found.end - base) for found in mentions if found.label != "DATE"]
        verbs = [
            match
            for match in any_of("apply_words").finditer(text)
            if not any(low <= match.start() < high for low, high in names)
        ]
        for found in dates:
            lead, rest = text[: found.start - base], text[found.end - base :]
            if _NOT_FROM.search(lead) or (re.search(r"\bfrom\s+$", lead) and re.match(r"\s+(?:to|until)\b", rest)):
                continue
            if re.search(r"\bwould\s+have\b", lead[-60:]) or re.search(r"\b(?:delayed|postponed)\s+sign", lead):
                continue
            introduced = re.search(
                r"(?:\b(?:from|on|as of|as from|in|since|until|to|starting|beginning|effective|till|only|is|for|"
                r"of|late|early)|,)\s+"
                r"(?:[\w]+\s+)?$",
                lead,
                re.IGNORECASE,
            )
            before = [match for match in verbs if match.end() <= len(lead)]
            near = before[-1] if before else None
            at: int | None = None
            if introduced and near is not None and len(lead) - near.end() <= 60:
                between = lead[near.end() :]
                if not re.search(r";|\b(?:but|while|whereas|after|before|when)\b", between):
                    at = near.start()
            when = re.match(r",?\s+when\b", rest)
            later = next((match for match in verbs if found.end - base < match.start() < found.end - base + 110), None)
            if at is None and when is not None and later is not None:
                at = later.start()  # "since 2 August, when the bulk of the Act became applicable"
            listed = not lead.strip(" •*-–") and re.match(r"\s*[:–—-]\s", rest)
            if at is None and listed and verbs:
                at = verbs[0].start()  # a calendar: "2 August 2026: the transparency duties apply"
            named = any(f.label == "INSTRUMENT" and f.entity for f in mentions)
            if at is not None and not named and not listed and _WEAK.match(text[at:]):
                at = None  # "enforcement starts in August" of nobody knows what
            if (
                at is None
                and named
                and re.search(r"\b(?:from|as\s+of|starting)\s+$", lead)
                and _DUTY.search(lead[-180:])
            ):
                at = len(lead)  # "the Act demands reports from 11 September"
            if at is None and named and _START.search(lead) and len(lead) < 40 and _DUTY.search(rest[:160]):
                at = len(text)  # "from 2 August, makers are bound by the Act"
            if at is None or (
                re.search(r"\b(?:until|till|to)\s+$", lead)
                and not re.search(r"\b(?:postpon|delay|defer|push|mov)\w*", lead)
            ):
                continue
            if _OTHER_MATTER.search(lead[max(0, (near.start() if near else 0) - 50) :]) and not re.search(
                r"\b(?:rules?|dut(?:y|ies)|obligations?|provisions?|requirements?|appl(?:y|ies|ied|icable|ication))\b",
                lead,
                re.I,
            ):
                continue
            subject = self._applying(sheet, line, base + at)
            yield from self._claim(
                sheet, line, subject, Attribute.APPLIES_FROM, found.value or "", found.start, found.end, score=0.8
            )

    def _applying(self, sheet: Sheet, line: int, at: int) -> str | None:
        here = [
            found
            for found in sheet.mentions
            if found.line == line and found.entity and found.label == "INSTRUMENT" and self._binds(found.entity)
        ]
        before = [found for found in here if found.start < at]
        if len(before) > 1 and re.fullmatch(r"\s*and\s*", sheet.text[before[-1].end : at]):
            return before[-2].entity  # "A supersedes B and binds …"
        if before or here:
            return (before or here)[-1].entity
        return self.subject(sheet, line, at, binding=True)

    def _fine(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        before = " ".join(sheet.line_text(number_) for number_ in range(max(0, line - 2), line))
        follows = any_of("fine_words").search(before) and _SHARE.search(text)
        sums = [found for found in mentions if found.label == "MONEY" and found.value]
        named = _PUNISHING.search(text) and (_LIMIT.search(text) or _EITHER.search(text))
        threat = bool(sums) and _EITHER.search(text) and (_PUNISHING.search(before) or _COSTS.search(text))
        if not (named or follows or threat) or _PAST_FINE.search(text):
            return
        shares = [match for match in _SHARE.finditer(text) if _TURNOVER.search(text[match.end() :][:80]) or sums]
        if not sums:
            # a share without a sum: only of turnover
            for share in (match for match in shares if _TURNOVER.search(text[match.end() :][:60])):
                subject = self.subject(sheet, line, base + share.start(), binding=True)
                place = (base + share.start(), base + share.end())
                yield from self._claim(
                    sheet, line, subject, Attribute.MAXIMUM_FINE, f"{_percent(share)} %", *place, score=0.75
                )
            return
        made: list[tuple[Found, str | None]] = []
        for index, found in enumerate(sums):
            until = sums[index + 1].start - base if index + 1 < len(sums) else len(text)
            follow = next(
                (m for m in shares if found.end - base <= m.start() < min(until, found.end - base + 110)), None
            )
            if follow is None:
                since = sums[index - 1].end - base if index else 0
                follow = next(
                    (m for m in shares if max(since, found.start - base - 90) <= m.start() < found.start - base), None
                )
            made.append((found, _percent(follow) if follow else None))
        for found, percent in made:
            subject = self.subject(sheet, line, found.start, binding=True)  # a voluntary instrument has no fines
            value = f"{found.value}; {percent} %" if percent else found.value or ""
            yield from self._claim(
                sheet, line, subject, Attribute.MAXIMUM_FINE, value, found.start, found.end, score=0.8
            )

    def _flop(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        for match in _FLOP.finditer(text):
            if match["word"]:
                exponent = str(20 + _ORDINALS.get(match["word"], 0))
            else:
                exponent = (match["exp"] or match["exp2"] or match["exp3"]).translate(_SUPER)
            own = [
                found
                for found in mentions
                if found.label == "INSTRUMENT" and found.entity and not found.silent
            ]  # fmt: skip
            before = [found for found in own if found.start < base + match.start()]
            if not own and re.search(r"\b(?:was|were|probably|likely|reportedly)\s+(?:\w+\s+)?trained\b", text):
                continue  # what one model took
            subject = (
                (before or own)[-1 if before else 0].entity
                if own
                else self.subject(sheet, line, base + match.start(), binding=True)
            )
            yield from self._claim(
                sheet, line, subject, Attribute.COMPUTE_THRESHOLD_FLOP, f"1e{exponent}", base + match.start(),
                base + match.end(),
            )  # fmt: skip


def _percent(match: re.Match[str]) -> str:
    figure = match["n"].replace(",", ".")
    return figure if figure[0].isdigit() else str(number(figure))


def _count(words: str) -> int | None:
    """Return the count that figures or words stand for: "150", "two hundred", "a dozen"."""
    folded = words.casefold()
    if folded.endswith("dozen"):
        return 12 * (number(folded.split()[0]) or 1)
    if folded.endswith("hundred"):
        times = number(folded.split()[0]) if " " in folded else 1
        return 100 * times if times else 100
    return number(folded)
