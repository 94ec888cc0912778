"""Reading events: voice, clause, manner and date, each shown on one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.document import Sheet
from extract.inflect import inflect

Read = Callable[..., Sheet]


def facts(sheet: Sheet) -> set[tuple[str, str | None, str | None]]:
    """Return the events that are stated as facts."""
    return {
        (event.type, event.date, event.about)
        for event in sheet.events
        if not event.negated and event.modality in ("asserted", "reported")
    }


@pytest.mark.parametrize(
    ("base", "past", "participle", "gerund"),
    [
        ("scrap", "scrapped", "scrapped", "scrapping"),
        ("ratify", "ratified", "ratified", "ratifying"),
        ("take", "took", "taken", "taking"),
        ("put", "put", "put", "putting"),
        ("agree", "agreed", "agreed", "agreeing"),
    ],
)
def test_verbs_are_inflected_by_rule_and_by_list(base: str, past: str, participle: str, gerund: str) -> None:
    forms = inflect(base)
    assert (forms.past, forms.participle, forms.gerund) == (past, participle, gerund)


@pytest.mark.parametrize(
    "text",
    [
        "The European Parliament adopted the AI Act on 13 March 2024.",
        "The AI Act was adopted by the European Parliament on 13 March 2024.",
        "The AI Act, adopted on 13 March 2024, binds makers of models.",
        "The adoption of the AI Act on 13 March 2024 took years of talks.",
        "On 13 March 2024 the European Parliament gave its final approval to the AI Act.",
    ],
)
def test_an_event_is_read_in_every_voice(sheet: Read, text: str) -> None:
    assert ("adopted", "2024-03-13", "eu-ai-act") in facts(sheet(text))


@pytest.mark.parametrize(
    "text",
    [
        "The European Parliament has not adopted the AI Act.",
        "The European Parliament will adopt the AI Act on 9 June.",
        "If the European Parliament adopts the AI Act, firms will complain.",
        "The European Parliament refused to adopt the AI Act.",
    ],
)
def test_what_has_not_happened_is_no_event(sheet: Read, text: str) -> None:
    assert not any(type_ == "adopted" for type_, _, _ in facts(sheet(text)))


def test_each_verb_keeps_the_date_of_its_clause(sheet: Read) -> None:
    found = facts(sheet("The AI Act was published on 12 July 2024 and entered into force on 1 August 2024."))
    assert found >= {("published", "2024-07-12", "eu-ai-act"), ("entered_into_force", "2024-08-01", "eu-ai-act")}


def test_a_deadline_needs_a_duty(sheet: Read) -> None:
    assert ("deadline", "2026-08-01", "eo-14409") in facts(
        sheet("Under Executive Order 14409 agencies must report by 1 August 2026.")
    )
    assert not facts(sheet("By 1 August 2026 the mood around Executive Order 14409 had changed."))


def test_a_date_behind_the_first_word_does_no_harm(sheet: Read) -> None:
    text = "Executive Order 14409 was signed. The 2 August 2026 date must be met by NSA before its due process ends."
    assert ("signed", None, "eo-14409") in facts(sheet(text))
