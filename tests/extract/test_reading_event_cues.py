"""Events told by cue, date and topic: known days, counted days, several models, and what stays out."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from extract.document import Sheet
from extract.event_calendar import Calendar, known_dates
from extract.event_cues import load_cues
from kb.model import Entity, Instrument

Read = Callable[..., Sheet]


def facts(sheet: Sheet) -> set[tuple[str, str | None, str | None]]:
    """Return the events that are stated as facts."""
    return {
        (event.type, event.date, event.about)
        for event in sheet.events
        if not event.negated and event.modality in ("asserted", "reported")
    }


def register_of(*events: object) -> SimpleNamespace:
    """Return a register of two bodies, one act and these events."""
    return SimpleNamespace(
        entities=[
            Entity(id="harbour-office", label="AGENCY", name="Harbour Office"),
            Entity(id="harbour-act", label="INSTRUMENT", name="Harbour Act"),
        ],
        instruments=[
            Instrument(
                id="harbour-act", type="statute", binding="binding", title="Harbour Act", short_title="Harbour Act",
                signed="2026-03-04", published="2026-03-09", in_force=None, status="in_force", position=1,
            )
        ],
        events=list(events),
        event_participants=[SimpleNamespace(event_id="talks", entity_id="harbour-office")],
    )  # fmt: skip


def test_a_calendar_knows_the_days_of_the_register() -> None:
    talks = SimpleNamespace(id="talks", type="meeting", about_id="harbour-act", date="2026-02-02", title="Talks")
    calendar = Calendar(known_dates(register_of(talks)))
    assert calendar.knows("signed", "harbour-act", "2026-03-04")
    assert calendar.knows("signed", "harbour-act", "2026-03")
    assert not calendar.knows("signed", "harbour-act", "2026")
    assert list(calendar.abouts("meeting", "2026-02-02")) == ["harbour-office"]  # a meeting is its host's


def test_a_day_without_year_takes_the_year_of_the_known_event() -> None:
    calendar = Calendar(known_dates(register_of()))
    assert calendar.mended("signed", "harbour-act", "2025-03-04") == "2026-03-04"
    assert calendar.mended("signed", "harbour-act", "2025-03-05") == "2025-03-05"


def test_every_cue_names_a_word_that_must_occur() -> None:
    assert all(word and cues for word, cues in load_cues().items())


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("With a stroke of the pen Donald Trump made Executive Order 14409 the law of his agencies on 2 June 2026.",
         ("signed", "2026-06-02", "eo-14409")),
        ("On 9 March 2026 Anthropic threw open Claude Mythos to its testers.",
         ("released", "2026-03-09", "claude-mythos")),
        ("Anthropic yanked Claude Mythos from every store on 9 March 2026.",
         ("removed", "2026-03-09", "claude-mythos")),
        ("By 423 votes to 57 the European Parliament voted the AI Act through on 13 March 2024.",
         ("adopted", "2024-03-13", "eu-ai-act")),
    ],
)  # fmt: skip
def test_a_cue_tells_an_event_wherever_its_topic_stands(sheet: Read, text: str, event: tuple[str, str, str]) -> None:
    assert event in facts(sheet(text))


def test_days_are_counted_from_the_main_clause(sheet: Read) -> None:
    text = "Anthropic took down Claude Mythos on 20 March 2026, eleven days after releasing Claude Mythos."
    found = facts(sheet(text))
    assert ("released", "2026-03-09", "claude-mythos") in found


def test_the_verb_before_does_not_plan_the_cue(sheet: Read) -> None:
    text = "xAI will open its models to testers under a pact struck with CAISI on 9 March 2026."
    assert ("agreement", "2026-03-09", "us-caisi") in facts(sheet(text))


@pytest.mark.parametrize(
    "text",
    [
        "CAISI could strike a pact with xAI on 9 March 2026.",
        "Anthropic never threw open Claude Mythos.",
        "Had Congress slept, the AI Act would have begun to apply on 2 August 2025.",
        "Firms read the AI Act and struck deals with everybody.",
    ],
)
def test_plans_denials_and_timeless_deals_stay_out(sheet: Read, text: str) -> None:
    assert not facts(sheet(text))


def test_the_date_that_names_an_order_is_not_that_of_the_event(sheet: Read) -> None:
    found = facts(sheet("OpenAI published a report on the June order on 9 September 2026 in Boston."))
    assert not any(type_ == "signed" for type_, _, _ in found)
