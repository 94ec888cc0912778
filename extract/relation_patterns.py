"""Read `patterns/relations.yml`: the surface patterns of relations, by the word that must occur for one to be tried."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from extract.clauses import Pattern, Slot, compile_pattern
from extract.lexicon import FOLDER, load_patterns
from kb.errors import ContractError
from kb.vocabulary import SIGNATURES, Predicate


@dataclass(frozen=True, slots=True)
class RelationPattern:
    """A pattern that yields one predicate."""

    predicate: Predicate
    pattern: Pattern
    familiar: bool = False  # only for names that the register knows to belong together

    @property
    def timeless(self) -> bool:
        """Tell whether the pattern reads a possession, which holds whatever is said of it: "refused to sell its X"."""
        return self.predicate == Predicate.DEVELOPS and bool(_OWNED.search(self.pattern.source))

    @property
    def needs_subject(self) -> bool:
        """Tell whether the pattern names a subject, or leaves it to the sentences before."""
        return "s" in self.pattern.regex.groupindex

    @property
    def needs_object(self) -> bool:
        """Tell whether the pattern names an object, or leaves it out ("has headed it since")."""
        return "o" in self.pattern.regex.groupindex


_OWNED = re.compile(r"^(?:\{s:COMPANY\} 's|its) [^@]*\{o:MODEL\}$")
_ESCAPED = re.compile(r"\\.")
_INNERMOST = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SLOT = re.compile(r"\{\w*:([A-Z|*]+)\}")
_MOST_HELD = 50_000  # combinations of a word and labels; a long run meets a few thousand


class PatternIndex:
    """Tells which patterns a sentence can match at all, by its words and the labels of its slots."""

    def __init__(self, by_word: dict[str, list[RelationPattern]]) -> None:
        self.by_word = by_word
        patterns = {id(item): item for items in by_word.values() for item in items}
        self.order = {key: number for number, key in enumerate(patterns)}
        self.slots = {key: _needed_slots(item.pattern.source) for key, item in patterns.items()}
        self._held: dict[tuple[str, frozenset[str], bool], tuple[RelationPattern, ...]] = {}

    def viable(self, words: Set[str], slots: list[Slot]) -> list[RelationPattern]:
        """Return the patterns worth trying, in the order of the file."""
        labels = frozenset(slot.label for slot in slots)
        several = len(slots) > 1
        chosen: dict[int, RelationPattern] = {}
        for word in (*(words & self.by_word.keys()), ""):
            key = (word, labels, several)
            held = self._held.get(key)
            if held is None:
                if len(self._held) >= _MOST_HELD:
                    self._held.clear()
                held = self._held[key] = tuple(
                    item for item in self.by_word.get(word, ()) if self._fits(item, labels, several)
                )
            for item in held:
                chosen[id(item)] = item
        return sorted(chosen.values(), key=lambda item: self.order[id(item)])

    def _fits(self, item: RelationPattern, labels: frozenset[str], several: bool) -> bool:
        needed = self.slots[id(item)]
        subjects, objects = SIGNATURES[item.predicate]
        return (
            (several or len(needed) < 2)
            and all(not labels.isdisjoint(wanted) for wanted in needed)
            and not (item.needs_subject and labels.isdisjoint(subjects))
            and not (item.needs_object and labels.isdisjoint(objects))
        )


def _needed_slots(source: str) -> list[frozenset[str]]:
    """Return the labels of each slot that a pattern cannot do without (those outside brackets)."""
    plain, before = _ESCAPED.sub(" ", source), ""
    while plain != before:
        before, plain = plain, _INNERMOST.sub(" ", plain)
    if "|" in _SLOT.sub(" ", plain):
        return []  # alternatives on the outside: no slot is sure
    return [frozenset(found.split("|")) for found in _SLOT.findall(plain) if "*" not in found]


def load_relation_patterns() -> dict[str, list[RelationPattern]]:
    """Return the patterns by trigger word; "" holds those that have none.

    Raises ContractError naming the file and the pattern when one cannot be read or its predicate is unknown.
    """
    where = f"{FOLDER / 'relations'}.yml"
    data = load_patterns("relations")
    sets, patterns, familiar = data.get("sets"), data.get("patterns"), data.get("familiar")
    if not isinstance(sets, dict) or not isinstance(patterns, dict) or not isinstance(familiar, dict):
        raise ContractError(f"{where}: expected the tables 'sets', 'patterns' and 'familiar'")
    by_word: dict[str, list[RelationPattern]] = {}
    for predicate, sources, known in (
        *((key, listed, False) for key, listed in patterns.items()),
        *((key, listed, True) for key, listed in familiar.items()),
    ):
        if predicate not in set(Predicate):
            raise ContractError(f"{where}: unknown predicate {predicate!r}")
        for source in sources:
            pattern = compile_pattern(source, sets, where)
            item = RelationPattern(Predicate(predicate), pattern, known)
            for word in pattern.words or {""}:
                by_word.setdefault(word, []).append(item)
    return by_word
