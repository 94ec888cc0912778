"""What a text states of acts, duties, tasks and evaluations where it leaves out names or uses other words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from extract.duties import compile_wording
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from kb.datafiles import find_data, load_register
from kb.errors import ContractError
from kb.model import Document

Stated = Callable[..., set[str]]
SIGNED = "Executive Order 14409 on artificial intelligence was signed on Tuesday. "


@pytest.fixture(scope="module")
def reader() -> Language:
    """Return the pipeline over the shipped register, without the learned weights."""
    return build_pipeline(load_register(find_data()), learned=False)


@pytest.fixture
def stated(reader: Language) -> Stated:
    """Return a function from a text to the relations it states, as "subject predicate object"."""

    def read(text: str, published: str = "2026-06-03") -> set[str]:
        document = Document(
            id="doc", url="https://news.example/a", text=text, text_sha256="", published=published,
            fetched_at=f"{published}T12:00:00+00:00", kind="news",
        )  # fmt: skip
        return {
            f"{item.subject} {item.predicate} {item.object}"
            for item in read_sheet(reader, document).relations
            if not item.negated and item.modality in ("asserted", "reported")
        }

    return read


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Illinois passed the Artificial Intelligence Safety Measures Act. Labs must let outside auditors in.",
            "il-sb-315 requires duty-independent-audit",
        ),
        (
            "The Take It Down Act bites at last. Websites have to pull reported pictures within two days.",
            "take-it-down-act requires duty-takedown",
        ),
        (
            "The EU AI Act is in force. Vendors are bound to tell users when they are chatting with a machine.",
            "eu-ai-act requires duty-interaction-notice",
        ),
        (
            "The EU AI Act asks much of the biggest models. Their makers must protect the weights against thieves.",
            "eu-ai-act requires duty-model-cybersecurity",
        ),
    ],
)
def test_duties_are_found_in_other_words(stated: Stated, text: str, fact: str) -> None:
    assert fact in stated(text, "2026-08-05")


def test_an_incident_is_reported_under_the_act_that_is_named(stated: Stated) -> None:
    european = "The EU AI Act applies. Providers must report grave incidents to the authority."
    californian = "SB 53 applies. Developers must report grave incidents to the state of California."
    assert "eu-ai-act requires duty-serious-incident-report" in stated(european, "2026-08-05")
    assert "ca-sb-53 requires duty-critical-incident-report" in stated(californian, "2026-08-05")


@pytest.mark.parametrize(
    "text",
    [
        "The EU AI Act is in force. Nobody must watermark a shopping list, and no lawyer says otherwise.",
        "The EU AI Act is in force. The duty to label deepfakes was dropped.",
        "The weather is fine. Providers must watermark their pictures.",
    ],
)
def test_a_duty_that_is_denied_or_without_an_act_is_none(stated: Stated, text: str) -> None:
    assert not {fact for fact in stated(text, "2026-08-05") if " requires " in fact}


def test_broken_wordings_name_their_place() -> None:
    with pytest.raises(ContractError, match=r"duties\.yml: cannot read"):
        compile_wording("keep+ {logs}", "duties.yml")
    with pytest.raises(ContractError, match="is no wording"):
        compile_wording("(keep+ logs", "duties.yml")


def test_an_order_without_a_name_is_the_one_of_those_days(stated: Stated) -> None:
    assert "donald-trump signed eo-14409" in stated("Trump put his name late on Tuesday to an order on frontier AI.")
    assert "eo-14409 directs us-omb" in stated(
        "Trump's AI order tells the Office of Management and Budget to find money."
    )


def test_the_order_of_a_court_is_not_the_presidents(stated: Stated) -> None:
    assert not stated("A judge in Ohio signed an order to stop the chatbot. The court order tells the FTC to wait.")


def test_agencies_are_tasked_by_the_order_spoken_of(stated: Stated) -> None:
    facts = stated(SIGNED + "The Pentagon and OPM each have sixty days for their part.")
    assert {"eo-14409 directs us-dow", "eo-14409 directs us-opm"} <= facts
    asked = stated(SIGNED + "Who decides which models count? The National Security Agency, and nobody else.")
    assert "eo-14409 directs us-nsa" in asked


def test_who_is_consulted_or_speaks_is_given_no_task(stated: Stated) -> None:
    facts = stated(SIGNED + "The Treasury must set up a clearinghouse, in consultation with the Pentagon. NSA said so.")
    assert "eo-14409 directs us-treasury" in facts
    assert not {"eo-14409 directs us-dow", "eo-14409 directs us-nsa"} & facts


def test_several_firms_are_meant_by_both_and_all_three(stated: Stated) -> None:
    two = stated("OpenAI and Anthropic sell to the army. Both let CAISI probe their models for a month.")
    assert {"openai submits_to us-caisi", "anthropic submits_to us-caisi"} <= two
    three = stated("Google DeepMind, Microsoft and xAI are in. All three labs have handed CAISI models to test.")
    assert {f"{firm} submits_to us-caisi" for firm in ("google-deepmind", "microsoft", "xai")} <= three


def test_deals_are_with_the_evaluator_named_before(stated: Stated) -> None:
    facts = stated("CAISI has been busy. Its testing deals with Anthropic and xAI were renewed.")
    assert {"anthropic submits_to us-caisi", "xai submits_to us-caisi"} <= facts


@pytest.mark.parametrize(
    "text",
    [
        "CAISI evaluated Kimi K3, the model of Moonshot AI, and found it weak.",
        "OpenAI declined to let CAISI test its models.",
        "Anthropic sent the Department of Commerce a letter about tariffs.",
    ],
)
def test_other_dealings_with_agencies_are_no_submission(stated: Stated, text: str) -> None:
    assert not {fact for fact in stated(text) if " submits_to " in fact}


def test_known_makers_may_stand_further_from_their_models(stated: Stated) -> None:
    assert "anthropic develops claude-mythos" in stated("Anthropic took the wraps off Claude Mythos on Tuesday.")
    assert "anthropic develops claude-mythos" in stated("Anthropic is to let two banks try Claude Mythos next week.")
    assert not stated("JPMorgan Chase took a look at Claude Mythos on Tuesday.")


def test_what_the_register_rules_out_is_not_read(stated: Stated) -> None:
    assert not stated("The heads of Microsoft sat down at the Treasury.")
    assert not stated("JPMorgan Chase got its first model through Project Glasswing.")
    assert "us-dhs part_of us-treasury" not in stated("The Department of Homeland Security sits within the Treasury.")


def test_the_omnibus_changes_the_act_that_it_amends(stated: Stated) -> None:
    facts = stated("Brussels is relieved. The omnibus pushes part of the EU AI Act to 2027.", "2026-08-05")
    assert "eu-omnibus-2026-1744 supersedes eu-ai-act" in facts
