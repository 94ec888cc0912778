"""The learned weights: what they see of a sentence, what they add and withdraw, and that they can be trained again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from extract.claim_subjects import ClaimSubjects
from extract.document import Sheet
from extract.knowledge import build_knowledge
from extract.learned import train
from extract.learned.examples import document_of
from extract.learned.known import Hints, build_hints
from extract.learned.names import NameWeights
from extract.learned.passages import Passage
from extract.learned.reader import LearnedReader
from extract.learned.reading import Possibility, days_of, possibilities
from extract.learned.said import Said
from extract.learned.units import NOTHING
from extract.learned.weights import RULE_SCALE, Fitted, read_weights, write_weights
from extract.pipeline import build_pipeline, extractor_version
from extract.read import read_document, read_sheet
from kb.datafiles import find_data, load_register
from kb.register import Register

TEXT = (
    "Google handed its newest model to CAISI under Executive Order 14409. "
    "The centre kept it for thirty days. "
    "Brad Carson of Americans for Responsible Innovation was pleased."
)


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(find_data())


@pytest.fixture(scope="module")
def rules(register: Register) -> Language:
    return build_pipeline(register, learned=False)


def _sheet(nlp: Language, text: str, published: str = "2026-06-03") -> Sheet:
    return read_sheet(nlp, document_of(Passage("t-1", published, text, (), ())))


def _possibilities(register: Register, sheet: Sheet, hints: Hints) -> list[Possibility]:
    subjects = ClaimSubjects()
    subjects.known = build_knowledge(register)
    return list(possibilities(sheet, subjects, hints, Said(sheet)))


def test_hints_hold_what_the_register_knows(register: Register) -> None:
    hints = build_hints(register)
    assert "develops" in hints.between(["anthropic"], ["claude-mythos"])
    assert "part_of" in hints.between(["us-caisi"], ["us-nist"])
    assert not hints.between(["claude-mythos"], ["anthropic"])
    assert "signed" in hints.types_on(["eo-14409"], "2026-06-02")
    assert "signed" in hints.types_on(["eo-14409"], "2026-06")
    assert "signed" not in hints.types_on(["eo-14409"], "2026-07-02")


def test_possibilities_are_typed_pairs_and_contexts(register: Register, rules: Language) -> None:
    items = _possibilities(register, _sheet(rules, TEXT), build_hints(register))
    pairs = {
        (item.ids(item.unit.left)[0], outcome, item.ids(item.unit.right)[0])
        for item in items
        if item.unit.task == "relation"
        for outcome in item.outcomes
    }
    assert ("google", "submits_to", "us-caisi") in pairs
    assert ("eo-14409", "directs", "us-caisi") in pairs
    assert ("us-caisi", "submits_to", "google") not in pairs  # no agency submits
    assert ("brad-carson", "supports", "eo-14409") in pairs  # named two sentences before
    assert any(item.unit.task == "span" and item.value(item.unit.left) == "P30D" for item in items)
    assert any(item.unit.task == "event" and item.unit.left == NOTHING for item in items)


def test_the_rules_are_heard(register: Register, rules: Language) -> None:
    sheet = _sheet(rules, "Donald Trump signed Executive Order 14409 on 2 June 2026.")
    items = _possibilities(register, sheet, Hints())
    signed = next(item for item in items if item.unit.task == "relation" and "signed" in item.outcomes)
    assert "signed" in signed.said
    event = next(item for item in items if item.unit.task == "event" and item.ids(item.unit.left) == ["eo-14409"])
    assert "signed" in event.said


@pytest.mark.parametrize(
    ("value", "days"),
    [("P30D", (30, 30)), ("P14D/P90D", (14, 90)), ("P2W", (14, 14)), ("P1M", None), (None, None), ("PT48H", None)],
)
def test_days_of(value: str | None, days: tuple[int, int] | None) -> None:
    assert days_of(value) == days


def _weights(path: Path, task: str, outcome: str, features: dict[str, float], threshold: float = 0.5) -> Path:
    table = Fitted(
        list(features), [outcome], np.array([[w] for w in features.values()]), np.array([-2.0]), np.array([threshold])
    )
    write_weights({task: table}, path)
    return path


def test_chances_are_the_logistic_sum(tmp_path: Path) -> None:
    held = {"b:>hand": 1.5, "rule:submits_to": 1.0, "w:model": 0.25}
    table = read_weights(_weights(tmp_path / "w.npz", "relation", "submits_to", held)).tables["relation"]
    described = [(["b:>hand", "unheard"], []), (["b:>hand"], ["submits_to"]), ([], [])]
    totals = np.array([-2 + 1.5 + 0.25, -2 + 1.5 + RULE_SCALE + 0.25, -2 + 0.25])
    assert table.chances(described, ["w:model"])[:, 0] == pytest.approx(1 / (1 + np.exp(-totals)), abs=1e-3)


def test_weights_add_a_fact_with_its_evidence(register: Register, tmp_path: Path) -> None:
    nlp = build_pipeline(register, learned=False)
    component = nlp.get_pipe("crosswalk_learned")
    assert isinstance(component, LearnedReader)
    text = "Behind closed doors Microsoft and CAISI spent a week with the model."
    before = _sheet(nlp, text)
    path = _weights(tmp_path / "w.npz", "relation", "submits_to", {"o-id:us-caisi": 4.0})
    component.use(read_weights(path), Hints())
    document = document_of(Passage("t-2", "2026-06-03", text, (), ()))
    reading = read_document(nlp, document, "x")
    added = [row for row in reading.relation_evidence if row.method == "model"]
    assert not any(one.method == "model" for one in before.relations)
    assert [text[row.start : row.end] == row.text and row.score > 0.8 for row in added] == [True]
    assert {(row.subject_id, row.predicate, row.object_id) for row in reading.relations} >= {
        ("microsoft", "submits_to", "us-caisi")
    }


def test_weights_withdraw_what_they_do_not_believe(register: Register, tmp_path: Path) -> None:
    nlp = build_pipeline(register, learned=False)
    component = nlp.get_pipe("crosswalk_learned")
    assert isinstance(component, LearnedReader)
    text = "Donald Trump signed Executive Order 14409."
    assert any(one.predicate == "signed" for one in _sheet(nlp, text).relations)
    component.use(read_weights(_weights(tmp_path / "w.npz", "relation", "signed", {"rule:signed": -2.0})), Hints())
    assert not any(one.predicate == "signed" for one in _sheet(nlp, text).relations)


def test_legal_texts_are_left_alone(register: Register, tmp_path: Path) -> None:
    nlp = build_pipeline(register, learned=False)
    sheet = _sheet(nlp, TEXT)
    sheet.kind = "law"
    assert _possibilities(register, sheet, Hints()) == []


def test_profiles_say_whether_weights_are_used(register: Register) -> None:
    full, without = build_pipeline(register), build_pipeline(register, learned=False)
    rules = build_pipeline(register, profile="rules")
    assert full.meta["crosswalk"]["facts"] == "facts.npz"
    assert without.meta["crosswalk"]["facts"] == rules.meta["crosswalk"]["facts"] == "none"
    assert extractor_version(register, full) != extractor_version(register, without)


def test_the_shipped_weights_know_what_the_rules_leave_to_them(register: Register) -> None:
    tables = read_weights(Path(find_data()).parent / "extract" / "model" / "facts.npz").tables
    assert set(tables) == {"relation", "event", "date", "line", "span", "name"}
    assert {"submits_to", "directs", "affiliated_with", "requires"} <= set(tables["relation"].columns)
    assert all(
        np.isfinite(table.weights).all() and ((table.thresholds >= 0.25) & (table.thresholds <= 0.9)).all()
        for table in tables.values()
    )


def test_training_twice_gives_the_same_bytes(register: Register, tmp_path: Path) -> None:
    passages = tmp_path / "passages"
    passages.mkdir()
    companies = ("Google", "Microsoft", "OpenAI", "Anthropic", "xAI", "Meta", "NVIDIA", "Mistral AI", "Cohere", "IBM")
    made = [
        f"- {{id: w{number % 2}-{number}, published: 2026-06-03, sentences: ["
        f"{{text: '{name} lets CAISI try its models.', facts: ['r: {name} | submits_to | CAISI']}}, "
        f"{{text: '{name} never met CAISI.'}}]}}\n"
        for number, name in enumerate(companies)
    ]
    (passages / "a.yml").write_text("".join(made), "utf-8")
    examples = train.collect(register, passages, [])
    for name in ("one.npz", "two.npz"):
        write_weights(train.train(examples, {"relation": {"submits_to": 0.7}}), tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert list(read_weights(tmp_path / "one.npz").tables["relation"].columns) == ["submits_to"]
    assert read_weights(tmp_path / "one.npz").tables["relation"].thresholds.tolist() == [0.7]


def test_weights_revise_what_an_unknown_name_is(register: Register, tmp_path: Path) -> None:
    nlp = build_pipeline(register, learned=False)
    text = "“We will wait,” Orbit Social said. Orbit Social lies in Lyon. The FALSE claim fell."
    before = {one.text: one.label for one in _sheet(nlp, text).mentions}
    assert before["Orbit Social"] != "COMPANY" and before["FALSE"] == "ORGANISATION"
    table = Fitted(
        ["in:social", "in:false"],
        ["PERSON", "COMPANY", "NONE"],
        np.array([[-9.0, 9.0, -9.0], [-9.0, -9.0, 9.0]]),
        np.zeros(3),
        np.full(3, 0.5),
    )
    write_weights({"name": table}, tmp_path / "w.npz")
    component = nlp.get_pipe("crosswalk_name_weights")
    assert isinstance(component, NameWeights)
    component.use(read_weights(tmp_path / "w.npz"))
    after = [(one.text, one.label) for one in _sheet(nlp, text).mentions]
    assert after.count(("Orbit Social", "COMPANY")) == 2
    assert not any(name == "FALSE" for name, _ in after)
