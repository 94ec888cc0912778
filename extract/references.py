"""Resolve references: "the executive order", "the order", "the agency", "the company", "it", a pronoun for a speaker.

A definite mention of an instrument by its kind ("executive order") is a mention of its own and is linked; every other
reference is silent: it carries its entity to relations and claims and is not written as a row.
"""

from __future__ import annotations

import re
from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Found, Sheet, sheet_of
from extract.orders import UnnamedInstruments
from extract.reference_words import (
    DEFINITE,
    MAKER,
    OBJECT_IT,
    PART_OF_NAME,
    PLANS,
    PRONOUN,
    PRONOUNS,
    ROLE_NEXT,
    SIMILAR,
    head_word,
    heads,
    other_words,
)


class ReferenceResolver(UnnamedInstruments):
    """The component: adds mentions of unnamed instruments and silent references."""

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the references of a document."""
        sheet = sheet_of(doc)
        self.add_orders(sheet)
        self.add_references(sheet)
        sheet.mentions.sort(key=lambda found: found.start)
        return doc

    # ------------------------------------------------------------------ "the order", "the company", "it"

    def add_references(self, sheet: Sheet) -> None:
        """Add silent mentions for definite nouns and pronouns whose antecedent is clear."""
        nouns = heads()
        others = other_words()
        by_line = sheet.by_line()
        history: list[Found] = []
        added: list[Found] = []
        last_subject: Found | None = None
        for number, line in enumerate(sheet.lines):
            here = by_line.get(number, [])
            text = sheet.text[line.start : line.end]
            if line.kind in ("furniture", "byline"):
                continue
            local: list[Found] = []
            for found in here:
                maker = self.known.parent(found.entity) if found.label == "MODEL" else None
                match = MAKER.match(text, found.end - line.start) if maker else None
                if match is not None and self.known.label(maker) == "COMPANY":
                    meant = Found(0, 0, self.known.entities[maker or ""].name, "COMPANY", number, maker)
                    place = (line.start + match.start(1), line.start + match.end(1))
                    local.append(self._silent(sheet, *place, "COMPANY", number, meant, f"the maker of {found.text!r}"))
            held = sheet.words(number)
            for match in DEFINITE.finditer(text) if not held.isdisjoint(nouns) else ():
                spot = head_word(match, nouns)
                if spot is None:
                    continue
                words_after, modifiers = (
                    nouns[spot.group().casefold()],
                    match.group(1)[: spot.start()].casefold().split(),
                )
                start, end = line.start + match.start(1) + spot.start(), line.start + match.start(1) + spot.end()
                if any(0 < found.start - end <= 3 and found.label == words_after.partition(":")[0] for found in here):
                    continue  # "the security group Tidewater Alliance" is a description, not a reference
                if any(
                    line.start + match.start() < found.start < start and found.label == words_after.partition(":")[0]
                    for found in here
                ):
                    continue  # the phrase names what it means: "its Claude Mythos model"
                if any(found.start < end and start < found.end for found in here) or any(
                    word in others for word in modifiers
                ):
                    continue
                label, _, sort = words_after.partition(":")
                earlier = (
                    history
                    + [found for found in here if found.end <= line.start + match.start()]
                    + [item for item in local if item.end <= line.start + match.start()]
                )
                target = self._antecedent(sheet, earlier, label, sort, spot.group().casefold())
                if target is None:
                    continue
                local.append(
                    self._silent(sheet, start, end, label, number, target, f"{spot.group()!r} for {target.text!r}")
                )
            for match in SIMILAR.finditer(text) if not held.isdisjoint(PLANS) else ():
                group = 1 if match.group(1) else 2
                start, end = line.start + match.start(group), line.start + match.end(group)
                if not any(found.start < end and start < found.end for found in here + local):
                    target = self._topic_order(sheet, history + here)
                    if target is not None:
                        local.append(
                            self._silent(
                                sheet,
                                start,
                                end,
                                "INSTRUMENT",
                                number,
                                target,
                                f"{match.group()!r} for {target.text!r}",
                            )
                        )
            for match in OBJECT_IT.finditer(text) if "it" in held else ():
                start, end = line.start + match.start(1), line.start + match.end(1)
                target = next(
                    (
                        found
                        for found in reversed(history[-8:])
                        if found.label == "INSTRUMENT" and found.id and number - found.line <= 2
                    ),
                    None,
                )
                if target is not None and not any(found.start < end and start < found.end for found in here + local):
                    local.append(
                        self._silent(sheet, start, end, "INSTRUMENT", number, target, f"'it' for {target.text!r}")
                    )
            for match in PRONOUN.finditer(text) if not held.isdisjoint(PRONOUNS) else ():
                if match.group(1).casefold() == "its" and not ROLE_NEXT.match(text, match.end()):
                    continue
                start, end = line.start + match.start(1), line.start + match.end(1)
                if any(found.start < end and start < found.end for found in here + local):
                    continue
                word = match.group(1).casefold()
                people = word in ("he", "she")
                target = self._pronoun(
                    history, here + local, start, last_subject, people, word == "they", word == "its"
                )
                if target is not None:
                    local.append(
                        self._silent(sheet, start, end, target.label, number, target, f"{word!r} for {target.text!r}")
                    )
            added.extend(local)
            everything = sorted(
                [found for found in here if not _is_value(found)] + local, key=lambda found: found.start
            )
            history.extend(everything)
            del history[:-60]
            subject = next((found for found in everything if found.label != "JURISDICTION" and found.id), None)
            if subject is not None:
                last_subject = subject
        sheet.mentions.extend(added)

    @staticmethod
    def _by_salience(sheet: Sheet, earlier: list[Found]) -> list[Found]:
        """Return the instruments named before, the likeliest last: often named, in the headline, just named."""
        named = [found for found in earlier if found.label == "INSTRUMENT" and found.entity]
        if not named:
            return []
        counts = Counter(found.entity for found in named)
        latest, first = named[-1].line, named[0].entity

        def weight(found: Found) -> float:
            headline = 1.0 if found.entity in sheet.title_entities else 0.0
            return counts[found.entity] + headline + 0.5 * (found.entity == first) + 1.0 * (found.line == latest)

        return sorted(named, key=weight)

    def _named_so(self, found: Found, noun: str) -> bool:
        """Tell whether an agency's names hold the noun it is called by ("the office", "the centre")."""
        forms = {noun, noun.replace("centre", "center")}
        return any(
            form in name.casefold()
            for name in self.known.names_of.get(found.entity or "", [found.text])
            for form in forms
        )

    def _antecedent(self, sheet: Sheet, earlier: list[Found], label: str, sort: str, noun: str = "") -> Found | None:
        if sort == "file":
            return self._file(sheet, earlier)
        if sort == "topic":
            recent = [found for found in earlier if found.label == "INSTRUMENT" and found.entity and not found.silent]
            return recent[-1] if recent else None
        if label == "INSTRUMENT":
            earlier = self._by_salience(sheet, earlier)
        for found in reversed(earlier):
            if found.label != label or not found.id:
                continue
            if label == "INSTRUMENT" and not self._is_sort(found, sort):
                continue
            if label == "AGENCY" and noun in PART_OF_NAME and not self._named_so(found, noun):
                continue
            if label == "AGENCY" and found.text.casefold() in ("congress", "white house"):
                continue
            return found
        if label == "INSTRUMENT" and sort == "order":
            chosen = self._pick_order(sheet, 0, [])
            if chosen is not None and (
                re.search(r"\border\b", sheet.title, re.I)
                or re.search(
                    r"\b(?:Trump|White House|[Pp]resident|[Ee]xecutive|American|Washington)\b", sheet.text[:3000]
                )
            ):
                return Found(0, 0, "order", "INSTRUMENT", 0, chosen[0])
        if label == "INSTRUMENT" and sheet.instrument:
            return Found(0, 0, "instrument", "INSTRUMENT", 0, sheet.instrument)
        return None

    def _topic_order(self, sheet: Sheet, earlier: list[Found]) -> Found | None:
        """Return the order that "a similar plan" is compared with: the nearest one named or meant before."""
        for found in reversed(earlier):
            if found.label == "INSTRUMENT" and found.entity and self._is_sort(found, "order"):
                return found
        return None

    def _file(self, sheet: Sheet, earlier: list[Found]) -> Found | None:
        """Return the act under negotiation that "the package" or "the omnibus" means: the first one named."""
        for found in [*earlier, *sheet.mentions]:
            row = self.known.instruments.get(found.entity or "")
            if found.label == "INSTRUMENT" and row is not None and self._is_sort(found, "law"):
                name = found.text.casefold()
                if (
                    "omnibus" in name
                    or "bill" in name
                    or row.status in ("proposed", "provisional")
                    or "amending" in row.title
                ):
                    return found
        return None

    def _is_sort(self, found: Found, sort: str) -> bool:
        row = self.known.instruments.get(found.entity or "")
        kind = f"{row.type} {row.title}".casefold() if row else found.text.casefold()
        is_order = "order" in kind or "memorandum" in kind or ("directive" in kind and "operational" in kind)
        soft = any(word in kind for word in ("code", "accord", "guideline", "agreement", "commitment"))
        if sort == "order":
            return is_order
        if sort == "soft":
            return soft
        return not is_order and not soft

    @staticmethod
    def _pronoun(
        history: list[Found],
        here: list[Found],
        start: int,
        last_subject: Found | None,
        people: bool,
        many: bool,
        possessive: bool = False,
    ) -> Found | None:
        before = [found for found in sorted(here, key=lambda item: item.start) if found.end <= start and found.id]
        if many:
            return None
        if people:
            pool = [found for found in history[-12:] + before if found.label == "PERSON"]
            return pool[-1] if pool else None
        if possessive:
            bodies = ("COMPANY", "AGENCY", "ORGANISATION")
            pool = [found for found in before if found.label in bodies]
            if pool:
                return pool[-1]
            return last_subject if last_subject is not None and last_subject.label in bodies else None
        wanted = ("COMPANY", "AGENCY", "INSTRUMENT", "ORGANISATION", "PROGRAMME", "MODEL")
        pool = [found for found in before if found.label in wanted]
        if pool:
            return next((found for found in pool if found.label != "MODEL"), pool[0])
        return last_subject if last_subject is not None and last_subject.label in wanted else None

    @staticmethod
    def _silent(sheet: Sheet, start: int, end: int, label: str, line: int, target: Found, reason: str) -> Found:
        return Found(
            start,
            end,
            sheet.text[start:end],
            label,
            line,
            target.entity,
            target.candidate,
            score=0.7,
            method="reference",
            reason=reason,
            silent=True,
            name=target.name,
        )


def _is_value(found: Found) -> bool:
    return found.label in ("DATE", "DURATION", "MONEY")


@Language.factory("crosswalk_references")
def create_reference_resolver(nlp: Language, name: str) -> ReferenceResolver:
    """Make the component that resolves references; `bind` gives it a register."""
    return ReferenceResolver()
