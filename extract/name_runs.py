"""Find name-like runs, and widen register names that are only part of a longer one ("Anthropic Institute")."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Sheet, sheet_of
from extract.knowledge import Knowledge
from extract.lexicon import words
from extract.linking import BODY_WORDS
from extract.name_places import DATELINE
from extract.name_words import sets
from extract.names import Hit
from extract.unknown import Unknown, find_unknown

_BODY_BEFORE = re.compile(r"[A-Za-z.’' -]{0,40}$")
_LEVELS = frozenset("National Federal State Regional Provincial Cantonal Municipal City County".split())
_SUBJECTS = frozenset(
    "AI Safety Security Cyber Cybersecurity Frontier Critical Voluntary Tech General High-Risk".split()
)
_CHAMBERS = frozenset(
    ("Senate", "House", "House of Representatives", "Congress", "Parliament", "Commission", "Council", "Treasury")
)
_EXTENDING = frozenset(
    "Institute Foundation Act Fund Research Labs Cloud Ventures Association Bill Code Initiative Project Programme "
    "Program Ministry Ministers Framework Agreement Alliance Center Centre Consortium Board Bank Services Holdings "
    "Opus Sonnet Haiku Pro Ultra Mini Nano Flash Preview Security Systems Organization Organisation University".split()
)


class UnknownNames:
    """The component `crosswalk_names`: fills `sheet.unknown`, widens register hits inside longer names."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.roles = frozenset(words("names", "roles")) | frozenset(words("names", "titles"))

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known

    def __call__(self, doc: Doc) -> Doc:
        """Find the name-like runs that the register does not explain."""
        sheet = sheet_of(doc)
        longer = self._widen(sheet)
        taken = [(hit.start, hit.end, "") for hit in sheet.hits] + [(item.start, item.end, "") for item in longer]
        sheet.unknown = sorted(longer + find_unknown(sheet, taken), key=lambda item: item.start)
        self._with_country(sheet)
        return doc

    @staticmethod
    def _with_country(sheet: Sheet) -> None:
        """Let the country open or end its body's name: "Ohio Trade Council", "Ministry of Works of the Netherlands"."""
        places = {hit.start: hit for hit in sheet.hits if {w.entity.label for w in hit.wordings} == {"JURISDICTION"}}
        opened = {hit.end + 1: hit for hit in places.values() if hit.text.isalpha() and not hit.text.isupper()}
        for item in sheet.unknown:
            if " " in item.text and item.label in ("AGENCY", "ORGANISATION", "INSTRUMENT") and item.start in opened:
                hit = opened[item.start]
                named = item.label == "INSTRUMENT" or re.search(
                    r"\b[Tt]he $", sheet.text[max(0, hit.start - 4) : hit.start]
                )
                if named and sheet.text[hit.end] == " ":
                    item.start, item.text = hit.start, sheet.text[hit.start : item.end]
                    sheet.hits.remove(hit)
                    continue
            hit = places.get(item.end + 1)
            if hit is not None and item.label in ("ORGANISATION", "COMPANY") and _ends_name(sheet, item, hit):
                item.end, item.text = hit.end, sheet.text[item.start : hit.end]
                sheet.hits.remove(hit)
                continue
            if item.label not in ("AGENCY", "ORGANISATION") or " " not in item.text:
                continue
            link = re.match(r" of (?:the )?", sheet.text[item.end : item.end + 8])
            hit = places.get(item.end + link.end()) if link is not None else None
            if hit is not None:
                item.end, item.text = hit.end, sheet.text[item.start : hit.end]
                sheet.hits.remove(hit)

    def _part_of_run(self, sheet: Sheet, hit: Hit) -> bool:
        """Tell whether an ambiguous wording only occurs inside a longer run of capitals ("Curamed Europe")."""
        text = sheet.text
        after = re.match(r" ([A-Z][\w-]+)", text[hit.end : hit.end + 25])
        if (
            after
            and after.group(1) not in self.roles
            and after.group(1) not in ("Department", "Ministry", "AI")
            and after.group(1) not in sets()["never"]
        ):
            return not any(other.start == hit.end + 1 for other in sheet.hits)
        before = re.search(r"([A-Z][\w-]+) $", text[max(0, hit.start - 25) : hit.start])
        if before is not None and before.group(1) in _LEVELS:
            return True  # "the Federal Council" is another body than the Council
        if before is not None and hit.text.casefold() in BODY_WORDS and before.group(1) in _SUBJECTS:
            return True  # nor is "an AI Safety Board" the Board
        if (
            before is None
            or before.group(1) in self.roles
            or before.group(1) in sets()["leading_common"]
            or before.group(1) in sets()["never"]
        ):
            return False
        if any(other.end == hit.start - 1 for other in sheet.hits):
            return False
        at = hit.start - len(before.group())
        return re.search(r"[\w,] $", text[max(0, at - 2) : at]) is not None

    def _widen(self, sheet: Sheet) -> list[Unknown]:
        """Take hits out that are only part of a longer unknown name ("Anthropic Institute", "Colorado AI Act")."""
        text = sheet.text
        kept: list[Hit] = []
        longer: list[Unknown] = []
        previous: Hit | None = None
        openings = [match.span() for line in sheet.lines if (match := DATELINE.match(text, line.start, line.end))]
        for hit in sheet.hits:
            if any(start <= hit.start and hit.end <= end for start, end in openings):
                continue
            labels = {wording.entity.label for wording in hit.wordings}
            alone = labels == {"PERSON"} and " " not in hit.text
            if (alone or all(wording.context for wording in hit.wordings)) and self._part_of_run(sheet, hit):
                continue  # "Theodora Vance" is not the Vance of the register
            tail = re.match(r" ([A-Z][a-z]+|\d+(?:\.\d+)?)(?: (\d+(?:\.\d+)?))?(?![\w/])", text[hit.end : hit.end + 30])
            if tail and tail.group(1) in _EXTENDING and not labels & {"PERSON", "JURISDICTION", "DATE"}:
                end = hit.end + tail.end()
                label = "MODEL" if labels == {"MODEL"} else _extended_label(tail.group(1))
                if not (label == "AGENCY" and "AGENCY" in labels):
                    longer.append(
                        Unknown(hit.start, end, text[hit.start : end], label, 0.75, "longer than a known name")
                    )
                    previous = None
                    continue
            if tail and labels == {"MODEL"} and tail.group(1)[0].isdigit() and not hit.text[-1].isdigit():
                end = hit.end + tail.end(1)
                longer.append(Unknown(hit.start, end, text[hit.start : end], "MODEL", 0.8, "version of a known model"))
                previous = None
                continue
            if (
                previous is not None
                and (labels == {"INSTRUMENT"} or (labels == {"AGENCY"} and hit.text in _CHAMBERS))
                and text[previous.end : hit.start] in (" ", "’s ", "'s ")
                and _foreign(previous, hit)
                and kept
                and kept[-1] is previous
            ):
                if text[previous.end : hit.start] == " ":
                    kept.pop()
                    longer.append(
                        Unknown(
                            previous.start,
                            hit.end,
                            text[previous.start : hit.end],
                            labels.pop(),
                            0.7,
                            "of another place",
                        )
                    )
                    previous = None
                    continue
                kept.append(hit)
                previous = hit
                continue
            kept.append(hit)
            previous = hit
        sheet.hits = kept
        return longer


