"""The register as the pipeline uses it: entities, dated wordings, spelling variants, posts and instruments.

Built once from `kb.datafiles.Register` (or anything with the same sequences). Reads nothing from disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from extract.event_calendar import Dated, known_dates
from extract.lexicon import table, words
from kb.model import Entity, Instrument, Name, Obligation, Office
from kb.partial_dates import parse_partial

CANONICAL_SCORE = 1.0
ALIAS_SCORE = 0.97
VARIANT_SCORE = 0.9  # a spelling the register does not list but that differs only in spelling
MISSPELLING_SCORE = 0.85


class RegisterLike(Protocol):
    """The parts of the register that the pipeline reads."""

    @property
    def entities(self) -> Sequence[Entity]:
        """Return the entities."""
        ...

    @property
    def names(self) -> Sequence[Name]:
        """Return every wording."""
        ...

    @property
    def offices(self) -> Sequence[Office]:
        """Return who held which post."""
        ...

    @property
    def instruments(self) -> Sequence[Instrument]:
        """Return what is known of instruments."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording that may stand for an entity."""

    text: str
    entity: Entity
    kind: str
    score: float
    valid_from: date | None
    valid_to: date | None
    context: bool

    def valid_on(self, day: date | None) -> bool:
        """Tell whether the wording stood for the entity on a day; an unknown day is always in time.

        A former name stays readable after its end (people go on using it), a new name does not exist before its start.
        """
        if day is None or self.valid_from is None:
            return True
        return day >= self.valid_from


@dataclass(slots=True)
class Knowledge:
    """Entities by id, wordings by normalised text, posts by body."""

    entities: dict[str, Entity] = field(default_factory=dict)
    wordings: dict[str, list[Wording]] = field(default_factory=dict)
    names_of: dict[str, list[str]] = field(default_factory=dict)
    offices: dict[str, list[Office]] = field(default_factory=dict)  # by body
    posts: dict[str, list[Office]] = field(default_factory=dict)  # by person
    instruments: dict[str, Instrument] = field(default_factory=dict)
    obligations: tuple[Obligation, ...] = ()  # the register's, for linking clauses of law
    tasks: dict[str, frozenset[str]] = field(default_factory=dict)  # agency → acts that give it something to do
    parents: frozenset[str] = frozenset()  # the bodies and firms that others belong to
    makers: frozenset[str] = frozenset()  # the firms that make a model
    dated: Dated = field(default_factory=dict)  # event type and topic → known dates
    surnames: dict[str, list[str]] = field(default_factory=dict)  # last word of a person's name → entity ids

    def label(self, entity_id: str | None) -> str | None:
        """Return the label of an entity, None for a candidate or an unknown id."""
        entity = self.entities.get(entity_id or "")
        return entity.label if entity else None

    def parent(self, entity_id: str | None) -> str | None:
        """Return the parent of an entity (an agency's department, a model's developer)."""
        entity = self.entities.get(entity_id or "")
        return entity.parent_id if entity else None


def build_knowledge(register: RegisterLike) -> Knowledge:
    """Return the register arranged for reading."""
    known = Knowledge(obligations=tuple(getattr(register, "obligations", ())), dated=known_dates(register))
    for entity in register.entities:
        known.entities[entity.id] = entity
    known.makers = _makers(known)
    known.parents = frozenset(entity.parent_id for entity in register.entities if entity.parent_id)
    for task in (*getattr(register, "provisions", ()), *getattr(register, "deadlines", ())):
        if task.actor_id and task.instrument_id:
            known.tasks[task.actor_id] = known.tasks.get(task.actor_id, frozenset()) | {task.instrument_id}
    for instrument in register.instruments:
        known.instruments[instrument.id] = instrument
    seen: set[tuple[str, str]] = set()
    rows = [(name.name, name) for name in register.names]
    listed = {(name.entity_id, name.name) for name in register.names}
    for entity in register.entities:
        if (entity.id, entity.name) not in listed:
            rows.append((entity.name, Name(id="", entity_id=entity.id, name=entity.name, kind="canonical")))
    for text, name in rows:
        holder = known.entities.get(name.entity_id)
        if holder is None:
            continue
        score = {"canonical": CANONICAL_SCORE, "misspelling": MISSPELLING_SCORE}.get(name.kind, ALIAS_SCORE)
        _add(known, seen, text, holder, name, score)
    for text, name in rows:
        holder = known.entities.get(name.entity_id)
        if holder is not None and not name.context:
            for variant in spelling_variants(text, holder.label):
                _add(known, seen, variant, holder, name, VARIANT_SCORE)
    for text, name in rows:
        holder = known.entities.get(name.entity_id)
        match = _DEPARTMENT.match(text)
        if holder is not None and holder.label == "AGENCY" and match is not None:
            bare = replace(name, kind="short", context=True)  # "Defense" before "Secretary"
            _add(known, seen, match["of"], holder, bare, VARIANT_SCORE)
    for office in register.offices:
        known.offices.setdefault(office.body_id, []).append(office)
        known.posts.setdefault(office.person_id, []).append(office)
    for entity in register.entities:
        if entity.label == "PERSON":
            last = entity.name.split()[-1].casefold()
            if entity.id not in known.surnames.setdefault(last, []):
                known.surnames[last].append(entity.id)
    return known


