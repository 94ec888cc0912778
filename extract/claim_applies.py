"""Read claims on the date from which an act, or some of its rules, bind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.claim_subjects import ClaimSubjects, any_of
from extract.document import Found, FoundClaim, Sheet
from extract.event_calendar import Calendar
from kb.vocabulary import Attribute, EventType

# parts of an act, and what it asks for: what may start to apply
_RULES = (
    r"(?:rules?|dut(?:y|ies)|obligations?|provisions?|requirements?|chapters?|articles?|annex|regime|bans?|"
    r"prohibitions?|prohibited|powers?|"
    r"high-risk|transparency|labell?ing|marking|watermark\w*|disclosure|disclosing|registration|regist\w+|"
    r"reporting|fines?|penalties|penalty|sanctions?|"
    r"enforcement|deployers?|providers?|systems?|products?|practices|machinery|devices|models|chatbots?|"
    r"deepfakes?|literacy|standards|act|law|"
    r"statute|regulation|directive|code|section|part|half|rest|remainder|bulk|audits?|clock|date|demands?|"
    r"takedown|replacement|successor|everything|nothing)"
)
_MATTER = re.compile(rf"\b{_RULES}\b", re.IGNORECASE)
_START = re.compile(
    r"\b(?:from|as\s+(?:of|from)|starting(?:\s+(?:on|from|in))?|beginning(?:\s+(?:on|from|in))?|since|"
    r"with\s+effect\s+from|effective(?:\s+(?:on|from))?)\s+"
    r"(?:last\s+|this\s+)?$",
    re.IGNORECASE,
)
_ON = re.compile(
    r"(?:^|\b(?:on|in|from|since|as\s+(?:of|from)|until|till|before|at|with|effective|of|to|beginning|starting|"
    r"for|than|date:|for:)\s+|[:(–—-]\s*|,\s+)"
    r"(?:the\s+(?:beginning|start|end)\s+of\s+|early\s+|late\s+|only\s+)?$",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:must|bind\w*|bound|oblig\w+|requir\w+|appl(?:y|ies|ied)|prohibit\w*|forbid\w*|forbidden|ban(?:s|ned)?|"
    r"subject\s+to|have\s+to|has\s+to|"
    r"covers?|ma[dk]e\w*|demand\w*|prescrib\w*|enforce\w*|fined?|fines|powers?|compulsory|mandatory|valid|illegal|"
    r"unlawful|need(?:s|ed)?\s+to|"
    r"(?:may|can|could|able\s+to)\s+(?:\w+\s+){0,3}?(?:fine|demand|request|order|inspect|recall|penali[sz]e|"
    r"punish|test|sanction))\b",
    re.IGNORECASE,
)
# words that need a thing that starts beside them
_WEAK = re.compile(
    r"start|beg[ai]n|enforcement|bound|bind|bite|operative|moved|delayed|deferred|postponed|pushed|follow|count|"
    r"hold|due|join|live",
    re.IGNORECASE,
)
_NOT_FROM = re.compile(
    r"\b(?:instead\s+of|rather\s+than|originally|not(?!\s+(?:start|begin|apply|bind|take|kick|be|until|before|"
    r"come|enter|bite|due|go)\b)|initially|previously|moved\s+from|postponed\s+from|from\s+its|formerly|"
    r"old\s+date|first\s+date|"
    r"original\s+date\s+of|was\s+(?:once\s+)?due|would\s+have\s+\w+|were\s+due|had\s+been\s+due|"
    r"should\s+have\s+\w+)\s+(?:[\w]+\s+){0,3}$",
    re.IGNORECASE,
)
_OTHER_MATTER = re.compile(
    r"\b(?:vote[sd]?|voting|signing|signed|meeting|hearing|decision|launch\w*|summit|ceremony|access|"
    r"applications?|trial|proceedings|talks|"
    r"negotiations|session|consultation|sandbox|tests?\s+(?:start|beg)|published|adopted|released|joined|works?|"
    r"worked|job|term|mandate|"
    r"preview|sale|conference|probe|investigation|exercise|course|training|contract|membership)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:postpon\w*|delay\w*|defer\w*|push(?:es|ed|ing)?|mov(?:e[sd]?|ing)|put(?:s|ting)?\s+(?:off|back)|"
    r"shift\w*|wait\w*|"
    r"new\s+date)\b"
    r"[^.;]{0,90}?\b(?:to|until|till|date:?)\s+(?:as\s+late\s+as\s+|at\s+least\s+)?$",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:new|start(?:ing)?|application|effective|applicable|compliance)\s+date(?:\s+is|\s+of)?:?\s+$|"
    r"\bcoming\s+(?:on|in)\s+$",
    re.IGNORECASE,
)
_RANGE_START = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^(?:\s*\([^)]*\))?\s*[,;]?\s*(?:and\s+|then\s+|but\s+)?(?:also\s+|only\s+|again\s+|"
    r"not\s+until\s+)*(?:(?:for|those|the|on|in|to|until|from|rules?|systems?|products?|"
    r"obligations?|duties|annex|high-risk|embedded|most|all|others?|rest|remaining|built|covered|listed|already|"
    r"existing|ones?|those|that|which|are|"
    r"is|under|of|models?|a|second|third|set|wave|batch|[IVX]+|into|regulated|parts?|provisions?|uses?|"
    r"it)\s+){0,14}$",
    re.IGNORECASE,
)
_APART_FROM = re.compile(r"\b(?:of|than)\s+$", re.IGNORECASE)
_BY = re.compile(r"(?<!not )\b(?:by|before|until|till|deadline|due)\s+$", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:\w{3,}ed|said|told|wrote|met|took|gave|held|put|sent|made|will\s+(?:meet|vote|publish|present))\b",
    re.IGNORECASE,
)
_OWED = re.compile(
    r"\b(?:rules?|dut(?:y|ies)|obligations?|requirements?|marking|marks?|labell?ing|provisions?|chapter|article|"
    r"disclosure|bans?|prohibitions?|"
    r"regime|act\s+wanted)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"(?:starts?|started|begins?|began|joins?|holds?|held|follow\w*)\s+(?:at|as|work|her|his|an?\s+(?:job|post|"
    r"meeting))\b",
    re.I,
)
_EVENTS = re.compile(
    r"\b(?:signed|adopted|published|proposed|voted|agreed|launched|released|told|said|wrote|issued|opened|"
    r"due\s+by)\b",
    re.IGNORECASE,
)


class ApplyClaims(ClaimSubjects):
    """Reads from when acts apply."""

    def _applies(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        dates = [
            found
            for found in mentions
            if found.label == "DATE" and found.value and re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", found.value)
        ]
        if not dates:
            return
        names = [(found.start - base, found.end - base) for found in mentions if found.label != "DATE"]
        verbs = [
            match
            for match in any_of("apply_words").finditer(text)
            if not any(low <= match.start() < high for low, high in names)
        ]
        last: Found | None = None  # the last date that was one
        for found in dates:
            lead, rest = text[: found.start - base], text[found.end - base :]
            at = self._verb_of(sheet, line, text, found, verbs, mentions)
            if at is None and last is not None and _GOES_ON.match(text[last.end - base : found.start - base]):
                at = last.end - base  # "… on 2 February 2025, and for models on 2 August"
            if at is None and self._known(sheet, line, text, found, mentions):
                at = len(lead)
            if at is None or _NOT_FROM.search(lead[-60:]):
                continue
            if _RANGE_START.search(lead) and re.match(r"\s+(?:to|until)\s", rest):
                continue  # "from 2 August 2026 to 2 December 2027"
            last = found
            for subject in self._applying(sheet, line, base + at, found):
                yield from self._claim(
                    sheet, line, subject, Attribute.APPLIES_FROM, found.value or "", found.start, found.end, score=0.8
                )

    def _known(self, sheet: Sheet, line: int, text: str, found: Found, mentions: list[Found]) -> bool:
        """Tell whether the register knows that the act spoken of applies from a date that stands beside its rules."""
        base = sheet.lines[line].start
        lead, rest = text[: found.start - base], text[found.end - base :]
        value = found.value or ""
        if found.reason in ("weekday", "today", "thatday", "unit", "ago") or sheet.published is None:
            return False
        if len(value) == 7 and value <= sheet.published.isoformat()[:7]:
            return False  # months that are over tell too little
        if not _ON.search(lead) or _APART_FROM.search(lead) or _BY.search(lead) or _OTHER_MATTER.search(lead[-50:]):
            return False
        if _EVENTS.search(lead[-40:]) or _EVENTS.search(rest[:25]) or re.match(r"\s+(?:to|until)\s", rest):
            return False
        part = self.part(sheet, line, found.start)
        words = sheet.text[part[0] : part[1]]
        named = any(item.label == "INSTRUMENT" and item.entity for item in mentions)
        if not (_OWED.search(words) or _DUTY.search(words) or (named and _MATTER.search(words))):
            return False
        topics = self._applying(sheet, line, found.start, found)
        calendar = Calendar(self.known.dated)
        if any(row.startswith("eu-") for row in calendar.abouts(EventType.ENTERED_INTO_FORCE, value)):
            return False  # the day of an act that amends this one
        return any(
            calendar.knows(EventType.APPLIES, topic, value)
            or (self._type(topic) == "state_statute" and calendar.knows(EventType.ENTERED_INTO_FORCE, topic, value))
            for topic in topics
        )

    def _type(self, entity: str | None) -> str | None:
        row = self.known.instruments.get(entity or "")
        return row.type if row else None

    def _verb_of(
        self, sheet: Sheet, line: int, text: str, found: Found, verbs: list[re.Match[str]], mentions: list[Found]
    ) -> int | None:
        """Return the place of what says that something applies from a date, None when nothing says so."""
        base = sheet.lines[line].start
        lead, rest = text[: found.start - base], text[found.end - base :]
        named = any(item.label == "INSTRUMENT" and item.entity for item in mentions)
        listed = not lead.strip(" •*-–") and re.match(r"\s*[:–—-]\s", rest) is not None
        moved = _MOVED.search(lead[-150:])
        if moved and (_MATTER.search(lead + rest[:60]) or named) and not _OTHER_MATTER.search(moved.group()):
            return len(lead)
        if _TO_COME.search(lead) and (_MATTER.search(text) or named):
            return len(lead)
        if re.search(r"\b(?:until|till|to|before)\s+$", lead) and not re.search(r"\b(?:not|nothing|no)\b", lead[-60:]):
            return None
        near = next((match for match in reversed(verbs) if match.end() <= found.start - base), None)
        at = None
        if near is not None and len(lead) - near.end() <= 60 and _ON.search(lead):
            between = lead[near.end() :]
            if not re.search(r";|\b(?:but|while|whereas|after|when)\b|(?<!not )\bbefore\b(?!\s+$)", between):
                at = near.start()
        when = re.match(r",?\s+when\b", rest)
        later = next((match for match in verbs if found.end - base < match.start() < found.end - base + 110), None)
        if at is None and when is not None and later is not None:
            at = later.start()  # "since 2 August, when the bulk of the Act became applicable"
        if at is None and listed and verbs:
            at = verbs[0].start()  # a calendar: "2 August 2026: the transparency duties apply"
        opens = len(lead.split()) <= 3 and (_ON.search(lead) is not None or not lead.strip())
        if at is None and opens and later is not None:
            between = text[found.end - base : later.start()]
            if not re.search(r"[;.]\s|\b(?:who|that|which|how|whether)\b", between) and not _DONE.search(between):
                at = later.start()  # "On 2 August the rest of the rules kick in"
        soon = later is not None and later.start() - (found.end - base) < 30
        if at is None and later is not None and soon and _START.search(lead):
            done = _DONE.search(text[found.end - base : later.start()])
            at = None if done else later.start()  # "and since last August they bind everyone"
        if at is not None and _PERSONAL.match(text[at:]):
            return None
        if at is not None:
            start = max(0, min(at, found.start - base) - 90)
            beside = text[start : max(at, found.end - base) + 40]
            weak = _WEAK.match(text[at:]) is not None
            if weak and not named and not listed and not _MATTER.search(beside):
                return None  # "enforcement starts in August" of nobody knows what
            if text[at:].casefold().startswith("due") and not _OWED.search(beside):
                return None  # "Section 3 is due on 1 August": a deadline
            if text[at:].casefold().startswith("in force") and not _OWED.search(text[max(0, at - 60) : at]):
                topic = self.subject(sheet, line, base + at, binding=True)
                if (self._place(topic) or "jur-eu") == "jur-eu":
                    return None  # acts of the Union are in force before they apply
            if (weak or re.search(r"operati|effect", text[at : at + 20])) and _OTHER_MATTER.search(
                text[start : at + 5]
            ):
                return None
            return at
        if named and _START.search(lead) and _DUTY.search(lead[-180:]):
            return len(lead) if not _EVENTS.search(lead[-40:]) else None  # "the Act demands reports from 11 September"
        if named and _START.search(lead) and len(lead) < 40 and _DUTY.search(rest[:160]):
            return len(text) if not _EVENTS.search(rest[:60]) else None  # "from 2 August, makers are bound by the Act"
        return None

    def _applying(self, sheet: Sheet, line: int, at: int, date: Found) -> tuple[str | None, ...]:
        part = self.part(sheet, line, min(at, date.start))
        here = [
            found
            for found in sheet.mentions
            if found.line == line and found.entity and found.label == "INSTRUMENT" and self._binds(found.entity)
        ]
        inside = [found for found in here if part[0] <= found.start < part[1]]
        before = [found for found in inside if found.start < at]
        if len(before) > 1 and re.fullmatch(r"\s*and\s*", sheet.text[before[-1].end : at]):
            return (before[-2].entity,)  # "A supersedes B and binds …"
        if before:
            return self.joined(sheet, before)
        if inside:
            return (inside[0].entity,)
        both = self.several(sheet, line, part)
        if both:
            return both
        return (self.subject(sheet, line, at, binding=True),)
