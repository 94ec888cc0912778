"""Find who speaks where a tag names nobody in full: a pronoun, a bare surname, a description ("the Harrow lecturer").

Pronouns of tags are settled here, not by `references.py`: who speaks is the subject of the sentences before, never a
person who only stands in them as somebody's employer, addressee or the maker of a law.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from extract.document import Found, FoundQuote, Sheet
from extract.knowledge import Knowledge
from extract.lexicon import table, words
from extract.positions import BODIES, said
from extract.quote_leads import gives_no_view
from kb.vocabulary import Label, Predicate

_LINES_BACK = 5
_HE = re.compile(
    r"\b(?:(?P<who>he|she)|(?:in|to|for) (?P<whose>his|her|him)"
    r"(?: (?:own )?(?:words?|view|eyes|telling|opinion|mind|reading))?(?=[ ,]))\b",
    re.I,
)
_OBLIQUE = re.compile(
    r"(?:\b(?:of|under|for|by|with|from|to|at|against|about|on|than|like|toward|towards|behind|beside|after|before|"
    r"without|between|over|upon|that|which|whom|asked|told|thanked|tells|asks|order|orders|act|law|bill|memo|text|deal|"
    r"accord|directive|draft|in)\s+(?:(?:the|then|former|late|President|Sen\.|Rep\.|Mr\.?|Ms\.?|Mrs\.?|Dr\.?|"
    r"Commissioner|Secretary|Senator|Justice|Prime|Minister)\s+){0,3}|\bex-)$",
    re.I,
)  # before a person of whom the sentence is not told
_MADE = re.compile(r"\b(?:that|which|whom|order|orders|act|law|bill|memo|text|deal|accord|directive|draft)\s+$")
_NOBODY = re.compile(
    r"\b(?:an?|one|another|some|several|two|three)\s+(?:(?:of the|[\w’'-]+)\s+){0,3}?(?:person|people|sources?|"
    r"officials?|employees?|staffers?|insiders?|aides?|diplomats?|negotiators?|lobbyists?|executives?|inspectors?|friends?|engineers?)\b|"
    r"\b(?:said|says|say|recalls?|recalled|added)\s+one\b(?=[,.]|\s*$)",
    re.I,
)
_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ff]or|in the words of)\s+(?:[\w.’'-]+\s+){0,3}$")
_POSSESSED = re.compile(r"['’]s?\b")
_TURN = re.compile(r"[;,]\s+(?:while|whereas|but|though|although)\s+|;\s+|\.\s+(?=[A-Z])")
_ASKING = re.compile(r"\b(?:asks?|asked|asking|wished to know|wants? to know|wanted to know|wondered|pressed)\b")
_ANONYMOUS = frozenset("official person source people aide insider staffer employee".split())
_ROLE = re.compile(
    r"\b[Tt]he\s+(?P<lead>(?:[\w.&’'-]+\s+){0,5}?)(?P<noun>[A-Za-z][\w-]+|\d\d-year-old)"
    r"(?=\s*(?:$|[,.;:—–]|\s(?:[a-z]+ly\s+)?(?:has|had|would|said|says|[a-z]+(?:ed|s|ld|te|ng|ys))\b|\s(?:in|on|to|at|of)\b))"
)
_HEARER = re.compile(
    r"\b(?:told|tells|telling|interview\w*\s+(?:with|by)|spoke\s+to|spoke\s+with|speaking\s+to|email\s+to|"
    r"letter\s+to|statement\s+to|reported\s+by|thank\w*|(?:wrote|writes|written|said|says|replied|complained|"
    r"explained|reminded)\s+to)\s+(?:the\s+)?(?:(?:EU\s+)?(?:President|Commissioner|Secretary|Senator|Minister)\s+)?$"
)  # who stands behind these is spoken to
_FORMER = re.compile(r"\b(?:formerly|previously|once|ex-|late)\b[^,;]{0,30}$", re.I)
_INVERTED = re.compile(r"\s+(?:[\w.&-]+['’]s?\s+|(?:the|its|our)\s+|[A-Z][\w.]+\s+){0,3}")
_ANSWERS = re.compile(
    r"(?:comes?|came|is|was|are|were)\s+(?:the\s+|(?:[\w.’'-]+\s+){0,3}?(?:his|her|[\w.-]+['’]s?)\s+)(?:\w+\s+)?"
    r"(?:answer|reply|response|retort|summary|verdict|recipe|advice|comment|conclusion|message|view|motto|assessment|"
    r"diagnosis|prediction|line)\b"
)


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(words("references", key))


@cache
def _persons() -> frozenset[str]:
    """Return the nouns that mean one person, and the words for people of a nation."""
    roles = {word.casefold().split()[-1] for word in (*words("references", "PERSON"), *words("quotes", "persons"))}
    return frozenset(roles | {word.casefold() for word in table("names", "nationalities")}) - _ANONYMOUS


@cache
def _person_ending() -> re.Pattern[str]:
    return re.compile(r"(?:[a-z]{2}ist|[a-z]{3}ian|crat|(?<!wo)man|woman|person|yer|[a-z]ician|[a-z]arian)$")


class Speakers:
    """Knows who is meant by the words of a speaker tag."""

    known: Knowledge

    def settle(self, sheet: Sheet, quote_start: int, span: tuple[int, int], person: Found | None) -> Found | None:
        """Return the person that a tag means, beginning with what the mentions in it say."""
        start, end = span
        if person is not None and not person.silent:
            return self._namesake(sheet, person)
        named = self._by_surname(sheet, start, end)
        if named is not None:
            return named
        if means_nobody(sheet.text[start:end]):
            return None
        pronoun = self._pronoun_in(sheet, start, end)
        if pronoun is not None:
            before = min(quote_start, pronoun.start())
            word = (pronoun["who"] or pronoun["whose"]).casefold()
            return self.subject_before(sheet, before, "she" if word in ("she", "her") else "he") or person
        if person is not None and not _is_nobody(sheet, person):
            return person
        if _ANSWERS.search(sheet.text, start, end):
            return self.subject_before(sheet, quote_start, None, answering=True)
        return self._described(sheet, quote_start, start, end)

    def who(self, sheet: Sheet, start: int, end: int, *, after_quote: bool) -> tuple[Found | None, Found | None]:
        """Return the person and the body that a speaker tag names."""
        text = sheet.text
        inside = [
            found
            for found in sheet.mentions
            if start <= found.start < end
            and found.id
            and not _HEARER.search(text, max(0, found.start - 40), found.start)
        ]
        people = [found for found in inside if found.label == Label.PERSON]
        lone = len({found.id for found in people}) < 2
        people = [found for found in people if lone or not self._is_oblique(sheet, found, start)] or people
        bodies = [
            found
            for found in inside
            if found.label in BODIES or (found.label == Label.PROGRAMME and not found.entity)  # "the Harbour Project"
        ]
        verb = said().search(sheet.text, start, end)
        at = verb.start() if verb else start
        if after_quote:
            person = people[0] if people else None
        else:
            verbs = list(said().finditer(sheet.text, start, end))
            at = verbs[-1].start() if verbs else at
            earlier = [found for found in people if found.end <= at]
            told = verbs[-1].end() if verbs else at
            inverted = [
                found for found in people if told < found.start and _INVERTED.fullmatch(text, told, found.start)
            ]  # …, says Jane Roe of Harrow Labs, “…”
            person = next(iter((*inverted, *reversed(earlier), *people)), None)
        if person is not None:
            beside = [found for found in bodies if _beside(text, person, found)]
            return person, min(beside, key=lambda found: abs(found.start - person.start), default=None)
        named = [
            found
            for found in bodies
            if found.label in BODIES
            and (found.end <= at + 1 or after_quote or (verb and "according" in verb.group().casefold()))
        ]
        if not named:
            return None, None
        if after_quote and verb is not None:
            close = [
                found for found in named if abs(found.start - verb.end()) < 40 or abs(verb.start() - found.end) < 40
            ]
            return None, close[0] if close else None
        return None, named[-1]

    def names_nobody(self, sheet: Sheet, span: tuple[int, int]) -> bool:
        """Tell whether a tag without a person speaks of somebody who is not to be known."""
        pronoun = self._pronoun_in(sheet, *span)
        if pronoun is not None and pronoun["who"] is not None:
            return True
        nobody = _NOBODY.search(sheet.text, *span)
        return nobody is not None and not any(
            found.label in BODIES
            and not found.silent
            and nobody.start() <= found.start < nobody.end()
            and nobody.end() - found.end < 14
            for found in sheet.mentions
        )  # "a White House official" speaks for that body

    @staticmethod
    def answers(tag: str) -> bool:
        """Tell whether the wording behind marked words calls them an answer or a verdict of somebody."""
        return _ANSWERS.match(tag.lstrip()) is not None

    @staticmethod
    def begins_with_pronoun(lead: str) -> bool:
        """Tell whether a sentence whose end is put in marks tells what "he" or "she" thinks."""
        return _HE.match(lead.lstrip()) is not None and 2 <= len(lead.split()) <= 16 and not gives_no_view(lead)

    def subject_before(self, sheet: Sheet, at: int, word: str | None, *, answering: bool = False) -> Found | None:
        """Return the person whom the text before a place speaks of last, as the subject of a sentence."""
        number = sheet.line_at(max(0, at - 1))
        paragraph = sheet.lines[number].paragraph
        spoken = sheet.quotes[-1] if sheet.quotes and sheet.quotes[-1].kind != "indirect" else None
        asked = self._leading_speaker(sheet, at, word)
        if asked is not None:
            return asked
        other: str | None = None
        by_line = sheet.by_line()
        for line_number in range(number, max(-1, number - _LINES_BACK), -1):
            line = sheet.lines[line_number]
            people = [
                found
                for found in by_line.get(line_number, ())
                if found.label == Label.PERSON and found.id and not found.silent and found.end <= at
                and not _quoted(sheet, found.start) and (word is None or self._fits(found, word))
            ]  # fmt: skip
            subjects = [found for found in people if not self._is_oblique(sheet, found, line.start)]
            if not subjects and len({found.id for found in people}) == 1 and not _HE.match(sheet.text, line.start):
                subjects = [found for found in people if not self._is_oblique(sheet, found, line.start, hard=True)]
            if subjects and answering and other is None and _ASKING.search(sheet.text, line.start, min(line.end, at)):
                other = subjects[0].id
                continue
            subjects = [found for found in subjects if found.id != other]
            if subjects:
                return _chief(sheet, subjects, line.start, min(line.end, at))
            if spoken is not None and spoken.line >= line_number - 1 and line.paragraph >= paragraph - 1:
                again = self._speaker_of(sheet, spoken)
                if again is not None and again.id != other and (word is None or self._fits(again, word)):
                    return again
        return None

    def _leading_speaker(self, sheet: Sheet, at: int, word: str | None) -> Found | None:
        """Return who answers throughout an interview, when a question in print stands right before this paragraph."""
        head = sheet.text.rfind("\n", 0, at) + 1
        if not sheet.text[:head].rstrip(' \n*_”"').endswith("?") or sheet.text[head:at].strip(' “"«‘'):
            return None
        counts = Counter(quote.speaker for quote in sheet.quotes if quote.kind == "direct" and quote.speaker)
        if not counts:
            return None
        leading = counts.most_common(1)[0][0]
        person = next((found for found in sheet.mentions if found.id == leading and found.label == Label.PERSON), None)
        return person if person is not None and (word is None or self._fits(person, word)) else None

    @staticmethod
    def _speaker_of(sheet: Sheet, quote: FoundQuote) -> Found | None:
        return next(
            (
                found
                for found in sheet.mentions
                if found.id == quote.speaker and found.label == Label.PERSON and not found.silent
            ),
            None,
        )

    def _fits(self, found: Found, word: str) -> bool:
        """Tell whether "he" or "she" can mean a person, by the first name where one is known."""
        entity = self.known.entities.get(found.entity or "")
        full = entity.name if entity is not None else found.name or found.text
        return full.split()[0] not in _names("she_names" if word == "he" else "he_names")

    @staticmethod
    def _is_oblique(sheet: Sheet, found: Found, start: int, *, hard: bool = False) -> bool:
        lead = sheet.text[max(start, found.start - 60) : found.start]
        if _POSSESSED.match(sheet.text, found.end):
            return True
        if hard:
            return _MADE.search(lead) is not None
        return _OBLIQUE.search(lead) is not None and _ACCORDING.search(lead) is None

    @staticmethod
    def _pronoun_in(sheet: Sheet, start: int, end: int) -> re.Match[str] | None:
        """Return the "he" or "she" of a tag that stands beside a verb of saying."""
        chosen: re.Match[str] | None = None
        for match in _HE.finditer(sheet.text, start, end):
            chosen = match
            after = sheet.text[match.end() : end]
            lead = sheet.text[max(start, match.start() - 14) : match.start()]
            if said().match(after.lstrip()) or said().search(lead):
                return match
        return chosen

    @staticmethod
    def _by_surname(sheet: Sheet, start: int, end: int) -> Found | None:
        """Return the person whose surname a tag prints, when the name was read as something else or not at all."""
        tag = sheet.text[start:end]
        full = _full_names(sheet, start)
        for match in re.finditer(r"[A-ZÀ-Ž][\w’'-]+", tag):
            person = full.get(match.group().removesuffix("’s").removesuffix("'s"))
            if person is None:
                continue
            beside = tag[max(0, match.start() - 22) : match.start()], tag[match.end() : match.end() + 22]
            if re.match(r"['’]s\b", beside[1]):
                continue
            told_before = said().search(beside[0]) and not re.search(r"[,;.]", beside[0].strip())
            if told_before or said().match(beside[1].lstrip()):
                return person
        return None

    def _namesake(self, sheet: Sheet, person: Found) -> Found:
        """Return the person of that surname whom the text has named in full, when the register's own stays unnamed."""
        if " " in person.text.strip() or person.entity is None:
            return person
        if any(found.id == person.id and " " in found.text and not found.silent for found in sheet.mentions):
            return person
        return _full_names(sheet, person.start).get(person.text, person)

    def _described(self, sheet: Sheet, quote_start: int, start: int, end: int) -> Found | None:
        """Return the person whom a tag describes: "the OpenAI chief told staff", "said the Italian"."""
        for match in _ROLE.finditer(sheet.text, start, end):
            noun, lead = match["noun"].casefold(), match["lead"]
            if noun in _ANONYMOUS or re.search(r"['’]s?\s", lead):
                continue
            if noun not in _persons() and (noun[:1].isdigit() or not _person_ending().search(noun)):
                continue
            if said().search(sheet.text, start, end) is None and "according" not in sheet.text[start:end].casefold():
                continue
            if re.match(r" (?:\w+ )?of an? ", sheet.text[match.end() : match.end() + 20]):
                continue  # "the head of a large bank"
            if re.search(r"spokes\w+$", noun) and not self._is_spokesperson(sheet, quote_start):
                continue
            inside = {
                found.id for found in sheet.mentions
                if found.label in BODIES and match.start() <= found.start < match.end()
                and found.id and not found.silent
            }  # fmt: skip
            if inside:
                return self._of_body(sheet, quote_start, inside)
            return self.subject_before(sheet, quote_start, None)
        return None

    @staticmethod
    def _is_spokesperson(sheet: Sheet, at: int) -> bool:
        last = sheet.line_at(max(0, at - 1))
        return "spokes" in sheet.text[sheet.lines[max(0, last - 2)].start : at]

    def _of_body(self, sheet: Sheet, at: int, bodies: set[str]) -> Found | None:
        """Return the person named shortly before who belongs to a body, or else whom the text speaks of."""
        belongs = {
            item.subject
            for item in sheet.relations
            if item.predicate == Predicate.AFFILIATED_WITH and item.object in bodies and not item.negated
        }
        first = sheet.line_at(max(0, at - 1)) - _LINES_BACK
        near = [
            found for found in sheet.mentions
            if found.label == Label.PERSON and found.id and not found.silent and found.end <= at and found.line >= first
        ]  # fmt: skip
        fitting = [found for found in near if found.id in belongs]
        return fitting[-1] if fitting else self.subject_before(sheet, at, None)


