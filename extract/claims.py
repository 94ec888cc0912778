"""Read claims: what a sentence says of an attribute of an instrument, with the value in the vocabulary's wording.

Each attribute has its reader; all take one sentence and its mentions. The subject is the instrument the sentence is about:
named in it, referred to, or in the focus of the text before it. An earlier draft's figures go to the attribute for drafts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extract.amounts import days_of, number
from extract.document import Found, FoundClaim, FoundRelation, Sheet, sheet_of
from extract.knowledge import Knowledge
from extract.lexicon import alternatives, words
from extract.modality import read_manner
from kb.vocabulary import Attribute, Predicate

_FLOP = re.compile(
    r"\b10\s?(?:\^|\*\*|\(|to the (?:power of )?)?\s?(?P<exp>2[0-9]|²[⁰-⁹³])(?:th)?\)?(?:\s?(?:th power))?(?=\s?(?:\)|FLOP|floating|operations|computational|training|\(FLOP|[,.;]|or\b|mark|threshold|of\b))|\b1[eE]\+?(?P<exp2>2\d)\b|10(?P<exp3>[²][⁰¹²³⁴⁵⁶⁷⁸⁹])"
)
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d+)?)\s?(?:%|per\s?cent|percent)")
_SUBJECT_MATTER = re.compile(
    r"\b(?:model|system|frontier|covered|threshold|one|them|release|qualif)", re.I
)  # what an authority determines here
_COUNT = r"(?:\d{1,3}(?:,\d{3})*|[a-z]+(?:-[a-z]+)?|a dozen)"


@cache
def _any_of(key: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{alternatives(item.casefold() for item in words('claims', key))})(?!\w)", re.IGNORECASE
    )


Reader = Callable[[Sheet, int, str, list[Found]], Iterator[FoundClaim]]


class ClaimReader:
    """The component: fills `sheet.claims`."""

    def __init__(self) -> None:
        self.known = Knowledge()
        # what a line must hold for a reader to look at it: one of these pieces of words, a mention of one of these labels
        self.readers: tuple[tuple[tuple[str, ...], str, Reader], ...] = (
            (("voluntar", "mandatory", "optional", "compulsory"), "", self._participation),
            ((), "DURATION", self._window),
            (("determin", "deci", "designat", "judg", "classif", "threshold", "final say", "choos", "pick"), "AGENCY", self._authority),
            (("licen", "clear", "approv", "permi", "authori"), "", self._licensing),
            (("confidential", "disclosure", "trade secret", "proprietary", "intellectual"), "", self._confidentiality),
            ((), "PROGRAMME MODEL", self._partners),
            (("appl", "effect", "force", "comply", "follow", "due", "postpon", "defer", "delay", "push", "moved", "operative", "bind", "kick"), "DATE", self._applies),
            ((), "MONEY", self._fine),
            (("flop", "floating", "comput", "operations", "10^"), "", self._flop),
        )  # fmt: skip

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known

    def __call__(self, doc: Doc) -> Doc:
        """Read the claims of a document."""
        sheet = sheet_of(doc)
        by_line = sheet.by_line()
        for number_, line in enumerate(sheet.lines):
            if line.kind in ("furniture", "byline"):
                continue
            text = sheet.text[line.start : line.end]
            low = text.casefold()
            labels = {found.label for found in by_line.get(number_, ())}
            for pieces, needed, reader in self.readers:
                if (not pieces or any(piece in low for piece in pieces)) and (
                    not needed or any(label in labels for label in needed.split())
                ):
                    sheet.claims.extend(reader(sheet, number_, text, by_line.get(number_, [])))
        sheet.claims = _unique(sheet.claims)
        return doc

    # ------------------------------------------------------------------ subjects

    def subject(
        self, sheet: Sheet, line: int, at: int | None = None, *, review: bool = False, binding: bool = False
    ) -> str | None:
        """Return the instrument that a sentence is about.

        `at` is an offset in the document near which to look first; `review` prefers instruments that set up a review.
        """
        if sheet.is_law and sheet.instrument:
            return sheet.instrument
        here = [
            found for found in sheet.mentions if found.line == line and found.label == "INSTRUMENT" and found.entity
        ]
        if review:
            here = [found for found in here if self._reviews(found.entity)] or here
        if binding:
            here = [found for found in here if self._binds(found.entity)]
        if here:
            before = [found for found in here if at is None or found.start <= at]
            return self._signed(sheet, (before or here)[-1 if at is not None and before else 0].entity)
        earlier = [
            found
            for found in sheet.mentions
            if found.line < line and found.label == "INSTRUMENT" and found.entity and line - found.line <= 12
            and not (binding and not self._binds(found.entity))
        ]  # fmt: skip
        if review:
            earlier = [found for found in earlier if self._reviews(found.entity)]
        if earlier:
            return self._signed(sheet, earlier[-1].entity)
        counts = Counter(
            self._signed(sheet, found.entity)
            for found in sheet.mentions
            if found.label == "INSTRUMENT" and found.entity and (not review or self._reviews(found.entity))
            and (not binding or self._binds(found.entity))
        )  # fmt: skip
        for entity in sheet.title_entities:
            if (
                self.known.label(entity) == "INSTRUMENT"
                and (not review or self._reviews(entity))
                and (not binding or self._binds(entity))
            ):
                counts[self._signed(sheet, entity)] += 1
        return counts.most_common(1)[0][0] if counts else sheet.instrument

    def _binds(self, entity: str | None) -> bool:
        row = self.known.instruments.get(entity or "")
        if row is None:
            return True
        # dates and sums are those of the act that is amended, not of the act that amends it
        amending = " amending " in f" {row.title.casefold()} "
        return (
            row.binding in ("binding", "none")
            and "order" not in row.type
            and row.type not in ("guidelines", "draft")
            and not amending
        )

    def _reviews(self, entity: str | None) -> bool:
        row = self.known.instruments.get(entity or "")
        if row is None:
            return False
        return not row.id.startswith("eu-") and (row.binding in ("mixed", "voluntary") or row.status == "shelved")

    def _signed(self, sheet: Sheet, entity: str | None) -> str | None:
        """Return the instrument that took a shelved draft's place, or the instrument itself."""
        row = self.known.instruments.get(entity or "")
        if row is None or row.status != "shelved":
            return entity
        later = self.known.instruments.get(row.superseded_by or row.id.removesuffix("-draft"))
        if later is None or later.id == row.id:
            return entity
        if sheet.published is not None and later.signed is not None and sheet.published.isoformat() < later.signed:
            return entity  # nobody knew yet what would be signed
        return later.id

    def _claim(
        self, sheet: Sheet, line: int, subject: str | None, attribute: Attribute, value: str, start: int, end: int,
        *, entity: str | None = None, score: float = 0.85,
    ) -> Iterator[FoundClaim]:  # fmt: skip
        if subject is None or subject not in self.known.entities:
            return
        text = sheet.line_text(line).casefold()
        manner = read_manner(" ", text[: max(0, start - sheet.lines[line].start)][-80:])
        yield FoundClaim(
            subject, str(attribute), value, line, start, end, entity, False, manner.modality, score, "pattern"
        )

    # ------------------------------------------------------------------ one reader an attribute

    def _participation(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        low = text.casefold()
        nouns, verbs = _any_of("voluntary_nouns").pattern, _any_of("voluntary_verbs").pattern
        match = re.search(
            rf"voluntary[”\"]?\s+(?:[\w’'-]+\s+){{0,4}}?{nouns}|voluntarily\s+(?:[\w’'-]+\s+){{0,3}}?{verbs}|{verbs}\s+(?:[\w’'-]+\s+){{0,7}}?voluntarily"
            rf"|{nouns}\s+(?:[\w’'-]+\s+){{0,5}}?(?:is|are|remains?|stays?|was|were|be|as|entirely|purely|strictly)\s+(?:[\w’'-]+\s+){{0,2}}?(?:voluntary|optional)"
            r"|(?:is|are|remains?|stays?|was|were|be|entirely|purely|strictly)\s+(?:[\w’'-]+\s+){0,2}?(?:voluntary|optional)|on\s+a\s+voluntary|not\s+(?:[\w’'-]+\s+){0,2}?(?:mandatory|compulsory)",
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
            rf"(?:mandatory|compulsory)\s+(?:[\w’'-]+\s+){{0,3}}?{_any_of('mandatory_nouns').pattern}|(?:is|are|remain|becomes?|makes?\s[\w\s]{{3,30}}?)\s(?:mandatory|compulsory)",
            low,
        )
        if demand and not re.search(
            r"\b(?:not|no|without|never|nor|rather than|instead of|call\w*|urg\w*|want\w*|should|would|demand\w*|need\w*|if|avoid\w*)\b",
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

    def _soft(self, entity: str | None) -> bool:
        row = self.known.instruments.get(entity or "")
        return row is not None and (
            "voluntary" in row.binding.casefold() or "soft" in row.binding.casefold() or "code" in row.type.casefold()
        )

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
            lead = _any_of("before_words").match(after.lstrip(' ,”"')) or re.match(
                r"\s*(?:of\s+(?:early\s+)?(?:access|review|testing|evaluation)\s+|to\s+\w+\s+[\w\s]{0,40}?|[\w\s’']{0,30}?)(?="
                + _any_of("before_words").pattern
                + ")",
                after,
            )
            verbs = _any_of("window_verbs").search(before[-160:]) or _any_of("window_verbs").search(after[:80])
            drafted = (
                found.value.count("/") == 1
                and _any_of("draft_words").search(before)
                and self.subject(sheet, line, found.start, review=True)
            )
            pre = re.match(
                r"[\s-]*(?:pre-release|pre-deployment|prerelease|review|early access|early-access|vetting|testing|window)",
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
            if (within and re.search(r"\b(?:must|shall|to|will|should|told|order\w*|direct\w*|task\w*|requir\w*|instruct\w*|have|has|due|report\w*|issue\w*|calls)\b", text)) or (
                allowed and re.match(r"\s+(?:to|in which|from|after|for)\b", after)
            ) or deadline:  # fmt: skip
                if lead or re.match(r"\s+(?:ago|earlier|later)", after):
                    continue
                subject = self.subject(sheet, line, found.start)
                sort = self.known.instruments[subject].type if subject in self.known.instruments else ""
                if not any(word in sort for word in ("order", "memorandum", "operational_directive")):
                    continue  # reporting periods of a law are duties of the register, not clocks of an act
                yield from self._claim(
                    sheet, line, subject, Attribute.DEADLINE_DAYS, str(high), found.start, found.end, score=0.75
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

    def _implied(self, sheet: Sheet, line: int, subject: str, predicate: Predicate, found: Found) -> None:
        held = any((r.subject, r.predicate, r.object) == (subject, predicate, found.entity) for r in sheet.relations)
        if not held and found.entity and found.entity != subject:
            sheet.relations.append(
                FoundRelation(
                    subject, str(predicate), found.entity, line, found.start, found.end, score=0.7, method="claim"
                )
            )

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
            r"[;.]|, (?:while|whereas|but)\b|\b(?:but|while|whereas|down from|compared with|instead of|rather than|not)\b",
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
        draft = _any_of("draft_words").search(clause) or back
        named = [
            item
            for item in sheet.mentions
            if item.line == line and item.label == "INSTRUMENT" and item.entity and item.end <= found.start
        ]
        if (
            named
            and named[-1].entity != self._signed(sheet, named[-1].entity)
            and not _any_of("current_words").search(clause)
        ):
            draft = draft or re.search("", "")
        if draft and not _any_of("current_words").search(clause):
            value = f"{low}-{high}" if low is not None else str(high)
            yield from self._claim(
                sheet, line, subject, Attribute.EARLIER_REVIEW_WINDOW_DAYS, value, found.start, found.end
            )
            return
        if re.search(r"\b(?:not|never)\s+(?:[\w’'-]+\s+){0,3}?$", text[: found.start - base][-30:]):
            return
        yield from self._claim(sheet, line, subject, Attribute.REVIEW_WINDOW_DAYS, str(high), found.start, found.end)
        follows = _any_of("before_words").search(after)
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
        value = _reference(rest)
        if value is not None:
            start = found.end + follows.start()
            yield from self._claim(
                sheet,
                line,
                subject,
                Attribute.REVIEW_WINDOW_REFERENCE,
                value,
                start,
                found.end + follows.end() + len(rest.rstrip(' .,”"')),
            )

    def _authority(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        verbs, objects = _any_of("authority_verbs").pattern, _any_of("authority_objects").pattern
        for found in mentions:
            if found.label != "AGENCY" or not found.entity:
                continue
            after = text[found.end - base :]
            before = text[: found.start - base]
            match = re.match(
                rf"(?:’s|'s)?[\s,)]*(?:[\w’',()-]+\s+){{0,5}}?{verbs}\s+(?:[\w’'-]+\s+){{0,3}}?{objects}", after, re.I
            )
            passive = re.search(
                r"(?:determin|decid|designat|decision|designation|determination|threshold|choice|judg)\w*\s+(?:[\w’'-]+\s+){0,7}?(?:by|to|with|rests with|lies with|up to|falls to)\s+(?:[\w’'-]+\s+){0,4}?$",
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

    def _licensing(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        noun = _any_of("licence_nouns").search(text)
        if noun is None:
            return
        before, around = text[: noun.start()], text[max(0, noun.start() - 90) : noun.end() + 90]
        denial = _any_of("licence_denials").search(before[-130:])
        close = denial is not None and len(before[-130:][denial.end() :].split()) <= 3
        if not close and not _any_of("release_words").search(around):
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
            _any_of("licence_demands").search(before[-60:])
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
        match = _any_of("confidential").search(text) or re.search(
            r"confidentiality,?[\w\s,-]{0,60}?(?:terms|protections?|requirements?|safeguards|obligations|undertakings|rules)\b",
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
        nouns = _any_of("partner_nouns").pattern
        for match in re.finditer(
            rf"\b(?P<n>{_COUNT})\s+(?:(?:additional|more|other|named|launch|further|new|founding|outside|vetted|selected|initial|trusted|partner|such|of its)\s+){{0,2}}{nouns}",
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
        verb = _any_of("apply_words").search(text)
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
                r"\b(?:instead of|rather than|originally|not|initially|previously|moved from|postponed from|from its|original date of|was due)\s+(?:[\w]+\s+){0,3}$",
                lead,
            ) or (re.search(r"\bfrom\s+$", lead) and re.match(r"\s+(?:to|until)\b", text[found.end - base :])):
                continue
            nearest = min(
                _any_of("apply_words").finditer(lead + " "), key=lambda item: len(lead) - item.end(), default=None
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
        named = _any_of("fine_words").search(text) or (_any_of("fine_words").search(before) and _PERCENT.search(text))
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


def _reference(rest: str) -> str | None:
    """Return what a window counts back from, by the words after "before"."""
    if _any_of("reference_trusted").search(rest):
        return "release to trusted partners"
    if _any_of("reference_outside").search(rest):
        return "release to outside organisations"
    if _any_of("reference_public").search(rest):
        return "public release"
    return None


def _unique(claims: list[FoundClaim]) -> list[FoundClaim]:
    """Keep one claim of a value per sentence."""
    best: dict[tuple[str, str, str, int], FoundClaim] = {}
    for claim in claims:
        best.setdefault((claim.subject, claim.attribute, claim.value, claim.line), claim)
    return list(best.values())


@Language.factory("crosswalk_claims")
def create_claim_reader(nlp: Language, name: str) -> ClaimReader:
    """Make the component that reads claims; `bind` gives it a register."""
    return ClaimReader()
