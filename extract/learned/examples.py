"""Training examples: possibilities of annotated texts with the outcomes that are true of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.claim_subjects import ClaimSubjects
from extract.document import Sheet
from extract.goldfiles import OPTIONAL, GoldDocument
from extract.learned.known import Hints
from extract.learned.names import NO_NAME, TASK, describe_name, is_open
from extract.learned.passages import Fact, Passage
from extract.learned.reading import LINE_CLAIMS, Possibility, date_possibilities, days_of, possibilities
from extract.learned.said import Said
from extract.learned.units import NOTHING
from extract.samenames import NameBook, same_date
from kb.ids import document_id, text_hash
from kb.model import Candidate, Document
from kb.vocabulary import Attribute, DocumentKind

NAME_OUTCOMES = ("PERSON", "COMPANY", "ORGANISATION", "AGENCY", "MODEL", "INSTRUMENT", "PROGRAMME")


@dataclass(frozen=True, slots=True)
class Example:
    """A possibility stripped to what training needs, the text it comes from, and the outcomes that are true of it."""

    source: str
    task: str
    outcomes: tuple[str, ...]
    said: tuple[str, ...]
    features: tuple[str, ...]
    true: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A possibility of an annotated text and the outcomes that are true of it."""

    source: str
    item: Possibility
    true: frozenset[str]

    def example(self) -> Example:
        """Return it stripped to what the linear weights learn from."""
        item = self.item
        features = tuple(dict.fromkeys([*item.features, *item.shared]))
        return Example(self.source, item.unit.task, item.outcomes, tuple(item.said), features, self.true)


@dataclass(frozen=True, slots=True)
class Annotator:
    """What is needed to find the possibilities of a text and to compare names."""

    subjects: ClaimSubjects
    hints: Hints
    names: NameBook

    def of_passage(self, passage: Passage, sheet: Sheet) -> Iterator[Judged]:
        """Yield every possibility of a passage with the outcomes that its annotation states."""
        book, said = self._book(sheet), Said(sheet)
        for item in possibilities(sheet, self.subjects, self.hints, said):
            line = sheet.lines[item.line]
            facts = [
                fact
                for start, end, stated in passage.sentences
                if start < line.end and line.start < end
                for fact in stated
            ]
            yield from self._judged(passage.id, item, frozenset(outcomes(item, facts, book)), facts, said)

    def of_gold(self, gold: GoldDocument, sheet: Sheet) -> Iterator[Judged]:
        """Yield the possibilities of an annotated document that are surely true or surely not.

        The annotation does not say which sentence states a fact: where the rules found it, those sentences do; else
        the closest pair of its names does, or the sentence with its date. Other sentences that could are left out.
        """
        book, said = self._book(sheet), Said(sheet)
        items = list(possibilities(sheet, self.subjects, self.hints, said))
        facts = [
            *(Fact("r", (one.subject, one.predicate, one.object)) for one in gold.relations),
            *(Fact("c", (one.subject, one.attribute, one.value)) for one in gold.claims),
            *(Fact("e", (one.type, one.date or "-", one.about or "-")) for one in gold.events),
        ]
        true: dict[int, set[str]] = {}
        unsure: dict[int, set[str]] = {}
        for fact in facts:
            fitting = [
                (number, outcome) for number, item in enumerate(items) for outcome in outcomes(item, (fact,), book)
            ]
            ranks = [_support(items[number], outcome, fact) for number, outcome in fitting]
            for rank, (number, outcome) in zip(ranks, fitting, strict=True):
                (true if rank and rank == max(ranks) else unsure).setdefault(number, set()).add(outcome)
        for number, item in enumerate(items):
            held = frozenset(true.get(number, ()))
            item.outcomes = tuple(one for one in item.outcomes if one in held or one not in unsure.get(number, ()))
            yield from self._judged(gold.id, item, held, facts, said)

    @staticmethod
    def of_names(source: str, sheet: Sheet, marks: Sequence[tuple[int, int, str]]) -> Iterator[Example]:
        """Yield every unknown name of a text with its marked label, "NONE" for a run that is no name.

        `marks` are (start, end, label); runs that touch an OPTIONAL mark only are left out.
        """
        for item in sheet.unknown:
            over = [mark for mark in marks if mark[0] < item.end and item.start < mark[1]]
            named = [mark for mark in over if mark[2] != OPTIONAL]
            if not is_open(item) or (over and not named):
                continue
            label = (
                max(named, key=lambda mark: min(mark[1], item.end) - max(mark[0], item.start))[2] if named else NO_NAME
            )
            features = tuple(describe_name(sheet, item))
            yield Example(source, TASK, (*NAME_OUTCOMES, NO_NAME), (), features, frozenset({label}))

    def _judged(
        self, source: str, item: Possibility, true: frozenset[str], facts: Sequence[Fact], said: Said
    ) -> Iterator[Judged]:
        yield Judged(source, item, true)
        if item.unit.task != "event":
            return
        for type_ in sorted(true):
            dates = {fact.parts[1] for fact in facts if fact.kind == "e" and fact.parts[0] == type_} - {"-"}
            for choice in date_possibilities(item, type_, said, self.hints):
                right = any(same_date(date, choice.value(choice.unit.right) or "") for date in dates)
                yield Judged(source, choice, frozenset({"date"} if right else ()))

    def _book(self, sheet: Sheet) -> NameBook:
        return self.names.with_candidates(
            Candidate(
                id=found.candidate,
                label=found.label,
                name=found.name or found.text,
                first_document_id="",
                first_seen="",
            )
            for found in sheet.mentions
            if found.candidate is not None and found.entity is None
        )


