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
from extract.quote_tags import is_oblique
from kb.vocabulary import Label, Predicate

_LINES_BACK = 8
_HE = re.compile(
    r"\b(?:(?P<who>he|she)|(?P<writer>his|her) (?:\w+ )?(?:letter|filing|post|statement|reply|e?mail|note|essay|brief|"
    r"caption|report|speech|memo)|(?:in|to|for) (?P<whose>his|her|him)"
    r"(?: (?:own )?(?:words?|view|eyes|telling|opinion|mind|reading))?(?=[ ,]))\b",
    re.I,
)
_NOBODY = re.compile(
    r"\b(?:an?|one|another|some|several|two|three)\s+(?:(?:of the|[\w’'-]+)\s+){0,3}?(?:person|people|sources?|"
    r"officials?|employees?|staffers?|insiders?|aides?|diplomats?|negotiators?|lobbyists?|executives?|inspectors?|friends?|engineers?)\b|"
    r"\b(?:said|says|say|recalls?|recalled|added)\s+one\b(?=[,.]|\s*$)",
    re.I,
)
_TURN = re.compile(r"[;,]\s+(?:while|whereas|but|though|although)\s+|;\s+|\.\s+(?=[A-Z])")
_ASKING = re.compile(
    r"(?<!\bwas )(?<!\bwere )(?<!\bbeen )\b(?:ask(?:s|ed|ing)?|wished to know|want(?:s|ed)? to know|wondered|"
    r"pressed)\b"
)
_ANONYMOUS = frozenset("official person source people aide insider staffer employee".split())
_THE = re.compile(r"\b[Tt]he\s+(?P<rest>(?:[\w.&’'-]+\s+){0,6}[\w-]+)")
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

    def settle(
        self, sheet: Sheet, quote_start: int, span: tuple[int, int], person: Found | None, body: Found | None
    ) -> Found | None:
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
            word = (pronoun["who"] or pronoun["writer"] or pronoun["whose"]).casefold()
            return self.subject_before(sheet, before, "she" if word in ("she", "her") else "he") or person
        if person is not None and not _is_nobody(sheet, person):
            return person
        if _ANSWERS.search(sheet.text, start, end):
            return self.subject_before(sheet, quote_start, None, answering=True)
        return self._described(sheet, quote_start, start, end, body)

    def names_nobody(self, sheet: Sheet, span: tuple[int, int]) -> bool:
        """Tell whether a tag without a person speaks of somebody who is not to be known."""
        pronoun = self._pronoun_in(sheet, *span)
        if pronoun is not None and pronoun["who"] is not None:
            return True
        return means_nobody(sheet.text[span[0] : span[1]])

    @staticmethod
    def answers(tag: str) -> bool:
        """Tell whether the wording behind marked words calls them an answer or a verdict of somebody."""
        return _ANSWERS.match(tag.lstrip()) is not None

    @staticmethod
    def begins_with_pronoun(lead: str, *, anywhere: bool = False) -> bool:
        """Tell whether a sentence whose end is put in marks tells what "he" or "she" thinks."""
        if anywhere:  # before a colon: "On the accord he is of two minds: …"
            return re.search(r"\b(?:he|she)\b", lead, re.I) is not None and len(lead.split()) <= 16
        return _HE.match(lead.lstrip()) is not None and 2 <= len(lead.split()) <= 16 and not gives_no_view(lead)

    def subject_before(self, sheet: Sheet, at: int, word: str | None, *, answering: bool = False) -> Found | None:
        """Return the person whom the text before a place speaks of last, as the subject of a sentence."""
        number = sheet.line_at(max(0, at - 1))
        paragraph = sheet.lines[number].paragraph
        spoken = sheet.quotes[-1] if sheet.quotes and sheet.quotes[-1].kind != "indirect" else None
        asked = self._leading_speaker(sheet, at, word)
        if asked is not None:
            return asked
        other = self._answered(sheet, at, spoken, word)
        by_line = sheet.by_line()
        for line_number in range(number, max(-1, number - _LINES_BACK), -1):
            line = sheet.lines[line_number]
            people = [
                found
                for found in by_line.get(line_number, ())
                if found.label == Label.PERSON and found.id and not found.silent and found.end <= at
                and not _quoted(sheet, found.start) and (word is None or self._fits(found, word))
            ]  # fmt: skip
            subjects = [found for found in people if not is_oblique(sheet, found, line.start)]
            if not subjects and len({found.id for found in people}) == 1 and not _HE.match(sheet.text, line.start):
                subjects = [found for found in people if not is_oblique(sheet, found, line.start, hard=True)]
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
    def _answered(sheet: Sheet, at: int, spoken: FoundQuote | None, word: str | None) -> str | None:
        """Return the speaker of the words right before whom the tag calls "she" where this one says "he"."""
        if spoken is None or word is None or sheet.text.count("\n", spoken.end, at) > 2:
            return None
        pronoun = _HE.match(sheet.text[spoken.end : spoken.end + 12].lstrip(" ”\"’'»,"))
        return spoken.speaker if pronoun is not None and pronoun[0].casefold() in {"he", "she"} - {word} else None

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
        """Return who was named in full before, when a tag prints a part of that name that was read as another's."""
        part = person.text.strip()
        if person.entity is not None and any(
            found.id == person.id and len(found.text) > len(part) and not found.silent for found in sheet.mentions
        ):
            return person
        if person.entity is not None and " " in part:
            return person
        longer = [
            found
            for found in sheet.mentions
            if found.label == Label.PERSON and found.id and found.end <= person.start and not found.silent
            and (found.text.endswith(f" {part}") or found.text.startswith(f"{part} "))
        ]  # fmt: skip
        return longer[-1] if longer else person

    def _described(self, sheet: Sheet, quote_start: int, start: int, end: int, body: Found | None) -> Found | None:
        """Return the person whom a tag describes: "the OpenAI chief told staff", "said the Italian"."""
        for match in _THE.finditer(sheet.text, start, end):
            stop = _role_end(match["rest"])
            if stop is None:
                continue
            finish = match.start("rest") + stop
            role = sheet.text[match.start() : finish]
            before, after = sheet.text[max(start, match.start() - 25) : match.start()], sheet.text[finish:end]
            told = said().match(after.lstrip()) or said().search(before) or re.match(r"\s+\w+ly\s+\w", after)
            if told is None or re.search(r"['’]s?\s", role) or re.match(r" (?:\w+ )?of an? ", after[:20]):
                continue  # "the founder's attorney", "the head of a large bank"
            if body is not None and is_named_here(sheet, body, start, end) and not match.start() <= body.start < finish:
                continue  # "BEUC, the lobby of the consumers, warned"
            if re.search(r"spokes\w+$", role) and not self._is_spokesperson(sheet, quote_start):
                continue
            inside = {
                found.id for found in sheet.mentions
                if found.label in BODIES and match.start() <= found.start < finish and found.id and not found.silent
            }  # fmt: skip
            return (
                self._of_body(sheet, quote_start, inside) if inside else self.subject_before(sheet, quote_start, None)
            )
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


def _role_end(phrase: str) -> int | None:
    """Return where the noun for one person ends in the words after "the"; None when there is none."""
    ends: int | None = None
    for token in re.finditer(r"[\w-]+", phrase):
        word = token.group().casefold()
        if word in _persons() or _person_ending().search(word):
            ends = token.end()
        elif ends is not None:
            return ends
    return ends


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
