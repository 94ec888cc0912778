"""Read claims on what an act demands: is taking part voluntary, is a licence needed, what stays secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.claim_subjects import ClaimSubjects, any_of
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute

_FIRMS = (
    r"(?:companies|firms|developers|labs|anyone|anybody|makers|providers|them|it|any\s+\w+|"
    r"\w+\s+(?:companies|firms|developers))"
)
_WHO = (
    r"(?:(?:AI|tech|technology|frontier|leading|big|large|American|all|the|its|their|other|private|model)[\s-]+){0,4}"
    r"(?:developers?|compan(?:y|ies)|firms?|makers?|labs?|laborator(?:y|ies)|providers?|owners?)"
)
# more of the kind: what is offered, asked for or left to the firms
_ASKED = re.compile(
    r"\b(?:nobody|no\s+one)[’']s\s+(?:duty|obligation)\b|"
    rf"\b(?:left|leav(?:es?|ing))\s+(?:it|that|this|the\s+(?:choice|decision)|"
    rf"participation(?:\s+[\w-]+){{0,4}})?\s*(?:entirely\s+|wholly\s+)?"
    rf"(?:to|with|up\s+to)\s+(?:each\s+|every\s+|individual\s+)?{_WHO}\b|"
    r"\bnone\s+(?:of\s+them\s+)?(?:would\s+(?:have\s+been|be)|is|are|will\s+be)\s+(?:forced|obliged|compelled|"
    r"required)\b|"
    r"\bvoluntariness\b|\bown\s+free\s+will\b|\b(?:may|can)\s+walk\s+away\b|\bcan\s+be\s+(?:declined|refused)\b|"
    r"\bif\s+they\s+(?:so\s+)?(?:want|wish|like|choose)(?:\s+to)?(?=\s*[.,;)]|\s+and\b|$)|"
    r"\bask(?:s|ing|ed)?,?\s+(?:rather\s+than|instead\s+of|(?:and\s+(?:does\s+)?)?not)\s+(?:command|order|demand|"
    r"tell|requir|compel|forc|mandat)\w*|"
    r"\b(?:absence\s+of|no|without(?:\s+any)?)\s+(?:compulsion|coercion)\b|\bwithout\s+any\s+duty\s+to\b|"
    r"\bnothing\s+(?:in\s+(?:it|the\s+\w+)\s+)?binds\b|\bis\s+(?:only\s+|just\s+|merely\s+)?an\s+(?:invitation|"
    r"offer)\b|"
    rf"\b(?:invit(?:es?|ed|ing)|ask(?:s|ed|ing)?|encourag(?:es?|ed|ing)|request(?:s|ed|ing)|urg(?:es|"
    rf"ing))\s+{_WHO}\s+(?:\w+ly\s+)?to\s+(?:\w+ly\s+)?"
    r"(?:show|share|submit|give|hand|let|lend|open|offer|provide|grant|turn|participate|take\s+part)\b|"
    r"\b(?:taking\s+part|participation|joining|signing)\b[^.;]{0,40}?\b(?:remains?|is|are|would\s+(?:be|"
    r"remain))\s+(?:a\s+)?(?:choice|optional|free)\b|"
    r"\bwhether\s+to\s+(?:come\s+forward|take\s+part|participate|bring\s+it\s+in|submit)\b[^.;]{0,60}?\b(?:is|are|"
    r"for|left|up)\b",
    re.IGNORECASE,
)
# wordings that say by themselves that nobody has to take part
_FREE = re.compile(
    r"\b(?:nobody|no\s+one|no\s+(?:company|firm|lab|developer|provider|maker))\s+(?:is|will\s+be|"
    r"would\s+be|has|can\s+be)\s+(?:to\b|"
    r"(?:\w+\s+)?(?:obliged|forced|required|compelled|bound|obligated))|"
    rf"\b(?:does|do|did|will|would)(?:\s+not|n['’]t)\s+(?:force|oblige|compel|require|make|obligate|"
    rf"bind)\s+{_FIRMS}\b|"
    r"\b(?:under\s+)?no\s+(?:legal\s+)?obligation\s+to\s+(?:join|take|participate|submit|share|sign|hand|give|"
    r"offer)\b|"
    r"\bopt(?:s|ed|ing)?[-\s]in\b|\b(?:may|can|are\s+free\s+to|could)\s+(?:choose|decline|opt|refuse|elect)\b|"
    r"\b(?:up|left)\s+to\s+(?:each|the|every|individual|any)\s+(?:company|companies|developers?|"
    r"firms?|labs?|makers?|providers?)\b|"
    r"\bvolunteer(?:s|ed|ing)?\s+(?:their|its|models?|for|to)\b|\b(?:at|"
    r"in)\s+their\s+(?:own\s+)?(?:discretion|choosing)\b|"
    r"\bfree\s+to\s+(?:come|go|walk|join|decline|choose|take\s+part|participate|ignore|refuse|stay|leave|opt)\b|"
    r"\b(?:non-binding|not\s+(?:legally\s+)?binding)\b|\bwhich\s+can\s+decline\b|"
    r"\bcompulsory\s+for\s+(?:none|nobody|no\s+one)\b|"
    r"\b(?:not|neither|nor|never|hardly|n['’]t)\s+(?:\w+\s+)?(?:compulsory|mandatory|obligatory)\b|"
    r"\bmatter\s+of\s+(?:free\s+)?(?:choice|goodwill|good\s+will)\b|\bof\s+(?:their|its)\s+own\s+(?:free\s+will|"
    r"accord|volition)\b|"
    r"\b(?:nothing|no\s+rule|no\s+provision)\s+(?:in\s+\w+\s+\w+\s+)?(?:forces|obliges|compels|requires|binds|"
    r"makes)\b|"
    r"\b(?:are|is|were|was)(?:\s+not|n['’]t)\s+(?:obliged|required|bound|forced|compelled|obligated)\s+to\s+"
    r"(?:join|take\s+part|participate|share|submit|sign|show|offer|hand|come|enter)\b|"
    rf"\bneed\s+not\s+(?:join|take\s+part|participate|share|submit|sign|show|offer|hand)\b|"
    r"\bwithout\s+(?:any\s+)?(?:compulsion|coercion)\b|\b(?:choose|decide)\s+(?:for\s+themselves\s+)?whether\s+to\s+"
    r"(?:join|take\s+part|participate|share|submit|sign)\b|"
    r"\b(?:participation|taking\s+part|signing|joining|adherence|submission|submitting|"
    r"sharing)\b[^.;]{0,60}?\b(?:optional|discretionary)\b",
    re.IGNORECASE,
)
_VOLUNTARY = re.compile(r"\b(?:voluntary|voluntarily)\b", re.IGNORECASE)
_WISHES = re.compile(
    r"\b(?:call\w*|urg\w*|want\w*|should|demand\w*|if|avoid\w*|critics?|critici\w+|ask(?:s|ed)?|"
    r"fear\w*|propos\w*|push\w*|shift\s+from|"
    r"instead\s+of|rather\s+than|no\s+longer|not|never|hardly|far\s+from|beyond|only)\s+(?:[\w’'-]+\s+){0,6}$",
    re.IGNORECASE,
)
_MANDATORY = re.compile(
    r"\b(?:mandatory|compulsory|obligatory)\b|\b(?:is|are|becomes?|"
    r"remains?)\s+(?:legally\s+)?binding\s+(?:on|for|upon)\b|"
    r"\bbinds\s+(?:developers|companies|firms|labs|providers)\b",
    re.IGNORECASE,
)
_NOT_MANDATORY = re.compile(
    r"\b(?:not|no|without|never|nor|rather\s+than|instead\s+of|call\w*|urg\w*|want\w*|should|"
    r"demand\w*|need\w*|if|avoid\w*|critics?|"
    r"fear\w*|isn['’]t|aren['’]t|ask\w*|proposed|non)\b",
    re.IGNORECASE,
)
_STRONG_LICENCE = re.compile(
    r"licens|licenc|preclear|pre-clear|pre-?approv|permit|approval|permission|authori[sz]ation|clearance|sign-off|"
    r"go-ahead|green\s+light",
    re.IGNORECASE,
)
_NO_LICENCE = re.compile(
    r"\b(?:nobody|no\s+one|no|not|nothing|none|never|without|neither|nor|cannot|need\s+not|"
    r"rules?\s+out|ruled\s+out|stop(?:s|ped)?\s+short|"
    r"bars?|barred|forbid\w*|prohibit\w*|disclaim\w*|reject\w*|disavow\w*|avoid\w*|exclud\w*|free\s+of|"
    r"instead\s+of|rather\s+than|denie[sd])\b|n['’]t\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:nobody|no\s+one|none|not|cannot|never|forbid\w*|prohibit\w*|illegal|unlawful|no\s+\w+\s+may)\b",
    re.IGNORECASE,
)
_OTHER_LICENCE = re.compile(
    r"\b(?:free|open|open-source|driving|driver['’]s|law|music|copyright|software|export|apache|"
    r"mit)\s+licen[sc]|approval\s+rat|"
    r"approval\s+to\s+|his\s+licen|her\s+licen|their\s+licen|its\s+licen|licen[sc]ed\b|under\s+(?:a|"
    r"an|the)\s+(?:\w+\s+)?licen[sc]e",
    re.IGNORECASE,
)
_SECRETS = re.compile(
    r"\b(?:(?i:confidential(?:ity|ly)?|secre(?:t|cy|ts)|(?:from|against)\s+disclosure|lock\s+and\s+key|"
    r"trade\s+secrets?|business\s+secrets?|"
    r"proprietary|intellectual[-\s]property|non-?disclosure)|IP|"
    r"(?:may|must|shall|can)\s*not\s+(?:disclose|reveal|publish|pass\s+on|leak))\b"
)
_KEEPING = re.compile(
    r"\b(?:protect\w*|guard\w*|safeguard\w*|kept|keeps?|remains?|stays?|respect\w*|ensur\w*|"
    r"guarantee\w*|subject\s+to|oblig\w+|treat\w*|"
    r"under\s+(?:strict\s+)?(?:conf|non|sec)|shield\w*|promis\w*|assur\w*|requir\w*|calls?\s+for|"
    r"cover\w*|preserv\w*|maintain\w*|includ\w*|provid\w*|must|shall|part\s+of|terms|held\s+to|bound\s+(?:to|by)|"
    r"binds?|exempt\w*|pledg\w*|undertak\w*|"
    r"(?:reviews?|process|submissions?|evaluations?|information|data|tests?|findings|results|material|files?|"
    r"what\s+\w+\s+\w+)\s[^.;]{0,40}?(?:is|are|be))\b",
    re.IGNORECASE,
)
_NO_KEEPING = re.compile(
    r"\b(?:leak\w*|fear\w*|memo|source|sources|says\s+nothing|silent\s+on|confidentially|top-secret|"
    r"state\s+secrets?|open\s+secret|"
    r"classified|documents?\s+seen|letter|interview)\b",
    re.IGNORECASE,
)


_SECRET_THING = re.compile(
    r"\bsecret\s+(?:benchmark|test|list|bar|yardstick|criteri\w+|score|number|service|meeting|memo|court|vote|"
    r"weapon|clearance|draft)|"
    r"\b(?:contents|yardstick|benchmark|bar|list|test|criteria|number|figure|threshold|"
    r"name)s?\s+(?:\w+\s+){0,2}(?:secret|classified)\b|\ba\s+secret\b",
    re.IGNORECASE,
)
_NOT_BROUGHT_IN = re.compile(
    r"[^.;]{0,70}?\b(?:(?:is|are|was|were|be|been)\s+(?:\w+ly\s+)?(?:not\s+(?:being\s+)?(?:introduced|required|"
    r"needed|created|imposed|demanded|brought\s+in)|"
    r"excluded|ruled\s+out|off\s+the\s+table)|:\s*(?:\w+ly\s+)?(?:excluded|none|no\b|ruled\s+out)|"
    r"will\s+not\s+(?:need|be\s+needed))",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(?:not|n['’]t|never|wants?|senators?|lawmakers?|critics?|should|letter|commission|parliament|bill|if|"
    r"committee|agency|caisi)\s+(?:[\w’'-]+\s+){0,4}$",
    re.IGNORECASE,
)
_TAKES_PART = re.compile(
    r"\b(?:tak\w+\s+part|took\s+part|particip\w+|join\w*|contribut\w+|sign\w*\s+up|enrol\w*)\b", re.IGNORECASE
)


class RuleClaims(ClaimSubjects):
    """Readers of what an act demands."""

    def _participation(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        free = _FREE.search(text)
        if free is None and (asked := _ASKED.search(text)) and not _WISHED.search(text[: asked.start()][-60:]):
            free = asked
        match = free or next(
            (item for item in _VOLUNTARY.finditer(text) if not _WISHES.search(text[: item.start()][-70:])), None
        )
        if match is not None:
            subject = self._programme(sheet, line, mentions) or self.topic(sheet, line, base + match.start())
            own = self.named(sheet, line)
            nouns, verbs = any_of("voluntary_nouns"), any_of("voluntary_verbs")
            around = text[max(0, match.start() - 70) : match.end() + 70]
            taking_part = (
                free is not None
                or bool(nouns.search(around) or verbs.search(around))
                or subject in own
                or match.start() == 0
            )
            if subject is not None and taking_part and self._invites(subject, own):
                place = (base + match.start(), base + match.end())
                open_ = re.search(r"\bwhether\s+to\b", text[: match.start()], re.IGNORECASE) is not None
                yield from self._claim(sheet, line, subject, Attribute.PARTICIPATION, "voluntary", *place, plain=open_)
            return
        demand = _MANDATORY.search(text)
        if demand is not None and re.search(r"\bma[dk]es?\s+[^.;,]{1,70}$", text[: demand.start()]):
            made = text[max(0, demand.start() - 70) : demand.start()]
            if not re.search(r"\b(?:participation|review|vetting|testing|submission|it)\b", made, re.IGNORECASE):
                return  # "makes the marking of pictures compulsory" is a duty of its own
        if demand is None or _NOT_MANDATORY.search(text[: demand.start()][-80:]):
            return
        before = [f for f in mentions if f.label == "INSTRUMENT" and f.entity and f.start < base + demand.start()]
        subject = self._signed(sheet, before[-1].entity) if before else None
        if subject is not None and not self._reviews(subject) and not self._soft(subject):
            place = (base + demand.start(), base + demand.end())
            yield from self._claim(sheet, line, subject, Attribute.PARTICIPATION, "mandatory", *place, score=0.75)

    def _invites(self, subject: str, own: list[str]) -> bool:
        """Tell whether taking part in an instrument or programme can be voluntary at all."""
        if self.known.label(subject) == "PROGRAMME":
            return True
        return self._reviews(subject) or self._soft(subject) or (subject in own and not self._binds_all(subject))

    def _binds_all(self, subject: str) -> bool:
        row = self.known.instruments.get(subject)
        return row is not None and row.binding == "binding"

    def _programme(self, sheet: Sheet, line: int, mentions: list[Found]) -> str | None:
        """Return the programme the text has turned to since it last named an instrument."""
        if any(found.label == "INSTRUMENT" for found in mentions) or not _TAKES_PART.search(sheet.line_text(line)):
            return None
        last = [
            f
            for f in sheet.mentions
            if f.entity and f.label in ("INSTRUMENT", "PROGRAMME") and line - 12 <= f.line <= line
        ]
        paragraph = sheet.lines[line].paragraph
        if last and last[-1].label == "PROGRAMME" and sheet.lines[last[-1].line].paragraph >= paragraph - 6:
            return last[-1].entity
        return None

    def _licensing(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        nouns = [match for match in any_of("licence_nouns").finditer(text) if _STRONG_LICENCE.match(match.group())]
        if not nouns:
            return
        noun = next((match for match in nouns if _NO_LICENCE.search(text[: match.start()][-130:])), nouns[0])
        if _OTHER_LICENCE.search(text[max(0, noun.start() - 25) : noun.end() + 12]):
            return
        own = self.named(sheet, line)
        before, around = text[: noun.start()], text[max(0, noun.start() - 90) : noun.end() + 90]
        denial = _NO_LICENCE.search(before[-130:]) or _NOT_BROUGHT_IN.match(text[noun.end() :])
        close = denial is not None and len(before[-130:][denial.end() :].split()) <= 3
        if not own and not close and not any_of("release_words").search(around):
            return
        weak = re.match(r"permission|approval|authori|clearance|sign-off|go-ahead|green", noun.group(), re.IGNORECASE)
        if (
            weak
            and not own
            and not re.search(r"\b(?:releas|launch|deploy|publi|market|model|need|requir|apply)", around, re.I)
        ):
            return  # "used the page without permission"
        subject = self.topic(sheet, line, base + noun.start())
        if subject is None:
            return
        place = (base + noun.start(), base + noun.end())
        unless = re.search(r"\bwithout\s+(?:[\w-]+\s+){0,3}$", before)
        if unless and _NOBODY.search(before[: unless.start()]):
            if subject in own:  # "nobody may ship it without a licence"
                yield from self._claim(sheet, line, subject, Attribute.LICENSING_REQUIRED, "true", *place, score=0.7)
        elif denial is not None:
            if self._reviews(subject) or self._soft(subject) or subject in own or not self.holds_review(sheet):
                yield from self._claim(sheet, line, subject, Attribute.LICENSING_REQUIRED, "false", *place)
        elif (
            any_of("licence_demands").search(before[-60:])
            and (subject in own or self._reviews(subject))
            and re.search(r"licen[sc]|preclear|pre-?approv|permit", noun.group(), re.I)
            and not re.search(r"\b(?:fear|worr|if|could|might|warn|call|urge|want|should|concern|critic)", before, re.I)
            and (not re.search(r"\bwould\b", before) or not self._reviews(subject))
        ):
            yield from self._claim(sheet, line, subject, Attribute.LICENSING_REQUIRED, "true", *place, score=0.6)

    def _confidentiality(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        match = _SECRETS.search(text)
        if match is None or not _KEEPING.search(text) or _NO_KEEPING.search(text):
            return
        if match.group().casefold().startswith("secret") and _SECRET_THING.search(text):
            return  # what the state keeps to itself
        subject = self.topic(sheet, line, base + match.start())
        own = self.named(sheet, line)
        if subject is None or not (self._reviews(subject) or subject == sheet.instrument or subject in own):
            return
        denied = re.search(r"\b(?:no|not|without|lacks?|lacking)\s+(?:[\w’'-]+\s+){0,4}?$", text[: match.start()][-50:])
        value = "false" if denied else "true"
        place = (base + match.start(), base + match.end())
        yield from self._claim(sheet, line, subject, Attribute.CONFIDENTIALITY_PROTECTION, value, *place)
