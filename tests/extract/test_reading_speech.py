"""Quotations, stances and references: one behaviour a test, in sentences of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.document import Sheet
from extract.positions import words_inside
from extract.stance import judge

Read = Callable[..., Sheet]


def said(sheet: Sheet) -> list[tuple[str, str]]:
    """Return (speaker, words) of the marked quotations."""
    return [(quote.speaker_text, sheet.text[quote.start : quote.end]) for quote in sheet.quotes]


@pytest.mark.parametrize(
    ("opening", "closing"), [("“", "”"), ('"', '"'), ("„", "“"), ("« ", " »"), ("‘", "’")]
)  # fmt: skip
def test_all_sorts_of_marks_hold_words(sheet: Read, opening: str, closing: str) -> None:
    read = sheet(f"{opening}Nobody asked the smaller labs,{closing} said Scott Bessent.")
    assert said(read) == [("Scott Bessent", "Nobody asked the smaller labs,")]


@pytest.mark.parametrize(
    "text",
    [
        "Firms join a so-called “voluntary framework” of the agency.",
        "The order tells Anthropic to “consult with industry” within 60 days.",
        "It's the lab's own model, Scott Bessent said, and the firms' risk.",
    ],
)
def test_terms_and_apostrophes_are_no_quotations(sheet: Read, text: str) -> None:
    assert [quote for quote in sheet(text).quotes if quote.kind != "indirect"] == []


def test_words_left_open_go_on_in_the_next_paragraph(sheet: Read) -> None:
    read = sheet("“Nobody is exempt from this.\n“And nobody is ready for it,” said Scott Bessent.")
    assert said(read) == [("Scott Bessent", "Nobody is exempt from this.\n“And nobody is ready for it,")]


def test_who_is_told_does_not_speak(sheet: Read) -> None:
    read = sheet("“We can live with this text,” Scott Bessent told Public Citizen.")
    assert [(quote.speaker, quote.organisation) for quote in read.quotes] == [("scott-bessent", "us-treasury")]


def test_an_abbreviated_title_does_not_end_the_tag(sheet: Read) -> None:
    assert said(sheet("“This is a mistake,” Sec. Scott Bessent said."))[0][0] == "Scott Bessent"


def test_a_tag_between_two_parts_is_not_spoken() -> None:
    assert words_inside("The Act,” said Jane Roe, “was good. “It") == "The Act, was good. “It"


@pytest.mark.parametrize(
    ("spoken", "stance"),
    [
        ("This strikes the right balance.", "supports"),
        ("This fails to protect anybody.", "criticises"),
        ("There is nothing here to fear.", "supports"),
        ("Repealing it would be a terrible mistake.", "supports"),
        ("It should be repealed.", "criticises"),
        ("A good start, but far too vague.", "mixed"),
        ("It applies to providers from August.", "neutral"),
        ("Our rivals are reckless.", "neutral"),
        ("A promise without a date is a wish.", "criticises"),
    ],
)
def test_stances_follow_what_the_words_fall_on(spoken: str, stance: str) -> None:
    assert judge(spoken) == stance


def test_the_lead_in_counts_only_when_the_words_tell_nothing() -> None:
    assert judge("It comes in June.", "Critics pounced.") == "criticises"
    assert judge("It is a welcome step.", "Critics pounced.") == "supports"


def test_a_president_is_no_critic_of_an_order_of_their_own(sheet: Read) -> None:
    read = sheet("President Trump signed an executive order. “The fake papers failed again,” Trump said of the order.")
    assert [item for item in read.relations if item.predicate in ("supports", "criticises")] == []


def references(sheet: Sheet) -> list[tuple[str, str | None]]:
    """Return (words, entity) of the silent mentions."""
    return [(found.text, found.entity) for found in sheet.mentions if found.silent]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("OpenAI and Anthropic agreed. The former sends one model.", [("former", "openai")]),
        ("OpenAI and Anthropic agreed. The latter sends two models.", [("latter", "anthropic")]),
        ("OpenAI and Anthropic agreed. The company declined to comment.", []),
        ("OpenAI agreed. The company declined to comment.", [("company", "openai")]),
        ("The company, OpenAI, will appeal.", [("company", "openai")]),
        ("Brussels has proposed a delay.", [("Brussels", "eu-commission")]),
        ("They met in Brussels in May.", []),
        ("OpenAI waits. It is unclear why.", []),
        ("OpenAI waits. The start-up faces fines of up to a million.", [("start-up", "openai")]),
    ],
)
def test_references_are_linked_when_one_antecedent_fits(
    sheet: Read, text: str, wanted: list[tuple[str, str | None]]
) -> None:
    assert references(sheet(text)) == wanted


def marked(sheet: Sheet) -> list[tuple[str | None, str | None]]:
    """Return (speaker, organisation) of the marked quotations."""
    return [(quote.speaker, quote.organisation) for quote in sheet.quotes if quote.kind != "indirect"]


@pytest.mark.parametrize(
    "text",
    [
        "Scott Bessent, who once worked under Karoline Leavitt, praised the text. “It is a fair deal,” he said.",
        "Scott Bessent dislikes the order Donald Trump signed. “Nobody asked the smaller labs,” he said.",
        "Scott Bessent took the floor. “Nobody asked the smaller labs,” the Treasury chief told reporters.",
        "Scott Bessent was next. “Nobody asked the smaller labs,” said the Californian.",
        "Scott Bessent was asked for a reason. “Nobody asked the smaller labs,” came the answer.",
        "The text was thin, says Scott Bessent of the Treasury, and “nobody asked the smaller labs”.",
    ],
)
def test_who_is_not_named_in_the_tag_is_the_subject_before(sheet: Read, text: str) -> None:
    assert [speaker for speaker, _ in marked(sheet(text))] == ["scott-bessent"]


def test_a_body_that_no_person_speaks_for_stands_as_the_organisation(sheet: Read) -> None:
    assert marked(sheet("“We will sign it next week,” a spokesman for OpenAI said.")) == [(None, "openai")]


@pytest.mark.parametrize(
    "text",
    [
        "“We will sign it next week,” said one official, who would not be named.",
        "“We will sign it next week,” a White House aide said.",
        "“We will sign it next week,” said the head of a large bank, who asked for anonymity.",
    ],
)
def test_the_unnamed_are_no_speakers(sheet: Read, text: str) -> None:
    assert marked(sheet(text)) == []


def test_a_report_after_whole_words_is_no_tag(sheet: Read) -> None:
    read = sheet("Scott Bessent was brief: “Nobody asked the labs.” OpenAI said that it would sign in any case.")
    assert marked(read)[0][0] == "scott-bessent"


def test_printed_questions_are_answered_by_the_one_who_is_interviewed(sheet: Read) -> None:
    read = sheet(
        "Scott Bessent leads the Treasury. He spoke after Donald Trump had left.\n\nQ: Is it law?\n\n"
        "A: “It is a promise between grown-ups.”\n\nQ: Meta did not come.\n\nA: “Then it will come next time.”"
    )
    assert [speaker for speaker, _ in marked(read)] == ["scott-bessent"] * 2


def test_a_narrated_sentence_parts_two_quotations(sheet: Read) -> None:
    read = sheet(
        "“Nobody asked the smaller labs,” said Scott Bessent. He then looked at his papers for a while. "
        "“They will hear of it soon enough.”"
    )
    assert len(marked(read)) == 2


def test_single_marks_hold_a_clause_that_ends_the_sentence(sheet: Read) -> None:
    read = sheet(
        "Scott Bessent said the rules were ‘a page long and written by people who’ve shipped it’. More is due."
    )
    assert said(read) == [("Scott Bessent", "a page long and written by people who’ve shipped it")]
