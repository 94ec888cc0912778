"""Read `patterns/relations.yml`: the surface patterns of relations, by the word that must occur for one to be tried."""

from __future__ import annotations

from dataclasses import dataclass

from extract.clauses import Pattern, compile_pattern
from extract.lexicon import FOLDER, load_patterns
from kb.errors import ContractError
from kb.vocabulary import Predicate


@dataclass(frozen=True, slots=True)
class RelationPattern:
    """A pattern that yields one predicate."""

    predicate: Predicate
    pattern: Pattern

    @property
    def needs_subject(self) -> bool:
        """Tell whether the pattern names a subject, or leaves it to the sentences before."""
        return "s" in self.pattern.regex.groupindex


def load_relation_patterns() -> dict[str, list[RelationPattern]]:
    """Return the patterns by trigger word; "" holds those that have none.

    Raises ContractError naming the file and the pattern when one cannot be read or its predicate is unknown.
    """
    where = f"{FOLDER / 'relations'}.yml"
    data = load_patterns("relations")
    sets, patterns = data.get("sets"), data.get("patterns")
    if not isinstance(sets, dict) or not isinstance(patterns, dict):
        raise ContractError(f"{where}: expected the tables 'sets' and 'patterns'")
    by_word: dict[str, list[RelationPattern]] = {}
    for predicate, sources in patterns.items():
        if predicate not in set(Predicate):
            raise ContractError(f"{where}: unknown predicate {predicate!r}")
        for source in sources:
            pattern = compile_pattern(source, sets, where)
            for word in pattern.words or {""}:
                by_word.setdefault(word, []).append(RelationPattern(Predicate(predicate), pattern))
    return by_word
