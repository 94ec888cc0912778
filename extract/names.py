"""Find every register wording in a text in one pass, and keep the longest.

Case decides whether lower-case matches count: acronyms and short names must be printed as the register has them,
capitals of a name must be capitals in the text. Which entity a wording stands for is decided in `linking.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Sheet, sheet_of
from extract.knowledge import Knowledge, Wording
from extract.senses import means_other
from extract.wordings import WordingIndex

SHORT = 5  # names up to this length must be printed exactly ("Meta", "CAISI", "xAI", "US")
# nouns that some papers print small inside the name of a body or an act: "European parliament", "the AI act"
_SMALL_NOUNS = frozenset(
    "act bill law regulation directive code accord commission parliament council court committee department ministry "
    "board "
    "office agency authority service".split()
)
_SORTED = ("AGENCY", "INSTRUMENT")
_ANY = frozenset("a an any each every no another new first own national state federal such this that".split())
_BEFORE = re.compile(r"([A-Za-z]+)\s+$")
_PARTNER = re.compile(r"-([A-ZÀ-Þ][\w’']+)")
_WORD = re.compile(r"[\w.'-]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A register wording in the text with everything it may stand for."""

    start: int
    end: int
    text: str
    wordings: tuple[Wording, ...]


class RegisterNames:
    """The component: fills `sheet.hits`."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.index = WordingIndex(())

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known
        self.index = WordingIndex(wording.text for wordings in known.wordings.values() for wording in wordings)

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of the register."""
        sheet = sheet_of(doc)
        spans = self.index.spans(sheet.text)
        hits = self.choose(sheet, spans)
        begins = [hit.start for hit in hits[1:]] + [None]
        sheet.hits = [hit for hit, begin in zip(hits, begins, strict=False) if not means_other(sheet.text, hit, begin)]
        if sheet.title:
            sheet.title_entities = self._of_title(sheet)
        return doc

    def _of_title(self, sheet: Sheet) -> list[str]:
        """Return the entities that the headline names without doubt."""
        spans = self.index.spans(sheet.title)
        hits = self.choose(Sheet(text=sheet.title, published=sheet.published), spans)
        return [
            hit.wordings[0].entity.id
            for hit in hits
            if len({w.entity.id for w in hit.wordings}) == 1 and not hit.wordings[0].context
        ]

    def _double_barrelled(self, text: str, end: int, printed: str) -> bool:
        """Tell whether a surname is only half of one that the register does not hold: "Vance-Moreau"."""
        partner = _PARTNER.match(text, end) if " " not in printed else None
        if partner is None or partner.group(1).casefold() in self.known.wordings:
            return False
        return all(w.entity.label == "PERSON" for w in self.known.wordings.get(printed.casefold(), ()))

    def choose(self, sheet: Sheet, spans: list[tuple[int, int]]) -> list[Hit]:
        """Return the longest wordings that are printed as names."""
        text = sheet.text
        spans.sort(key=lambda span: (span[0], -span[1]))
        hits: list[Hit] = []
        last = 0
        for start, end in spans:
            if start < last:
                continue
            printed = text[start:end]
            fitting = tuple(
                wording if as_name else replace(wording, context=True)
                for wording in self.known.wordings.get(printed.replace("’", "'").casefold(), ())
                if not (wording.entity.label == "OBLIGATION" and printed.endswith("Commission"))  # the body, not a duty
                and (
                    (as_name := printed_as_name(printed, wording.text, _small_nouns(wording)))
                    or (
                        printed.endswith(" department") and wording.entity.label == "AGENCY"
                    )  # "the justice department"
                )
                and wording.valid_on(sheet.published)
            )
            if not fitting or _inside_word(text, start, end) or _citation(text, start, end):
                continue
            if printed[-1:].islower() and _any_such(text, start, printed, fitting):
                continue
            if self._double_barrelled(text, end, printed):
                continue
            hits.append(Hit(start, end, printed, fitting))
            last = end
        return hits


def _small_nouns(wording: Wording) -> frozenset[str]:
    return _SMALL_NOUNS if wording.entity.label in _SORTED else frozenset()


def _any_such(text: str, start: int, printed: str, fitting: tuple[Wording, ...]) -> bool:
    """Tell whether a name whose noun is printed small stands for any such body: "an AI office", "a new AI act"."""
    last = printed.split()[-1]
    if last not in _SMALL_NOUNS or any(wording.text.split()[-1] == last for wording in fitting):
        return False
    before = _BEFORE.search(text, max(0, start - 16), start)
    return before is not None and before.group(1).casefold() in _ANY


def printed_as_name(printed: str, name: str, small: frozenset[str] = frozenset()) -> bool:
    """Tell whether the capitals of a printed wording allow it to be the name.

    Acronyms and short names need the exact form; in longer names each capitalised word needs a capital. The nouns of
    `small` may go without where another word of the name has its capital.
    """
    printed = printed.replace("’", "'")
    if printed == name:
        return True
    if name.islower():
        return True  # "conformity assessment" may open a sentence or stand in a heading
    if len(name) <= SHORT or name.isupper():
        return False
    want, have = _WORD.findall(name), _WORD.findall(printed)
    if len(want) != len(have):
        return False
    pairs = [(a, b) for a, b in zip(want, have, strict=True) if a[:1].isupper()]
    if not any(b[:1].isupper() for _, b in pairs):
        return False
    return all(b[:1].isupper() or b == a or b in small for a, b in pairs)


def _citation(text: str, start: int, end: int) -> bool:
    """Tell whether an acronym stands between numbers, as in "15 CFR 744"."""
    return (
        text[start:end].isupper()
        and re.search(r"\d\s$", text[max(0, start - 2) : start]) is not None
        and re.match(r"\s\d", text[end : end + 2]) is not None
    )


def _inside_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if before == "-" and start > 1 and text[start - 2].isalnum() and text[start:end].islower():
        return True
    if before == "-" and text[start:end] == "GPT" and re.search(r"[A-Z]\w+-$", text[max(0, start - 20) : start]):
        return True  # "Lawyer-GPT" is a name of its own
    return (before in "@#/" and before != "" and text[start - 2 : start - 1] == "/") or after == "@"


@Language.factory("crosswalk_register")
def create_register_names(nlp: Language, name: str) -> RegisterNames:
    """Make the component that finds register names; `bind` gives it a register."""
    return RegisterNames()
