"""The component that lets the learned weights add facts to those of the rules, and withdraw some.

It runs after the rules of relations, claims, quotes and events, and needs none of them to have found anything. Without
weights it does nothing. What it adds has the method `model` and the probability as score.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, product

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.claim_subjects import ClaimSubjects
from extract.document import FoundClaim, FoundEvent, FoundRelation, Sheet, sheet_of
from extract.events import merge
from extract.knowledge import Knowledge
from extract.learned.known import Hints
from extract.learned.reading import Possibility, date_possibilities, days_of, possibilities
from extract.learned.said import IMPLYING, Found, Said, is_fact
from extract.learned.units import NOTHING
from extract.learned.weights import Weights
from kb.vocabulary import Attribute, Label, Predicate

METHOD = "model"
DOUBTED = 0.04  # a rule's fact of less probability is withdrawn
_RIVAL = 0.9  # a person has one post in a sentence, unless a second one is as sure as this
_REVIEW = frozenset(
    {Attribute.PARTICIPATION, Attribute.LICENSING_REQUIRED, Attribute.CONFIDENTIALITY_PROTECTION,
     Attribute.REVIEW_WINDOW_REFERENCE, Attribute.REVIEW_WINDOW_DAYS, Attribute.EARLIER_REVIEW_WINDOW_DAYS,
     Attribute.DETERMINING_AUTHORITY}
)  # fmt: skip


class LearnedReader:
    """The component: adds to and withdraws from `sheet.relations`, `sheet.claims` and `sheet.events`."""

    def __init__(self) -> None:
        self.known = Knowledge()
        self.subjects = ClaimSubjects()
        self.weights: Weights | None = None
        self.hints = Hints()

    def bind(self, known: Knowledge, nlp: Language) -> None:
        """Take over a register."""
        self.known = known
        self.subjects.known = known

    def use(self, weights: Weights | None, hints: Hints) -> None:
        """Take over weights, None of which switches the component off, and what the register knows."""
        self.weights = weights
        self.hints = hints

    def __call__(self, doc: Doc) -> Doc:
        """Weigh what the sentences of a document could state."""
        if self.weights is None:
            return doc
        sheet = sheet_of(doc)
        said = Said(sheet)
        doubted: set[int] = set()
        made: list[Found] = []
        for _, items in groupby(possibilities(sheet, self.subjects, self.hints, said), key=lambda item: item.line):
            for item, chances in self._judged(list(items), self.weights):
                for outcome, chance, threshold in chances:
                    if chance >= threshold:
                        made += self._make(sheet, item, outcome, chance, said)
                    elif chance < DOUBTED and outcome in item.said:
                        doubted.update(map(id, said.findings(item.line, item.scene, item.unit, outcome)))
        relations = _without_rivals([one for one in made if isinstance(one, FoundRelation)], said)
        sheet.relations = [one for one in sheet.relations if id(one) not in doubted] + relations
        sheet.claims = [one for one in sheet.claims if id(one) not in doubted]
        sheet.claims += [one for one in made if isinstance(one, FoundClaim)]
        events = [one for one in sheet.events if id(one) not in doubted]
        sheet.events = merge([*events, *(one for one in made if isinstance(one, FoundEvent))])
        return doc

    @staticmethod
    def _judged(
        items: list[Possibility], weights: Weights
    ) -> Iterator[tuple[Possibility, list[tuple[str, float, float]]]]:
        """Yield the possibilities of a line with (outcome, probability, threshold) where that calls for something."""
        for task, table in weights.tables.items():
            mine = [item for item in items if item.unit.task == task]
            if not mine:
                continue
            chances = table.chances([(item.features, item.said) for item in mine], mine[0].shared)
            likely = np.any(chances >= table.thresholds, axis=1)
            for item, row, calls in zip(mine, chances, likely.tolist(), strict=True):
                if calls or any(word in table.columns for word in item.said):
                    yield (
                        item,
                        [
                            (outcome, float(row[column]), float(table.thresholds[column]))
                            for outcome in item.outcomes
                            if (column := table.columns.get(outcome)) is not None
                        ],
                    )

    def _make(self, sheet: Sheet, item: Possibility, outcome: str, chance: float, said: Said) -> Iterator[Found]:
        if item.unit.task == "relation":
            return self._relations(item, outcome, chance, said)
        if item.unit.task == "event":
            return self._events(item, outcome, chance, said)
        if outcome.partition("=")[0] in IMPLYING:
            return self._implied(sheet, item, outcome, chance, said)
        return self._claims(sheet, item, outcome, chance, said)

    def _relations(self, item: Possibility, outcome: str, chance: float, said: Said) -> Iterator[FoundRelation]:
        held = {
            (one.subject, one.object)
            for one in said.relations.get(item.line, ())
            if one.predicate == outcome and is_fact(one)
        }
        start, end = _trigger(item)
        for subject, other in product(item.ids(item.unit.left), item.ids(item.unit.right)):
            if subject != other and (subject, other) not in held and self._likely(outcome, subject, other):
                yield FoundRelation(
                    subject, outcome, other, item.line, start, end, score=round(chance, 3), method=METHOD
                )

    def _implied(
        self, sheet: Sheet, item: Possibility, outcome: str, chance: float, said: Said
    ) -> Iterator[FoundRelation]:
        predicate, _, other = outcome.partition("=")
        line = sheet.lines[item.line]
        subject = self.subjects.subject(sheet, item.line, line.end, binding=predicate == Predicate.REQUIRES)
        held = {one.object for one in said.relations.get(item.line, ()) if one.predicate == predicate and is_fact(one)}
        if subject is not None and subject in self.known.entities and other not in held:
            yield FoundRelation(
                subject, predicate, other, item.line, line.start, line.end, score=round(chance, 3), method=METHOD
            )

    def _likely(self, predicate: str, subject: str, other: str) -> bool:
        """Tell whether the register does not speak against a relation."""
        if predicate == Predicate.PART_OF:
            return self.known.parent(other) != subject
        if predicate == Predicate.DEVELOPS:
            maker = self.known.parent(other)
            family = {subject, self.known.parent(subject)} - {None}
            return self.known.label(maker) != Label.COMPANY or bool(family & {maker, self.known.parent(maker)})
        return True

    def _events(self, item: Possibility, outcome: str, chance: float, said: Said) -> Iterator[FoundEvent]:
        about = next(iter(item.ids(item.unit.left)), None)
        if any(one.type == outcome and one.about == about and is_fact(one) for one in said.events.get(item.line, ())):
            return
        start, end = _trigger(item)
        date = self._date(item, outcome, said)
        yield FoundEvent(outcome, date, about, item.line, start, end, score=round(chance, 3), method=METHOD)

    def _date(self, item: Possibility, outcome: str, said: Said) -> str | None:
        table = self.weights.tables.get("date") if self.weights is not None else None
        if table is None:
            return None
        best, chosen = float(table.thresholds[0]), None
        choices = list(date_possibilities(item, outcome, said, self.hints))
        chances = table.chances([(one.features, one.said) for one in choices], ()) if choices else ()
        for choice, (chance,) in zip(choices, chances, strict=True):
            if chance >= best:
                best, chosen = chance, choice.value(choice.unit.right)
        return chosen

    def _claims(self, sheet: Sheet, item: Possibility, outcome: str, chance: float, said: Said) -> Iterator[FoundClaim]:
        attribute, _, value = outcome.partition("=")
        entity = None
        start, end = sheet.lines[item.line].start, sheet.lines[item.line].end
        if item.unit.left != NOTHING:
            found = item.scene.layout.slots[item.unit.left].mentions[0]
            start, end = found.start, found.end
            days = days_of(found.value) if found.label == Label.DURATION else None
            if attribute == Attribute.DETERMINING_AUTHORITY:
                entity = found.entity
                value = self.known.entities[entity].name if entity else ""
            elif attribute == Attribute.APPLIES_FROM:
                value = found.value or ""
            elif days is not None:
                value = f"{days[0]}-{days[1]}" if attribute == Attribute.EARLIER_REVIEW_WINDOW_DAYS else str(days[1])
        subject = self._subject(sheet, item, attribute, start)
        if not value or subject is None or subject not in self.known.entities:
            return
        triple = (subject, attribute, value)
        if not any(
            (one.subject, one.attribute, one.value) == triple and is_fact(one) for one in said.claims.get(item.line, ())
        ):
            yield FoundClaim(*triple, item.line, start, end, entity, score=round(chance, 3), method=METHOD)

    def _subject(self, sheet: Sheet, item: Possibility, attribute: str, at: int) -> str | None:
        if attribute in _REVIEW:
            return self.subjects.topic(sheet, item.line, at)
        return self.subjects.subject(sheet, item.line, at, binding=attribute == Attribute.APPLIES_FROM)


def _without_rivals(made: list[FoundRelation], said: Said) -> list[FoundRelation]:
    """Leave a person one post per sentence, the likeliest, and none beside a post elsewhere that the rules read."""
    settled = {
        one.subject
        for relations in said.relations.values()
        for one in relations
        if one.predicate == Predicate.AFFILIATED_WITH and is_fact(one)
    }
    best: dict[tuple[str, int], float] = {}
    for one in made:
        if one.predicate == Predicate.AFFILIATED_WITH:
            best[one.subject, one.line] = max(one.score, best.get((one.subject, one.line), 0.0))
    return [
        one
        for one in made
        if one.predicate != Predicate.AFFILIATED_WITH
        or (one.subject not in settled and one.score >= min(best[one.subject, one.line], _RIVAL))
    ]


def _trigger(item: Possibility) -> tuple[int, int]:
    """Return the offsets of the words between both ends of a possibility, else of its name, else of the line."""
    layout = item.scene.layout
    ends = [layout.slots[end] for end in (item.unit.left, item.unit.right) if end >= 0]
    if not ends:
        return layout.source[1], layout.source[2]
    if len(ends) == 2:
        first, second = sorted(ends, key=lambda slot: slot.start)
        between = layout.source[0][first.end : second.start]
        if between.strip():
            start = first.end + len(between) - len(between.lstrip())
            return start, start + len(between.strip())
    return ends[0].start, ends[0].end


@Language.factory("crosswalk_learned")
def create_learned_reader(nlp: Language, name: str) -> LearnedReader:
    """Make the component that weighs what sentences state; `use` gives it weights, `bind` a register."""
    return LearnedReader()
