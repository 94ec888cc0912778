"""Resolve references: "the executive order", "the order", "the agency", "the company", "it", a pronoun for a speaker.

A definite mention of an instrument by its kind ("executive order") is a mention of its own and is linked; every other
reference is silent: it carries its entity to relations and claims and is not written as a row.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.antecedents import coupled
from extract.document import Found, Sheet, sheet_of
from extract.duties import add_duties
from extract.reference_acts import ActReferences
from extract.reference_groups import GroupReferences
from extract.reference_roles import RoleReferences, silent
from extract.reference_words import (
    DEFINITE,
    EMPTY_IT,
    MAKER,
    OBJECT_IT,
    PLANS,
    PRONOUN,
    PRONOUNS,
    ROLE_NEXT,
    SIMILAR,
    head_parts,
    head_word,
    heads,
    other_words,
)

_TITLES = frozenset(("MEP", "Governor", "Gov."))
_INDEFINITE = frozenset("a an one no any every some most all many each".split())


class ReferenceResolver(ActReferences, GroupReferences, RoleReferences):
    """The component: adds mentions of unnamed instruments and silent references."""

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the references of a document."""
        sheet = sheet_of(doc)
        self.add_orders(sheet)
        self.add_references(sheet)
        add_duties(self.known, sheet)
        sheet.mentions.sort(key=lambda found: found.start)
        return doc

    # ------------------------------------------------------------------ "the order", "the company", "it"

    def add_references(self, sheet: Sheet) -> None:
        """Add silent mentions for definite nouns and pronouns whose antecedent is clear."""
        by_line = sheet.by_line()
        history: list[Found] = []
        added: list[Found] = []
        last_subject: Found | None = None
        for number, line in enumerate(sheet.lines):
            here = by_line.get(number, [])
            if line.kind in ("furniture", "byline"):
                continue
            local = self._makers(sheet, number, here)
            local.extend(self.programmes(sheet, number, here))
            self._definite(sheet, number, history, [*here, *local], local)
            local.extend(self.acts(sheet, number, history, here + local))
            local.extend(self.groups(sheet, number, history, here + local))
            local.extend(self.rare(sheet, number, history, here + local))
            self._similar_plans(sheet, number, history, here, local)
            self._objects(sheet, number, history, here, local)
            self._pronouns(sheet, number, history, here, local, last_subject)
            added.extend(local)
            everything = sorted(
                [found for found in here if not _is_value(found)] + local, key=lambda found: found.start
            )
            history.extend(everything)
            del history[:-60]
            subject = next((found for found in everything if _can_open(found)), None)
            if subject is not None:
                last_subject = subject
        sheet.mentions.extend(added)

    def _makers(self, sheet: Sheet, number: int, here: list[Found]) -> list[Found]:
        """Return the companies that "the Claude maker" means."""
        text, begin = sheet.line_text(number), sheet.lines[number].start
        made: list[Found] = []
        for found in here:
            maker = self.known.parent(found.entity) if found.label == "MODEL" else None
            match = MAKER.match(text, found.end - begin) if maker else None
            if match is not None and self.known.label(maker) == "COMPANY":
                meant = Found(0, 0, self.known.entities[maker or ""].name, "COMPANY", number, maker)
                made.append(silent(sheet, begin + match.start(1), begin + match.end(1), number, meant, found.text))
        return made

    def _definite(self, sheet: Sheet, number: int, history: list[Found], here: list[Found], local: list[Found]) -> None:
        """Add "the order", "the agency", "its model" where what they mean was named."""
        nouns, others = heads(), other_words()
        text, begin = sheet.line_text(number), sheet.lines[number].start
        for match in DEFINITE.finditer(text) if not sheet.words(number).isdisjoint(head_parts()) else ():
            spot = head_word(match, nouns)
            if spot is None:
                continue
            label, _, sort = nouns[spot.group().casefold()].partition(":")
            modifiers = match.group(1)[: spot.start()].casefold().split()
            if modifiers and modifiers[0] in _INDEFINITE:
                continue  # "that a company …": the first word is no article here
            start, end = begin + match.start(1) + spot.start(), begin + match.start(1) + spot.end()
            if any(
                0 < found.start - end <= 2 and "," in sheet.text[end : found.start] and found.label == label
                for found in here
            ):  # "the company, OpenAI, will appeal"
                named = next(found for found in here if 0 < found.start - end <= 2)
                local.append(silent(sheet, start, end, number, named, spot.group()))
                continue
            if any(0 < found.start - end <= 3 and found.label == label for found in here):
                continue  # "the security group Tidewater Alliance" is a description, not a reference
            if any(begin + match.start() < found.start < start and found.label == label for found in here):
                continue  # the phrase names what it means: "its Claude Mythos model"
            if any(found.start < end and start < found.end for found in here) or any(
                word in others for word in modifiers
            ):
                continue
            at = begin + match.start()
            earlier = history + [found for found in [*here, *local] if found.end <= at]
            target = self._antecedent(sheet, earlier, label, sort, spot.group().casefold(), tuple(modifiers))
            if target is not None:
                local.append(silent(sheet, start, end, number, target, spot.group()))

    def _similar_plans(
        self, sheet: Sheet, number: int, history: list[Found], here: list[Found], local: list[Found]
    ) -> None:
        """Add "a similar plan" and "the draft" for the order that is compared with."""
        text, begin = sheet.line_text(number), sheet.lines[number].start
        for match in SIMILAR.finditer(text) if not sheet.words(number).isdisjoint(PLANS) else ():
            group = 1 if match.group(1) else 2
            start, end = begin + match.start(group), begin + match.end(group)
            target = self._topic_order(sheet, history + here)
            if target is not None and not _taken(start, end, here + local):
                local.append(silent(sheet, start, end, number, target, match.group()))

    @staticmethod
    def _objects(sheet: Sheet, number: int, history: list[Found], here: list[Found], local: list[Found]) -> None:
        """Add "it" as what is called, welcomed, signed: an instrument named right before."""
        text, begin = sheet.line_text(number), sheet.lines[number].start
        for match in OBJECT_IT.finditer(text) if "it" in sheet.words(number) else ():
            start, end = begin + match.start(1), begin + match.end(1)
            target = next(
                (
                    found
                    for found in reversed(history[-8:])
                    if found.label == "INSTRUMENT" and found.id and number - found.line <= 2
                ),
                None,
            )
            if target is not None and not _taken(start, end, here + local):
                local.append(silent(sheet, start, end, number, target, "it"))

    def _pronouns(
        self,
        sheet: Sheet,
        number: int,
        history: list[Found],
        here: list[Found],
        local: list[Found],
        last_subject: Found | None,
    ) -> None:
        """Add he, she, it and its (before a role) for what was spoken of last."""
        text, begin = sheet.line_text(number), sheet.lines[number].start
        for match in PRONOUN.finditer(text) if not sheet.words(number).isdisjoint(PRONOUNS) else ():
            word = match.group(1).casefold()
            if word == "its" and not ROLE_NEXT.match(text, match.end()):
                continue
            if word == "it" and EMPTY_IT.match(text, match.end()):
                continue
            start, end = begin + match.start(1), begin + match.end(1)
            if _taken(start, end, here + local):
                continue
            people = word in ("he", "she")
            earlier = [found for found in history if not people or self._fits_pronoun(found, word)]
            target = self._pronoun(earlier, here + local, start, last_subject, people, word == "they", word == "its")
            if target is None or (people and coupled(sheet, history + here, target, begin + match.start(1))):
                continue
            local.append(silent(sheet, start, end, number, target, word))


def _can_open(found: Found) -> bool:
    """Tell whether a mention may be what "it" comes back to: no country, and no title that stands for one."""
    if found.label == "JURISDICTION" or not found.id:
        return False
    return not (found.silent and (found.label == "PERSON" or found.text in _TITLES))


def _taken(start: int, end: int, mentions: list[Found]) -> bool:
    return any(found.start < end and start < found.end for found in mentions)


def _is_value(found: Found) -> bool:
    return found.label in ("DATE", "DURATION", "MONEY")


@Language.factory("crosswalk_references")
def create_reference_resolver(nlp: Language, name: str) -> ReferenceResolver:
    """Make the component that resolves references; `bind` gives it a register."""
    return ReferenceResolver()
