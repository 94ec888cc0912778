"""Read claims on what an act demands: participation, licences, confidentiality, partners, dates, fines, thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.amounts import number
from extract.claim_subjects import ClaimSubjects, any_of
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute

_FLOP = re.compile(
    r"\b10\s?(?:\^|\*\*|\(|to the (?:power of )?)?\s?(?P<exp>2[0-9]|²[⁰-⁹³])(?:th)?\)?(?:\s?(?:th "
    r"power))?(?=\s?(?:\)|FLOP|floating|operations|computational|training|\(FLOP|[,.;]|or\b|mark|threshold|"
    r"of\b))|\b1[eE]\+?(?P<exp2>2\d)\b|10(?P<exp3>[²][⁰¹²³⁴⁵⁶⁷⁸⁹])"
)
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d+)?)\s?(?:%|per\s?cent|percent)")
_COUNT = r"(?:\d{1,3}(?:,\d{3})*|[a-z]+(?:-[a-z]+)?|a dozen)"


class RuleClaims(ClaimSubjects):
    """Readers of what an act demands."""

    def _participation(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        low = text.casefold()
        nouns, verbs = any_of("voluntary_nouns").pattern, any_of("voluntary_verbs").pattern
        match = re.search(
            rf"voluntary[”\"]?\s+(?:[\w’'-]+\s+){{0,4}}?{nouns}|voluntarily\s+(?:[\w’'-]+\s+){{0,3}}?{verbs}|"
            rf"{verbs}\s+(?:[\w’'-]+\s+){{0,7}}?voluntarily"
            rf"|{nouns}\s+(?:[\w’'-]+\s+){{0,5}}?(?:is|are|remains?|stays?|was|were|be|as|entirely|purely|"
            rf"strictly)\s+(?:[\w’'-]+\s+){{0,2}}?(?:voluntary|optional)"
            r"|(?:is|are|remains?|stays?|was|were|be|entirely|purely|"
            r"strictly)\s+(?:[\w’'-]+\s+){0,2}?(?:voluntary|optional)|on\s+a\s+voluntary|"
            r"not\s+(?:[\w’'-]+\s+){0,2}?(?:mandatory|compulsory)",
            low,
        )
        if match and not re.search(
            r"\b(?:not|no longer|isn't|hardly)\s+(?:\w+\s+)?$",
            low[: match.start()] + low[match.start() : match.end()].split("voluntar")[0],
        ):
            subject = self.subject(sheet, line, base + match.start(), review=True)
            if (subject is not None and self._reviews(subject)) or self._soft(subject):
                yield from self._claim(
                    sheet, line, subject, Attribute.PARTICIPATION, "voluntary", base + match.start(), base + match.end()
                )
            return
        demand = re.search(
            rf"(?:mandatory|compulsory)\s+(?:[\w’'-]+\s+){{0,3}}?{any_of('mandatory_nouns').pattern}|(?:is|are|"
            rf"remain|becomes?|makes?\s[\w\s]{{3,30}}?)\s(?:mandatory|compulsory)",
            low,
        )
        if demand and not re.search(
            r"\b(?:not|no|without|never|nor|rather than|instead of|call\w*|urg\w*|want\w*|should|would|"
            r"demand\w*|need\w*|if|avoid\w*)\b",
            low[: demand.start()][-70:],
        ):
            named = [
                found
                for found in mentions
                if found.label == "INSTRUMENT" and found.entity and found.start < base + demand.start()
            ]
            subject = self._signed(sheet, named[-1].entity) if named else None
            if subject is not None and not self._reviews(subject) and not self._soft(subject):
                yield from self._claim(
                    sheet,
                    line,
                    subject,
                    Attribute.PARTICIPATION,
                    "mandatory",
                    base + demand.start(),
                    base + demand.end(),
                    score=0.75,
                )

    def _licensing(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        noun = any_of("licence_nouns").search(text)
        if noun is None:
            return
        before, around = text[: noun.start()], text[max(0, noun.start() - 90) : noun.end() + 90]
        denial = any_of("licence_denials").search(before[-130:])
        close = denial is not None and len(before[-130:][denial.end() :].split()) <= 3
        if not close and not any_of("release_words").search(around):
            return
        subject = self.subject(sheet, line, base + noun.start(), review=True)
        if subject is None:
            return
        if denial or re.search(r"n['’]t\b", before[-130:]):
            own = [found for found in mentions if found.label == "INSTRUMENT" and found.entity and not found.silent]
            if self._reviews(subject) or self._soft(subject) or any(found.entity == subject for found in own):
                yield from self._claim(
                    sheet, line, subject, Attribute.LICENSING_REQUIRED, "false", base + noun.start(), base + noun.end()
                )
        elif (
            any_of("licence_demands").search(before[-60:])
            and self._reviews(subject)
            and re.search(r"licen[sc]|preclear|pre-approv|permit", noun.group(), re.I)
            and not re.search(
                r"\b(?:fear|worr|if|could|might|warn|would|call|urge|want|should|concern|critic)", before, re.I
            )
        ):
            yield from self._claim(
                sheet,
                line,
                subject,
                Attribute.LICENSING_REQUIRED,
                "true",
                base + noun.start(),
                base + noun.end(),
                score=0.6,
            )

    def _confidentiality(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        match = any_of("confidential").search(text) or re.search(
            r"confidentiality,?[\w\s,-]{0,60}?(?:terms|protections?|requirements?|safeguards|obligations|"
            r"undertakings|rules)\b",
            text,
            re.IGNORECASE,
        )
        if match is None:
            return
        subject = self.subject(sheet, line, base + match.start(), review=True)
        if subject is None or not (self._reviews(subject) or subject == sheet.instrument):
            return
        denied = re.search(r"\b(?:no|not|without|lacks?|lacking)\s+(?:[\w’'-]+\s+){0,4}?$", text[: match.start()][-50:])
        yield from self._claim(
            sheet,
            line,
            subject,
            Attribute.CONFIDENTIALITY_PROTECTION,
            "false" if denied else "true",
            base + match.start(),
            base + match.end(),
        )

    def _partners(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        topics = [found for found in mentions if found.entity and found.label in ("PROGRAMME", "MODEL")]
        if not topics or not re.search(
            r"\b(?:access|partner|join|member|expand|open|give|grant|includ|particip|launch)", text, re.I
        ):
            return
        nouns = any_of("partner_nouns").pattern
        for match in re.finditer(
            rf"\b(?P<n>{_COUNT})\s+(?:(?:additional|more|other|named|launch|further|new|founding|outside|vetted|"
            rf"selected|initial|trusted|partner|such|of its)\s+){{0,2}}{nouns}",
            text,
        ):
            count = number(match["n"].replace("a dozen", "dozen"))
            if count is None or count < 3 or count > 5000:
                continue
            programme = next((found for found in topics if found.label == "PROGRAMME"), topics[0])
            yield from self._claim(
                sheet,
                line,
                programme.entity,
                Attribute.ACCESS_PARTNER_COUNT,
                str(count),
                base + match.start(),
                base + match.end(),
                score=0.75,
            )

    def _applies(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        dates = [found for found in mentions if found.label == "DATE" and found.value and len(found.value) == 10]
        if not dates:
            return
        verb = any_of("apply_words").search(text)
        if verb is None:
            return
        for found in dates:
            lead = text[: found.start - base]
            if not re.search(
                r"\b(?:from|on|as of|since|until|to|starting|beginning|effective|till|after|,|only)\s+(?:[\w]+\s+)?$",
                lead,
            ):
                continue
            if re.search(
                r"\b(?:instead of|rather than|originally|not|initially|previously|moved from|postponed from|"
                r"from its|original date of|was due)\s+(?:[\w]+\s+){0,3}$",
                lead,
            ) or (re.search(r"\bfrom\s+$", lead) and re.match(r"\s+(?:to|until)\b", text[found.end - base :])):
                continue
            nearest = min(
                any_of("apply_words").finditer(lead + " "), key=lambda item: len(lead) - item.end(), default=None
            )
            if nearest is None or len(lead) - nearest.end() > 60:
                continue
            if re.search(r"\b(?:delayed|postponed)\s+sign", lead):
                continue
            subject = self._applying(sheet, line, base + nearest.start())
            yield from self._claim(
                sheet, line, subject, Attribute.APPLIES_FROM, found.value or "", found.start, found.end, score=0.8
            )

    def _applying(self, sheet: Sheet, line: int, at: int) -> str | None:
        here = [
            found
            for found in sheet.mentions
            if found.line == line and found.entity and found.start < at and found.label == "INSTRUMENT"
        ]
        if here:
            return here[-1].entity
        return self.subject(sheet, line, at, binding=True)

    def _fine(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        before = sheet.line_text(line - 1) if line else ""
        named = any_of("fine_words").search(text) or (any_of("fine_words").search(before) and _PERCENT.search(text))
        if not named or re.search(r"\b(?:was|were|been)\s+fined|\bfined\s+(?!up|at)[A-Z]|\bimposed\s+a\s+fine", text):
            return
        sums = [found for found in mentions if found.label == "MONEY" and found.value]
        for index, found in enumerate(sums):
            until = sums[index + 1].start - base if index + 1 < len(sums) else len(text)
            share = _PERCENT.search(text, found.end - base, min(until, found.end - base + 110))
            if share is None and index == 0:
                share = _PERCENT.search(text, max(0, found.start - base - 80), found.start - base)
            value = found.value or ""
            if share is not None:
                value += f"; {share.group(1).replace(',', '.')} %"
            subject = self.subject(sheet, line, found.start, binding=True)  # a voluntary instrument has no fines
            yield from self._claim(
                sheet, line, subject, Attribute.MAXIMUM_FINE, value, found.start, found.end, score=0.8
            )

    def _flop(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        for match in _FLOP.finditer(text):
            exponent = (match["exp"] or match["exp2"] or match["exp3"]).translate(_SUPER)
            own = [
                found
                for found in mentions
                if found.label == "INSTRUMENT"
                and found.entity
                and not found.silent
                and found.start < base + match.start()
            ]
            subject = own[-1].entity if own else self.subject(sheet, line, base + match.start(), binding=True)
            yield from self._claim(
                sheet,
                line,
                subject,
                Attribute.COMPUTE_THRESHOLD_FLOP,
                f"1e{exponent}",
                base + match.start(),
                base + match.end(),
            )
