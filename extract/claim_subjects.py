"""Find the instrument that a claim is about, and make claims: what the readers of claims share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from extract.document import Found, FoundClaim, FoundRelation, Sheet
from extract.knowledge import Knowledge
from extract.lexicon import alternatives, words
from extract.modality import read_manner
from kb.vocabulary import Attribute, Predicate


@cache
def any_of(key: str) -> re.Pattern[str]:
    """Return the pattern of one list of `patterns/claims.yml`."""
    return re.compile(
        rf"(?<![\w-])(?:{alternatives(item.casefold() for item in words('claims', key))})(?!\w)", re.IGNORECASE
    )


_CORRECTED = re.compile(
    r"\b(?:we|our\s+(?:story|report|article)|the\s+same\s+report|"
    r"an\s+earlier\s+version\s+of\s+this\s+\w+)\s+(?:\w+ly\s+)?"
    r"(?:wrote|said|stated|reported|counted|put)\b|\b(?:not|nor\s+is\s+it)\s+true\b|\b(?:wrongly|erroneously|"
    r"mistakenly)\b"
)


_TURNS = re.compile(
    r"(?<=;)|(?<=\s—)|(?<=\.\s)(?=[A-Z])|,\s(?=(?:while|whereas|but|whilst)\b)|\s(?=(?:while|whereas|but)\b)|"
    r",\s(?:and\s)?(?=(?:under|in|on)\s(?:the\s)?[A-Z])|(?<=\sand)(?=\sthat\sof\b)"
)
_BOTH = re.compile(
    r"(?:[\w ]{0,20}[.:—–-]\s*)*(?:both|each(?:\sof\sthe\s(?:two|states))?|all|the\s(?:two|three)(?:\s(?:states|"
    r"acts|laws|statutes|texts))?|the\sstates)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"(?:Draft\s)?(?:Guid(?:elines|ance)|Codes? of (?:Practice|Conduct)|Recommendation|Strategy)\b", re.IGNORECASE
)
_AND = re.compile(
    r"(?:[’']s)?\s*(?:\([^)]*\)\s*)?(?:,|and|,\s*and|as\s+well\s+as|,?\s*like|&)\s*(?:(?:in|of|for|to|the|"
    r"New\sYork[’']s|[A-Z]\w+[’']s)\s*)*",
    re.IGNORECASE,
)
# places that a word stands for when the text compares what is asked there
_PLACES = {
    "brussels": "jur-eu", "europe": "jur-eu", "the union": "jur-eu", "the bloc": "jur-eu", "european": "jur-eu",
    "washington": "jur-us", "american": "jur-us", "america": "jur-us", "u.s.": "jur-us", "london": "jur-gb",
    "sacramento": "jur-us-ca", "californian": "jur-us-ca", "albany": "jur-us-ny", "springfield": "jur-us-il",
    "denver": "jur-us-co",
}  # fmt: skip
_PLACE = re.compile(
    rf"\b(?:{'|'.join(re.escape(word) for word in _PLACES)})(?!\w)(?!\s(?:\w+\s)?(?:compan|firm|lab|developer|"
    rf"provider|maker|"
    r"customer|bank|user|official|model|market|commission|parliament|council|senator|lawmaker|standard|start|"
    r"rival|ai\b))",
    re.IGNORECASE,
)


class ClaimSubjects:
    """Knows the register; finds subjects and makes claims."""

    def __init__(self) -> None:
        self.known = Knowledge()

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
            part = self.part(sheet, line, at)
            inside = [found for found in here if part[0] <= found.start < part[1]]
            turned = (
                None if inside or at is None else self._of_regime(sheet, line, part, review=review, binding=binding)
            )
            if turned is not None:
                return turned
            here = inside or here
            before = [found for found in here if at is None or found.start <= at]
            return self._signed(sheet, (before or here)[-1 if at is not None and before else 0].entity)
        turned = self._of_regime(sheet, line, self.part(sheet, line, at), review=review, binding=binding)
        if turned is not None:
            return turned
        earlier = [
            found
            for found in sheet.mentions
            if found.line < line
            and found.label == "INSTRUMENT"
            and found.entity
            and line - found.line <= 12
            and not (binding and not self._binds(found.entity))
        ]
        if review:
            earlier = [found for found in earlier if self._reviews(found.entity)]
        if earlier:
            paragraph = sheet.lines[line].paragraph
            near = [found for found in earlier if sheet.lines[found.line].paragraph == paragraph]
            if near:  # what the sentence before speaks of first
                return self._signed(sheet, next(f.entity for f in near if f.line == near[-1].line))
            return self._signed(sheet, self._salient(sheet, earlier)[-1].entity)
        counts = Counter(
            self._signed(sheet, found.entity)
            for found in sheet.mentions
            if found.label == "INSTRUMENT"
            and found.entity
            and (not review or self._reviews(found.entity))
            and (not binding or self._binds(found.entity))
        )
        for entity in sheet.title_entities:
            if (
                self.known.label(entity) == "INSTRUMENT"
                and (not review or self._reviews(entity))
                and (not binding or self._binds(entity))
            ):
                counts[self._signed(sheet, entity)] += 1
        return counts.most_common(1)[0][0] if counts else sheet.instrument

    @staticmethod
    def part(sheet: Sheet, line: int, at: int | None) -> tuple[int, int]:
        """Return the part of a line, between semicolons or words of contrast, that an offset stands in."""
        start, end = sheet.lines[line].start, sheet.lines[line].end
        if at is None:
            return start, end
        marks = [start + match.start() for match in _TURNS.finditer(sheet.text[start:end])]
        return max((mark for mark in marks if mark <= at), default=start), min(
            (mark for mark in marks if mark > at), default=end
        )

    def _of_regime(self, sheet: Sheet, line: int, part: tuple[int, int], *, review: bool, binding: bool) -> str | None:
        """Return the text's instrument of the place that a part of a line turns to ("Brussels …; Washington …")."""
        places = {
            found.entity
            for found in sheet.mentions
            if found.label == "JURISDICTION" and found.entity and part[0] <= found.start < part[1]
        }
        places |= {_PLACES[match.group().casefold()] for match in _PLACE.finditer(sheet.text[part[0] : part[1]])}
        if len(places) != 1:
            return None
        held = [
            found
            for found in sheet.mentions
            if found.label == "INSTRUMENT"
            and found.entity
            and line - 12 <= found.line <= line
            and (not review or self._reviews(found.entity))
            and (not binding or self._binds(found.entity))
        ]
        if len({self._place(found.entity) for found in held}) < 2:
            return None
        here = [found.entity for found in held if self._place(found.entity) in places]
        return self._signed(sheet, here[-1]) if here else None

    def several(self, sheet: Sheet, line: int, part: tuple[int, int]) -> tuple[str, ...]:
        """Return the two instruments that "both" at the opening of a part of a line stands for, () without such."""
        if not _BOTH.match(sheet.text[part[0] : part[1]]):
            return ()
        earlier = [
            signed
            for found in sheet.mentions
            if found.label == "INSTRUMENT" and line - 3 <= found.line < line and self._binds(found.entity)
            and (signed := self._signed(sheet, found.entity)) is not None
        ]  # fmt: skip
        return tuple(dict.fromkeys(earlier))[-2:]

    def joined(self, sheet: Sheet, named: list[Found]) -> tuple[str | None, ...]:
        """Return the last of the named instruments and those that "and" joins to it."""
        group = [named[-1]]
        for found in reversed(named[:-1]):
            if not _AND.fullmatch(sheet.text[found.end : group[-1].start]):
                break
            group.append(found)
        return tuple(dict.fromkeys(self._signed(sheet, found.entity) for found in reversed(group)))

    def _place(self, entity: str | None) -> str | None:
        held = self.known.entities.get(entity or "")
        return held.jurisdiction if held else None

    @staticmethod
    def _salient(sheet: Sheet, earlier: list[Found]) -> list[Found]:
        """Return earlier mentions, the likeliest last: often named, in the headline, recent."""
        counts = Counter(found.entity for found in earlier)
        latest = earlier[-1].line

        def weight(found: Found) -> float:
            headline = 1.5 if found.entity in sheet.title_entities else 0.0
            return counts[found.entity] + headline + 1.0 * (found.line == latest)

        return sorted(earlier, key=weight)

    def named(self, sheet: Sheet, line: int) -> list[str]:
        """Return the instruments that a line names or refers to, as signed."""
        return [
            signed
            for found in sheet.mentions
            if found.line == line and found.label == "INSTRUMENT" and found.entity
            and (signed := self._signed(sheet, found.entity)) is not None
        ]  # fmt: skip

    def holds_review(self, sheet: Sheet) -> bool:
        """Tell whether the document speaks of an instrument that sets up a review."""
        return any(found.label == "INSTRUMENT" and self._reviews(found.entity) for found in sheet.mentions)

    def topic(self, sheet: Sheet, line: int, at: int) -> str | None:
        """Return the instrument whose reviews a clause speaks of: named in the line, else the review of the text.

        A line that names instruments speaks of them; a text without any review speaks of its act.
        """
        own = self.named(sheet, line)
        if own:
            return self.subject(sheet, line, at, review=any(self._reviews(entity) for entity in own))
        return self.subject(sheet, line, at, review=True) if self.holds_review(sheet) else self.subject(sheet, line, at)

    def _reviews(self, entity: str | None) -> bool:
        row = self.known.instruments.get(entity or "")
        if row is None:
            return False
        return not row.id.startswith("eu-") and (row.binding in ("mixed", "voluntary") or row.status == "shelved")

    def _binds(self, entity: str | None) -> bool:
        row = self.known.instruments.get(entity or "")
        if row is None:
            held = self.known.entities.get(entity or "")
            return held is None or _ADVICE.match(held.name) is None
        # dates and sums are those of the act that is amended, not of the act that amends it
        amending = " amending " in f" {row.title.casefold()} "
        return (
            row.binding in ("binding", "none")
            and "order" not in row.type
            and row.type not in ("guidelines", "draft", "implementing_regulation")
            and not amending
        )

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

    def _soft(self, entity: str | None) -> bool:
        row = self.known.instruments.get(entity or "")
        return row is not None and (
            "voluntary" in row.binding.casefold() or "soft" in row.binding.casefold() or "code" in row.type.casefold()
        )

    def _claim(
        self,
        sheet: Sheet,
        line: int,
        subject: str | None,
        attribute: Attribute,
        value: str,
        start: int,
        end: int,
        *,
        entity: str | None = None,
        score: float = 0.85,
        plain: bool = False,
    ) -> Iterator[FoundClaim]:
        """Yield a claim; with `plain`, an "if" or "whether" before it says what is claimed, not that it may be."""
        if subject is None or subject not in self.known.entities:
            return
        text = sheet.line_text(line).casefold()
        if _CORRECTED.search(text):
            return  # what a correction takes back
        manner = read_manner(" ", "" if plain else text[: max(0, start - sheet.lines[line].start)][-80:])
        yield FoundClaim(
            subject, str(attribute), value, line, start, end, entity, False, manner.modality, score, "pattern"
        )

    def _implied(self, sheet: Sheet, line: int, subject: str, predicate: Predicate, found: Found) -> None:
        held = any((r.subject, r.predicate, r.object) == (subject, predicate, found.entity) for r in sheet.relations)
        if not held and found.entity and found.entity != subject:
            sheet.relations.append(
                FoundRelation(
                    subject, str(predicate), found.entity, line, found.start, found.end, score=0.7, method="claim"
                )
            )