def means_nobody(tag: str) -> bool:
    """Tell whether a tag speaks of somebody it will not name: "said one official", "an aide recalls"."""
    return _NOBODY.search(tag) is not None


def _is_nobody(sheet: Sheet, found: Found) -> bool:
    """Tell whether a person read from a description is no one named: "the official", "the head of a large bank"."""
    return (
        found.text.casefold().split()[-1] in _ANONYMOUS
        or re.match(r" (?:\w+ )?of an? ", sheet.text[found.end :][:20]) is not None
    )


def is_named_here(sheet: Sheet, found: Found, start: int, end: int) -> bool:
    """Tell whether a stretch of text names what a silent mention in it stands for."""
    return any(
        other.id == found.id and not other.silent and start <= other.start < end for other in sheet.mentions
    )  # "BEUC, the consumer group, called …"


def _beside(text: str, person: Found, body: Found) -> bool:
    """Tell whether a body stands in a person's title or apposition ("X President Y", "Y, head of X,")."""
    between = text[min(person.end, body.end) : max(person.start, body.start)]
    if (
        len(between) > 110
        or said().search(between)
        or re.search(r"\b(?:but)\b|[;“”\"]", between)
        or _FORMER.search(between)
    ):
        return False
    if body.start < person.start:  # "Harbour Labs' chief counsel Jane Roe", "the head of Harbour Labs, Jane Roe"
        return re.fullmatch(r"(?:['’]s?)?(?:[\s,]+[^\s,;]+){0,9}[\s,(]*", between) is not None
    return re.match(r"\s*[,(–—-]|\s*$|\s+(?:of|at|from|with|for|who|whose|and)\b", between) is not None


def _chief(sheet: Sheet, subjects: list[Found], start: int, end: int) -> Found:
    """Return the subject of the last clause of a sentence."""
    turn = max((match.end() for match in _TURN.finditer(sheet.text, start, end)), default=start)
    return next((found for found in subjects if found.start >= turn), subjects[0])


def _quoted(sheet: Sheet, at: int) -> bool:
    """Tell whether a place lies between quotation marks of its paragraph."""
    head = sheet.text.rfind("\n", 0, at) + 1
    before = sheet.text[head:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1 or before.count("«") > before.count("»")


def _full_names(sheet: Sheet, before: int) -> dict[str, Found]:
    """Return the persons named in full so far by the last word of their names; the latest wins."""
    people = [
        found for found in sheet.mentions
        if found.label == Label.PERSON and found.id and not found.silent and " " in found.text and found.end <= before
    ]  # fmt: skip
    # Some names put the family first, and an interview may call people by their given names.
    return {found.text.split()[place]: found for place in (0, -1) for found in people}
