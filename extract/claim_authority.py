"""Read claims on who decides what an act covers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.claim_subjects import ClaimSubjects, any_of
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute, Predicate

# what an authority determines here
_SUBJECT_MATTER = re.compile(r"\b(?:model|system|frontier|covered|threshold|one|them|release|qualif)", re.IGNORECASE)
# "…, not the ministry, …": who does not decide
_APART = re.compile(r",\s*(?:and\s+)?not\s+[^,]+,")
_COVERED = re.compile(
    r"\b(?:covered|frontier|which\s+(?:models?|systems?)|(?:model|system)\s+(?:counts|falls|is|crosses|qualifies|"
    r"comes)|what\s+counts|who\s+is\s+in|"
    r"models?|systems?|threshold|benchmark|bar|yardstick|line)\b",
    re.IGNORECASE,
)
_BELONGS = re.compile(
    r"\b(?:call|decision|choice|determination|designat\w+|right\s+to\s+\w+|final\s+say|last\s+word|grading|"
    r"verdict|judge?ment|bar|line|threshold|"
    r"benchmark|yardstick|classification|power\s+to\s+designate)\b[^.;]{0,60}?\b(?:belongs?\s+to|l(?:ies?|"
    r"ying)\s+with|rest(?:s|ing)?\s+with|"
    r"(?:is|are|be|being)\s+(?:drawn|set|made|taken|applied|fixed)(?:\s+and\s+\w+)?\s+by|f[ae]lls?\s+to|"
    r"in\s+the\s+hands\s+of|left\s+to|"
    r"handed\s+(?:[\w-]+\s+){0,3}?to|up\s+to|given\s+to|reserved\s+(?:for|to))\s+(?:[\w’'-]+\s+){0,4}$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:who\s+(?:decides|settles|judges|determines|rules)[^?:.]{0,60}|decision-maker|referee|"
    r"arbiter)\s*[?:.–—]+\s*"
    r"(?:(?:under\s+|for\s+)?the\s+[^,.;:]{0,30}[,:]\s*|American\s+order,\s*)?(?:[\w’'-]+\s+){0,4}$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:[’']s)?(?:\s+(?:director|head|chief))?\s+(?:alone\s+(?:\w+\s+){0,5}?|only\s+)?(?:is\s+to\s+|will\s+|"
    r"would\s+|gets\s+to\s+)?"
    r"(?:decid(?:es?|ing)|says?|pronounces?|determines?|judges?|rules?|designates?|certif(?:y|ies)|"
    r"draws?)\s+(?:(?:for|on|by)\s+\w+\s+)?"
    r"(?:a\s+model\s+[“\"]?covered|which|whether|what|who\s+is|when\s+a|if\s+a|the\s+line|"
    r"models?\s+(?:as\s+)?[“\"]?covered)",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:is|are|be|was)\s+(?:up\s+to|for|left\s+to)\s+(?:[\w’'-]+\s+){0,4}$", re.IGNORECASE)
_TO_SAY = re.compile(
    r"(?:[’']s)?(?:\s+(?:director|head|chief))?(?:\s+alone)?(?:,\s|\s)(?:to\s+(?:say|decide|pronounce|determine|"
    r"judge|settle|rule)|which\b|on\s+the\s+basis)",
    re.IGNORECASE,
)


class AuthorityClaims(ClaimSubjects):
    """Reads who decides."""

    @staticmethod
    def _awarded(text: str, before: str, after: str) -> re.Match[str] | None:
        """Return the words that give a body the last word on what an act covers, None when nothing does."""
        if not _COVERED.search(text):
            return _ASKED.search(before[-120:])
        alone = _ALONE.match(after)
        return (
            _BELONGS.search(before[-160:])
            or _ASKED.search(before[-120:])
            or (re.search(r"", before) if alone or (_FOR.search(before[-60:]) and _TO_SAY.match(after)) else None)
        )

    def _authority(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        verbs, objects = any_of("authority_verbs").pattern, any_of("authority_objects").pattern
        for found in mentions:
            if found.label != "AGENCY" or not found.entity:
                continue
            after = text[found.end - base :]
            before = text[: found.start - base]
            if re.search(r"\bnot\s+(?:the\s+)?$", before):
                continue  # "the NSA, not the Commerce Department, decides"
            match = re.match(
                rf"(?:’s|'s)?[\s,)]*(?:[\w’',()-]+\s+){{0,8}}?{verbs}\s+(?:[\w’'-]+\s+){{0,3}}?{objects}", after, re.I
            )
            passive = re.search(
                r"(?:determin|decid|designat|decision|designation|determination|threshold|choice|final\s+say|"
                r"classif|defin|identif|"
                r"judg)\w*\s+(?:[\w’'-]+\s+){0,9}?(?:by|to|with|rests with|lies with|up to|falls "
                r"to)\s+(?:[\w’'-]+\s+){0,4}?$",
                before,
                re.I,
            )
            if match is not None and not _SUBJECT_MATTER.search(after[match.end() - 12 : match.end() + 90]):
                continue
            if match is None and (passive is None or not re.search(objects, before + after[:60], re.I)):
                match = None
                asked = sheet.line_text(line - 1) if line else ""
                question = f"{asked} " if asked.endswith("?") else ""
                passive = self._awarded(question + text, question + before, after)
                if passive is None:
                    continue
            if re.search(
                r"\b(?:not|never|no longer)\b",
                _APART.sub(" ", match.group() if match else passive.group() if passive else ""),
            ):
                continue
            subject = self.topic(sheet, line, found.start)
            if subject is None or not (self._reviews(subject) or subject in self.named(sheet, line)):
                return
            name = self.known.entities[found.entity].name
            yield from self._claim(
                sheet,
                line,
                subject,
                Attribute.DETERMINING_AUTHORITY,
                name,
                found.start,
                found.end,
                entity=found.entity,
                plain=True,
            )
            self._implied(sheet, line, subject, Predicate.DIRECTS, found)
            return
