"""Identify names the register does not spell out: surnames, holders of posts, acronyms in brackets, near spellings.

What is left becomes a candidate: one per name and label, carrying the nearest register entry for the reviewer. A
candidate is never turned into a known entity.
"""

from __future__ import annotations

import re
from datetime import date

from extract.document import Found, Sheet
from extract.knowledge import Knowledge
from extract.linking import POST_SCORE, SURNAME_SCORE, resembles, similar_surname
from extract.name_words import PARTICLES, sets
from extract.unknown import Unknown
from kb.ids import candidate_id

_SURE = 0.7  # a cue of this worth is kept against the short form of a longer name
SAME_SURNAME = 0.88  # Jaro-Winkler; "Bessant" and "Bessent" .94, two different surnames of one post below .8
_BODIES = ("COMPANY", "ORGANISATION", "AGENCY")
_PARTICLES = re.compile(rf"\b(?:(?:{'|'.join(PARTICLES)})\s)+$")
_PAREN = re.compile(r"\(\s*[“\"]?$")
_BODY_NOUNS = frozenset(
    "Center Centre Institute Office Agency Board Department Ministry Committee Court Panel Forum Alliance "
    "Coalition Foundation Force Bureau "
    "Authority Group Network Association Accord Pact Code Project Initiative Parliament Council Commission".split()
)


