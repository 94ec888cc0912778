"""Obligations read from invented law: modality, bearer, action, condition, exception and references."""

from __future__ import annotations

import json

import pytest

from extract.bearers import agent_of, find_bearer, is_public, kind_of_bearer
from extract.lawdefaults import default_bearer
from extract.obligations import read_obligations
from kb.ids import text_hash
from kb.model import Document, Obligation, Sentence


def read(text: str, *, obligations: tuple[Obligation, ...] = (), kind: str = "law"):
    document = Document(
        id="d",
        url="u",
        kind=kind,
        text=text,
        text_sha256=text_hash(text),
        fetched_at="2026-01-01",
        instrument_id="harbour-act",
    )
    sentences, start = [], 0
    for position, line in enumerate(text.split("\n")):
        sentences.append(
            Sentence(
                id=f"d:{position}", document_id="d", position=position, start=start, end=start + len(line), text=line
            )
        )
        start += len(line) + 1
    rows = read_obligations(document, sentences, (), obligations=obligations, extractor="x")
    assert all(text[row.start : row.end] == row.text for row in rows)
    return rows


@pytest.mark.parametrize(
    ("sentence", "modality", "bearer"),
    [
        ("The harbour operator shall keep a log.", "obligation", "harbour operator"),
        ("Operators must report losses within 15 days.", "obligation", "Operators"),
        ("The operator shall not sell berths.", "prohibition", "operator"),
        ("No operator shall sell berths.", "prohibition", "operator"),
        ("Operators may not sell berths.", "prohibition", "Operators"),
        ("Operators shall refrain from selling berths.", "prohibition", "Operators"),
        ("Operators may lease berths.", "permission", "Operators"),
        ("Operators shall be entitled to lease berths.", "permission", "Operators"),
        ("Operators shall not be required to publish the log.", "permission", "Operators"),
        ("Operators need not publish the log.", "permission", "Operators"),
        ("The Commission may ask for the log.", "power", "Commission"),
        ("The Commission is empowered to adopt rules on berths.", "power", "Commission"),
        ("Member States shall have the power to close berths.", "power", "Member States"),
        ("The Secretary of the Treasury shall set a fee.", "obligation", "Secretary of the Treasury"),
        ("A berth shall be considered free when no boat lies there.", "definition", None),
        ("‘Berth’ means a place where a boat can lie.", "definition", None),
        ("The log shall be kept by the operator for ten years.", "obligation", "operator"),
        ("Operators shall be informed by the Commission of new fees.", "obligation", "Commission"),
        ("Operators shall be responsible for the log.", "obligation", "Operators"),
        ("Operators shall have a choice of berths.", "permission", "Operators"),
        ("The delegation may be ended by the Council.", "power", "Council"),
        ("The log shall be kept for ten years.", "obligation", None),
    ],
)
def test_each_modality_and_its_bearer(sentence, modality, bearer):
    assert [(row.modality, row.addressee) for row in read(sentence)] == [(modality, bearer)]


@pytest.mark.parametrize(
    "sentence",
    [
        "This Act shall apply to harbours with more than ten berths.",
        "This Act shall not affect the powers of the coast guard.",
        "This Act shall enter into force in May.",
        "This Act shall not, in any event, affect fishing.",
        "Article 2\n1. A boat is small where:\n(a) the boat is required to carry a lamp.",
        "Risks that may arise from storms are listed here.",
        "The harbour keeps a log, which may be short.",
        "Storms, which by their nature may damage boats, are listed here.",
        "It sets out the period within which operators may object.",
    ],
)
def test_scope_and_subordinate_clauses_oblige_nobody(sentence):
    assert read(sentence) == ()


