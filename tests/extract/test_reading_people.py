"""Who is where and who thinks what, in sentences of our own: posts, verdicts without marks, tags known by place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.document import Sheet
from extract.quote_leads import states
from kb.vocabulary import FACTUAL

Read = Callable[..., Sheet]


def posts(sheet: Sheet) -> set[tuple[str, str]]:
    """Return (person's name, body's name) of the posts read."""
    names = {found.id: found.name or found.text for found in sheet.mentions if not found.silent}
    return {
        (names[item.subject], names.get(item.object, item.object))
        for item in sheet.relations
        if item.predicate == "affiliated_with"
    }


def positions(sheet: Sheet) -> set[tuple[str, str, str]]:
    """Return (speaker, supports or criticises, instrument) of the positions read."""
    names = {found.id: found.entity or found.text for found in sheet.mentions if not found.silent}
    return {
        (names[item.subject], str(item.predicate), item.object)
        for item in sheet.relations
        if item.predicate in ("supports", "criticises") and not item.negated and item.modality in FACTUAL
    }


@pytest.mark.parametrize(
    "text",
    [
        "Orlen Vask with OpenAI is not amused, says Orlen Vask with OpenAI.",
        "“We wait,” said Orlen Vask, the former Texas congressman at the helm of OpenAI.",
        "Orlen Vask, who steered the talks for OpenAI, left early.",
        "Orlen Vask (OpenAI, Dublin) will take questions.",
        "OpenAI and its former treasurer, Orlen Vask, were named in the suit.",
        "Orlen Vask drew up the plan as counsel to OpenAI.",
        "OpenAI, whose boss Orlen Vask had signed, was asked about chips.",
    ],
)
def test_a_post_is_read_in_many_constructions(sheet: Read, text: str) -> None:
    assert ("Orlen Vask", "OpenAI") in posts(sheet(text))


def test_nobody_is_at_a_crowd_of_bodies(sheet: Read) -> None:
    read = sheet("Beside Orlen Vask stood executives of Anthropic, OpenAI, xAI and Meta.")
    assert posts(read) == set()


def test_the_nearest_of_two_owners_employs(sheet: Read) -> None:
    assert posts(sheet("Anthropic and OpenAI’s Orlen Vask shared a stage.")) == {("Orlen Vask", "OpenAI")}


def test_a_commissioner_by_title_alone_has_no_body(sheet: Read) -> None:
    assert posts(sheet("Senator Scott Bessent spoke last.")) == set()


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Anthropic hired. Its chairman, Wendelin Torvik, left.", "Wendelin Torvik", "PERSON"),
        ("Fendrik Olm, Anthropic’s general counsel, counted the forms.", "Fendrik Olm", "PERSON"),
        ("Fendrik Olm of Anthropic thinks this is deliberate.", "Fendrik Olm", "PERSON"),
        ("The regulator fined Halvik Maritime €900,000 on Monday.", "Halvik Maritime", "COMPANY"),
        ("The Ohio Widget Council had fought the bill.", "Ohio Widget Council", "AGENCY"),
    ],
)
def test_what_stands_beside_a_name_tells_what_it_is(sheet: Read, text: str, name: str, label: str) -> None:
    found = {mention.text: mention.label for mention in sheet(text).mentions}
    assert found.get(name) == label or (label == "AGENCY" and "Widget Council" in str(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trump signed Executive Order 14409. Public Citizen denounced the move as a gift.", "criticises"),
        ("Trump signed Executive Order 14409. Public Citizen welcomed the step.", "supports"),
        ("Trump signed Executive Order 14409. Public Citizen was delighted.", "supports"),
        ("Trump signed Executive Order 14409. Public Citizen is not convinced.", "criticises"),
        ("Trump signed Executive Order 14409. Public Citizen did not welcome the step.", "criticises"),
    ],
)
def test_a_verdict_falls_on_the_rule_the_text_is_about(sheet: Read, text: str, expected: str) -> None:
    assert ("public-citizen", expected, "eo-14409") in positions(sheet(text))


@pytest.mark.parametrize(
    "text",
    [
        "Trump signed Executive Order 14409. Public Citizen welcomed Anthropic to its board.",
        "Trump signed Executive Order 14409. Public Citizen would welcome the step.",
        "Trump signed Executive Order 14409. Public Citizen was praised for the step.",
        "The weather turned. Public Citizen was delighted.",
    ],
)
def test_a_verdict_on_something_else_is_no_position(sheet: Read, text: str) -> None:
    assert positions(sheet(text)) == set()


def test_who_disagrees_takes_the_other_side(sheet: Read) -> None:
    read = sheet("Trump signed Executive Order 14409. Public Citizen denounced the move. Anthropic disagreed.")
    assert ("anthropic", "supports", "eo-14409") in positions(read)


def test_a_tag_is_known_by_its_place(sheet: Read) -> None:
    read = sheet("“Nobody asked the smaller labs,” crooned Scott Bessent.")
    assert [quote.speaker for quote in read.quotes] == ["scott-bessent"]


def test_a_fragment_belongs_to_the_subject_before_it(sheet: Read) -> None:
    read = sheet("Scott Bessent likes the rule and reads it as “kinder to small labs than anything before”.")
    assert [quote.speaker for quote in read.quotes if quote.kind != "indirect"] == ["scott-bessent"]


def test_words_that_end_a_sentence_are_not_those_of_the_next_speaker(sheet: Read) -> None:
    read = sheet("Scott Bessent said it was “no way to run a lab.” Then Donald Trump spoke.")
    assert [quote.speaker for quote in read.quotes if quote.kind != "indirect"] == ["scott-bessent"]


def test_she_is_not_the_man_named_last(sheet: Read) -> None:
    read = sheet("Petra Olm worked under Trump. “Nobody signed up for this,” she said.")
    assert [quote.speaker_text for quote in read.quotes] == ["Petra Olm"]


@pytest.mark.parametrize(("spoken", "verb"), [("be gentle.", True), ("too polite.", False), ("it’s late", True)])
def test_a_label_states_nothing(spoken: str, verb: bool) -> None:
    assert states(spoken) is verb