def _ends_name(sheet: Sheet, item: Unknown, place: Hit) -> bool:
    """Tell whether a place that follows a body's name without a comma is its last word: "Safe Pictures Ohio"."""
    text = sheet.text
    return (
        " " in item.text
        and text[item.end] == " "
        and place.text.isalpha()
        and not place.text.isupper()
        and text[place.end : place.end + 2] not in ("’s", "'s")
        and re.match(r" (?:is|was|has|had|would|will|and|to|as)\b", text[place.end : place.end + 7]) is None
    )


def _foreign(place: Hit, law: Hit) -> bool:
    """Tell whether a place name stands before the name of a law of another place."""
    places = {w.entity.jurisdiction or w.entity.id for w in place.wordings if w.entity.label == "JURISDICTION"}
    ids = {w.entity.id for w in place.wordings if w.entity.label == "JURISDICTION"}
    if not ids:
        return False
    laws = {w.entity.jurisdiction for w in law.wordings}
    if any(w.entity.label == "AGENCY" for w in law.wordings):
        return not ids & laws  # "the Texas Senate" is not the Senate of the country
    return not (ids | places) & laws


def _extended_label(word: str) -> str:
    if word in ("Act", "Bill", "Code", "Agreement"):
        return "INSTRUMENT"
    if word in ("Initiative", "Project", "Programme", "Program", "Framework"):
        return "PROGRAMME"
    if word in ("Ministry", "Ministers", "Board"):
        return "AGENCY"
    if word in ("Labs", "Cloud", "Ventures", "Bank", "Services", "Holdings", "Research", "Systems", "Security"):
        return "COMPANY"
    if word in ("Opus", "Sonnet", "Haiku", "Pro", "Ultra", "Mini", "Nano", "Flash", "Preview"):
        return "MODEL"
    return "ORGANISATION"


@Language.factory("crosswalk_names")
def create_unknown_names(nlp: Language, name: str) -> UnknownNames:
    """Make the component that finds names the register lacks."""
    return UnknownNames()
