"""Invented names of people, organisations and places, put in place of most real ones before the name finder is trained.

A model that sees the same few thousand real names learns the names; one that sees a new name in nearly every sentence
learns the places in a sentence where names stand. Measured: F .65 with real names only, .77 with 70 % replaced.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

ONSETS = "b br c ch cl d dr f fl g gl gr h j k kr l m n p pr qu r s sh sk st t th tr v w y z".split()
VOWELS = "a e i o u ai ei ia ou ea".split()
CODAS = ["", "", "", "n", "r", "l", "s", "nd", "rt", "ck", "m", "th", "x", "lt"]
SURNAME_ENDS = ["son", "ova", "ez", "man", "ski", "berg", "ley", "wood", "ini", "sen", "opoulos", "ić", "", "", ""]
GIVEN = (
    "Anna Ben Carla David Elena Farid Grace Hiro Ines Jamal Karen Liam Maya Noah Olga Pavel Quentin Rosa Samir Tara Uma"
    " Victor Wei Ximena Yusuf Zoe Aisha Bruno Chen Dmitri Emma Fatima Gita Hugo Ivy Juan Kofi Lucia Marek Nina Omar"
    " Priya Rui Sven Tomas Ulla Vera Will Yara Zane Alice Brad Chloe Derek Erin Felix Gail Hank Iris Jack Kelly"
).split()
TITLES = ["Dr.", "Mr.", "Ms.", "Sir", "Senator", "Professor"]
TOPICS = (
    "Digital Policy|Safe Systems|Public Interest|Civil Rights|Technology|Global Trade|Consumer|Energy|Health Data"
    "|Responsible Innovation|Cyber Defence|Open Source|Internet Freedom|Economic Research|Marine Science|Labour Rights"
).split("|")
BODIES = "Institute Alliance Council Coalition Centre Center Foundation Society Agency Commission Authority".split()
BODIES += "Association Federation Initiative Network Board Union Forum Trust Office Bureau".split()
FIRM_ENDS = [
    "Inc",
    "Inc.",
    "Labs",
    "AI",
    "Systems",
    "Group",
    "Corp",
    "Technologies",
    "Ltd",
    "Partners",
    "Bank",
    "Motors",
]
MEDIA_ENDS = ["Times", "Post", "Herald", "News", "Tribune", "Review", "Journal", "Daily"]
PLACE_ENDS = ["ville", "burg", "ton", "ia", "land", "stan", "ford", "shire", "port", "grad", "", ""]
COMPASS = ["North", "South", "East", "West", "New", "Upper", "Port", "San", "Mount", "Lake"]


class NameMaker:
    """Makes names as lists of tokens; the same seed makes the same names."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invention, not secrets

    def make(self, label: str, printed: Sequence[str]) -> list[str]:
        """Return the tokens of a new name of the same sort and, for people and acronyms, of the same shape."""
        if label == "PERSON":
            return self.person(len(printed))
        if label == "LOC":
            return self.place()
        if len(printed) == 1 and printed[0].isupper() and len(printed[0]) <= 6:
            return [self.acronym()]
        return self.organisation()

    def word(self, syllables: int = 2) -> str:
        """Return a capitalised invented word."""
        pick = self.random.choice
        parts = [pick(ONSETS) + pick(VOWELS) for _ in range(syllables)]
        return ("".join(parts) + pick(CODAS)).capitalize()

    def surname(self) -> str:
        """Return an invented surname."""
        name = self.word(self.random.choice((1, 1, 2))) + self.random.choice(SURNAME_ENDS)
        if self.random.random() < 0.06:
            name = f"{self.random.choice(('Mc', 'O’', 'De'))}{name}"
        return f"{name}-{self.word(1)}" if self.random.random() < 0.04 else name

    def person(self, words: int) -> list[str]:
        """Return one surname, or a given name and surname, sometimes with an initial between."""
        if words == 1:
            return [self.random.choice(GIVEN)] if self.random.random() < 0.25 else [self.surname()]
        given = self.random.choice(GIVEN) if self.random.random() < 0.75 else self.word(2)
        chance = self.random.random()
        if chance < 0.08:
            return [self._initials(), self.surname()]
        if words > 2 and chance < 0.5:
            return [given, f"{self.random.choice('ABCDEFGHJKLMNPRSTW')}.", self.surname()]
        return [given, self.surname()]

    def organisation(self) -> list[str]:
        """Return a firm, a body, an outlet or an acronym."""
        pick, chance = self.random.choice, self.random.random()
        if chance < 0.22:
            return [self._firm()]
        if chance < 0.42:
            return [self._firm(), pick(FIRM_ENDS)]
        if chance < 0.55:
            return [*pick(TOPICS).split(), pick(BODIES)]
        if chance < 0.67:
            return [pick(BODIES), "for", *pick(TOPICS).split()]
        if chance < 0.75:
            return ["Department", "of", *pick(TOPICS).split()]
        if chance < 0.83:
            return [self.word(), pick(MEDIA_ENDS)]
        if chance < 0.93:
            return [self.word(), pick(("University", "College", *BODIES))]
        return [self.acronym()]

    def place(self) -> list[str]:
        """Return an invented town, region or country."""
        name = self.word(self.random.choice((1, 2))) + self.random.choice(PLACE_ENDS)
        return [self.random.choice(COMPASS), name] if self.random.random() < 0.2 else [name]

    def acronym(self) -> str:
        """Return three to five capitals."""
        letters = self.random.choices("ABCDEFGHIKLMNOPRSTUW", k=self.random.choice((3, 3, 4, 5)))
        return "".join(letters)

    def _firm(self) -> str:
        chance = self.random.random()
        if chance < 0.25:
            return self.word(1) + self.word(1)  # DeepVale
        if chance < 0.35:
            return f"{self.word(2)}{self.random.choice(('AI', 'X', 'Tech', 'Bio'))}"
        return self.word(self.random.choice((2, 2, 3)))

    def _initials(self) -> str:
        return "".join(f"{letter}." for letter in self.random.choices("ABCDEFGHJKLMNPRSTW", k=2))
