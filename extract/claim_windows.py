"""Read claims on time and on who decides: review windows, what they count back from, deadlines, the authority."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.amounts import days_of
from extract.claim_subjects import ClaimSubjects, any_of
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute, Predicate

_SUBJECT_MATTER = re.compile(
    r"\b(?:model|system|frontier|covered|threshold|one|them|release|qualif)", re.I
)  # what an authority determines here


class WindowClaims(ClaimSubjects):
    """Readers of windows, deadlines and authorities."""

    def _window(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        for found in mentions:
            if found.label != "DURATION" or found.value is None:
                continue
            span = days_of(found.value)
            if span is None or span[1] > 400:
                continue
            low, high = span
            after = text[found.end - base :]
            before = text[: found.start - base]
            lead = any_of("before_words").match(after.lstrip(' ,”"')) or re.match(
                r"\s*(?:of\s+(?:early\s+)?(?:access|review|testing|evaluation)\s+|to\s+\w+\s+[\w\s]{0,40}?|"
                r"[\w\s’']{0,30}?)(?=" + any_of("before_words").pattern + ")",
                after,
            )
            verbs = any_of("window_verbs").search(before[-160:]) or any_of("window_verbs").search(after[:80])
            drafted = (
                found.value.count("/") == 1
                and any_of("draft_words").search(before)
                and self.subject(sheet, line, found.start, review=True)
            )
            pre = re.match(
                r"[\s-]*(?:pre-release|pre-deployment|prerelease|review|early access|early-access|vetting|"
                r"testing|window)",
                after,
            )
            if ((lead or pre) and verbs) or drafted:
                yield from self._window_claims(sheet, line, text, found, low, high, after)
                continue
            within = re.search(
                r"\b(?:within|in|no later than|inside|over the next|next)\s+(?:the\s+(?:next|first|following)\s+)?$",
                before,
            )
            allowed = re.search(
                r"\b(?:has|have|had|gets?|got|gives?|given|gave|giving|set)\s+(?:[\w’'.]+\s+){0,6}?(?:a\s+)?$", before
            )
            deadline = re.match(r"[\s-]*(?:deadline|time limit|clock)", after)
            if (
                (
                    within
                    and re.search(
                        r"\b(?:must|shall|to|will|should|told|order\w*|direct\w*|task\w*|requir\w*|"
                        r"instruct\w*|have|has|due|report\w*|issue\w*|calls)\b",
                        text,
                    )
                )
                or (allowed and re.match(r"\s+(?:to|in which|from|after|for)\b", after))
                or deadline
            ):
                if lead or re.match(r"\s+(?:ago|earlier|later)", after):
                    continue
                subject = self.subject(sheet, line, found.start)
                yield from self._claim(
                    sheet, line, subject, Attribute.DEADLINE_DAYS, str(high), found.start, found.end, score=0.75
                )
                row = self.known.instruments.get(subject or "")
                if row is not None and "order" in row.type:
                    self._tasked(sheet, line, row.id, text, mentions)

    def _window_claims(
        self, sheet: Sheet, line: int, text: str, found: Found, low: int | None, high: int, after: str
    ) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        subject = self.subject(sheet, line, found.start, review=True)
        if subject is None or not self._reviews(subject):
            return
        own = any(
            item.line == line and item.label == "INSTRUMENT" and self._reviews(item.entity) for item in sheet.mentions
        )
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
            r"(?:down from|compared with|instead of|rather than|originally|initially|up from)\s+(?:[\w’'-]+\s+){0,5}?$",
            text[: found.start - base],
        )
        draft = any_of("draft_words").search(clause) or back
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
        if draft and not any_of("current_words").search(clause):
            value = f"{low}-{high}" if low is not None else str(high)
            yield from self._claim(
                sheet, line, subject, Attribute.EARLIER_REVIEW_WINDOW_DAYS, value, found.start, found.end
            )
            return
        if re.search(r"\b(?:not|never)\s+(?:[\w’'-]+\s+){0,3}?$", text[: found.start - base][-30:]):
            return
        yield from self._claim(sheet, line, subject, Attribute.REVIEW_WINDOW_DAYS, str(high), found.start, found.end)
        follows = any_of("before_words").search(after)
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
        reference = _reference(rest)
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

    def _authority(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        verbs, objects = any_of("authority_verbs").pattern, any_of("authority_objects").pattern
        for found in mentions:
            if found.label != "AGENCY" or not found.entity:
                continue
            after = text[found.end - base :]
            before = text[: found.start - base]
            match = re.match(
                rf"(?:’s|'s)?[\s,)]*(?:[\w’',()-]+\s+){{0,5}}?{verbs}\s+(?:[\w’'-]+\s+){{0,3}}?{objects}", after, re.I
            )
            passive = re.search(
                r"(?:determin|decid|designat|decision|designation|determination|threshold|choice|"
                r"judg)\w*\s+(?:[\w’'-]+\s+){0,7}?(?:by|to|with|rests with|lies with|up to|falls "
                r"to)\s+(?:[\w’'-]+\s+){0,4}?$",
                before,
                re.I,
            )
            if match is not None and not _SUBJECT_MATTER.search(after[match.end() - 12 : match.end() + 90]):
                continue
            if match is None and (passive is None or not re.search(objects, before, re.I)):
                continue
            if re.search(
                r"\b(?:not|never|no longer)\b", (match.group() if match else passive.group() if passive else "")
            ):
                continue
            subject = self.subject(sheet, line, found.start, review=True)
            if subject is None or not self._reviews(subject):
                return
            name = self.known.entities[found.entity].name
            yield from self._claim(
                sheet, line, subject, Attribute.DETERMINING_AUTHORITY, name, found.start, found.end, entity=found.entity
            )
            self._implied(sheet, line, subject, Predicate.DIRECTS, found)
            return

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


def _reference(rest: str) -> str | None:
    """Return what a window counts back from, by the words after "before"."""
    if any_of("reference_trusted").search(rest):
        return "release to trusted partners"
    if any_of("reference_outside").search(rest):
        return "release to outside organisations"
    if any_of("reference_public").search(rest):
        return "public release"
    return None
