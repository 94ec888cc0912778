"""Load the frames of `patterns/event_frames.yml`: which wordings trigger which type of event, and what they are about.

A frame's verbs are inflected here; each wording becomes one compiled pattern, filed under a word that must occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.clauses import LABELS, Pattern, compile_pattern
from extract.inflect import Forms, inflect
from extract.lexicon import FOLDER, load_patterns
from kb.errors import ContractError
from kb.vocabulary import EventType

KINDS = ("verbs", "strict", "softverbs", "states", "nouns", "embraced", "plain")
_BE = Forms("be", "is", "was", "been", "being")
_BE_FORMS = "(is|are|was|were|be|been|being|has been|have been)"


@dataclass(frozen=True, slots=True)
class Frame:
    """What one type of event is about and what it asks of its sentence."""

    type: EventType
    about: frozenset[str]
    agent: frozenset[str]
    needs: frozenset[str]  # words of which one must occur in the sentence
    without: frozenset[str]  # words that must not follow closely
    laws: bool  # of instruments, only acts and bills
    soft: bool  # "unveil" and the like only of instruments that are no acts


@dataclass(frozen=True, slots=True)
class Trigger:
    """One wording of a frame."""

    frame: Frame
    kind: str
    pattern: Pattern
    forms: Forms | None
    parts: tuple[frozenset[str], ...] = ()  # of each, one word must occur


@cache
def load_frames() -> dict[str, tuple[Trigger, ...]]:
    """Return the triggers by a word that must occur. Raises ContractError naming file and wording when one is amiss."""
    where = f"{FOLDER / 'event_frames'}.yml"
    filed: dict[str, list[Trigger]] = {}
    for type_, row in load_patterns("event_frames").items():
        if type_ not in set(EventType):
            raise ContractError(f"{where}: unknown event type {type_!r}")
        labels = frozenset(str(row["about"]).split("|"))
        if not labels <= LABELS:
            raise ContractError(f"{where}: unknown label in {row['about']!r}")
        frame = Frame(
            EventType(type_),
            labels,
            frozenset(str(row.get("agent", "")).split("|")),
            frozenset(row.get("needs", ())),
            frozenset(row.get("without", ())),
            bool(row.get("laws")),
            bool(row.get("soft")),
        )
        for kind in KINDS:
            for wording in row.get(kind, ()):
                for key, trigger in _triggers(frame, kind, wording, where):
                    filed.setdefault(key, []).append(trigger)
    return {key: tuple(triggers) for key, triggers in filed.items()}


def _triggers(frame: Frame, kind: str, wording: str, where: str) -> list[tuple[str, Trigger]]:
    """Return the wording's pattern, filed under each first word it can begin with."""
    if kind == "plain":
        key = re.sub(r"\([^)]*\)|\{[^}]*\}|\^\d|~\d|[,']s?", " ", wording).split()[-1:]
        if not key:
            raise ContractError(f"{where}: {wording!r} has no word of its own")
        return [(key[0], Trigger(frame, kind, compile_pattern(wording, {}, where), None, _parts(wording)))]
    if kind == "nouns":
        pattern = compile_pattern(wording, {}, where)
        first = re.match(r"\(([^)]*)\)|(\S+)", wording)
        assert first is not None  # a wording is never empty
        return [
            (key, Trigger(frame, kind, pattern, None, _parts(wording)))
            for key in (first.group(1) or first.group(2)).split("|")
        ]
    base, _, rest = wording.partition(" ")
    if base == "be":
        pattern = compile_pattern(f"{_BE_FORMS} ^1 {rest}", {}, where)
        keys = ["is", "are", "was", "were", "be", "been", "has", "have"]
        return [(key, Trigger(frame, kind, pattern, _BE, _parts(rest))) for key in keys]
    forms = inflect(base)
    pattern = compile_pattern(f"({'|'.join(forms.all)}) {rest}".strip(), {}, where)
    return [(form, Trigger(frame, kind, pattern, forms, _parts(rest))) for form in forms.all]


def _parts(wording: str) -> tuple[frozenset[str], ...]:
    """Return sets of words of each of which a sentence must hold one, so that most patterns need not be tried."""
    plain = re.sub(r"\{[^}]*\}|[\^~]+\d", " ", wording)
    groups = [group for group in re.findall(r"\(([^()]*)\)", wording) if not re.search(r"[\^~{@]", group)]
    literal = re.sub(r"\([^()]*\)", " ", plain).split()
    sets = [frozenset({word}) for word in literal if re.fullmatch(r"[a-z]{2,}", word)]
    sets += [frozenset(item.split()[0] for item in group.split("|")) for group in groups]
    return tuple(held for held in sets if all(re.fullmatch(r"[a-z]{2,}", word) for word in held))