def test_conditions_exceptions_references_and_pronouns():
    text = (
        "Article 9\n"
        "1. Where an operator finds a leak, it shall close the berth under Article 4(2), unless Annex II allows"
        " otherwise.\n2. Without prejudice to paragraph 1, the operator shall tell the Board if the leak spreads, and"
        " shall keep a log."
    )
    rows = read(text)
    assert [
        (r.provision_key, r.modality, r.addressee, r.action, r.condition, r.exception, json.loads(r.citations))
        for r in rows
    ] == [
        (
            "art_9.1",
            "obligation",
            "operator",
            "close the berth under Article 4(2)",
            "Where an operator finds a leak",
            "unless Annex II allows otherwise",
            ["art_4.2", "anx_II"],
        ),
        (
            "art_9.2",
            "obligation",
            "operator",
            "tell the Board",
            "if the leak spreads",
            "Without prejudice to paragraph 1",
            ["art_9.1"],
        ),
        ("art_9.2", "obligation", "operator", "keep a log", None, None, []),
    ]


def test_items_of_a_list_carry_the_verb_and_bearer_of_their_head():
    text = (
        "Article 3\nDuties\n1. Operators of large harbours shall:\n(a) keep a log; and\n(b) have for each berth:\n"
        "(i) a lamp;\n(ii) a rope.\n2. The following practices shall be prohibited:\n(a) selling berths;"
    )
    rows = read(text)
    assert [(r.provision_key, r.modality, r.addressee, r.action, r.method) for r in rows] == [
        ("art_3.1.a", "obligation", "Operators of large harbours", "keep a log", "carried"),
        ("art_3.1.b", "obligation", "Operators of large harbours", "have for each berth", "carried"),
        ("art_3.1.b.i", "obligation", "Operators of large harbours", "have for each berth a lamp", "carried"),
        ("art_3.1.b.ii", "obligation", "Operators of large harbours", "have for each berth a rope", "carried"),
        ("art_3.2.a", "prohibition", "Operators of large harbours", "be prohibited selling berths", "carried"),
    ]


def test_items_of_a_list_of_conditions_belong_to_the_clause_that_opens_it():
    text = "Article 3\n1. The operator shall close the berth where:\n(a) a storm is near; or\n(b) a boat burns."
    assert [(r.modality, r.action, r.condition) for r in read(text)] == [
        ("obligation", "close the berth", "where: (a) a storm is near; or; (b) a boat burns")
    ]


def test_an_open_bearer_is_taken_from_the_heading_or_from_who_must_comply_with_the_section():
    text = (
        "Article 8\nObligations of importers\n1. A copy shall be kept for ten years.\n"
        "Article 9\nLogs\n1. Logs shall be kept for ten years.\n2. The operator shall sign each page.\n"
        "3. Operators shall number pages.\n"
        "Article 10\nFees\n1. Fees shall be published.\n2. Operators shall pay.\n3. Importers shall pay."
    )
    rows = [(r.provision_key, r.addressee) for r in read(text)]
    assert rows == [
        ("art_8.1", "importers"),
        ("art_9.1", "operator"),
        ("art_9.2", "operator"),
        ("art_9.3", "Operators"),
        ("art_10.1", None),
        ("art_10.2", "Operators"),
        ("art_10.3", "Importers"),
    ]


def test_recital_and_heading_words_give_no_rows_without_modal():
    assert read("Article 1\nWhat operators must know") == ()


@pytest.mark.parametrize(
    ("subject", "bearer"),
    [
        ("Before opening a berth, with the exception of small ones, operators that are public bodies", "operators"),
        ("The Secretary of War, acting through the Director of Berths,", "Secretary of War"),
        ("The Attorney General, the Secretary of War, and the Chair", "Attorney General, Secretary of War and Chair"),
        ("Where the importer has doubts, the operator", "operator"),
        ("By 2 May 2027, the Commission, in consultation with the Board,", "Commission"),
        ("The documentation of the provider", None),
        ("In the documentation of the provider", None),
        ("In urgent cases the deployer", "deployer"),
        ("Providers who place systems on the market", "Providers"),
    ],
)
def test_the_bearer_is_found_in_the_subject(subject, bearer):
    assert find_bearer(subject) == bearer


