"""Find quotations with their speakers: direct, partial, split around the speaker tag, continued; indirect ones apart.

Words in quotation marks without a speaker (a title, a scare quote, the text of a law) are no quotations. The stance of
a speaker toward an instrument is judged by `stance.py` and becomes a relation of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Found, FoundQuote, Sheet, sheet_of
from extract.knowledge import Knowledge
from extract.positions import BODIES, Positions, said
from kb.vocabulary import Label

_MARKS = re.compile(r"“([^“”]{2,1500}?)[”\"]|(?<![\w=])\"([^\"“”]{2,1500}?)[\"”]|«\s?([^«»]{2,1500}?)\s?»")
MIN_PARTIAL_WORDS = 4  # shorter marked words are terms, not statements


@dataclass(slots=True)
class Marked:
    """Words between quotation marks; start and end lie inside the marks."""

    start: int
    end: int
    outer: int  # after the closing mark


class QuoteReader(Positions):
    """The component: fills `sheet.quotes` and adds the relations that stances stand for."""

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known

    def __call__(self, doc: Doc) -> Doc:
        """Read the quotations of a document."""
        sheet = sheet_of(doc)
        if sheet.is_law:
            return doc
        self.direct(sheet)
        self.indirect(sheet)
        self.stances(sheet)
        return doc

    # ------------------------------------------------------------------ direct speech

    def direct(self, sheet: Sheet) -> None:
        """Add the quotations with a speaker, merging those that one speaker continues in a paragraph."""
        for first, last in _paragraphs(sheet):
            if not any(mark in sheet.text[first:last] for mark in '“"«'):
                continue
            marked = [
                Marked(match.start(group), match.end(group), match.end())
                for match in _MARKS.finditer(sheet.text, first, last)
                for group in (1, 2, 3)
                if match.group(group) is not None
            ]
            running: FoundQuote | None = None
            for index, quote in enumerate(marked):
                left = marked[index - 1].outer if index else first
                right = marked[index + 1].start - 1 if index + 1 < len(marked) else last
                made = self._speaker(sheet, quote, left, right, index == 0)
                spoken = sheet.text[quote.start : quote.end]
                if made is None:
                    if (
                        running is not None
                        and running.kind == "direct"
                        and len(spoken.split()) >= 3
                        and (
                            sheet.text[quote.end - 1] in ".?!,…"
                            and not sheet.text[left : quote.start]
                            .strip(' “"\n')
                            .casefold()
                            .endswith(("the", "a", "called"))
                        )
                        and len(sheet.text[left : quote.start].split()) <= 12
                    ):
                        running.end = quote.end
                    continue
                if (
                    running is not None
                    and running.speaker_text == made.speaker_text
                    and running.speaker == made.speaker
                    and running.line >= sheet.line_at(first)
                ):
                    running.end = quote.end
                    continue
                running = made
                sheet.quotes.append(made)

    def _speaker(self, sheet: Sheet, quote: Marked, left: int, right: int, opens: bool) -> FoundQuote | None:
        text = sheet.text
        spoken = text[quote.start : quote.end]
        count = len(spoken.split())
        closes = spoken.rstrip()[-1:] in ",.?!…" or text[quote.outer : quote.outer + 1] in ",."
        after = text[quote.outer : right]
        stop = re.search(r"(?<![A-Z]\.[A-Z])(?<!\b[A-Z])(?<!U\.S)[.!?](?:\s|$)|;", after)
        tag_after = after[: stop.start()] if stop else after
        before = text[left : quote.start - 1]
        cut = max((match.end() for match in re.finditer(r"(?<![A-Z])[.!?]\s+(?=[A-Z“\"])", before)), default=0)
        tag_before = before[cut:]
        direct = False
        chosen: tuple[int, int, bool] | None = None
        said_after = said().search(tag_after)
        if said_after and closes and re.match(r"[\s,–—-]*(?:[\w“]|$)", tag_after):
            chosen, direct = (quote.outer, quote.outer + len(tag_after), True), True
        else:
            verbs = list(said().finditer(tag_before))
            if verbs and len(tag_before[verbs[-1].end() :].split()) <= 16:
                chosen = (left + cut, quote.start - 1, False)
                direct = tag_before.rstrip().endswith((":", ",")) and closes
        if (
            chosen is None
            and tag_before.rstrip().endswith(":")
            and any(
                found.label == "PERSON" and left + cut <= found.start < quote.start and not found.silent
                for found in sheet.mentions
            )
        ):
            chosen, direct = (left + cut, quote.start - 1, False), closes  # "X is calmer: …"
        if chosen is None:
            return None
        if count < (2 if direct and closes else MIN_PARTIAL_WORDS):
            return None
        person, body = self._who(sheet, chosen[0], chosen[1], after_quote=chosen[2])
        if person is None and body is None:
            return None
        if person is None and body is not None and body.silent and not (direct and chosen[2]):
            return None
        speaker = person or body
        assert speaker is not None
        organisation = body if person is not None else None
        org_id = (
            organisation.id if organisation is not None and not organisation.silent else self._employer(sheet, person)
        )
        if person is None:
            org_id = speaker.id
        kind = "direct" if direct else "partial"
        return FoundQuote(
            quote.start,
            quote.end,
            sheet.line_at(quote.start),
            kind,
            speaker.id,
            org_id,
            speaker.text if not speaker.silent else speaker.name or self._name(speaker),
            score=0.9 if direct else 0.75,
        )

    def _who(self, sheet: Sheet, start: int, end: int, *, after_quote: bool) -> tuple[Found | None, Found | None]:
        """Return the person and the body that a speaker tag names."""
        inside = [found for found in sheet.mentions if start <= found.start < end and found.id]
        people = [found for found in inside if found.label == Label.PERSON]
        bodies = [found for found in inside if found.label in BODIES]
        verb = said().search(sheet.text, start, end)
        at = verb.start() if verb else start
        if after_quote:
            person = people[0] if people else None
        else:
            verbs = list(said().finditer(sheet.text, start, end))
            at = verbs[-1].start() if verbs else at
            earlier = [found for found in people if found.end <= at]
            person = (
                earlier[-1]
                if earlier
                else people[0]
                if people and (not verbs or "according" in verbs[-1].group().casefold())
                else None
            )
            if person is None and people and not bodies:
                person = people[0]
        if person is not None:
            body = min(bodies, key=lambda found: abs(found.start - person.start), default=None)
            if body is not None and not _beside(sheet.text, person, body):
                body = None
            return person, body
        named = [
            found
            for found in bodies
            if found.end <= at + 1 or after_quote or (verb and "according" in verb.group().casefold())
        ]
        if not named:
            return None, None
        if after_quote and verb is not None:
            close = [
                found for found in named if abs(found.start - verb.end()) < 40 or abs(verb.start() - found.end) < 40
            ]
            return None, close[0] if close else None
        return None, named[-1]

    def _name(self, found: Found) -> str:
        entity = self.known.entities.get(found.entity or "")
        return entity.name if entity else found.text


def _beside(text: str, person: Found, body: Found) -> bool:
    """Tell whether a body stands in a person's title or apposition ("X President Y", "Y, head of X,")."""
    between = text[min(person.end, body.end) : max(person.start, body.start)]
    if len(between) > 110 or said().search(between) or re.search(r"\b(?:but|formerly|previously)\b|[;“”\"]", between):
        return False
    if body.start < person.start:  # "Harbour Labs' chief counsel Jane Roe", "the head of Harbour Labs, Jane Roe"
        return re.fullmatch(r"(?:['’]s?)?(?:[\s,]+[^\s,;]+){0,9}[\s,(]*", between) is not None
    return re.match(r"\s*[,(–—-]|\s*$|\s+(?:of|at|from|with|for|who|whose|and)\b", between) is not None


def _paragraphs(sheet: Sheet) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    current = -1
    for line in sheet.lines:
        if line.kind == "furniture":
            continue
        if line.paragraph == current and spans:
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
            current = line.paragraph
    return spans


@Language.factory("crosswalk_quotes")
def create_quote_reader(nlp: Language, name: str) -> QuoteReader:
    """Make the component that reads quotations; `bind` gives it a register."""
    return QuoteReader()
