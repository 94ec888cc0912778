"""Choose what a reference means: by label, sort, salience, and none of two in one breath."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from extract.document import Found, Sheet
from extract.lexicon import table, words
from extract.orders import UnnamedInstruments
from extract.reference_words import PART_OF_NAME

_ASSEMBLY = re.compile(r"\b(?:Congress|Parliament|Senate|House|Council|Court)\b")  # no agency, regulator or watchdog


_PLACES = re.compile(r"(?:,[^.,;]{0,50})?\s+(?:of|at|from|for)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}")
_MONTHS = "january february march april may june july august september october november december".split()


@lru_cache(maxsize=1)
def _nations() -> dict[str, str]:
    """Return the region code by nationality, both as the register has them."""
    named = table("names", "nationalities")
    return {word.casefold(): {"UK": "GB"}.get(code, code) for word, code in named.items()}


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(words("references", key))


class Antecedents(UnnamedInstruments):
    """Knows which earlier mention a definite noun or a pronoun comes back to."""

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

    def _can_be(self, found: Found, noun: str) -> bool:
        """Tell whether an agency may be called by a noun."""
        if noun in PART_OF_NAME:
            return self._named_so(found, noun)
        return _ASSEMBLY.search(" ".join([found.text, *self.known.names_of.get(found.entity or "", [])])) is None

    def _named_so(self, found: Found, noun: str) -> bool:
        """Tell whether an agency's names hold the noun it is called by ("the office", "the centre")."""
        forms = (table("references", "named_so").get(noun) or noun).split()
        return any(
            form in name.casefold()
            for name in self.known.names_of.get(found.entity or "", [found.text])
            for form in forms
        )

    def _fits_noun(self, found: Found, noun: str) -> bool:
        """Tell whether an instrument's own names or type hold the noun: "the directive" after the NIS2 Directive."""
        row = self.known.instruments.get(found.entity or "")
        names = [*self.known.names_of.get(found.entity or "", []), found.text, row.type if row else ""]
        return any(re.search(rf"(?<![a-z]){noun}(?![a-z])", name.casefold().replace("_", " ")) for name in names)

    def _antecedent(
        self,
        sheet: Sheet,
        earlier: list[Found],
        label: str,
        sort: str,
        noun: str = "",
        modifiers: tuple[str, ...] = (),
    ) -> Found | None:
        if sort == "file":
            return self._file(sheet, earlier)
        if sort == "order" and (month := next((word for word in modifiers if word in _MONTHS), None)):
            return self._signed_in(sheet, _MONTHS.index(month) + 1)
        if sort == "topic":
            recent = [found for found in earlier if found.label == "INSTRUMENT" and found.entity and not found.silent]
            return self._by_salience(sheet, recent[-12:])[-1] if recent else None
        if label == "INSTRUMENT":
            earlier = self._by_salience(sheet, earlier)
            exact = [found for found in earlier if self._fits_noun(found, noun)]
            if exact and noun not in ("measure", "document", "action"):
                return exact[-1]
        if nation := next((code for word in modifiers if (code := _nations().get(word))), None):
            earlier = [found for found in earlier if self._comes_from(found, nation)]
        if label in ("COMPANY", "ORGANISATION"):
            free = [found for found in earlier if not _employs(sheet, found, earlier)]
            earlier = free if any(found.label == label and found.id for found in free) else earlier
        for found in reversed(earlier):
            if found.label != label or not found.id:
                continue
            if label == "INSTRUMENT" and not self._is_sort(found, sort):
                continue
            if label == "AGENCY" and not self._can_be(found, noun):
                continue
            if label in ("COMPANY", "AGENCY", "MODEL") and coupled(sheet, earlier, found, len(sheet.text)):
                if label == "COMPANY":
                    continue  # one firm is meant, not one of two
                return None
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

    def _comes_from(self, found: Found, nation: str) -> bool:
        """Tell whether a name is of a country, or of one that the register does not know."""
        entity = self.known.entities.get(found.entity or "")
        return entity is None or (entity.jurisdiction or "").removeprefix("jur-").upper().partition("-")[0] == nation

    def _signed_in(self, sheet: Sheet, month: int) -> Found | None:
        """Return the order that was signed in the latest such month: "the June order"."""
        latest: tuple[str, str] | None = None
        for id_ in self.orders:
            signed = self.known.instruments[id_].signed or ""
            past = sheet.published is None or signed[:10] <= sheet.published.isoformat()
            if past and signed[5:7] == f"{month:02}" and (latest is None or signed > latest[0]):
                latest = (signed, id_)
        return Found(0, 0, "order", "INSTRUMENT", 0, latest[1]) if latest else None

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

    def _fits_pronoun(self, found: Found, word: str) -> bool:
        """Tell whether "he" or "she" can mean a person, by the first name where one is known."""
        entity = self.known.entities.get(found.entity or "")
        first = (entity.name if entity is not None else found.name or found.text).split()[0]
        other = "she_names" if word == "he" else "he_names"
        return found.label != "PERSON" or first not in _names(other)

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


def _employs(sheet: Sheet, found: Found, earlier: list[Found]) -> bool:
    """Tell whether a body is only named to place a speaker: "said Jane Roe of Harrow Labs"."""
    return found.label in ("COMPANY", "ORGANISATION") and any(
        other.label == "PERSON" and other.line == found.line and _PLACES.fullmatch(sheet.text, other.end, found.start)
        for other in earlier
    )


def coupled(sheet: Sheet, earlier: list[Found], target: Found, before: int) -> bool:
    """Tell whether another of the same sort is named in one breath ("Google and Microsoft signed")."""
    place = next((found for found in reversed(earlier) if found.id == target.id and found.end <= before), None)
    if place is None:
        return False
    return any(
        found.label == place.label
        and found.id
        and found.id != place.id
        and not found.silent
        and re.fullmatch(
            r",?\s+(?:and|or)\s+(?:the\s+)?|,\s+(?:the\s+)?",
            sheet.text[min(found.end, place.end) : max(found.start, place.start)],
        )
        for found in earlier
        if found.line == place.line
    )