def _makers(known: Knowledge) -> frozenset[str]:
    makers = {entity.parent_id for entity in known.entities.values() if entity.label == "MODEL" and entity.parent_id}
    return frozenset(makers | {parent for maker in makers if (parent := known.parent(maker))})


def _add(known: Knowledge, seen: set[tuple[str, str]], text: str, entity: Entity, name: Name, score: float) -> None:
    text = text.replace("’", "'")
    key = (text, entity.id)
    if key in seen or (len(text) < 2 and not name.context):
        return
    seen.add(key)
    known.wordings.setdefault(text.casefold(), []).append(
        Wording(text, entity, name.kind, score, _day(name.valid_from), _day(name.valid_to), name.context)
    )
    known.names_of.setdefault(entity.id, []).append(text)


def _day(value: str | None) -> date | None:
    return parse_partial(value).first if value else None


_PAIRS: tuple[tuple[re.Pattern[str], str], ...] | None = None


def _pairs() -> tuple[tuple[re.Pattern[str], str], ...]:
    global _PAIRS
    if _PAIRS is None:
        both = table("names", "spelling")
        _PAIRS = tuple(
            (re.compile(rf"\b{re.escape(left)}\b"), right)
            for pair in both.items()
            for left, right in (pair, (pair[1], pair[0]))
        )
    return _PAIRS


_DEPARTMENT = re.compile(r"^(?:(?P<us>U\.?S\.?|United States) )?Department of (?:the )?(?P<of>[A-Z][\w ]+)$")
_LONG = re.compile(r" ")


def spelling_variants(text: str, label: str) -> Iterable[str]:
    """Yield other spellings of a name: British and American, hyphens, "&", "Dept.", "X Department", legal suffixes."""
    made = {text}
    for pattern, right in _pairs():
        for item in list(made):
            made.add(pattern.sub(right, item))
    for item in list(made):
        if " & " in item:
            made.add(item.replace(" & ", " and "))
        if " and " in item and label != "PERSON":
            made.add(item.replace(" and ", " & "))
        if ("-" in item and " " not in item.strip("-") and label not in ("MODEL",)) or (
            "-" in item and _LONG.search(item)
        ):
            made.add(item.replace("-", " "))
    for item in list(made):
        match = _DEPARTMENT.match(item)
        if match is not None and label == "AGENCY":
            made.add(f"{match['of']} Department")
            made.add(f"Dept. of {match['of']}")
            made.add(f"US Department of {match['of']}")
            made.add(f"U.S. Department of {match['of']}")
        if label == "COMPANY":
            for suffix in words("names", "company_suffixes"):
                if item.endswith(f" {suffix}"):
                    made.add(item[: -len(suffix) - 1].rstrip(","))
    if label in ("AGENCY", "ORGANISATION") and text.isupper() and text.isalpha() and 2 < len(text) < 5:
        made.add(".".join(text) + ".")  # "N.S.A.", as some papers print it
    if label == "MODEL":
        for item in list(made):
            if re.search(r"[A-Za-z] \d", item):
                made.add(re.sub(r"([A-Za-z]) (\d)", r"\1-\2", item))
            if re.search(r"[A-Za-z]-\d", item):
                made.add(re.sub(r"([A-Za-z])-(\d)", r"\1 \2", item))
    made.discard(text)
    return sorted(item for item in made if len(item) > 2)
