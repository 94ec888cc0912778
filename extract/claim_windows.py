"""Read claims on review windows: how long they are, how long a draft had them, and what they count back from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.amounts import days_of
from extract.claim_deadlines import DeadlineClaims
from extract.claim_subjects import any_of
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute

_MATTER = re.compile(
    r"\b(?:models?|systems?|frontier|release\w*|developers?|labs?|firms?|compan\w+|government|officials|access|"
    r"review\w*|window|"
    r"partners?|testing|pre-release|evaluat\w+)\b",
    re.IGNORECASE,
)
_WINDOW_NOUN = re.compile(
    r"\b(?:windows?|reviews?|testing|tests?|access|evaluations?|vetting|examination|look|head\s+start|inspection)\b"
    r"(?:[\s,(]+(?!deadline)[\w’'-]+){0,8}?[\s,(]*(?:of|at|is|was|to|for|last\w*|ranged?|from|between|capped|cap|"
    r"\()\s+"
    r"(?:up\s+to\s+|no\s+more\s+than\s+|at\s+most\s+|about\s+|between\s+|from\s+|a\s+maximum\s+of\s+|to\s+)*$|"
    r"\b(?:window|access)\s*\(\s*$",
    re.IGNORECASE,
)
_AFTER_WINDOW = re.compile(
    r"[\s-]*(?:of\s+)?(?:\w+\s+)?(?:pre-release|pre-deployment|prerelease|reviews?|early\s+access|early-access|"
    r"vetting|testing|windows?|"
    r"head\s+start|early\s+look|(?:federal|government)\s+access|with\s+(?:a|the|new|its|"
    r"their)\s+(?:\w+\s+){0,2}(?:model|system)s?)\b",
    re.IGNORECASE,
)


_DRAFT = re.compile(
    r"\b(?:abandon\w+|shelv\w+|earlier|previous|original|initial|scrap\w+|postpon\w+|pulled|leaked|old|first|"
    r"prior|may)\s+(?:\w+\s+){0,2}?"
    r"(?:drafts?|versions?|text|order|plan|proposal)\b|\b(?:put\s+off|postponed|pulled|shelved|abandoned|scrapped|"
    r"rejected)\s+(?:[\w-]+\s+){0,3}?(?:draft|version|text|plan)\b|\b(?:draft|version)s?\b[^.;]{0,40}\b(?:pulled|"
    r"shelved|abandoned|postponed|scrapped)\b",
    re.IGNORECASE,
)


_TO = re.compile(r"\s*(?:to|and|-|–)\s*(?:at most|up to)?\s*")


class WindowClaims(DeadlineClaims):
    """Readers of windows, deadlines and authorities."""

    def _window(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        durations = [found for found in mentions if found.label == "DURATION" and found.value is not None]
        counted = -1  # the last of these that was a deadline
        for index, found in enumerate(durations):
            span = days_of(found.value or "")
            ranged = index + 1 < len(durations) and _TO.fullmatch(
                text[found.end - base : durations[index + 1].start - base]
            )
            if ranged and days_of(durations[index + 1].value or "") is not None:
                continue  # "two weeks" of "two weeks to 90 days"
            if span is not None and span[1] <= 400:
                low, high = span
                if index and low is None:
                    earlier = days_of(durations[index - 1].value or "")
                    joined = text[durations[index - 1].end - base : found.start - base]
                    if earlier and _TO.fullmatch(joined) and earlier[1] < high:
                        low = earlier[1]  # "two weeks to 90 days"
                if self._is_window(sheet, line, text, found, low is not None):
                    yield from self._window_claims(sheet, line, text, found, low, high, text[found.end - base :])
                    continue
            shared = index > 0 and counted == index - 1
            if not self._is_deadline(text, found.start - base, found.end - base, found.value or "", shared):
                continue
            counted = index
            yield from self._deadline(sheet, line, text, found, mentions)

    def _is_window(self, sheet: Sheet, line: int, text: str, found: Found, ranged: bool) -> bool:
        """Tell whether a length of time is that of a review before release, and not a deadline or a delay."""
        base = sheet.lines[line].start
        after, before = text[found.end - base :], text[: found.start - base]
        if not _MATTER.search(text) or re.search(r"\b(?:deadline|court|judge|lawsuit|trial)\b", text, re.IGNORECASE):
            return False
        lead = any_of("before_words").search(after[:90])
        if lead is not None and re.search(r"[.;]\s", after[: lead.start()]):
            lead = None
        verbs = any_of("window_verbs").search(before[-160:]) or any_of("window_verbs").search(after[:80])
        if lead is not None and (verbs or _reference(after[lead.end() :][:80]) or lead.group().startswith("back")):
            return True
        if _AFTER_WINDOW.match(after) or _WINDOW_NOUN.search(before):
            return True
        return ranged and (any_of("draft_words").search(text) or _DRAFT.search(text)) is not None

    def _window_claims(
        self, sheet: Sheet, line: int, text: str, found: Found, low: int | None, high: int, after: str
    ) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        subject = self.topic(sheet, line, found.start)
        own = self.named(sheet, line)
        if subject is None or not (self._reviews(subject) or subject in own):
            return
        if (
            not own
            and re.search(r"\bwould\s+have\b", text)
            and not (any_of("draft_words").search(text) or _DRAFT.search(text))
        ):
            return  # the window of a bill or plan that the sentence before named
        if subject in own and (subject.startswith("eu-") or self._soft(subject)) and not self._reviews(subject):
            return  # reporting periods of acts that know no review
        if not own and re.search(r"\b(?:[Bb]ill|legislation|Act|[Ll]aw)\b", text[: found.start - base]):
            return  # the window of some other act
        clause_start = 0
        for mark in re.finditer(
            r"[;.]|, (?:while|whereas|but)\b|\b(?:but|while|whereas|down from|compared with|instead of|rather "
            r"than|not)\b",
            text[: found.start - base],
        ):
            clause_start = (
                mark.end()
                if mark.group() not in ("down from", "compared with", "instead of", "rather than", "not")
                else mark.start()
            )
        clause = text[clause_start : found.start - base + len(found.text)]
        back = re.search(
            r"(?:down from|compared with|instead of|rather than|originally|initially|"
            r"up from)\s+(?:[\w’'-]+\s+){0,5}?$",
            text[: found.start - base],
        )
        draft = any_of("draft_words").search(clause) or back
        if draft is None and low is not None:
            draft = any_of("draft_words").search(text[found.end - base :]) or _DRAFT.search(text)
        named = [
            item
            for item in sheet.mentions
            if item.line == line and item.label == "INSTRUMENT" and item.entity and item.end <= found.start
        ]
        if (
            named
            and named[-1].entity != self._signed(sheet, named[-1].entity)
            and not any_of("current_words").search(clause)
        ):
            draft = draft or re.search("", "")
        if low is not None:
            draft = draft or re.search("", "")  # only drafts had a shortest time as well
        if draft and not any_of("current_words").search(clause):
            row = self.known.instruments.get(subject)
            value = f"{low}-{high}" if low is not None else str(high)
            if low is None and row is not None and row.status == "shelved":
                yield from self._claim(
                    sheet, line, subject, Attribute.REVIEW_WINDOW_DAYS, value, found.start, found.end
                )
                return  # the draft spoken of as itself
            yield from self._claim(
                sheet, line, subject, Attribute.EARLIER_REVIEW_WINDOW_DAYS, value, found.start, found.end
            )
            return
        if re.search(r"\b(?:not|never)\s+(?:[\w’'-]+\s+){0,3}?$", text[: found.start - base][-30:]):
            return
        yield from self._claim(sheet, line, subject, Attribute.REVIEW_WINDOW_DAYS, str(high), found.start, found.end)
        follows = any_of("before_words").search(after) or re.search(r"\bfrom\b(?=\s+(?:public\s+)?release)", after[:40])
        if follows is None or follows.start() > 70:
            if re.match(r"[\s-]*(?:pre-release|prerelease)", after):
                yield from self._claim(
                    sheet,
                    line,
                    subject,
                    Attribute.REVIEW_WINDOW_REFERENCE,
                    "public release",
                    found.start,
                    found.end,
                    score=0.7,
                )
            return
        rest = after[follows.end() :]
        stop = re.search(r"[;.]\s|,\s(?:but|while|and|which|who|according)|\b(?:to allow|so that|in order)\b", rest)
        rest = rest[: stop.start()] if stop else rest[:120]
        reference = _reference(text[: found.start - base] if re.fullmatch(r"\s*(?:that|then)\b.?", rest) else rest)
        if reference is not None:
            start = found.end + follows.start()
            yield from self._claim(
                sheet,
                line,
                subject,
                Attribute.REVIEW_WINDOW_REFERENCE,
                reference,
                start,
                found.end + follows.end() + len(rest.rstrip(' .,”"')),
            )


def _reference(rest: str) -> str | None:
    """Return what a window counts back from, by the words after "before"."""
    if any_of("reference_trusted").search(rest):
        return "release to trusted partners"
    if any_of("reference_outside").search(rest):
        return "release to outside organisations"
    if any_of("reference_public").search(rest):
        return "public release"
    return None
