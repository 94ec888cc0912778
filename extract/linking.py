"""Decide which entity each register wording stands for, or that it stands for none: date, jurisdiction, context.

Every link has a score and a reason. Two entries that compete and cannot be told apart leave the mention unlinked;
nothing is merged by resemblance alone below the cut.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler
from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Found, Sheet, sheet_of
from extract.knowledge import Knowledge, Wording
from extract.lexicon import words
from extract.link_context import region_of, support_by_sort
from extract.names import Hit

if TYPE_CHECKING:
    from extract.identity import Identifier

LINK_CUT, QUEUE_CUT, MARGIN = 92.0, 85.0, 4.0  # measured: precision .97 at 92 with a margin of 4 to the second best
CONTEXT_SCORE = 0.9
SURNAME_SCORE = 0.88
POST_SCORE = 0.86
_NEXT_WORD = re.compile(r"\s*(?:’s|'s)?\s*([A-Za-z][\w-]*)")
_LIST_NEAR = re.compile(r"^\s*(?:,|and\b|or\b|&)")
_WITH_BODY = re.compile(
    r"\b(?:at|to|by|under|inside|within|and|from|of|told|tells|asks|asked|promised|with|lets|let|gave|gives) $"
)
_US_PREFIX = re.compile(r"(?:U\.S\.|US|United States)\s+$")
BODY_WORDS = frozenset(
    {"commission", "council", "parliament", "board", "office", "agency", "department", "committee", "subcommittee"}
)


class Linker:
    """The component: turns `sheet.hits` into linked mentions and links what the later names left open."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.identifier: Identifier | None = None
        self.roles = frozenset(words("names", "roles"))
        self.places = frozenset(words("unknown", "places"))

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known
        self.identifier = None

    def __call__(self, doc: Doc) -> Doc:
        """Link the register wordings of a document, then what the register does not spell out."""
        from extract.identity import Identifier

        sheet = sheet_of(doc)
        self.link(sheet)
        if self.identifier is None:
            self.identifier = Identifier(self.known)
        self.identifier.identify(sheet)
        return doc

    def link(self, sheet: Sheet) -> None:
        """Add linked mentions to the sheet."""
        sure: list[tuple[Hit, list[Wording]]] = []
        unsure: list[Hit] = []
        for hit in sheet.hits:
            plain = [wording for wording in hit.wordings if not wording.context]
            if plain:
                sure.append((hit, plain))
            else:
                unsure.append(hit)
        present: dict[str, int] = {}
        for _, plain in sure:
            ids = {wording.entity.id for wording in plain}
            if len(ids) == 1:
                entity = plain[0].entity
                present.setdefault(entity.id, 0)
                present[entity.id] += 1
                region = region_of(entity.jurisdiction)
                if region and entity.label != "PERSON":
                    sheet.jurisdictions[region] = sheet.jurisdictions.get(region, 0) + 1
        if sheet.is_law:
            held = self.known.entities.get(sheet.instrument or "")
            home = region_of(held.jurisdiction) if held is not None else "EU" if "Member State" in sheet.text else None
            if home:
                sheet.jurisdictions[home] = sheet.jurisdictions.get(home, 0) + 1
        binding = any(
            wording.entity.label == "INSTRUMENT" and _binds(self.known, wording.entity.id)
            for _, plain in sure
            for wording in plain
        )
        regulated = binding or sheet.is_law or sheet.jurisdictions.get("EU", 0) > 0
        for hit, plain in sure:
            if not regulated and plain[0].entity.label == "OBLIGATION":
                continue  # "risk management" is a duty only where a regime imposes duties
            self._add_best(sheet, hit, plain, present)
        for hit in unsure:
            self._add_in_context(sheet, hit, present)
        sheet.mentions.sort(key=lambda found: found.start)

    # ------------------------------------------------------------------ choosing

    def _add_best(self, sheet: Sheet, hit: Hit, fitting: list[Wording], present: dict[str, int]) -> None:
        by_entity = {wording.entity.id: wording for wording in sorted(fitting, key=lambda item: item.score)}
        if len(by_entity) == 1:
            wording = next(iter(by_entity.values()))
            reason = f"{wording.kind} name {wording.text!r}"
            self._add(sheet, hit, wording, wording.score, reason)
            return
        ranked = sorted(
            ((self._weight(sheet, wording, present), wording.entity.id) for wording in by_entity.values()), reverse=True
        )
        best, second = ranked[0], ranked[1]
        wording = by_entity[best[1]]
        if best[0] > second[0]:
            others = ", ".join(sorted(by_entity.keys() - {best[1]}))
            self._add(sheet, hit, wording, wording.score - 0.05, f"{wording.text!r} rather than {others}: context")
            return
        labels = {item.entity.label for item in by_entity.values()}
        if len(labels) == 1:
            sheet.mentions.append(
                Found(
                    hit.start,
                    hit.end,
                    hit.text,
                    labels.pop(),
                    sheet.line_at(hit.start),
                    score=0.5,
                    reason=f"several entries fit: {', '.join(sorted(by_entity))}",
                )
            )

    def _weight(self, sheet: Sheet, wording: Wording, present: dict[str, int]) -> tuple[int, int, int, float]:
        entity = wording.entity
        in_time = int(
            sheet.published is not None
            and wording.valid_from is not None
            and wording.valid_from <= sheet.published
            and (wording.valid_to is None or sheet.published < wording.valid_to)
        )
        region = region_of(entity.jurisdiction)
        return (
            sheet.jurisdictions.get(region, 0) if region else 0,
            present.get(entity.id, 0) + present.get(entity.parent_id or "", 0),
            in_time,
            wording.score,
        )

    def _add_in_context(self, sheet: Sheet, hit: Hit, present: dict[str, int]) -> None:
        scored = []
        for wording in hit.wordings:
            support = self._support(sheet, hit, wording, present)
            if support is not None:
                scored.append((support[0], support[1], wording))
        if not scored:
            return
        scored.sort(key=lambda item: item[0], reverse=True)
        if len(scored) > 1 and scored[0][0] == scored[1][0] and scored[0][2].entity.id != scored[1][2].entity.id:
            return
        _, reason, wording = scored[0]
        present[wording.entity.id] = present.get(wording.entity.id, 0) + 1
        self._add(sheet, hit, wording, CONTEXT_SCORE, f"{wording.text!r}: {reason}")

    def _support(self, sheet: Sheet, hit: Hit, wording: Wording, present: dict[str, int]) -> tuple[float, str] | None:
        """Return how strongly the context supports an ambiguous wording, and why; None when it does not."""
        entity = wording.entity
        if hit.text in self.places and re.search(
            r"\b(?:in|from|near|to|of|at|outside|around|for)\s+$", sheet.text[max(0, hit.start - 9) : hit.start]
        ):
            return None  # the city itself
        if hit.text in self.places and entity.label == "AGENCY":
            home = sheet.jurisdictions.get(region_of(entity.jurisdiction) or "", 0)
            return (1.0, "the seat stands for the body") if home else None
        region = region_of(entity.jurisdiction)
        share = sheet.jurisdictions.get(region, 0) if region else 0
        refused, support = support_by_sort(self.known, sheet, hit, wording, present)
        if refused or support is not None:
            return support
        tail = _NEXT_WORD.match(sheet.text, hit.end)
        follower = tail.group(1) if tail else ""
        if entity.label == "AGENCY":
            if follower in self.roles or follower in ("Department", "Ministry", "department"):
                return 3.0 + share / 100, f"followed by {follower!r}"
            last = hit.text.split()[-1].casefold()
            if last in BODY_WORDS or entity.id in present:
                latest = self._latest_body(sheet, hit.start, last)
                if latest is not None and (len(hit.text.split()) == 1 or latest == entity.id):
                    return (4.0, "last body of that sort named") if latest == entity.id else None
            if entity.id in present:
                return 2.5 + share / 100, "named in full elsewhere in the text"
            if self._in_list_of_bodies(sheet, hit):
                return 2.0 + share / 100, "in a list of departments"
            if last in BODY_WORDS and share > 0 and self._preceded_by_the(sheet, hit):
                return 1.0 + share / 100, "jurisdiction of the text"
            if len(hit.text.split()) > 2 and share > 0:
                return 0.9 + share / 100, "a long name, in the jurisdiction of the text"
            if _WITH_BODY.search(sheet.text[max(0, hit.start - 12) : hit.start]) and any(
                (self.known.parent(other) == entity.id and self.known.label(other) == "AGENCY")
                or other in self.known.tasks.get(entity.id, ())
                for other in present
            ):
                return 0.8, "a body that belongs to it, or an act that gives it a task, is named"
            return None
        if entity.id in present:
            return 2.5, "named in full elsewhere in the text"
        if entity.parent_id and entity.parent_id in present:
            return 2.0, "its maker or parent is named"
        if any(self.known.parent(other) == entity.id for other in present):
            return 2.0, "something of its making is named"
        if entity.label == "PERSON" and any(
            office.body_id in present for office in self.known.posts.get(entity.id, ())
        ):
            return 1.5, "the body of the post is named"
        if follower in ("model", "models", "AI", "executives", "said", "announced", "spokesperson", "'s"):
            return 1.2, f"followed by {follower!r}"
        if region and share > 1:
            return 0.5 + share / 100, "jurisdiction of the text"
        return None

    def _latest_body(self, sheet: Sheet, before: int, last: str) -> str | None:
        """Return the body of the nearest earlier full name that ends in a word."""
        for found in sorted(sheet.mentions, key=lambda item: -item.start):
            if found.start < before and found.label == "AGENCY" and found.entity:
                parts = found.text.casefold().split()
                if len(parts) > 1 and parts[-1] == last:
                    return found.entity
        return None

    def _in_list_of_bodies(self, sheet: Sheet, hit: Hit) -> bool:
        after = _LIST_NEAR.match(sheet.text, hit.end) is not None
        before = re.search(r"(?:,|\band|\bor|&)\s+(?:the\s+)?$", sheet.text[max(0, hit.start - 12) : hit.start])
        if not after and before is None:
            return False
        return any(
            other is not hit
            and abs(other.start - hit.start) < 60
            and any(wording.entity.label == "AGENCY" for wording in other.wordings)
            for other in sheet.hits
        )

    @staticmethod
    def _preceded_by_the(sheet: Sheet, hit: Hit) -> bool:
        return sheet.text[max(0, hit.start - 4) : hit.start].casefold() == "the "

    def _add(self, sheet: Sheet, hit: Hit, wording: Wording, score: float, reason: str) -> None:
        start = hit.start
        entity = wording.entity
        prefix = re.match(r"(U\.S\.|US|United States|UK|EU)\s+(?=[A-Z])", hit.text)
        rest = hit.text[prefix.end() :] if prefix else ""
        if prefix and entity.label == "AGENCY" and rest and " " not in rest:
            land = self.known.wordings.get(prefix.group(1).casefold(), [])
            place = next((item.entity for item in land if item.entity.label == "JURISDICTION"), None)
            shorter = self.known.wordings.get(rest.casefold(), [])
            if place is not None and any(item.entity.id == entity.id for item in shorter):
                end = hit.start + len(prefix.group(1))
                sheet.mentions.append(
                    Found(start, end, prefix.group(1), "JURISDICTION", sheet.line_at(start), place.id, reason=reason)
                )
                start = hit.start + prefix.end()
        sheet.mentions.append(
            Found(
                start,
                hit.end,
                sheet.text[start : hit.end],
                entity.label,
                sheet.line_at(start),
                entity.id,
                score=round(score, 3),
                method="register",
                reason=reason,
            )
        )


