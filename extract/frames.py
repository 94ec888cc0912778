"""Read relations from parsed sentences by the frames of `patterns/frames.yml`: a verb or noun and its arguments.

Where surface patterns count words, frames follow the sentence's structure: they reach over insertions, relative
clauses and lists. They run only on sentences that are parsed and hold one of their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extract.arguments import Arguments
from extract.clauses import Layout
from extract.document import Found
from extract.inflect import inflected
from extract.lexicon import FOLDER, load_patterns
from extract.modality import Manner, read_manner
from kb.errors import ContractError
from kb.vocabulary import SIGNATURES, Predicate

_ROLES = frozenset({"subject", "object", "possessor"})


@dataclass(frozen=True, slots=True)
class Frame:
    """Words of one predicate and where its two ends stand.

    An end is `subject`, `object`, `possessor` or prepositions joined by "|"; `with_object` lists the nouns one of which
    the verb must have ("put … signature"), `near` words one of which the sentence must hold.
    """

    predicate: Predicate
    subject: str
    object: str
    with_object: frozenset[str]
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class Read:
    """A relation that a frame found: its two mentions, the trigger's place in the document and the manner."""

    predicate: Predicate
    subject: Found
    object: Found
    start: int
    end: int
    manner: Manner


class Frames:
    """The frames by every form of their words."""

    def __init__(self) -> None:
        self.by_form = load_frames()

    def read(self, parsed: Doc, layout: Layout) -> Iterator[Read]:
        """Yield the relations of one parsed sentence."""
        arguments: Arguments | None = None
        labels = {slot.label for slot in layout.slots}
        for token in parsed:
            if token.pos_ not in ("VERB", "NOUN", "AUX", "ADJ"):
                continue
            for frame in self.by_form.get(token.lower_, ()):
                subjects, objects = SIGNATURES[frame.predicate]
                if labels.isdisjoint(subjects) or labels.isdisjoint(objects):
                    continue
                if frame.near and frame.near.isdisjoint(layout.words):
                    continue
                arguments = arguments or Arguments(parsed, layout)
                yield from self._apply(arguments, frame, token)

    def _apply(self, arguments: Arguments, frame: Frame, word: Token) -> Iterator[Read]:
        if frame.with_object:
            held = next((child for child in word.children if child.dep_ in ("obj", "nsubj:pass")), None)
            if held is None or held.lower_ not in frame.with_object:
                return
        subjects, objects = SIGNATURES[frame.predicate]
        left = _end(arguments, word, frame.subject, frozenset(map(str, subjects)))
        right = _end(arguments, word, frame.object, frozenset(map(str, objects))) if left else []
        if not right:
            return
        manner = read_manner(arguments.manner_words(word), "")
        start = word.idx + arguments.offset
        for one in left:
            for other in right:
                yield Read(frame.predicate, one, other, start, start + len(word), manner)


def _end(arguments: Arguments, word: Token, role: str, labels: frozenset[str]) -> list[Found]:
    if role == "subject":
        token = arguments.subject(word)
        tokens = [] if token is None else [token]
    elif role == "object":
        token = arguments.object(word)
        tokens = [] if token is None else [token]
    elif role == "possessor":
        tokens = [child for child in word.children if child.dep_ in ("nmod:poss", "compound")]
    else:
        tokens = list(arguments.behind(word, tuple(role.split("|"))))
    for token in tokens:
        found = arguments.mentions(token, labels)
        if found:
            return found
    return []


def load_frames() -> dict[str, list[Frame]]:
    """Return the frames by the forms of the words that evoke them.

    Raises ContractError naming the predicate when the file holds anything but frames.
    """
    where = f"{FOLDER / 'frames'}.yml"
    by_form: dict[str, list[Frame]] = {}
    for key, listed in load_patterns("frames").items():
        if key not in set(Predicate) or not isinstance(listed, list):
            raise ContractError(f"{where}: {key!r} is no predicate with a list of frames")
        for item in listed:
            if not isinstance(item, dict) or not {"words", "s", "o"} <= item.keys() <= {
                "words", "s", "o", "with", "near",
            }:  # fmt: skip
                raise ContractError(f"{where}: {key}: expected words, s, o, and perhaps with, near, not {item!r}")
            frame = Frame(
                Predicate(key),
                item["s"],
                item["o"],
                inflected(item.get("with", "")),
                frozenset(item.get("near", "").split()),
            )
            for word in inflected(item["words"]):
                by_form.setdefault(word, []).append(frame)
    return by_form
