"""Load the cues of `patterns/event_cues.yml`: words that tell an event wherever its topic and date stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.clauses import LABELS, Layout, Pattern, compile_pattern
from extract.inflect import inflect
from extract.lexicon import FOLDER, load_patterns
from kb.errors import ContractError
from kb.vocabulary import EventType

STRENGTHS = ("strong", "dated", "weak")
_FORMS = re.compile(r"\(([^()]*)\)|([a-z-]+)\+")


@dataclass(frozen=True, slots=True)
class Topic:
    """What the events of a type are about and where that is looked for."""

    type: EventType
    about: tuple[str, ...]  # the most wanted first
    side: str
    context: frozenset[str]  # labels that the sentences before may name
    without: frozenset[str]  # words beside which it is not told


@dataclass(frozen=True, slots=True)
class Cue:
    """One wording."""

    topic: Topic
    strength: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a sentence; places are those of the layout's text."""

    cue: Cue
    match: re.Match[str]


@cache
def load_cues() -> dict[str, tuple[Cue, ...]]:
    """Return the cues by a word that must occur. Raises ContractError naming file and wording when one is amiss."""
    where = f"{FOLDER / 'event_cues'}.yml"
    filed: dict[str, list[Cue]] = {}
    for key, row in load_patterns("event_cues").items():
        type_ = key.split()[0]  # "published report" is a second topic of its type
        about = tuple(str(row.get("about", "")).split("|"))
        context = frozenset(str(row.get("context", "none")).split("|")) - {"none"}
        if type_ not in set(EventType) or not set(about) <= LABELS or not context <= LABELS:
            raise ContractError(f"{where}: unknown event type or label at {type_!r}")
        without = frozenset(str(row.get("without", "")).split())
        topic = Topic(EventType(type_), about, str(row.get("side", "any")), context, without)
        for strength in STRENGTHS:
            for wording in row.get(strength) or ():
                spelled = _spelled_out(wording)
                pattern = compile_pattern(spelled, {}, where)
                words = pattern.words or frozenset(re.findall(r"(?<![~^{:\w])[a-z]+(?![\w}])", spelled))
                if not words:
                    raise ContractError(f"{where}: {wording!r} has no word of its own")
                for word in words:
                    filed.setdefault(word, []).append(Cue(topic, strength, pattern))
    return {word: tuple(cues) for word, cues in filed.items()}


def _spelled_out(wording: str) -> str:
    """Return a wording with every form in place of "word+"."""

    def forms(match: re.Match[str]) -> str:
        if match[2]:
            return f"({'|'.join(inflect(match[2]).all)})"
        options = []
        for option in match[1].split("|"):
            first, _, rest = option.strip().partition(" ")
            stems = inflect(first[:-1]).all if first.endswith("+") else (first,)
            options += [f"{stem} {rest}".strip() for stem in stems]
        return f"({'|'.join(options)})"

    return _FORMS.sub(forms, wording)


def find_cues(layout: Layout) -> list[Hit]:
    """Return the cues of a sentence in reading order, the longest of a type at a place only."""
    filed = load_cues()
    found: list[Hit] = []
    tried: set[int] = set()
    for word in layout.words & filed.keys():
        for cue in filed[word]:
            if id(cue.pattern) in tried:
                continue
            tried.add(id(cue.pattern))
            found += [Hit(cue, match) for match in cue.pattern.regex.finditer(layout.text)]
    order = {strength: rank for rank, strength in enumerate(STRENGTHS)}
    found.sort(key=lambda hit: (order[hit.cue.strength], hit.match.start() - hit.match.end()))
    kept: list[Hit] = []
    for hit in found:
        if not any(
            other.cue.topic.type == hit.cue.topic.type
            and other.match.start() < hit.match.end()
            and hit.match.start() < other.match.end()
            for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.match.start())
