"""What the rules read of a document, arranged by line, and what they say of one possibility."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extract.document import FoundClaim, FoundEvent, FoundQuote, FoundRelation, Sheet
from extract.learned.units import NOTHING, Scene, Unit
from kb.vocabulary import FACTUAL, Predicate

IMPLYING = frozenset({Predicate.REQUIRES, Predicate.ESTABLISHES})
Found = FoundRelation | FoundClaim | FoundEvent


def is_fact(one: Found) -> bool:
    """Tell whether a finding counts as a fact."""
    return not one.negated and one.modality in FACTUAL


class Said:
    """The findings of the rules, by line."""

    def __init__(self, sheet: Sheet) -> None:
        self.relations: dict[int, list[FoundRelation]] = defaultdict(list)
        self.elsewhere: dict[tuple[str, str], list[FoundRelation]] = defaultdict(list)
        self.claims: dict[int, list[FoundClaim]] = defaultdict(list)
        self.events: dict[int, list[FoundEvent]] = defaultdict(list)
        self.quotes: dict[int, list[FoundQuote]] = defaultdict(list)
        for relation in sheet.relations:
            self.relations[relation.line].append(relation)
            self.elsewhere[relation.subject, relation.object].append(relation)
        for claim in sheet.claims:
            self.claims[claim.line].append(claim)
        for event in sheet.events:
            self.events[event.line].append(event)
        for quote in sheet.quotes:
            self.quotes[quote.line].append(quote)

    def silent(self, line: int) -> bool:
        """Tell whether the rules found nothing in a line or its neighbours."""
        held = (self.relations, self.claims, self.events, self.quotes)
        return not any(near in found for found in held for near in range(line - 2, line + 3))

    def of(self, line: int, scene: Scene, unit: Unit) -> list[str]:
        """Return what the rules say of a possibility: the outcome they found, with a mark when not quite this."""
        if self.silent(line) and unit.task != "relation":
            return []
        if unit.task == "relation":
            made = self._relation(line, scene.ids(unit.left), scene.ids(unit.right))
        elif unit.task == "event":
            made = self._event(line, scene.ids(unit.left), nothing=unit.left == NOTHING)
        else:
            made = self._claim(line, scene, unit)
        return list(dict.fromkeys(made))

    def findings(self, line: int, scene: Scene, unit: Unit, outcome: str) -> Iterator[Found]:
        """Yield the findings of the rules that a possibility with an outcome stands for."""
        left = scene.ids(unit.left)
        if unit.task == "relation":
            right = scene.ids(unit.right)
            for relation in self.relations.get(line, ()):
                if relation.predicate == outcome and relation.subject in left and relation.object in right:
                    yield relation
        elif unit.task == "event":
            for event in self.events.get(line, ()):
                if event.type == outcome and (event.about in left or (event.about is None and unit.left == NOTHING)):
                    yield event
        elif unit.task == "line":
            for claim in self.claims.get(line, ()):
                if f"{claim.attribute}={claim.value}" == outcome:
                    yield claim
            for relation in self.relations.get(line, ()):
                if f"{relation.predicate}={relation.object}" == outcome:
                    yield relation

    def _relation(self, line: int, left: list[str], right: list[str]) -> Iterator[str]:
        for relation in self.relations.get(line, ()):
            if relation.subject in left and relation.object in right:
                yield f"{relation.predicate}{'' if is_fact(relation) else ':no'}"
                if is_fact(relation):
                    yield f"{relation.predicate}:{relation.method}"
            elif relation.subject in right and relation.object in left:
                yield f"turned:{relation.predicate}"
            elif relation.subject in left or relation.object in right:
                yield f"other:{relation.predicate}"
        for one in left:
            for other in right:
                for relation in self.elsewhere.get((one, other), ()):
                    if relation.line != line:
                        yield f"doc:{relation.predicate}{'' if is_fact(relation) else ':no'}"
        for near in (line - 1, line, line + 1):
            for quote in self.quotes.get(near, ()):
                if quote.speaker in left or quote.organisation in left:
                    yield f"speaks{abs(near - line)}:{quote.stance}{':same' if quote.about in right else ''}"

    def _event(self, line: int, left: list[str], *, nothing: bool) -> Iterator[str]:
        for event in self.events.get(line, ()):
            own = event.about in left or (event.about is None and nothing)
            yield f"{'' if own else 'other:'}{event.type}{'' if is_fact(event) else ':no'}"
        for relation in self.relations.get(line, ()):
            yield f"r:{relation.predicate}"

    def _claim(self, line: int, scene: Scene, unit: Unit) -> Iterator[str]:
        for claim in self.claims.get(line, ()):
            mark = "" if is_fact(claim) else ":no"
            if unit.task == "line":
                yield f"{claim.attribute}={claim.value}{mark}"
            else:
                slot = scene.layout.slots[unit.left]
                own = (claim.start < slot.end and slot.start < claim.end) or claim.entity in scene.ids(unit.left)
                yield f"{'' if own else 'other:'}{claim.attribute}{mark}"
        if unit.task == "line":
            for relation in self.relations.get(line, ()):
                if relation.predicate in IMPLYING:
                    yield f"{relation.predicate}={relation.object}{'' if is_fact(relation) else ':no'}"
        for near in (line - 2, line - 1, line + 1, line + 2):
            for claim in self.claims.get(near, ()):
                yield f"near:{claim.attribute}"
