"""Read claims on deadlines: how many days an act gives somebody to do something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.amounts import NUMBERS, days_of, number
from extract.claim_subjects import ClaimSubjects, any_of
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute, Predicate

_WITHIN = re.compile(
    r"\b(?:within|no\s+later\s+than|not\s+later\s+than|inside(?:\s+of)?|at\s+most|over\s+the\s+next|next|"
    r"in)\s+(?:the\s+(?:next|first|following)\s+)?$",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:must|shall|to|will|should|told|order\w*|direct\w*|task\w*|requir\w*|instruct\w*|have|has|due|report\w*|"
    r"issue\w*|calls|"
    r"called|expect\w*|oblig\w*|give\w*|demand\w*|need\w*|says?|file|notif\w*|ow(?:e|es|ed)|wants?|finds?|"
    r"prescrib\w*)\b",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"\b(?:has|have|had|gets?|got|gives?|given|gave|giving|hands?|handed|sets?|allow\w*|grants?|granted|leaves?|"
    r"takes?)\s+"
    r"(?:[\w’'.]+\s+){0,6}?(?:a\s+|just\s+|only\s+)?$",
    re.IGNORECASE,
)
# what makes a length of time after a bare "in" a deadline
_CHARGED = re.compile(
    r"\b(?:must|shall|told|order(?:s|ed)|direct(?:s|ed)|task(?:s|ed)|requir\w+|instruct\w*|ha(?:s|ve)\s+to|due|"
    r"oblig\w+|"
    r"demand\w*|need(?:s|ed)?|expect\w+|will|(?:is|are|was|were)\s+to|give[sn]?|call(?:s|ed)\s+(?:for|on))\b",
    re.IGNORECASE,
)
_TERM = (
    r"(?:deadlines?|time\s+limits?|clocks?|marks?|tasks?|timelines?|limits?|turnarounds?|timetable|"
    r"time\s+frames?|timeframes?)"
)
_WORDED = "|".join(sorted((word for word in NUMBERS if len(word) > 2), key=len, reverse=True))
_TERM_AFTER = re.compile(
    rf"[\s-]*(?:(?:[\w-]+\s){{0,2}}{_TERM}\b|(?:notice-and-\w+|removal|take-?down|reporting|incident|notification|"
    rf"remediation|safety)"
    rf"[\s-](?:\w+[\s-])?(?:dut\w+|rules?|reports?|requirements?|obligations?|windows?|process|regime)\b|"
    rf"\s?on\s+the\s+clock)",
    re.IGNORECASE,
)
_TERM_BEFORE = re.compile(
    rf"\b{_TERM}\b[^.;]{{0,60}}?\b(?:is|was|are|of|at|to|with|:)\s+(?:just\s+|only\s+)?$|\b(?:uses?|allow\w*|"
    rf"allotted|set|sets|grants?|granted|prescribes?)\s+$",
    re.IGNORECASE,
)
_AFTER_SIGNING = re.compile(
    r"\s+(?:after|from|of|following)\s+(?:[\w’']+\s+){0,3}?(?:signature|signing|issuance|the\s+date|enactment)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:report\w*|notif\w*|tell|inform\w*|incident\w*|remov\w*|tak\w+\s+(?:\w+\s+){0,4}(?:down|offline)|"
    r"patch\w*|clos\w+|fix\w*|remediat\w*|flaws?|bugs?|"
    r"takedown|disclos\w*|answer\w*|warning|word)\b",
    re.IGNORECASE,
)
_NO_DEADLINE = re.compile(
    r"\b(?:take[sn]?|took|taking|enter(?:s|ed|ing)?|comes?|came)\s+(?:into\s+)?(?:effect|force)\b|"
    r"\b(?:in\s+favou?r|sold|raised|resigned|spent|lasted|"
    r"to\s+pay|to\s+appeal|to\s+reply|comment\s+period|consultation|court|judge|complaint\s+within|survey|talks|"
    r"trial|jail|prison|years?\s+in)\b",
    re.IGNORECASE,
)
_BEARERS = re.compile(
    r"\b(?:agenc\w+|departments?|developers?|compan\w+|providers?|platforms?|operators?|manufacturers?|firms?|"
    r"labs?|makers?|they|it|secretary|director|"
    r"treasury|pentagon|(?-i:[A-Z]{3,}))\b",
    re.IGNORECASE,
)
_HAVING = re.compile(
    r"\b(?:have|has|had|gets?|got|given|gave|giving|gives?)\s+(?:(?:only|just|at\s+least|up\s+to|about|a|another|"
    r"until|all\s+of)\s+)*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"(?:,|\band\b|\bor\b|;)\s+(?:only\s+|just\s+|in\s+)?(?P<n>\d{{1,3}}|{_WORDED})\s+"
    r"(?=(?:to|if|where|when|for|in\s+which|in\s+case|in)\b)",
    re.IGNORECASE,
)


class DeadlineClaims(ClaimSubjects):
    """Reads deadlines, and whom they bind."""

    def _is_deadline(self, text: str, start: int, end: int, value: str, joined: bool) -> bool:
        """Tell whether a length of time is what somebody has to do something."""
        before, after = text[:start], text[end:]
        span = days_of(value)
        if span is None or span[1] > 200 or _NO_DEADLINE.search(text):
            return False
        if span[1] <= 3 and not _TELLING.search(text):
            return False
        follows = any_of("before_words").match(after.lstrip(' ,”"'))
        if follows or re.match(r"\s+(?:ago|earlier|later)\b", after):
            return False
        within = _WITHIN.search(before) and _DUTY.search(text)
        if within and re.search(r"\bin\s+$", before) and (re.match(r"\s+of\b", after) or not _CHARGED.search(text)):
            within = None  # "three kinds of review in a month"
        if "/" in value:
            return bool(within)  # spans of time are mostly those of reviews
        granted = _GRANTED.search(before)
        given = granted and re.match(r"\s*(?:to|in which|from|after|for|if|where|in\s+case)\b", after)
        had = (
            _HAVING.search(before) and re.match(r"\s*(?:[.;,]|$|in\s+all\b|each\b)", after) and _BEARERS.search(before)
        )
        due = re.search(r"\bdue\s+(?:\w+\s+)?$", before) and re.match(r"\s+(?:after|from|of|following)\b", after)
        stated = _TERM_AFTER.match(after) or _TERM_BEFORE.search(before)
        grant_for = re.search(r"\b(?:allow|g[ia]ve|grant|leave)\w*\s+(?:[\w’'.]+\s+){1,5}$", before) and re.match(
            r"\s+for\b", after
        )
        signed = _AFTER_SIGNING.match(after)
        bound = re.search(
            r"\b(?:binds?|due|appl(?:y|ies)|counts?|comply|compliance)\b[^.;,]{0,30}?\b(?:after|in)\s+$", before
        ) and re.match(r"\s*[.;,]", after)
        and_more = joined and re.search(
            r"(?:\b(?:and|or)|,)\s+(?:[\w-]+\s){0,3}?(?:in\s+|within\s+)?(?:a\s+single\s+)?$", before
        )
        return bool(within or given or had or due or stated or grant_for or signed or bound or and_more)

    def _deadline(
        self, sheet: Sheet, line: int, text: str, found: Found, mentions: list[Found]
    ) -> Iterator[FoundClaim]:
        """Yield the claim of a deadline, those that share its unit, and what an order's deadline implies."""
        base = sheet.lines[line].start
        subject = self.subject(sheet, line, found.start)
        span = days_of(found.value or "")
        if span is None:
            return
        yield from self._claim(
            sheet, line, subject, Attribute.DEADLINE_DAYS, str(span[1]), found.start, found.end, score=0.75
        )
        for match in _MORE.finditer(text, found.end - base, min(len(text), found.end - base + 140)):
            count = number(match["n"])  # "fifteen days, ten if somebody died"
            if re.search(r"[;.]", text[found.end - base : match.start()]) or count is None:
                break
            yield from self._claim(
                sheet,
                line,
                subject,
                Attribute.DEADLINE_DAYS,
                str(count),
                base + match.start(),
                base + match.end(),
                score=0.7,
            )
        row = self.known.instruments.get(subject or "")
        if row is not None and "order" in row.type:
            self._tasked(sheet, line, row.id, text, mentions)

    def _tasked(self, sheet: Sheet, line: int, order: str, text: str, mentions: list[Found]) -> None:
        """Add what a deadline under an order implies: whom it directs and which mechanism it sets up."""
        base = sheet.lines[line].start
        verb = re.search(
            r"\b(?:must|shall|has|have|is to|are to|was told to|were told to|was given|were given|gets?|got)\b", text
        )
        if verb is None:
            return
        for found in mentions:
            if found.end > base + verb.start() or found.label != "AGENCY" or not found.entity or found.silent:
                continue
            if re.search(
                r"\b(?:consult\w*|with|after|from|by|under|through|at)\s+(?:the\s+)?$", text[: found.start - base]
            ):
                continue
            self._implied(sheet, line, order, Predicate.DIRECTS, found)
        for found in mentions:
            lead = text[: max(0, found.start - base)]
            made = re.search(
                r"\b(?:form|set up|establish|create|launch|stand up|build|start)\s+(?:[\w’'-]+\s+){0,4}$", lead
            )
            if found.label == "PROGRAMME" and found.entity and made:
                self._implied(sheet, line, order, Predicate.ESTABLISHES, found)