def _binds(known: Knowledge, entity: str) -> bool:
    row = known.instruments.get(entity)
    return row is not None and row.binding == "binding" and "order" not in row.type and "memorandum" not in row.type


def resembles(known: Knowledge, name: str, label: str, day: date | None = None) -> tuple[str, float, bool] | None:
    """Return the register entry most like an unknown name, the score 0-100, and whether it is like enough to link.

    Linking asks for the cut, a margin to the runner-up, several words, the same label and the same numbers.
    """
    folded = name.replace("’", "'").casefold()
    digits = re.findall(r"\d+", folded)
    best: dict[str, float] = {}
    # compared in one call: a loop over the register costs ten times as much, and new names never end
    alike = process.extract(folded, list(known.wordings), scorer=fuzz.ratio, score_cutoff=QUEUE_CUT, limit=None)
    for text, score, _ in alike:
        if abs(len(text) - len(folded)) > 6 or (text[:1] != folded[:1] and text[-1:] != folded[-1:]):
            continue
        if re.findall(r"\d+", text) != digits:
            continue
        for wording in known.wordings[text]:
            if wording.entity.label == label and wording.valid_on(day) and score > best.get(wording.entity.id, 0.0):
                best[wording.entity.id] = score
    if not best:
        return None
    ranked = sorted(((score, entity) for entity, score in best.items()), reverse=True)
    score, entity = ranked[0]
    margin = score - ranked[1][0] if len(ranked) > 1 else 100.0
    words_differ = len(name.split()) > 1 and _same_initials(known, entity, folded)
    return entity, score, score >= LINK_CUT and margin >= MARGIN and words_differ


def _same_initials(known: Knowledge, entity: str, folded: str) -> bool:
    """Tell whether a wording of the entity has as many words with the same first letters (no lost or swapped word)."""
    letters = [word[:1] for word in folded.split()]
    return any([word[:1] for word in name.casefold().split()] == letters for name in known.names_of.get(entity, ()))


def similar_surname(left: str, right: str) -> float:
    """Return how alike two surnames are, 0-1."""
    return JaroWinkler.similarity(left.casefold(), right.casefold())


@Language.factory("crosswalk_linking")
def create_linker(nlp: Language, name: str) -> Linker:
    """Make the component that links register names; `bind` gives it a register."""
    return Linker()