class Identifier:
    """Give each unknown name an entity, the entity of an earlier mention, or a candidate."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.cache: dict[tuple[str, str, date | None], tuple[str, float, bool] | None] = {}

    def identify(self, sheet: Sheet) -> None:
        """Add a mention for each unknown name of the sheet."""
        people = self._people(sheet)
        firsts: dict[str, Found] = {}
        acronyms: dict[str, Found] = {}
        longer = _longer_forms(sheet.unknown)
        for unknown in sheet.unknown:
            form = longer.get(unknown.text)
            if form is not None:
                sheet.mentions.append(self._shortened(sheet, unknown, form))
                continue
            found = self._identify(sheet, unknown, people, firsts, acronyms)
            if found is None:
                continue
            sheet.mentions.append(found)
            first, *rest = found.text.split()
            if rest and found.label in ("COMPANY", "ORGANISATION", "MODEL", "PROGRAMME"):
                firsts.setdefault(first if found.label != "PROGRAMME" else rest[-1], found)
        sheet.mentions.sort(key=lambda item: item.start)

    def _shortened(self, sheet: Sheet, unknown: Unknown, form: Unknown) -> Found:
        """Return the mention of a name that the text also prints with more words."""
        other = self._candidate(self._blank(sheet, form, form.label), sheet.published)
        return self._like(sheet, unknown, other, 0.85, f"short for {form.text!r}")

    def _people(self, sheet: Sheet) -> dict[str, Found]:
        """Return surname → the fullest mention of that person in the text (or its headline)."""
        people: dict[str, Found] = {}
        for found in sheet.mentions:
            if found.label == "PERSON" and found.entity:
                people.setdefault(self.known.entities[found.entity].name.split()[-1], found)
        for unknown in sheet.unknown:
            if unknown.label == "PERSON" and " " in unknown.text:
                surname = unknown.text.split()[-1]
                people.setdefault(surname, self._as_person(sheet, unknown))
        return people

    def _as_person(self, sheet: Sheet, unknown: Unknown) -> Found:
        found = self._blank(sheet, unknown, "PERSON")
        surname = unknown.text.split()[-1].casefold()
        first = unknown.text.split()[0].casefold()
        for entity in self.known.surnames.get(surname, ()):
            names = [name.casefold().split()[0] for name in self.known.names_of.get(entity, ()) if " " in name]
            if first in names or any(first[0] == name[0] and (len(first.strip(".")) == 1) for name in names):
                found.entity = entity
                found.method, found.score, found.reason = "register", 0.93, "same first and last name"
                return found
        return self._candidate(found, sheet.published)

    def _identify(
        self,
        sheet: Sheet,
        unknown: Unknown,
        people: dict[str, Found],
        firsts: dict[str, Found],
        acronyms: dict[str, Found],
    ) -> Found | None:
        text = unknown.text
        single = " " not in text
        surname = text.split()[-1]
        if single and surname in people and people[surname].text != text:
            alike = self._like(sheet, unknown, people[surname], SURNAME_SCORE, f"surname of {people[surname].text!r}")
            particles = _PARTICLES.search(sheet.text[max(0, unknown.start - 16) : unknown.start])
            if particles is not None and f"{particles.group()}{text}" in people[surname].text:
                alike.start -= len(particles.group())  # "van der Meulen"
                alike.text = f"{particles.group()}{text}"
            return alike
        if single and text in _first_names(people):
            return self._like(sheet, unknown, _first_names(people)[text], 0.8, "first name of one person in the text")
        if single and _shortens(unknown, firsts) and unknown.score < _SURE:
            return self._like(sheet, unknown, firsts[text], 0.8, f"short for {firsts[text].text!r}")
        if single and text in _BODY_NOUNS:
            named = [
                found
                for found in sheet.mentions
                if found.end <= unknown.start and found.id and text in found.text.split() and " " in found.text
            ]
            return self._like(sheet, unknown, named[-1], 0.85, f"short for {named[-1].text!r}") if named else None
        if unknown.label == "PERSON":
            if single:
                holder = self._holder(sheet, unknown)
                return (
                    holder
                    if holder is not None
                    else self._candidate(self._blank(sheet, unknown, "PERSON"), sheet.published)
                )
            whole = people.get(surname)
            if whole is not None and whole.text.endswith(f" {text}"):
                return self._like(sheet, unknown, whole, SURNAME_SCORE, f"surname of {whole.text!r}")
            return self._as_person(sheet, unknown)
        if single and text in acronyms:
            return self._like(sheet, unknown, acronyms[text], 0.9, f"acronym of {acronyms[text].text!r}")
        if text.isupper() and single:
            owner = self._introduced(sheet, unknown)
            if owner is not None:
                acronyms[text] = owner
                return self._like(sheet, unknown, owner, 0.92, f"acronym introduced after {owner.text!r}")
        if single and _shortens(unknown, firsts):
            return self._like(sheet, unknown, firsts[text], 0.8, f"short for {firsts[text].text!r}")
        if single:
            alone = self._surname_alone(sheet, unknown)
            if alone is not None:
                return alone
        return self._candidate(self._blank(sheet, unknown, unknown.label), sheet.published)

    def _holder(self, sheet: Sheet, unknown: Unknown) -> Found | None:
        """Return the holder of the post named before a surname: "Treasury Secretary X", "Rep. X"."""
        surname = unknown.text.casefold()
        bodies = [
            found.entity
            for found in sheet.mentions
            if found.entity
            and found.label in ("AGENCY", "COMPANY", "ORGANISATION")
            and 0 < unknown.start - found.end < 40
        ]
        for body in reversed(bodies):
            for office in self.known.offices.get(body, ()):
                person = self.known.entities.get(office.person_id)
                if person is None:
                    continue
                likeness = similar_surname(person.name.split()[-1], surname)
                if likeness >= SAME_SURNAME:
                    found = self._blank(sheet, unknown, "PERSON")
                    found.entity = person.id
                    found.method, found.score = "reference", POST_SCORE if likeness < 1 else 0.93
                    found.reason = f"held the post of {office.post} at {body}"
                    return found
        holders = self.known.surnames.get(surname, [])
        if len(holders) == 1:
            found = self._blank(sheet, unknown, "PERSON")
            found.entity, found.method, found.score = holders[0], "reference", SURNAME_SCORE
            found.reason = "the only register entry of that surname, after a title"
            return found
        return None

    def _surname_alone(self, sheet: Sheet, unknown: Unknown) -> Found | None:
        """Link a lone surname that only one register entry bears, when a body of that person is in the text."""
        holders = self.known.surnames.get(unknown.text.casefold(), [])
        if len(holders) != 1 or len(unknown.text) < 4:
            return None
        bodies = {office.body_id for office in self.known.posts.get(holders[0], ())}
        if not any(found.entity in bodies for found in sheet.mentions if found.entity):
            return None
        found = self._blank(sheet, unknown, "PERSON")
        found.entity, found.method, found.score = holders[0], "reference", 0.8
        found.reason = "surname of one register entry whose body is named"
        return found

    def _introduced(self, sheet: Sheet, unknown: Unknown) -> Found | None:
        """Return the mention that ends right before "(" and whose initials make the acronym."""
        opening = _PAREN.search(sheet.text[max(0, unknown.start - 4) : unknown.start])
        if opening is None:
            return None
        for found in sheet.mentions:
            if 0 <= unknown.start - found.end <= 4 and found.label not in ("DATE", "JURISDICTION"):
                letters = [word[0].upper() for word in re.findall(r"[A-Za-z]+", found.text) if word[0].isupper()]
                if (
                    letters
                    and letters[0] == unknown.text[0]
                    and set(unknown.text) <= set("".join(letters) + found.text.upper())
                ):
                    return found
        return None

    def _like(self, sheet: Sheet, unknown: Unknown, other: Found, score: float, reason: str) -> Found:
        found = self._blank(sheet, unknown, other.label)
        found.entity, found.candidate, found.name, found.near = other.entity, other.candidate, other.name, other.near
        found.score, found.method, found.reason = score, "reference", reason
        if "acronym" in reason:
            found.method = "acronym"
        return found

    def _blank(self, sheet: Sheet, unknown: Unknown, label: str) -> Found:
        return Found(
            unknown.start,
            unknown.end,
            unknown.text,
            label,
            sheet.line_at(unknown.start),
            score=unknown.score,
            method="capitals",
            reason=unknown.reason,
        )

    def _candidate(self, found: Found, day: date | None) -> Found:
        key = (found.text, found.label, day)
        if key not in self.cache:
            if len(self.cache) > 20_000:  # names never end on a long run; the register's part is small
                self.cache.clear()
            self.cache[key] = resembles(self.known, found.text, found.label, day)
        near = self.cache[key]
        if near is not None and near[2]:
            found.entity, found.method = near[0], "register"
            found.score, found.reason = round(near[1] / 100 * 0.95, 3), f"spelt {near[1]:.0f} % like a register name"
            return found
        found.name = " ".join(found.text.split())  # one candidate, whether or not the spaces of a law may break
        found.candidate = candidate_id(found.label, found.name)
        if near is not None:
            found.near = (near[0], near[1])
        return found


def _shortens(unknown: Unknown, firsts: dict[str, Found]) -> bool:
    """Tell whether a word is short for a longer name of the text: a maker is not short for the model it names."""
    whole = firsts.get(unknown.text)
    return whole is not None and (whole.label != "MODEL" or unknown.label == "MODEL")


def _first_names(people: dict[str, Found]) -> dict[str, Found]:
    """Return first name → person, for people of full name whose first name nobody else in the text has."""
    bearers: dict[str, list[Found]] = {}
    for found in people.values():
        first, *rest = (found.name or found.text).split()
        sure = found.entity or found.score >= _SURE or first in sets()["first_names"]
        if rest and sure and first.isalpha() and len(first) > 2:
            bearers.setdefault(first, []).append(found)
    return {first: held[0] for first, held in bearers.items() if len({item.id for item in held}) == 1}


def _longer_forms(unknown: list[Unknown]) -> dict[str, Unknown]:
    """Return, for names of several words, the one longer form in the text: "Quill Pumps B.V." for "Quill Pumps"."""
    bodies = {item.text: item for item in unknown if item.label in _BODIES and " " in item.text}
    found: dict[str, Unknown] = {}
    for short in bodies:
        forms = [item for text, item in bodies.items() if text.startswith(f"{short} ")]
        if len(forms) == 1 and len(forms[0].text.split()) - len(short.split()) <= 2:
            found[short] = forms[0]
    return found
