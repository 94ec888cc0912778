"""Totals, baselines, text and rows of a small evaluation."""

from __future__ import annotations

import json

from evaluate_helpers import BOOK, found, gold, mention, reading, related, said

from extract.evaluate import score_readings
from extract.evaluation import Evaluation, to_json, to_records
from extract.evaluation_text import format_text
from extract.goldfiles import GoldQuote, GoldRelation
from extract.intervals import Counts, bootstrap_f1, wilson
from kb.ids import stable_id

DOCUMENTS = (
    gold(
        entities=(
            mention("Mara Quill", "PERSON", "Mara Quill"),
            mention("Harbour Order", "INSTRUMENT", "Harbour Order"),
        ),
        relations=(GoldRelation("Mara Quill", "signed", "Harbour Order"),),
        quotes=(GoldQuote("Mara Quill", None, "We welcome", "supports"),),
    ),
    gold(name="d2", entities=(mention("Port Office", "AGENCY", "Port Office"),)),
)


def read(document):
    if document.url == "gold:d2":
        raise ValueError("no head of the span")
    relation, evidence = related("mara-quill", "signed", "harbour-order")
    return reading(
        mentions=(found("Mara Quill", "PERSON", "mara-quill"), found("Harbour Order", "PROGRAMME", None)),
        relations=(relation,),
        relation_evidence=(evidence,),
        quotes=(said("mara-quill", "We welcome the Harbour Order", "supports"),),
    )


def evaluation():
    scores = score_readings(DOCUMENTS, BOOK, read)
    base = score_readings(DOCUMENTS, BOOK, lambda document: reading())
    return Evaluation("dev", "v1", "full", scores, {"register": Evaluation("dev", "v1", "register", base)})


def rates(tp, fp, fn, documents):
    counts = Counts(tp, fp, fn)
    return {
        "precision": None if counts.precision is None else round(counts.precision, 4),
        "precision_interval": rounded(wilson(tp, tp + fp)),
        "recall": None if counts.recall is None else round(counts.recall, 4),
        "recall_interval": rounded(wilson(tp, tp + fn)),
        "f1": None if counts.f1 is None else round(counts.f1, 4),
        "f1_interval": rounded(bootstrap_f1(documents)),
        "tp": tp,
        "fp": fp,
        "fn": fn,
    }


def rounded(interval):
    return None if interval is None else [round(end, 4) for end in interval]


def test_the_object_has_the_promised_shape_and_a_crash_is_a_miss():
    data = to_json(evaluation())
    entities = data.pop("entities")
    assert entities.pop("by_label") == {
        "AGENCY": rates(0, 0, 1, [Counts(fn=1)]),
        "INSTRUMENT": rates(0, 0, 1, [Counts(fn=1)]),
        "PERSON": rates(1, 0, 0, [Counts(tp=1)]),
        "PROGRAMME": rates(0, 1, 0, [Counts(fp=1)]),
    }
    assert entities.pop("macro") == {"precision": 0.5, "recall": 0.25, "f1": 0.25, "documents": 2, "label_f1": 0.25}
    assert entities == rates(1, 1, 2, [Counts(1, 1, 1), Counts(fn=1)])
    relations = data.pop("relations")
    assert relations["by_predicate"] == {"signed": rates(1, 0, 0, [Counts(tp=1)])}
    assert relations["macro"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "documents": 1, "label_f1": 1.0}
    assert data.pop("linking") == {
        "accuracy": 1.0,
        "accuracy_interval": rounded(wilson(1, 1)),
        "n": 1,
        "silent_merges": 0,
        "by_label": {"PERSON": {"accuracy": 1.0, "accuracy_interval": rounded(wilson(1, 1)), "n": 1}},
    }
    quotes = data.pop("quotes")
    assert (quotes["f1"], quotes["stance_accuracy"], quotes["stance_n"]) == (1.0, 1.0, 1)
    assert data.pop("dates") == {"value_accuracy": None, "value_accuracy_interval": None, "n": 0}
    nothing = {
        **rates(0, 0, 0, []),
        "macro": {"precision": None, "recall": None, "f1": None, "documents": 0, "label_f1": None},
    }
    assert data.pop("claims") == {**nothing, "by_attribute": {}}
    assert data.pop("events") == {**nothing, "by_type": {}}
    errors = data.pop("errors")
    assert [(e["document"], e["task"], e["kind"], e["expected"], e["found"]) for e in errors] == [
        ("d1", "entities", "missed", "Harbour Order → Harbour Order", None),
        ("d1", "entities", "spurious", None, "Harbour Order"),
        ("d2", "reading", "crash", None, "ValueError: no head of the span"),
        ("d2", "entities", "missed", "Port Office → Port Office", None),
    ]
    assert data.pop("baselines") == {
        "register": {
            "entities": {"f1": 0.0},
            "relations": {"f1": 0.0},
            "claims": {"f1": None},
            "events": {"f1": None},
            "quotes": {"f1": 0.0},
            "linking": {"accuracy": None},
        }
    }
    assert data == {"documents": 2, "extractor": "v1", "profile": "full", "split": "dev"}


def test_the_object_is_json_and_the_same_twice():
    assert json.dumps(to_json(evaluation()), sort_keys=True) == json.dumps(to_json(evaluation()), sort_keys=True)


def test_rows_for_the_database():
    scores, errors = to_records(evaluation(), "2026-11-20T10:00:00+00:00")
    by_key = {(s.profile, s.task, s.label): s for s in scores}
    total = by_key["full", "entities", "all"]
    assert (total.precision, total.recall, total.f1, total.tp, total.fp, total.fn, total.documents) == (
        0.5,
        0.3333,
        0.4,
        1,
        1,
        2,
        2,
    )
    assert total.id == stable_id("score", "v1", "full", "dev", "entities", "all")
    stance = by_key["full", "stance", "all"]
    assert (stance.precision, stance.recall, stance.f1, stance.tp, stance.fn) == (1.0, None, None, 1, 0)
    assert by_key["register", "entities", "all"].f1 == 0.0
    assert ("full", "claims", "all") not in by_key
    assert len({row.id for row in scores}) == len(scores)
    assert [(e.document, e.task, e.kind, e.expected, e.found) for e in errors][2] == (
        "d2",
        "reading",
        "crash",
        None,
        "ValueError: no head of the span",
    )


def test_the_text_shows_totals_baselines_and_errors():
    lines = format_text(evaluation(), errors=1).splitlines()
    assert lines[0] == "dev: 2 documents, extractor v1, profile full"
    assert lines[3].split() == ["entities", "0.500", "0.333", "0.400", "0.000-0.500", "0.250", "1", "1", "2"]
    assert "register".ljust(28) + "      0.000      0.000          -          -      0.000" in lines
    assert lines[-1] == "  … and 3 more (--json lists all)"