def document_of(passage: Passage) -> Document:
    """Return a passage as a document that was just ingested."""
    url = f"training:{passage.id}"
    return Document(
        id=document_id(url),
        url=url,
        title=None,
        published=passage.published,
        language="en",
        kind=DocumentKind.NEWS,
        text=passage.text,
        text_sha256=text_hash(passage.text),
        fetched_at=f"{passage.published}T23:59:59+00:00",
    )


def outcomes(item: Possibility, facts: Sequence[Fact], book: NameBook) -> Iterator[str]:
    """Yield the outcomes of a possibility that some fact states."""
    unit = item.unit
    for fact in facts:
        one, two, three = fact.parts[:3]
        if fact.kind == "r" and unit.task == "relation" and two in item.outcomes:
            if _named(item, unit.left, one, book) and _named(item, unit.right, three, book):
                yield two
        elif fact.kind == "r" and unit.task == "line":
            yield from (
                name
                for name in item.outcomes
                if name.startswith(f"{two}=") and book.is_named(name[len(two) + 1 :], three)
            )
        elif fact.kind == "e" and unit.task == "event" and one in item.outcomes:
            if unit.left == NOTHING if three == "-" else _named(item, unit.left, three, book):
                yield one
        elif fact.kind == "c" and unit.task == "line" and f"{two}={three}" in LINE_CLAIMS:
            yield f"{two}={three}"
        elif fact.kind == "c" and unit.task == "span" and two in item.outcomes and _is_value(item, two, three, book):
            yield two


def _named(item: Possibility, end: int, name: str, book: NameBook) -> bool:
    return any(book.is_named(id_, name) for id_ in item.ids(end))


def _is_value(item: Possibility, attribute: str, value: str, book: NameBook) -> bool:
    found = item.scene.layout.slots[item.unit.left].mentions[0]
    if attribute == Attribute.DETERMINING_AUTHORITY:
        return _named(item, item.unit.left, value, book)
    if attribute == Attribute.APPLIES_FROM:
        return found.value is not None and same_date(value, found.value)
    days = days_of(found.value)
    if days is None:
        return False
    return value == f"{days[0]}-{days[1]}" if "-" in value else value == str(days[1])


def _support(item: Possibility, outcome: str, fact: Fact) -> int:
    """Return how likely it is that this sentence is the one that states a fact; 0 when nothing tells."""
    if outcome in item.said:
        return 1000
    if fact.kind == "e":
        values = [value for slot in item.scene.slots("DATE") if (value := item.value(slot))]
        return 500 if fact.parts[1] != "-" and any(same_date(fact.parts[1], value) for value in values) else 0
    if fact.kind == "r":
        left, right = item.view.at.get(item.unit.left), item.view.at.get(item.unit.right)
        return 0 if left is None or right is None else max(1, 200 - abs(left - right))
    return 100 if item.unit.task == "span" else 0
