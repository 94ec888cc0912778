"""The training passages: each can be read, and each fact names things the register or the passage knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from extract.learned.passages import LABELS, Fact, Passage, load_passages
from kb.datafiles import find_data, load_register
from kb.errors import ContractError
from kb.partial_dates import is_partial
from kb.vocabulary import SIGNATURES, Attribute, EventType, Predicate, Stance


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return load_passages(find_data() / "training")


@pytest.fixture(scope="module")
def labels() -> dict[str, set[str]]:
    """The labels that each wording of the register may stand for."""
    register = load_register(find_data())
    held: dict[str, set[str]] = defaultdict(set)
    of = {entity.id: entity.label for entity in register.entities}
    for name in register.names:
        held[name.name.casefold()].add(of[name.entity_id])
    return held


def test_there_are_enough_by_several_writers(passages: list[Passage]) -> None:
    writers = Counter(passage.id.split("-")[0] for passage in passages)
    assert len(passages) >= 1_000 and len(writers) >= 4 and min(writers.values()) >= 15
    assert len({passage.id for passage in passages}) == len(passages)


def test_sentences_and_marks_lie_in_the_text(passages: list[Passage]) -> None:
    for passage in passages:
        assert "{" not in passage.text and is_partial(passage.published), passage.id
        ends = [0]
        for start, end, _ in passage.sentences:
            assert ends[-1] <= start < end <= len(passage.text), passage.id
            ends.append(end)
        for start, end, label in passage.marks:
            assert passage.text[start:end].strip() == passage.text[start:end] and label in LABELS.values(), passage.id


def test_facts_use_the_vocabulary_and_known_names(passages: list[Passage], labels: dict[str, set[str]]) -> None:
    faults: list[str] = []
    for passage in passages:
        marked = {passage.text[start:end].casefold(): label for start, end, label in passage.marks}
        for start, end, facts in passage.sentences:
            for fact in facts:
                fault = _fault(fact, passage.text[start:end], marked, labels)
                if fault:
                    faults.append(f"{passage.id}: {fact.parts}: {fault}")
    assert not faults, faults[:20]


def _fault(fact: Fact, sentence: str, marked: dict[str, str], labels: dict[str, set[str]]) -> str | None:
    def of(name: str) -> set[str]:
        key = name.casefold()
        return labels.get(key, set()) | ({marked[key]} if key in marked else set())

    if fact.kind == "r":
        subject, predicate, other = fact.parts
        left, right = SIGNATURES[Predicate(predicate)]
        return None if of(subject) & set(left) and of(other) & set(right) else "a name is unknown or of another label"
    if fact.kind == "c":
        Attribute(fact.parts[1])
        return None if of(fact.parts[0]) and fact.parts[2] else "the subject is unknown"
    if fact.kind == "e":
        type_, date, about = fact.parts
        EventType(type_)
        return None if (date == "-" or is_partial(date)) and (about == "-" or of(about)) else "no date or name"
    Stance(fact.parts[3])
    return None if fact.parts[2] in sentence else "the opening words are not in the sentence"


def test_a_broken_passage_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        "- {id: x-1, published: 2026-06-03, sentences: [{text: 'One.', facts: ['r: A | signed']}]}\n"
    )
    with pytest.raises(ContractError, match=r"a\.yml: x-1: cannot read the fact 'r: A \| signed'"):
        load_passages(tmp_path)
    (tmp_path / "a.yml").write_text("- {id: x-2, published: 2026-06-03, sentences: [{text: '{Quill|Z} spoke.'}]}\n")
    with pytest.raises(ContractError, match=r"a\.yml: x-2: unknown mark '\{Quill\|Z\}'"):
        load_passages(tmp_path)
    (tmp_path / "a.yml").write_text("- {id: x-3}\n")
    with pytest.raises(ContractError, match=r"a\.yml: x-3: expected id, published"):
        load_passages(tmp_path)
