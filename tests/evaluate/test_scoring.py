"""Hand-made predictions against hand-made annotations: whole counts and faults."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluate_helpers import BOOK, TEXT, claimed, clause, found, gold, happened, mention, reading, related, said

from extract.goldfiles import GoldClaim, GoldEvent, GoldObligation, GoldQuote, GoldRelation
from extract.intervals import Counts
from extract.scoring import score_document
from kb.model import Candidate


def counts(document, read):
    return score_document(document, read, BOOK).counts


def faults(document, read):
    return [
        (f.task, f.kind, f.label, f.expected, f.found, f.sentence) for f in score_document(document, read, BOOK).faults
    ]


def test_a_mention_needs_the_label_and_the_head():
    document = gold(
        entities=(mention("Mara Quill", "PERSON", "Mara Quill"), mention("Port Office", "AGENCY", "Port Office"))
    )
    read = reading(mentions=(found("Quill", "PERSON", "mara-quill"), found("Port", "AGENCY", "port-office")))
    assert counts(document, read) == {
        "entities": {"PERSON": Counts(tp=1), "AGENCY": Counts(fp=1, fn=1)},
        "linking": {"PERSON": Counts(tp=1)},
        "silent_merges": {"PERSON": Counts()},
    }
    assert faults(document, read) == [
        ("entities", "missed", "AGENCY", "Port Office → Port Office", None, TEXT[47:108]),
        ("entities", "spurious", "AGENCY", None, "Port", TEXT[:46]),
    ]


def test_one_annotation_is_answered_once_and_by_the_closest():
    document = gold(entities=(mention("Harbour Order", "INSTRUMENT", "Harbour Order"),))
    read = reading(
        mentions=(found("Order", "INSTRUMENT", "port-office"), found("Harbour Order", "INSTRUMENT", "harbour-order"))
    )
    assert counts(document, read)["entities"] == {"INSTRUMENT": Counts(tp=1, fp=1)}
    assert counts(document, read)["linking"] == {"INSTRUMENT": Counts(tp=1)}


def test_an_optional_span_is_neither_rewarded_nor_punished():
    optional = mention("Lantern Scheme", "OPTIONAL")
    touching = reading(mentions=(found("Lantern Scheme", "PROGRAMME", "lantern"),))
    assert counts(gold(entities=(optional,)), touching) == {}
    also_real = gold(entities=(optional, mention("Scheme", "PROGRAMME", "Harbour Order")))
    wrong_label = reading(mentions=(found("Lantern Scheme", "MODEL"),))
    assert counts(also_real, wrong_label) == {"entities": {"PROGRAMME": Counts(fn=1), "MODEL": Counts(fp=1)}}


@pytest.mark.parametrize(
    ("label", "text", "expected", "span", "value", "right"),
    [
        ("DATE", "Monday", "2026-06-01", "on Monday", "2026-06-01", True),
        ("DATE", "Monday", "2026-06-01", "Monday", "2026-06-08", False),
        ("DATE", "Monday", None, "Monday", None, True),
        ("DURATION", "14 to 90 days", "P14D/P90D", "90 days", "14-90", True),
        ("DURATION", "14 to 90 days", "P14D/P90D", "90 days", "P90D", False),
        ("DURATION", "14 to 90 days", None, "90 days", "P90D", True),
    ],
)
def test_values_need_any_overlap_and_an_equal_value(label, text, expected, span, value, right):
    document = gold(entities=(mention(text, label, expected),))
    read = reading(mentions=(found(span, label, value=value),))
    assert counts(document, read)["entities"] == {label: Counts(tp=1) if right else Counts(fp=1, fn=1)}


def test_date_values_are_also_judged_alone():
    document = gold(entities=(mention("Monday", "DATE", "2026-06-01"),))
    read = reading(mentions=(found("on Monday", "DATE", value="2026-06-08"),))
    assert counts(document, read)["dates"] == {"DATE": Counts(fn=1)}
    assert ("dates", "wrong", "DATE", "Monday → 2026-06-01", "on Monday → 2026-06-08", TEXT[:46]) in faults(
        document, read
    )


def test_linking_counts_right_mentions_with_a_name_and_accepts_aliases():
    document = gold(
        entities=(
            mention("Mara Quill", "PERSON", "QUILL"),
            mention("Port Office", "AGENCY", "office of the port"),
            mention("Harbour Order", "INSTRUMENT", "Lantern Scheme"),
            mention("Lantern Scheme", "PROGRAMME"),
        )
    )
    read = reading(
        mentions=(
            found("Mara Quill", "PERSON", "mara-quill"),
            found("Port Office", "AGENCY", "port-office"),
            found("Harbour Order", "INSTRUMENT", "harbour-order"),
            found("Lantern Scheme", "PROGRAMME", None),
        )
    )
    assert counts(document, read)["linking"] == {
        "PERSON": Counts(tp=1),
        "AGENCY": Counts(tp=1),
        "INSTRUMENT": Counts(fn=1),
    }


def test_a_candidate_bears_its_own_name_and_a_merge_of_an_unknown_name_is_counted():
    document = gold(entities=(mention("Mara Quill", "PERSON", "Mara J. Quill"),))
    candidate = Candidate(id="cand-1", label="PERSON", name="Mara J. Quill")
    kept_apart = reading(
        candidates=(candidate,), mentions=(replace(found("Mara Quill", "PERSON"), candidate_id="cand-1"),)
    )
    merged = reading(mentions=(found("Mara Quill", "PERSON", "mara-quill"),))
    assert counts(document, kept_apart)["linking"] == {"PERSON": Counts(tp=1)}
    assert counts(document, merged)["linking"] == {"PERSON": Counts(fn=1)}
    assert counts(document, merged)["silent_merges"] == {"PERSON": Counts(tp=1)}


def test_relations_are_sets_and_only_stated_ones_count():
    document = gold(
        entities=(
            mention("Mara Quill", "PERSON", "Mara Quill"),
            mention("Harbour Order", "INSTRUMENT", "Harbour Order"),
        ),
        relations=(
            GoldRelation("Quill", "signed", "the order"),
            GoldRelation("Mara Quill", "supports", "Harbour Order"),
        ),
    )
    rows = [
        related("mara-quill", "signed", "harbour-order"),
        related("mara-quill", "signed", "harbour-order", modality="possible"),
        related("port-office", "runs", "lantern", modality="planned"),
        related("mara-quill", "supports", "harbour-order", negated=True),
        related("port-office", "criticises", "harbour-order", modality="reported"),
    ]
    read = reading(relations=tuple(r for r, _ in rows), relation_evidence=tuple(e for _, e in rows))
    assert counts(document, read)["relations"] == {
        "signed": Counts(tp=1),
        "supports": Counts(fn=1),
        "criticises": Counts(fp=1),
    }
    assert [f for f in faults(document, read) if f[0] == "relations"] == [
        ("relations", "missed", "supports", "Mara Quill — supports — Harbour Order", None, TEXT[:46]),
        ("relations", "spurious", "criticises", None, "Port Office — criticises — Harbour Order", TEXT[:46]),
    ]


def test_claims_compare_values_by_kind():
    document = gold(
        claims=(
            GoldClaim("Harbour Order", "review_window_days", "30"),
            GoldClaim("Harbour Order", "licensing_required", "false"),
            GoldClaim("Harbour Order", "determining_authority", "Office of the Port"),
            GoldClaim("Harbour Order", "maximum_fine", "35000000 EUR, 7 %"),
            GoldClaim("Harbour Order", "earlier_review_window_days", "14-90"),
            GoldClaim("Harbour Order", "participation", "voluntary"),
        )
    )
    read = reading(
        claims=(
            claimed("harbour-order", "review_window_days", "30"),
            claimed("harbour-order", "licensing_required", "false"),
            claimed("harbour-order", "determining_authority", "Port Office", entity="port-office"),
            claimed("harbour-order", "maximum_fine", "35000000 EUR; 7 %"),
            claimed("harbour-order", "earlier_review_window_days", "14-60"),
            claimed("harbour-order", "participation", "voluntary", modality="possible"),
        )
    )
    assert counts(document, read)["claims"] == {
        "review_window_days": Counts(tp=1),
        "licensing_required": Counts(tp=1),
        "determining_authority": Counts(tp=1),
        "maximum_fine": Counts(tp=1),
        "earlier_review_window_days": Counts(fp=1, fn=1),
        "participation": Counts(fn=1),
    }


def test_an_event_without_a_gold_date_takes_any_date_but_leaves_dated_ones_alone():
    document = gold(
        events=(
            GoldEvent("signed", None, "Harbour Order"),
            GoldEvent("signed", "2026-06-02", "Harbour Order"),
            GoldEvent("charged", "2026-05", None),
        )
    )
    rows = [
        happened("signed", "2026-06-02", "harbour-order"),
        happened("signed", "2026-05-01", "harbour-order"),
        happened("charged", "2026-05-04", None),
        happened("released", "2026-05", "lantern", modality="planned"),
    ]
    read = reading(events=tuple(e for e, _ in rows), event_evidence=tuple(e for _, e in rows))
    assert counts(document, read)["events"] == {"signed": Counts(tp=2), "charged": Counts(fp=1, fn=1)}


def test_a_quote_needs_speaker_and_opening_words_and_its_stance_is_scored_apart():
    document = gold(
        quotes=(
            GoldQuote("Mara Quill", None, "We welcome", "supports"),
            GoldQuote("Mara Quill", None, "It took far too long", "criticises"),
        )
    )
    read = reading(
        quotes=(
            said("mara-quill", "“we welcome the Harbour Order,", "neutral"),
            said("port-office", "It took far too long.", "criticises"),
            said("mara-quill", "that it was late", "criticises", kind="indirect"),
        )
    )
    assert counts(document, read) == {
        "quotes": {"quote": Counts(tp=1, fp=1, fn=1)},
        "stance": {"supports": Counts(fn=1)},
    }


def test_law_clauses_are_paired_by_overlap_then_judged_for_modality_bearer_and_carried_heads():
    document = gold(
        obligations=(
            GoldObligation(0, 46, TEXT[:46], "obligation", "providers of high-risk systems"),
            GoldObligation(47, 80, TEXT[47:80], "prohibition", None, carried=True),
            GoldObligation(110, 150, TEXT[110:150], "permission", "Commission", carried=True),
        )
    )
    read = reading(
        obligation_evidence=(
            clause(0, 40, "obligation", "The provider", TEXT[:40]),
            clause(47, 90, "permission", "deployer", TEXT[47:90]),
        )
    )
    assert counts(document, read) == {
        "obligations": {
            "obligation": Counts(tp=1),
            "prohibition": Counts(tp=1),
            "permission": Counts(fn=1),
        },
        "modality": {"obligation": Counts(tp=1), "prohibition": Counts(fn=1)},
        "bearer": {"obligation": Counts(tp=1), "prohibition": Counts(fn=1)},
        "carried": {"prohibition": Counts(tp=1), "permission": Counts(fn=1)},
    }
