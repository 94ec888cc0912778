from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.document import Sheet

Read = Callable[..., Sheet]


def links(sheet: Sheet) -> list[tuple[str, str, str | None]]:
    """Return (text, label, entity) of the mentions that count, dates and amounts left out."""
    return [
        (found.text, found.label, found.entity)
        for found in sheet.mentions
        if not found.silent and found.label not in ("DATE", "DURATION", "MONEY")
    ]


def test_abbreviations_do_not_end_sentences(sheet: Read) -> None:
    read = sheet("The U.S. agency met J.B. Priestley on Friday. It cited Art. 5 and No. 7. Nobody objected.")
    assert [read.line_text(number) for number in range(len(read.lines))] == [
        "The U.S. agency met J.B. Priestley on Friday.",
        "It cited Art. 5 and No. 7.",
        "Nobody objected.",
    ]


def test_saying_no_ends_a_sentence(sheet: Read) -> None:
    assert len(sheet("Nobody pays for saying no. In Europe some do.").lines) == 2


def test_headings_and_bullets_are_lines_of_their_own(sheet: Read) -> None:
    read = sheet("What is new\n\n• Rules for models\n• Dates\n\nOpenAI waits.")
    assert [line.kind for line in read.lines] == ["heading", "bullet", "bullet", "prose"]


def test_a_name_keeps_its_link_through_possessives_and_joins(sheet: Read) -> None:
    assert links(sheet("Talks in the U.S.-China channel stalled over Anthropic’s Mythos-class plans.")) == [
        ("U.S.", "JURISDICTION", "jur-us"),
        ("China", "JURISDICTION", "jur-cn"),
        ("Anthropic", "COMPANY", "anthropic"),
        ("Mythos", "MODEL", "claude-mythos"),
    ]


@pytest.mark.parametrize("text", ["Let us meta-analyse this.", "The word meta appears twice."])
def test_short_names_need_their_capitals(sheet: Read, text: str) -> None:
    assert links(sheet(text)) == []


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("The Centre for AI Standards and Innovation replied.", "us-caisi"),
        ("The Defence Department replied.", "us-dow"),
        ("The Dept. of Commerce replied.", "us-commerce"),
        ("The National Institute of Standards & Technology replied.", "us-nist"),
    ],
)
def test_other_spellings_link_with_a_lower_score(sheet: Read, text: str, entity: str) -> None:
    found = sheet(text).mentions[0]
    assert (found.entity, found.score < 0.95) == (entity, True)


@pytest.mark.parametrize(("published", "entity"), [("2026-06-03", "us-dow"), ("2025-03-01", None)])
def test_a_new_name_is_unknown_before_it_was_given(sheet: Read, published: str, entity: str | None) -> None:
    found = sheet("The Department of War declined.", published=published).mentions
    assert [item.entity for item in found][:1] == [entity]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("The European Parliament asked. The European Commission answered. The Commission will act.", "eu-commission"),
        ("The Federal Trade Commission asked. Later the Commission fined a firm.", "us-ftc"),
    ],
)
def test_the_commission_is_the_one_last_named(sheet: Read, text: str, entity: str) -> None:
    assert links(sheet(text))[-1] == ("Commission", "AGENCY", entity)


def test_a_bare_department_counts_before_a_post_and_not_otherwise(sheet: Read) -> None:
    assert ("Commerce", "AGENCY", "us-commerce") in links(sheet("Officials met Commerce Secretary Ada Quill."))
    assert links(sheet("Online Commerce grew.")) != [("Commerce", "AGENCY", "us-commerce")]


def test_a_misspelt_surname_after_its_post_finds_the_holder(sheet: Read) -> None:
    assert links(sheet("Treasury Secretary Bessant spoke.")) == [
        ("Treasury", "AGENCY", "us-treasury"),
        ("Bessant", "PERSON", "scott-bessent"),
    ]


def test_another_surname_after_the_post_stays_unknown(sheet: Read) -> None:
    assert links(sheet("Treasury Secretary Quillfeather spoke."))[1] == ("Quillfeather", "PERSON", None)


def test_unknown_names_become_candidates_with_a_guess(sheet: Read) -> None:
    text = (
        "Mira Halvorsen of the Nordic Institute for Open Models met Senator Wendell Okafor. "
        "Halvorsen also advises Brightloom Inc. on the Riverside Data Act and on Lumen-4."
    )
    assert links(sheet(text)) == [
        ("Mira Halvorsen", "PERSON", None),
        ("Nordic Institute for Open Models", "ORGANISATION", None),
        ("Wendell Okafor", "PERSON", None),
        ("Halvorsen", "PERSON", None),
        ("Brightloom Inc", "COMPANY", None),
        ("Riverside Data Act", "INSTRUMENT", None),
        ("Lumen-4", "MODEL", None),
    ]


def test_a_surname_and_an_acronym_share_the_candidate_of_the_full_name(sheet: Read) -> None:
    read = sheet("Mira Halvorsen leads the Open Model Watch (OMW). Halvorsen says OMW is small.")
    by_text = {found.text: found.candidate for found in read.mentions if not found.silent}
    assert by_text["Halvorsen"] == by_text["Mira Halvorsen"]
    assert by_text["OMW"] == by_text["Open Model Watch"]


def test_a_law_of_another_place_is_not_the_known_one(sheet: Read) -> None:
    assert ("AI Act", "INSTRUMENT", "eu-ai-act") in links(sheet("Brussels defends the AI Act."))
    assert all(entity != "eu-ai-act" for _, _, entity in links(sheet("The U.S. AI Act stalled in committee.")))


def test_a_near_spelling_links_and_a_different_number_is_never_merged(sheet: Read) -> None:
    assert links(sheet("Officials of the Natonal Security Agency declined."))[0][2] == "us-nsa"
    other = sheet("It cites Executive Order 14410.").mentions[0]
    assert (other.text, other.entity) == ("Executive Order 14410", None)


def test_a_dateline_names_its_agency_and_no_city(sheet: Read) -> None:
    assert links(sheet("BRUSSELS (Morning Wire) - Officials in Paris met OpenAI.")) == [
        ("Morning Wire", "ORGANISATION", None),
        ("OpenAI", "COMPANY", "openai"),
    ]


def test_an_unnamed_order_links_by_day_and_subject(sheet: Read) -> None:
    assert links(sheet("Trump signed an executive order on frontier models."))[1] == (
        "executive order",
        "INSTRUMENT",
        "eo-14409",
    )
    assert links(sheet("Another executive order is being drafted."))[0][2] is None


def test_references_carry_their_entity_silently(sheet: Read) -> None:
    read = sheet("OpenAI met the National Security Agency. The company said the agency was helpful.")
    assert [(found.text, found.entity) for found in read.mentions if found.silent] == [
        ("company", "openai"),
        ("agency", "us-nsa"),
    ]
