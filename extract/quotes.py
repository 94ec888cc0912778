"""Find quotations with their speakers: direct, partial, split around the speaker tag, continued; indirect ones apart.

Words in quotation marks without a speaker (a title, a scare quote, the text of a law) are no quotations. The stance of a
speaker toward an instrument is judged by `stance.py` and becomes a relation of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Found, FoundQuote, FoundRelation, Sheet, sheet_of
from extract.knowledge import Knowledge
from extract.lexicon import alternatives, words
from extract.stance import judge
from kb.vocabulary import Label, Predicate, Stance

_MARKS = re.compile(r"“([^“”]{2,1500}?)[”\"]|(?<![\w=])\"([^\"“”]{2,1500}?)[\"”]|«\s?([^«»]{2,1500}?)\s?»")
_TOPIC = re.compile(
    r"\b(?:voluntary|framework|order|reviews?|rules?|laws?|regime|approach|standards|safeguards|measures?|act|code|accord|pledge|regulation)\b",
    re.I,
)
_DIRECT_VERB = re.compile(
    r"(?:prais|criti|welcom|hail|dismiss|label|dubb|call|describ)", re.I
)  # their object is what is judged
_REPORTS = re.compile(
    r"(?:said|says|say|argued?|argues|warn(?:ed|s)?|state[sd]?|not(?:ed|es)|called|calls|call|describe[sd]?|believes?|thinks?|think|complain(?:ed|s)?|"
    r"contend(?:ed|s)?|counter(?:ed|s)|claim(?:ed|s)?|insist(?:ed|s)?|stress(?:ed|es)|praise[sd]?|criticis?z?e[sd]?|welcome[sd]?|dismiss(?:ed|es)|told|"
    r"wrote|add(?:ed|s)|maintain(?:ed|s)?|caution(?:ed|s)?|lamented|suggest(?:ed|s)?|label+ed|dubbed|hail(?:ed|s)?)\b"
)  # verbs whose clause is what the speaker thinks
MIN_PARTIAL_WORDS = 4  # shorter marked words are terms, not statements
SPEAKERS = frozenset({"PERSON", "COMPANY", "ORGANISATION"})
BODIES = frozenset({"COMPANY", "ORGANISATION", "AGENCY"})


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{alternatives([*words('quotes', 'said'), 'according to', 'in the words of'])})\b", re.IGNORECASE
    )


@dataclass(slots=True)
class Marked:
    """Words between quotation marks; start and end lie inside the marks."""

    start: int
    end: int
    outer: int  # after the closing mark


class QuoteReader:
    """The component: fills `sheet.quotes` and adds the relations that stances stand for."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.verbs = frozenset(word.split()[0] for word in words("quotes", "said"))

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
                    if running is not None and running.kind == "direct" and len(spoken.split()) >= 3 and (
                        sheet.text[quote.end - 1] in ".?!,…" and not sheet.text[left:quote.start].strip(" “\"\n").casefold().endswith(("the", "a", "called"))
                    ) and len(sheet.text[left : quote.start].split()) <= 12:  # fmt: skip
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
        said_after = _said().search(tag_after)
        if said_after and closes and re.match(r"[\s,–—-]*(?:[\w“]|$)", tag_after):
            chosen, direct = (quote.outer, quote.outer + len(tag_after), True), True
        else:
            verbs = list(_said().finditer(tag_before))
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
            quote.start, quote.end, sheet.line_at(quote.start), kind, speaker.id, org_id,
            speaker.text if not speaker.silent else speaker.name or self._name(speaker), score=0.9 if direct else 0.75,
        )  # fmt: skip

    def _who(self, sheet: Sheet, start: int, end: int, *, after_quote: bool) -> tuple[Found | None, Found | None]:
        """Return the person and the body that a speaker tag names."""
        inside = [found for found in sheet.mentions if start <= found.start < end and found.id]
        people = [found for found in inside if found.label == Label.PERSON]
        bodies = [found for found in inside if found.label in BODIES]
        verb = _said().search(sheet.text, start, end)
        at = verb.start() if verb else start
        if after_quote:
            person = people[0] if people else None
        else:
            verbs = list(_said().finditer(sheet.text, start, end))
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

    def _employer(self, sheet: Sheet, person: Found | None) -> str | None:
        """Return the body of a speaker by what the text says, else by the post held on the day of publication."""
        if person is None or person.id is None:
            return None
        for relation in sheet.relations:
            if (
                relation.predicate == Predicate.AFFILIATED_WITH
                and relation.subject == person.id
                and not relation.negated
            ):
                return relation.object
        day = sheet.published.isoformat() if sheet.published else None
        for office in self.known.posts.get(person.entity or "", ()):
            started = not office.valid_from or not day or office.valid_from <= day
            ended = office.valid_to and day and office.valid_to <= day
            if started and not ended:
                return office.body_id
        return None

    def _name(self, found: Found) -> str:
        entity = self.known.entities.get(found.entity or "")
        return entity.name if entity else found.text

    # ------------------------------------------------------------------ indirect speech and stance

    def indirect(self, sheet: Sheet) -> None:
        """Add reported clauses of named speakers ("X said that …") that carry a stance."""
        quoted = [(quote.start, quote.end) for quote in sheet.quotes]
        for number, mentions in sheet.by_line().items():
            line = sheet.lines[number]
            if line.kind not in ("prose", "bullet") or any(
                start < line.end and line.start < end for start, end in quoted
            ):
                continue
            if sheet.words(number).isdisjoint(self.verbs) or not any(
                found.id and not found.silent and found.label in SPEAKERS for found in mentions
            ):
                continue
            text = sheet.text[line.start : line.end]
            for verb in _said().finditer(text):
                speakers = [
                    found for found in mentions
                    if found.id and found.end <= line.start + verb.start() and found.label in BODIES | {"PERSON"} and not found.silent
                ]  # fmt: skip
                if not speakers or verb.group().casefold().startswith("according") or verb.group().endswith("ing"):
                    continue
                clause = text[verb.end() :]
                if len(clause.split()) < 5:
                    continue
                person = next((found for found in reversed(speakers) if found.label == "PERSON"), None)
                speaker = person or speakers[-1]
                if speaker.label == "AGENCY" or line.start + verb.start() - speaker.end > 70:
                    continue
                start = line.start + verb.end() + (len(clause) - len(clause.lstrip()))
                if not _REPORTS.match(text, verb.start()):
                    continue
                about_rule = any(
                    found.label == "INSTRUMENT" and found.start >= line.start + verb.end() for found in mentions
                ) or (_TOPIC.search(clause) is not None and not _DIRECT_VERB.match(verb.group()))
                if not about_rule and not self._context(sheet, number):
                    continue
                stance = judge(clause, self._context(sheet, number))
                if stance in (Stance.NEUTRAL, Stance.MIXED):
                    break
                sheet.quotes.append(
                    FoundQuote(
                        start,
                        line.end,
                        number,
                        "indirect",
                        speaker.id,
                        self._employer(sheet, person),
                        speaker.text,
                        stance,
                        score=0.6,
                    )
                )
                break

    def stances(self, sheet: Sheet) -> None:
        """Give each quotation its stance and topic, and turn clear stances into relations."""
        topic_counts = Counter(found.entity for found in sheet.mentions if found.label == "INSTRUMENT" and found.entity)
        for first in (found.entity for found in sheet.mentions if found.label == "INSTRUMENT" and found.entity):
            topic_counts[first] += 1  # the one named first is what the text is about when counts are level
            break
        for entity in sheet.title_entities:
            if entity in topic_counts:
                topic_counts[entity] += 2
        main = topic_counts.most_common(1)[0][0] if topic_counts else None
        for quote in sheet.quotes:
            about = self._about(sheet, quote, main)
            if quote.kind != "indirect":
                spoken = sheet.text[quote.start : quote.end]
                line = sheet.lines[quote.line]
                context = self._context(sheet, quote.line) + " " + sheet.text[line.start : quote.start]
                tail_line = sheet.lines[sheet.line_at(quote.end)]
                context += " " + sheet.text[quote.end : tail_line.end]
                quote.stance = judge(spoken, context)
            quote.about = about
            if about is None or quote.speaker is None or quote.stance not in (Stance.SUPPORTS, Stance.CRITICISES):
                continue
            makers = {
                item.subject for item in sheet.relations if item.predicate in (Predicate.SIGNED, Predicate.DELAYED)
            }
            if self.known.label(quote.speaker) == "AGENCY" or quote.speaker in makers:
                continue  # who signs an instrument needs no stance toward it
            sheet.relations.append(
                FoundRelation(
                    quote.speaker, str(Predicate.SUPPORTS if quote.stance == Stance.SUPPORTS else Predicate.CRITICISES), about,
                    quote.line, quote.start, quote.end, score=round(quote.score * 0.8, 3), method="stance",
                )
            )  # fmt: skip

    def _about(self, sheet: Sheet, quote: FoundQuote, main: str | None) -> str | None:
        """Return the instrument spoken of: named in the words, else right before them, else the main one nearby."""
        last = sheet.line_at(quote.end)
        spoken = [
            found
            for found in sheet.mentions
            if found.label == "INSTRUMENT" and found.entity and quote.start <= found.start < quote.end
        ]
        if spoken:
            return spoken[0].entity
        if any(found.label == "PROGRAMME" and quote.start <= found.start < quote.end for found in sheet.mentions):
            return None  # the words are about that
        here = [
            found
            for found in sheet.mentions
            if found.label == "INSTRUMENT" and found.entity and quote.line <= found.line <= last
        ]
        if here:
            return main if main in {found.entity for found in here} else here[0].entity
        near = [
            found.entity
            for found in sheet.mentions
            if found.label == "INSTRUMENT" and found.entity and quote.line - 2 <= found.line < quote.line
        ]
        if main in near or (not near and self._context(sheet, quote.line)):
            return main
        return near[-1] if near else None

    @staticmethod
    def _context(sheet: Sheet, line: int) -> str:
        """Return the sentence before, when it leads into the statement ("Critics say …", "drew praise from …")."""
        if line == 0:
            return ""
        before = sheet.line_text(line - 1)
        return (
            before
            if re.search(
                r"\b(?:[Cc]ritics|[Oo]pponents|[Ss]upporters|praise|criticism|backlash|welcomed|opposition|applause|reaction|reactions|convinced|less (?:kind|pleased|sure)|[Ss]k?ceptic\w*|brighter|pounced|relief|upbeat|unhappy)\b",
                before,
            )
            else ""
        )


def _beside(text: str, person: Found, body: Found) -> bool:
    """Tell whether a body stands in a person's title or apposition ("X President Y", "Y, head of X,")."""
    low, high = min(person.end, body.end), max(person.start, body.start)
    between = text[low:high]
    return (
        len(between) < 110 and re.search(r"\b(?:said|told|wrote|says|that|but|and said)\b|[.;“”\"]\s", between) is None
    )


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
