"""Read claims on how many partners may use a model, alone or through a programme."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.amounts import NUMBERS, number
from extract.claim_subjects import ClaimSubjects, any_of
from extract.document import Found, FoundClaim, Sheet
from kb.vocabulary import Attribute

_WORDED = "|".join(sorted((word for word in NUMBERS if len(word) > 2), key=len, reverse=True))
_ABOUT = (
    r"(?:(?:about|roughly|some|nearly|almost|over|around|more\s+than|at\s+least|up\s+to|only|just|exactly|"
    r"a\s+little\s+over|fewer\s+than|under|"
    r"well\s+over|close\s+to|another|a\s+further|an\s+additional|further|the\s+(?:first|original|initial)|the)\s+)*"
)
_N = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}|(?:(?:a|one|two|three|four|five|"
    rf"several)\s)?hundred(?:\s+and\s+(?:{_WORDED}))?|"
    rf"(?:(?:a|two|three)\s)?dozen|{_WORDED})"
)
_ADJECTIVES = (
    r"(?:(?:additional|more|other|named|launch|further|new|founding|outside|vetted|selected|initial|trusted|"
    r"partner|such|of\s+its|of\s+the|approved|listed|"
    r"critical|large|european|american|major|charter|first|private|public|government|federal|hand-picked|chosen|"
    r"organi[sz]ational|or\s+so|"
    r"software|security|research|participating|member|named|security-minded|corporate|invited|early|test)\s+){0,3}"
)
_ACCESS = re.compile(
    r"\b(?:access|partner\w*|join\w*|member\w*|expan\w*|open(?:s|ed|ing)?|g[ia]ve\w*|grant\w*|includ\w*|"
    r"particip\w*|launch\w*|us(?:e|es|ed|ing)|"
    r"shar\w+|receiv\w+|tak\w+ part|took part|counts?|let(?:s|ting)?|enrol\w*|grew|grown|grow\w*|limited|"
    r"restricted|available|comprises?|admit\w*|"
    r"taken\s+into|hold\s+keys|serv(?:e|es|ed|ing)|hands?\s+of|extend\w*|lend\w*|lent|back\s+(?:on)?to|loose|try|"
    r"widen\w*|broaden\w*|"
    r"point|previews?|showing|obtain\w*|work(?:s|ing)?\s+with|run(?:s|ning)?\s+it|through\s+which|reach\w*|circle|"
    r"roster|list|up\s+from)\b",
    re.IGNORECASE,
)
# totals that need no noun behind them
_TOTAL = re.compile(
    rf"\b(?:total|number|membership|circle|roster|list|club|pool|tally|count|participation|enrol+ment|it|which|"
    rf"programme|program|project|scheme)\b"
    rf"[^.;]{{0,70}}?\b(?:to|at|of|passed|past|reached|topped|counts|numbers|is|was|"
    rf"has)\s+(?:now\s+)?{_ABOUT}(?P<n>{_N})\b(?![-.,/%]?\d|\s+(?:"
    r"days?|weeks?|months?|years?|percent|per\s+cent|million|billion|countries|hours|%|per\b))",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\b(?:from\s+{_ABOUT}(?P<low>{_N})\s+(?:[\w-]+\s+){{0,2}}?to\s+{_ABOUT}(?P<n>{_N})\b|(?:up|"
    rf"down)\s+from\s+{_ABOUT}(?P<before>{_N}))"
    r"(?!\s+(?:days?|weeks?|months?|years?|percent|per\s+cent|million|billion|countries|hours|%))",
    re.IGNORECASE,
)
_CIRCLE = re.compile(
    r"\b(?:participation|membership|circle|roster|enrol+ment|access|partners|participants|members|total|admitted|"
    r"let\s+in|take\s+part|took\s+part|"
    r"users|organi[sz]ations|institutions|firms|companies|entities|names|founders)\b",
    re.IGNORECASE,
)
_NOT_PARTNERS = re.compile(
    r"\b(?:found|flaws?|bugs?|wrote|employees|staff|evaluat\w+|customers\s+lost|no|letter\s+by|letter\s+from|"
    r"group\s+of)\s+(?:[\w,]+\s+){0,4}$",
    re.I,
)
_OTHER_GROUP = re.compile(
    r"\s+(?:of\s+(?:the\s+)?(?:european\s+)?(?:parliament|congress|house|senate|bundestag|board|panel|committee)|"
    r"(?:have|has|had)?\s*(?:written|wrote|signed|sued|"
    r"endorsed|called|urged|protested|criticised|criticized)|and\s+universities\s+(?:wrote|signed)|"
    r"in\s+the\s+world)\b",
    re.IGNORECASE,
)


class PartnerClaims(ClaimSubjects):
    """Reads how many may use a model."""

    def _partners(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        base = sheet.lines[line].start
        here = [found for found in mentions if self._used(found)]
        totals = [*_TOTAL.finditer(text), *_FROM_TO.finditer(text)]
        if not here and not (_CIRCLE.search(text) or totals):
            return
        if not (_ACCESS.search(text) or totals):
            return
        topics = here or [found for found in sheet.mentions if self._used(found) and line - 2 <= found.line < line][-2:]
        if not topics or (any(found.label == "INSTRUMENT" for found in mentions) and not here):
            return
        counts: dict[int, re.Match[str]] = {}
        nouns = any_of("partner_nouns").pattern
        for match in re.finditer(rf"(?<![\w.,$€£-])(?P<n>{_N})\s+{_ADJECTIVES}{nouns}", text, re.IGNORECASE):
            count = counted(match["n"])
            if (
                count
                and not _NOT_PARTNERS.search(text[: match.start()])
                and not _OTHER_GROUP.match(text[match.end() :])
            ):
                counts.setdefault(count, match)
        if _CIRCLE.search(text) or counts or any(found.label == "PROGRAMME" for found in here):
            for match in totals:
                for name in ("low", "n", "before"):
                    figure = match.groupdict().get(name)
                    count = counted(figure) if figure else None
                    if count:
                        counts.setdefault(count, match)
        for count, match in counts.items():
            if 3 <= count <= 5000 and count not in range(2020, 2031):
                topic = self._through(sheet, line, topics, base + match.start())
                yield from self._claim(
                    sheet,
                    line,
                    topic,
                    Attribute.ACCESS_PARTNER_COUNT,
                    str(count),
                    base + match.start(),
                    base + match.end(),
                    score=0.75,
                )

    def _partners_of_earlier(self, sheet: Sheet, line: int, text: str, mentions: list[Found]) -> Iterator[FoundClaim]:
        if not any(found.entity and found.label in ("PROGRAMME", "MODEL") for found in mentions):
            yield from self._partners(sheet, line, text, mentions)

    def _used(self, found: Found) -> bool:
        """Tell whether a mention is a model or a maker's programme, and no mechanism of a public body."""
        if found.label == "MODEL":
            return found.entity is not None
        return found.label == "PROGRAMME" and self.known.label(self.known.parent(found.entity)) in ("COMPANY", None)

    def _through(self, sheet: Sheet, line: int, topics: list[Found], at: int) -> str | None:
        """Return the programme that the text names for this access, else the model."""
        programmes = [found for found in topics if found.label == "PROGRAMME"]
        if programmes:
            return programmes[-1].entity
        model = next((found for found in reversed(topics) if found.start <= at), topics[0])
        near = {
            found.entity
            for found in sheet.mentions
            if found.label == "PROGRAMME" and found.entity
            and self.known.parent(found.entity) == self.known.parent(model.entity)
            and (
                any(other.entity == model.entity and other.line == found.line for other in sheet.mentions)
                or (abs(found.line - line) <= 3 and not re.search(r"\d", self.known.entities[model.entity or ""].name))
            )
        }  # fmt: skip
        return near.pop() if len(near) == 1 else model.entity


def counted(words: str) -> int | None:
    """Return the count that figures or words stand for: "150", "two hundred", "a dozen", "one hundred and fifty"."""
    folded = re.sub(r"\s+", " ", words.casefold())
    if folded.endswith("dozen"):
        return 12 * (number(folded.split()[0]) or 1) if " " in folded else 12
    head, hundred, tail = folded.partition("hundred")
    if hundred:
        times = {"": 1, "a": 1, "several": None}.get(head.strip(), number(head.strip()) if head.strip() else 1)
        rest = number(tail.replace("and", " ").strip()) if tail.strip() else 0
        return None if times is None or rest is None else 100 * times + rest
    return number(folded)
