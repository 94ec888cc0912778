"""Choosing the least probability of a fact on texts that the weights have not learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extract.learned import train
from extract.learned.corpus import read_corpus
from extract.learned.reader import DOUBTED
from extract.learned.thresholds import Outcomes, judge, report
from extract.learned.weights import read_weights, write_weights
from kb.datafiles import find_data, load_register
from kb.register import Register


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(find_data())


def _outcomes(true: int, false: int, *, likely: float, unlikely: float) -> Outcomes:
    held = np.array([True] * true + [False] * false)
    return Outcomes(held, np.zeros(len(held), dtype=bool), np.where(held, likely, unlikely))


def test_a_threshold_lies_between_what_is_true_and_what_is_not() -> None:
    assert _outcomes(12, 60, likely=0.9, unlikely=0.72).best("event") == 0.75
    assert _outcomes(12, 60, likely=0.35, unlikely=0.1).best("event") == 0.35


def test_relations_are_never_believed_below_their_least() -> None:
    assert _outcomes(12, 60, likely=0.35, unlikely=0.1).best("relation") >= 0.45


def test_too_few_cases_choose_nothing() -> None:
    assert _outcomes(9, 60, likely=0.9, unlikely=0.72).best("event") == train.THRESHOLDS["event"]


def test_what_rules_say_stands_unless_it_is_doubted() -> None:
    true, said = np.array([True, True]), np.array([True, True])
    found = Outcomes(true, said, np.array([DOUBTED + 0.01, DOUBTED - 0.01]))
    assert found.stated(0.5).tolist() == [True, False]


def test_held_texts_are_judged_by_outcome(register: Register, tmp_path: Path) -> None:
    companies = ("Google", "Microsoft", "OpenAI", "Anthropic", "xAI", "Meta", "NVIDIA", "Mistral AI", "Cohere", "IBM")
    made = [
        f"- {{id: w1-{number}, published: 2026-06-03, sentences: ["
        f"{{text: '{name} lets CAISI try its models.', facts: ['r: {name} | submits_to | CAISI']}}, "
        f"{{text: '{name} never met CAISI.'}}]}}\n"
        for number, name in enumerate(companies)
    ]
    (tmp_path / "a.yml").write_text("".join(made), "utf-8")
    texts = list(read_corpus(register, tmp_path, []))
    examples = [judged.example() for text in texts for judged in text.judged]
    write_weights(train.train(examples, {}), tmp_path / "w.npz")
    found = judge(texts, read_weights(tmp_path / "w.npz"))
    held = found["relation"]["submits_to"]
    assert int(held.true.sum()) >= len(companies) and held.chance[held.true].min() > held.chance[~held.true].max()
    assert any(line.startswith("relation submits_to") for line in report(found))
