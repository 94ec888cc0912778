"""Find quotations with their speakers: direct, partial, split around the speaker tag, continued; indirect ones apart.

Words in quotation marks without a speaker (a title, a scare quote, the text of a law) are no quotations. The stance of
a speaker toward an instrument is judged by `stance.py` and becomes a relation of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Found, FoundQuote, Sheet, sheet_of
from extract.knowledge import Knowledge
from extract.lexicon import words
from extract.positions import BODIES, Positions, said
from extract.quote_leads import (
    comment_after,
    find_answering,
    find_body_of_spokesperson,
    is_tag,
    is_unnamed,
    opens_sentence,
    speaks_in_part,
    states,
)
from extract.quote_speakers import Speakers, is_named_here
from extract.quote_tags import find_named
from extract.quotemarks import OPENING, Marked, find_marked, paragraphs
from kb.vocabulary import Label

MIN_PARTIAL_WORDS = 4  # shorter marked words are terms, not statements
MIN_BODY_WORDS = 6  # the same for bodies that no person speaks for
SHORTEST_LABEL = 3  # marked words of that many and no verb are a label, even beside a verb of saying
MAX_TAG_WORDS = 40  # between two parts of one interrupted quotation
_ONWARD = re.compile(
    r"[,;]?\s*(?:and\s+|before\s+|while\s+)?(?:adding|saying|noting|arguing|calling|warning|joking)\b[^.]{0,60}$"
)
_NOT_SPEECH = re.compile(
    r"(?:\b(?:the|a|an|called|so-called|titled|entitled|dubbed|named|headlined|term|word|phrase)\s*)$", re.I
)
_SHORT_TAG = 6  # words of a tag that stands as a sentence behind whole ones: “…” she said on Monday.
_STATEMENT = re.compile(r"\b(?:comment|statement|reply|answer|response|line|sentence|note|post|message|reaction):\s*$")
_RUNS_ON = re.compile(r",?\s+(?:and|but|or|which|who|as|for)\b")  # the sentence in which words were put goes on
_TURNS = re.compile(r"[,;]\s+(?:while|whereas|but|though|although)\b")  # to another speaker, whose words come next


@lru_cache(maxsize=1)
def _stop() -> re.Pattern[str]:
    """Return the end of a tag: a full stop that no abbreviation or initial makes, or a semicolon."""
    short = {word.rstrip(".") for key in ("never_end", "may_end") for word in words("sentences", key)}
    guards = "".join(rf"(?<!\b{re.escape(word)})" for word in sorted(short, key=str.casefold))
    return re.compile(rf"(?:{guards}(?<![A-Z]\.[A-Z])(?<!\b[A-Z])\.|[!?])(?:\s|$)|;", re.IGNORECASE)


class QuoteReader(Speakers, Positions):
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
        for quote in sheet.quotes:
            if quote.kind != "indirect" and self._is_body(sheet, quote.speaker):
                quote.organisation, quote.speaker = quote.speaker, None  # words of a body that no person is named for
        return doc

    # ------------------------------------------------------------------ direct speech

    def direct(self, sheet: Sheet) -> None:
        """Add the quotations with a speaker, merging those that one speaker continues in a paragraph."""
        running: FoundQuote | None = None
        pending: Marked | None = None  # words left open at the end of the paragraph before
        for first, last in paragraphs(sheet):
            if not any(mark in sheet.text[first:last] for mark in OPENING):
                running = pending = None
                continue
            marked = find_marked(sheet, first, last)
            onward = pending is not None and bool(marked) and marked[0].start - 1 <= first
            if not onward:
                running = None
            left = first
            for index, quote in enumerate(marked):
                if index and not _is_term(sheet, marked[index - 1]):
                    left = marked[index - 1].outer
                right = marked[index + 1].start - 1 if index + 1 < len(marked) else last
                if index == 0 and onward and pending is not None and running is not None:
                    running.end = quote.end
                    continue
                made = self._speaker(sheet, quote, left, right, running)
                if made is None:
                    if running is not None and self._goes_on(sheet, running, quote, left):
                        if not _is_interrupted(sheet, running, quote, tagged=False):
                            running = replace(running, start=quote.start, line=sheet.line_at(quote.start))
                            sheet.quotes.append(running)
                        running.end = quote.end
                    continue
                if index == 0 and onward and pending is not None:
                    made.start = pending.start  # the tag stands in the paragraph that closes the words
                    made.line = sheet.line_at(made.start)
                same = running is not None and running.speaker == made.speaker and running.line >= sheet.line_at(first)
                if running is not None and same and _is_interrupted(sheet, running, quote, tagged=True):
                    running.end = quote.end
                    continue
                running = made
                sheet.quotes.append(made)
            if marked and not marked[-1].closed:
                pending = pending if onward and len(marked) == 1 and pending is not None else marked[-1]
            else:
                pending = None

    def _goes_on(self, sheet: Sheet, running: FoundQuote, quote: Marked, left: int) -> bool:
        """Tell whether marked words without a speaker of their own continue the quotation before them."""
        between = sheet.text[left : quote.start - 1]
        spoken = sheet.text[quote.start : quote.end]
        if len(spoken.split()) < 3 or len(between.split()) > MAX_TAG_WORDS or _NOT_SPEECH.search(between):
            return False
        if _ONWARD.search(between):
            return True
        others = {
            found.id
            for found in sheet.mentions
            if found.label == "PERSON" and left <= found.start < quote.start and found.id
        }
        if others - {running.speaker}:
            return False
        whole = spoken[-1:] in ".?!,…" and (spoken[:1].isupper() or between.rstrip()[-1:] in ",–—")
        return running.kind == "direct" and whole and between.rstrip()[-1:] in ("", ".", ",", "–", "—", "?", "!")

    def _speaker(
        self, sheet: Sheet, quote: Marked, left: int, right: int, running: FoundQuote | None
    ) -> FoundQuote | None:
        text = sheet.text
        spoken = text[quote.start : quote.end]
        count = len(spoken.split())
        closes = spoken.rstrip(" ’”'")[-1:] in ",.?!…" or text[quote.outer : quote.outer + 1] in ",."
        after = text[quote.outer : right]
        stop = _stop().search(after)
        tag_after = after[: stop.start()] if stop else after
        before = text[left : quote.start - 1]
        cut = max((match.end() for match in re.finditer(r"(?<![A-Z])[.!?]\s+(?=[A-Z“\"]|$)", before)), default=0)
        tag_before = before[cut:]
        direct = False
        chosen: tuple[int, int, bool] | None = None
        said_after = said().search(tag_after) if _TURNS.match(tag_after) is None else None
        verbs = list(said().finditer(tag_before))
        if said_after and spoken[:1].islower() and _RUNS_ON.match(tag_after):
            said_after = None
        titled = tag_before.rstrip(" *_").endswith(":") and self._names_speaker(sheet, left + cut, quote.start)
        if said_after and opens_sentence(spoken, tag_after, said_after.end(), after_colon=titled):
            said_after = None  # “…” A spokesman said that the firm would sign
        led = bool(verbs) and len(tag_before[verbs[-1].end() :].split()) <= 16
        if (
            led
            and (spoken[:1].islower() or spoken.endswith("."))
            and self._names_speaker(sheet, left + cut, quote.start)
        ):
            said_after = None  # words that go on a sentence, or end one, belong to who speaks before them
        if said_after and closes and re.match(r"[\s,–—-]*(?:[\w“]|$)", tag_after):
            chosen, direct = (quote.outer, quote.outer + len(tag_after), True), True
        elif led:
            chosen = (left + cut, quote.start - 1, False)
            direct = tag_before.rstrip(" *_").endswith((":", ",")) and closes
        if (
            chosen is None
            and tag_before.rstrip(" *_").endswith(":")
            and (
                self.begins_with_pronoun(tag_before, anywhere=True)
                or (_STATEMENT.search(tag_before) and self._names_speaker(sheet, left + cut, quote.start))
                or any(
                    found.label == "PERSON" and left + cut <= found.start < quote.start and not found.silent
                    for found in sheet.mentions
                )
            )
        ):
            chosen, direct = (left + cut, quote.start - 1, False), closes  # "X is calmer: …"
        goes_on = chosen is None and count > MIN_PARTIAL_WORDS and spoken[:1].islower()
        if goes_on and tag_before.rstrip().endswith(" that") and states(spoken):
            tag_end = quote.start - 1 - (len(tag_before) - len(tag_before.rstrip())) - len(" that")
        else:
            tag_end = quote.start - 1
        if goes_on and (self.begins_with_pronoun(tag_before) or speaks_in_part(sheet, left + cut, tag_end)):
            chosen = (left + cut, quote.start - 1, False)  # "X found the order “so polite that …”"
        signed = re.match(r"\s*[—–-]+\s*(?=\w)", after)
        if chosen is None and signed and closes and not said_after:
            chosen, direct = (quote.outer, quote.outer + len(tag_after), True), True  # “…” — Jane Roe, Fair Machines
        if chosen is None and closes and self.answers(text[quote.outer : quote.outer + len(tag_after)]):
            chosen, direct = (quote.outer, quote.outer + len(tag_after), True), True  # “…,” came the answer
        if chosen is None and is_tag(sheet, quote.outer, spoken):
            chosen, direct = (quote.outer, quote.outer + len(tag_after), True), True
        alone = not before.strip() and spoken[:1].isupper() and count >= MIN_PARTIAL_WORDS
        if chosen is None and comment_after(after, closed=closes, alone=alone, told=said_after is not None):
            chosen, direct = (quote.outer, quote.outer + len(tag_after), True), True
        if chosen is None:
            return self._led_by(sheet, quote, left, running) if closes and quote.closed else None
        if count < (2 if direct and closes else MIN_PARTIAL_WORDS):
            return None
        whole = direct and chosen[2] and spoken[:1].isupper() and tag_before.strip() == ""
        if count <= SHORTEST_LABEL and not whole and not states(spoken):
            return None
        if any(
            found.label == Label.INSTRUMENT
            and not found.silent
            and found.start - 1 <= quote.start
            and quote.end <= found.end + 2
            for found in sheet.mentions
        ):
            return None  # a title
        person, body = find_named(sheet, chosen[0], chosen[1], after_quote=chosen[2])
        settled = self.settle(sheet, quote.start, chosen[:2], person, body)
        if settled is None and (person is not None or self.names_nobody(sheet, chosen[:2])):
            return None  # "she said" of somebody unknown, "an official said"
        if settled is not None and (person is None or settled.id != person.id):
            person, body = settled, None
        if person is None and body is None:
            body = find_body_of_spokesperson(sheet, text[chosen[0] : chosen[1]], quote.start)
        if person is None and (body is None or is_unnamed(text, chosen[0], body)):
            return None
        if person is None and body is not None and not (direct and chosen[2]):
            if count < MIN_BODY_WORDS and not direct:
                return None  # bodies lend their words in passing
            spokes = "spokes" in text[chosen[0] : chosen[1]]
            if body.silent and not spokes and not is_named_here(sheet, body, chosen[0], chosen[1]):
                return None
        speaker = person or body
        assert speaker is not None
        organisation = body if person is not None else None
        org_id = (
            organisation.id if organisation is not None and not organisation.silent else self._employer(sheet, person)
        )
        if person is None:
            org_id = speaker.id
        if org_id == speaker.id and person is not None:
            org_id = None
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

    @staticmethod
    def _names_speaker(sheet: Sheet, start: int, end: int) -> bool:
        """Tell whether somebody who can speak is named in a stretch of text."""
        return any(
            start <= found.start < end
            and found.id
            and (found.label == Label.PERSON or (found.label in BODIES and not found.silent))
            for found in sheet.mentions
        )

    def _led_by(self, sheet: Sheet, quote: Marked, left: int, running: FoundQuote | None) -> FoundQuote | None:
        """Return a whole quoted sentence that stands alone as the words of the person the sentence before speaks of."""
        spoken = sheet.text[quote.start : quote.end]
        before = sheet.text[left : quote.start - 1].rstrip()
        answering = find_answering(sheet, quote.start) if spoken[:1].isupper() else None
        if answering is not None:
            return self._alone(sheet, quote, answering)
        if running is not None or len(spoken.split()) < MIN_PARTIAL_WORDS or not spoken[:1].isupper():
            return None
        if spoken[-1:] not in ".?!…" or before[-1:] not in ("", ".", "?", "!", ":"):
            return None
        line = sheet.line_at(max(left, quote.start - 3))
        if before.endswith("?"):  # the writer puts a question and lets the words answer it
            asked = self.subject_before(sheet, quote.start, None)
            return self._alone(sheet, quote, asked) if asked is not None else None
        people = [
            found
            for found in sheet.mentions
            if found.label == "PERSON"
            and found.id
            and found.start < quote.start
            and found.line >= (line - 1 if found.start >= left else sheet.line_at(quote.start) - 1)
        ]
        if before.endswith(":"):
            people = [found for found in people if found.line == line and found.start >= left]
        if not people or len({found.id for found in people if found.line == people[-1].line}) > 1:
            return None
        return self._alone(sheet, quote, people[-1])

    def _alone(self, sheet: Sheet, quote: Marked, person: Found) -> FoundQuote:
        """Return whole sentences as the words of a person that no tag names."""
        return FoundQuote(
            quote.start,
            quote.end,
            sheet.line_at(quote.start),
            "direct",
            person.id,
            self._employer(sheet, person),
            person.text if not person.silent else person.name or self._name(person),
            score=0.6,
        )

    def _is_body(self, sheet: Sheet, speaker: str | None) -> bool:
        return any(found.id == speaker and found.label in BODIES for found in sheet.mentions)

    def _name(self, found: Found) -> str:
        entity = self.known.entities.get(found.entity or "")
        return entity.name if entity else found.text


def _is_interrupted(sheet: Sheet, running: FoundQuote, quote: Marked, *, tagged: bool) -> bool:
    """Tell whether nothing but a speaker tag stands between two parts of a quotation."""
    between = sheet.text[running.end + 1 : quote.start - 1]
    if tagged and sheet.text[running.end - 1] in ".!?" and len(between.split()) > _SHORT_TAG:
        return False  # a sentence of its own follows
    stop = _stop().search(between)
    return stop is None or not between[stop.end() :].strip()


def _is_term(sheet: Sheet, marked: Marked) -> bool:
    """Tell whether marked words are too few to state anything, so that a speaker tag reaches beyond them."""
    spoken = sheet.text[marked.start : marked.end]
    return len(spoken.split()) < MIN_PARTIAL_WORDS and spoken[-1:] not in ",.?!…"


@Language.factory("crosswalk_quotes")
def create_quote_reader(nlp: Language, name: str) -> QuoteReader:
    """Make the component that reads quotations; `bind` gives it a register."""
    return QuoteReader()
