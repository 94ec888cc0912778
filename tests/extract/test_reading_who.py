"""Who and what a text means: names by place and shape, bodies by short or small print, holders by description."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from extract.document import Sheet
from extract.name_places import is_title_case
from extract.names import printed_as_name
from extract.pipeline import build_pipeline
from extract.read import read_sheet
from kb.datafiles import find_data, load_register
from kb.model import Document

Read = Callable[..., Sheet]


@pytest.fixture(scope="module")
def reader() -> Language:
    """Return the pipeline over the shipped register, without trained parts."""
    return build_pipeline(load_register(find_data()), profile="rules")


@pytest.fixture
def read(reader: Language) -> Read:
    """Return a function from a text to its filled sheet."""

    def fill(text: str, published: str = "2026-10-20", kind: str = "news") -> Sheet:
        document = Document(
            id="doc", url="https://news.example/a", text=text, text_sha256="", published=published,
            fetched_at=f"{published}T12:00:00+00:00", kind=kind,
        )  # fmt: skip
        return read_sheet(reader, document)

    return fill


def _names(sheet: Sheet) -> set[tuple[str, str]]:
    return {(found.text, found.label) for found in sheet.mentions if not found.silent}


def _meant(sheet: Sheet) -> set[tuple[str, str | None]]:
    return {(found.text, found.entity) for found in sheet.mentions if found.entity}


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Welcome back to The Ferry Desk, our weekly hour on rules.", "Ferry Desk", "ORGANISATION"),
        ("The Ferry Desk, episode 31\n\nToday we talk about audits.", "Ferry Desk", "ORGANISATION"),
        ("Contact: Jarle Vik, press officer, Harrow Labs", "Jarle Vik", "PERSON"),
        ("Rules bite.\n\n(Reporting by Orla Pike and Bram Joost)", "Orla Pike", "PERSON"),
        ("Five Questions for Wanda Brisk\n\nBrisk joined the bank in May.", "Wanda Brisk", "PERSON"),
        ("I’m Orla Pike, and this is the news.", "Orla Pike", "PERSON"),
        ("A lobbyist with Potter Row, Ned Fisk, objected.", "Potter Row", "ORGANISATION"),
        ("The ruling hit Dovera of Ghent hard.", "Dovera", "COMPANY"),
        ("Regulators said that Nordisk Halm would pay €2 million.", "Nordisk Halm", "COMPANY"),
        ("A critic, Joost van der Velde, spoke.", "Joost van der Velde", "PERSON"),
        ("She tabled the Deep Systems (Access) Bill on Monday.", "Deep Systems (Access) Bill", "INSTRUMENT"),
        ("Senators want an AI Ferry Board with teeth.", "AI Ferry Board", "AGENCY"),
    ],
)
def test_names_are_told_by_their_place_and_company(read: Read, text: str, name: str, label: str) -> None:
    assert (name, label) in _names(read(text))


@pytest.mark.parametrize(
    ("text", "printed", "entity"),
    [
        ("The European parliament voted on the AI act.", "European parliament", "eu-parliament"),
        ("The White House agreed. The commerce department sued.", "commerce department", "us-commerce"),
        ("Two years at the N.S.A. taught her patience.", "N.S.A.", "us-nsa"),
        ("The European Parliament met. Kim van Sparrentak of the Greens objected.", "Greens", "greens-efa"),
        ("A bill of the US Senate died in the House.", "House", "us-house"),
        ("Providers of general-purpose models signed the EU’s Code of Practice.", "Code of Practice", "eu-gpai-code"),
        ("Grok belongs to a rival of OpenAI. Brussels fined X on Friday.", "X", "x-corp"),
    ],
)
def test_bodies_and_acts_are_known_by_short_or_small_print(read: Read, text: str, printed: str, entity: str) -> None:
    assert (printed, entity) in _meant(read(text))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Every country will want an AI act of its own.", "AI act"),
        ("In the Bundestag the Greens abstained.", "Greens"),
        ("Mr. X called again.", "X"),
        ("Lena Vance-Moreau disagreed.", "Vance"),
        ("The Texas Senate passed it.", "Senate"),
    ],
)
def test_what_only_looks_like_a_known_name_is_not_linked(read: Read, text: str, printed: str) -> None:
    assert printed not in {found.text for found in read(text).mentions if found.entity}


@pytest.mark.parametrize(
    ("text", "printed", "entity"),
    [
        ("On Tuesday the President signed Executive Order 14409.", "President", "donald-trump"),
        ("The White House praised the firms. The pact has no penalties.", "pact", "white-house-accord"),
        ("EO 14409 asks the NSA for a classified benchmark.", "benchmark", "frontier-benchmark"),
        ("Under EO 14409 the Treasury wrote a voluntary framework.", "framework", "frontier-framework"),
        ("CAISI will test more. The deals can be ended at short notice.", "deals", "caisi-agreements-2026"),
        ("Kim van Sparrentak, an MEP, objected.", "MEP", "eu-parliament"),
    ],
)
def test_holders_acts_and_programmes_are_meant_by_description(read: Read, text: str, printed: str, entity: str) -> None:
    found = {(item.text, item.entity) for item in read(text).mentions if item.silent}
    assert (printed, entity) in found


@pytest.mark.parametrize(
    "text",
    [
        "The EU wants more. The president of Harrow Labs signed the letter.",
        "In France the president signed a decree.",
    ],
)
def test_other_presidents_are_not_that_of_the_united_states(read: Read, text: str) -> None:
    assert "donald-trump" not in {found.entity for found in read(text).mentions}


def test_the_house_of_another_country_is_not_that_of_the_united_states(read: Read) -> None:
    sheet = read("The US watched. The House of Commons sat late, and the House rose at ten.")
    assert "us-house" not in {found.entity for found in sheet.mentions}


def test_a_first_name_comes_back_to_its_only_bearer(read: Read) -> None:
    sheet = read("Hosts Marla Quist and Odo Brandt talk. “No,” says Marla. Odo laughs.")
    people = {found.text: found.candidate for found in sheet.mentions if found.label == "PERSON"}
    assert people["Marla"] == people["Marla Quist"] != people["Odo"] == people["Odo Brandt"]


def test_a_first_name_of_two_is_left_alone(read: Read) -> None:
    sheet = read("Jane Roe met Jane Doe. “No,” says Jane.")
    people = {found.text: found.candidate for found in sheet.mentions if found.label == "PERSON"}
    assert people.get("Jane") not in (people["Jane Roe"], people["Jane Doe"])


def test_a_surname_keeps_its_particles(read: Read) -> None:
    sheet = read("Ilse van der Meulen runs it. For van der Meulen the work starts.")
    assert ("van der Meulen", "PERSON") in _names(sheet)


@pytest.mark.parametrize(
    ("printed", "name", "small", "right"),
    [
        ("AI act", "AI Act", {"act"}, True),
        ("ai act", "AI Act", {"act"}, False),
        ("AI act", "AI Act", set(), False),
        ("european parliament", "European Parliament", {"parliament"}, False),
    ],
)
def test_a_noun_may_be_printed_small_beside_a_capital(printed: str, name: str, small: set[str], right: bool) -> None:
    assert printed_as_name(printed, name, frozenset(small)) is right


def test_lines_that_say_who_signs_are_no_headings() -> None:
    assert is_title_case("Five Questions for Wanda Brisk")
    assert not is_title_case("Howard Pell, analyst, Strand & Moss")