def test_small_questions_about_bearers():
    assert kind_of_bearer("Providers of high-risk AI systems") == "provider"
    assert kind_of_bearer("notifying authorities") == "notifying authority"
    assert kind_of_bearer(None) is None
    assert is_public("market surveillance authorities")
    assert not is_public("deployers")
    assert agent_of("kept by the operator of the berth") == "operator of the berth"
    assert agent_of("kept by 2 May") is None
    assert default_bearer("Fees", ["operator", "Operators", "natural persons"]) == "operator"
    assert default_bearer("Fees", ["operator", "importer"]) is None
    assert default_bearer("Fees", ["operator"]) is None
    assert agent_of("made to the office chosen by the Member State") is None
    assert agent_of("designed so that it can be checked by operators") is None
    assert agent_of("drawn up and signed by the operator") == "operator"


def obligation(id_: str, citation: str, addressee: str, modality: str, summary: str) -> Obligation:
    return Obligation(
        id=id_,
        instrument_id="harbour-act",
        key=citation.replace("Art. ", "art_").replace("(", ".").replace(")", ""),
        citation=citation,
        addressee=addressee,
        modality=modality,
        summary=summary,
        topic="t",
        confidence="high",
        as_of="2026-01-01",
        source_url="https://law.example/",
    )


def test_rows_are_linked_to_the_register_by_provision_bearer_and_words():
    text = (
        "Article 5\n1. Operators shall publish the yearly log.\n2. Operators shall rescue crews in storms.\n"
        "3. Importers shall weigh cargo.\n4. Operators may lease berths."
    )
    register = (
        obligation("o-log", "Art. 5(1)", "operator", "obligation", "Publish a log each year."),
        obligation("o-rescue", "Art. 5(2)", "operator", "obligation", "Help crews in a storm."),
        obligation("o-weigh", "Art. 5(3)", "operator", "obligation", "Weigh all cargo."),
        obligation("o-lease", "Art. 5(4)", "operator", "prohibition", "Do not lease berths."),
    )
    assert [(row.provision_key, row.obligation_id) for row in read(text, obligations=register)] == [
        ("art_5.1", "o-log"),
        ("art_5.2", "o-rescue"),
        ("art_5.3", None),  # the register names another bearer
        ("art_5.4", None),  # a permission is no prohibition
    ]


def test_reading_twice_gives_equal_rows():
    text = "Article 5\n1. Operators shall publish the log. They shall sign it."
    assert read(text) == read(text)
    assert [(row.addressee, row.text) for row in read(text)] == [
        ("Operators", "Operators shall publish the log."),
        ("Operators", "They shall sign it."),
    ]


def test_they_never_stands_for_one_bearer_and_conjunctions_are_no_part_of_a_clause():
    rows = read("The operator shall hear the crew, and shall write it down. They shall be entitled to see the log.")
    assert [(row.addressee, row.text) for row in rows] == [
        ("operator", "The operator shall hear the crew"),
        ("operator", "shall write it down."),
        (None, "They shall be entitled to see the log."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Secretary shall, not later than 1 May, tell Congress.", [("obligation", "Secretary")]),
        ("Member States shall ensure that workers may refuse a task.", [("obligation", "Member States")]),
        ("Member States shall ensure that, where it is unsafe, users may object.", [("obligation", "Member States")]),
        ("The competent authority may require the operator to stop.", [("power", "competent authority")]),
        ("Large platforms may not be required to monitor content.", [("permission", "Large platforms")]),
        ("No funds shall be obligated for this purpose.", [("prohibition", None)]),
        (
            "A requirement may be waived, except that a bank shall keep its files.",
            [("permission", None), ("obligation", "bank")],
        ),
        ("No more than three members may be lawyers.", [("prohibition", None)]),
        ("It is the policy of this State that developers shall act with care.", []),
        ("It shall not be unlawful for a farmer to keep one.", [("permission", "farmer")]),
        ("The board shall publish it and, where a name is removed, shall say why.", [("obligation", "board")] * 2),
        ("The panel shall be chaired by the Commission.", [("obligation", "Commission")]),
        ("The tool shall, at a minimum, be tested by its maker.", [("obligation", "maker")]),
    ],
)
def test_modality_and_bearer_of_a_sentence(text, expected):
    assert [(row.modality, row.addressee) for row in read(text)] == expected
