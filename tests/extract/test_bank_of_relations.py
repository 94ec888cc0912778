"""Hold the bank of relations: floors on the half that no rule was tuned on, and on its precision."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from extract.document import FoundRelation, Sheet
from extract.knowledge import Knowledge, build_knowledge
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from kb.datafiles import find_data, load_register
from kb.model import Document
from kb.register import Register
from kb.vocabulary import Modality, Predicate

BANK = Path(__file__).parent / "banks" / "relations.yml"
PASSAGES = Path(__file__).parent / "banks" / "relation_passages.yml"
# Floors over the held-out half, all predicates together. Precision was .92 before known makers and parents were read
# from looser wordings: "OpenAI shared GPT-5.6 with …" counts as invented here.
RECALL, PRECISION = 0.88, 0.90
PASSAGE_RECALL, PASSAGE_PRECISION = 0.4, 0.9  # over passages whose wording no rule has seen
STATED = frozenset({Modality.ASSERTED, Modality.REPORTED})

Case = dict[str, Any]


def load_cases(*, hold: bool, path: Path = BANK) -> list[tuple[str, Case]]:
    """Return predicate and case of the held-out or the tuned half of a bank."""
    bank: dict[str, list[Case]] = yaml.safe_load(path.read_text("utf-8"))
    return [(key, case) for key, cases in bank.items() for case in cases if bool(case.get("hold")) is hold]


class Scorer:
    """Reads cases and counts what was found, missed and invented, by predicate."""

    def __init__(self, nlp: Language, known: Knowledge) -> None:
        self.nlp = nlp
        self.known = known
        self.counts: dict[str, Counter[str]] = {str(predicate): Counter() for predicate in Predicate}
        self.faults: list[str] = []

    def read(self, case: Case) -> None:
        """Count one case."""
        text = case["text"]
        document = Document(
            id="doc", url="https://news.example/a", text=text, text_sha256="", published="2026-06-10",
            fetched_at="2026-06-10T12:00:00+00:00", kind="news",
        )  # fmt: skip
        sheet = read_sheet(self.nlp, document)
        found = {
            (r.subject, str(r.predicate), r.object): r
            for r in sheet.relations
            if not r.negated and Modality(r.modality) in STATED
        }
        for wanted in case["states"]:
            subject, predicate, other = wanted.split(" | ")
            hit = next((key for key in found if self._is(sheet, found[key], subject, predicate, other)), None)
            self.counts[predicate]["missed" if hit is None else "right"] += 1
            if hit is None:
                self.faults.append(f"missed   {wanted}: {text}")
            else:
                del found[hit]
        for subject, predicate, other in found:
            self.counts[predicate]["invented"] += 1
            self.faults.append(f"invented {subject} | {predicate} | {other}: {text}")

    def rates(self, predicate: str | None = None) -> tuple[float, float]:
        """Return recall and precision, of one predicate or of all."""
        total = self.counts[predicate] if predicate else sum(self.counts.values(), Counter())
        wanted, made = total["right"] + total["missed"], total["right"] + total["invented"]
        return total["right"] / max(1, wanted), total["right"] / max(1, made)

    def report(self) -> str:
        """Return recall and precision by predicate, then the faults."""
        keys = [*self.counts, None]
        rows = [
            f"{key or 'all':16} {recall:.3f} {precision:.3f}" for key in keys for recall, precision in [self.rates(key)]
        ]
        return "\n".join([*rows, *self.faults])

    def _is(self, sheet: Sheet, found: FoundRelation, subject: str, predicate: str, other: str) -> bool:
        if found.predicate != predicate:
            return False
        pairs = [(found.subject, subject), (found.object, other)]
        if predicate == Predicate.COMPETES_WITH and not self._goes_by(sheet, *pairs[0]):
            pairs = [(found.object, subject), (found.subject, other)]
        return all(self._goes_by(sheet, id_, name) for id_, name in pairs)

    def _goes_by(self, sheet: Sheet, id_: str, name: str) -> bool:
        names = set(self.known.names_of.get(id_, ()))
        if id_ in self.known.entities:
            names.add(self.known.entities[id_].name)
        names |= {found.name or found.text for found in sheet.mentions if found.candidate == id_}
        return name.casefold() in {text.casefold() for text in names}


@pytest.fixture(scope="module")
def shipped() -> tuple[Language, Knowledge]:
    """Return the pipeline with the shipped register."""
    register: Register = load_register(find_data())
    return build_pipeline(register, learned=False), build_knowledge(register)


def test_held_out_relations_stay_above_the_floor(shipped: tuple[Language, Knowledge]) -> None:
    scorer = Scorer(*shipped)
    for _, case in load_cases(hold=True):
        scorer.read(case)
    recall, precision = scorer.rates()
    assert recall >= RECALL, scorer.report()
    assert precision >= PRECISION, scorer.report()


def test_held_out_passages_stay_above_the_floor(shipped: tuple[Language, Knowledge]) -> None:
    scorer = Scorer(*shipped)
    for _, case in load_cases(hold=True, path=PASSAGES):
        scorer.read(case)
    recall, precision = scorer.rates()
    assert recall >= PASSAGE_RECALL, scorer.report()
    assert precision >= PASSAGE_PRECISION, scorer.report()


@pytest.mark.parametrize(
    ("text", "directed"),
    [
        ("Executive Order 14409 instructs the Attorney General to pursue misuse.", True),
        ("SB 53 empowers the Attorney General to pursue misuse.", False),
        ("Executive Order 14409 instructs the Attorney General of Ohio to pursue misuse.", False),
    ],
)
def test_head_of_a_federal_body_stands_for_it(
    shipped: tuple[Language, Knowledge], text: str, *, directed: bool
) -> None:
    scorer = Scorer(*shipped)
    scorer.read({"text": text, "states": []})
    assert scorer.counts["directs"]["invented"] == int(directed), scorer.report()


def test_every_predicate_has_stated_and_unstated_cases() -> None:
    cases = load_cases(hold=True) + load_cases(hold=False)
    stated = Counter(key for key, case in cases if any(f" | {key} | " in wanted for wanted in case["states"]))
    unstated = Counter(key for key, case in cases if not any(f" | {key} | " in wanted for wanted in case["states"]))
    assert {key for key in map(str, Predicate) if stated[key] < 20 or unstated[key] < 8} == set()


if __name__ == "__main__":  # the tuned halves, for whoever writes rules
    data = load_register(find_data())
    nlp, known = build_pipeline(data, learned=False), build_knowledge(data)
    for bank in (BANK, PASSAGES):
        tuned = Scorer(nlp, known)
        for _, one in load_cases(hold=False, path=bank):
            tuned.read(one)
        print(tuned.report())
