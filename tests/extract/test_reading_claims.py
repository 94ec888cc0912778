"""Claims with figures, and the act that a sentence means without naming it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.document import Sheet

Read = Callable[..., Sheet]
ACT = "The EU AI Act is a long text. "
ORDER = "Trump signed Executive Order 14409 on Tuesday. "


def claims(sheet: Sheet, attribute: str) -> set[tuple[str, str]]:
    return {
        (claim.subject, claim.value)
        for claim in sheet.claims
        if claim.attribute == attribute and claim.modality in ("asserted", "reported") and not claim.negated
    }


@pytest.mark.parametrize(
    "power",
    [
        "10^25",
        "10²⁵",
        "1e25",
        "ten to the power of twenty-five",
        "10 to the 25th power",
        "10 septillion",
        "a one followed by 25 zeros",
        "ten trillion trillion",
    ],
)
def test_a_threshold_is_read_in_every_printing(sheet: Read, power: str) -> None:
    assert claims(sheet(f"{ACT}Its threshold is {power} operations."), "compute_threshold_flop") == {
        ("eu-ai-act", "1e25")
    }


def test_the_compute_of_one_model_is_no_threshold(sheet: Read) -> None:
    assert not claims(sheet(f"{ACT}Our model was trained with 3 x 10^25 operations."), "compute_threshold_flop")


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("Fines reach €35 million or 7 % of turnover.", {"35000000 EUR; 7 %"}),
        (
            "Penalties: 7 % or €35 million, 3 % or €15 million, 1 % or €7.5 million.",
            {"35000000 EUR; 7 %", "15000000 EUR; 3 %", "7500000 EUR; 1 %"},
        ),
        ("Offenders risk fifteen million, or three per cent of turnover.", {"15000000 EUR; 3 %"}),
        ("A lie can bring a fine of up to one per cent of revenue.", {"1 %"}),
    ],
)
def test_every_tier_of_a_fine_is_a_claim(sheet: Read, text: str, tiers: set[str]) -> None:
    assert claims(sheet(ACT + text), "maximum_fine") == {("eu-ai-act", tier) for tier in tiers}


@pytest.mark.parametrize(
    "text",
    [
        "Last week a shop was fined €2 million over cookies.",
        "The fund raised €15 million for new chips.",
        "The agency may levy periodic payments of 5 % of average daily turnover.",
    ],
)
def test_sums_that_are_no_ceiling_are_left_out(sheet: Read, text: str) -> None:
    assert not claims(sheet(ACT + text), "maximum_fine")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Systems of Annex III follow on 2 December 2027.", {"2027-12-02"}),
        ("Its bans have bitten since 2 February 2025.", {"2025-02-02"}),
        ("For prohibitions it applies from 2 February 2025, and for models from 2 August 2025.",
         {"2025-02-02", "2025-08-02"}),
        ("The omnibus pushed its high-risk rules from 2 August 2026 to 2 December 2027.", {"2027-12-02"}),
        ("Its marking duties kick in on 2 December.", {"2026-12-02"}),
        ("The rules do not start before 2 December 2027.", {"2027-12-02"}),
        ("Members voted on it on 13 March 2024.", set()),
        ("A lawyer who knows the Act starts at a bank in September.", set()),
    ],
)  # fmt: skip
def test_dates_of_application_are_read_where_rules_start(sheet: Read, text: str, dates: set[str]) -> None:
    assert {value for _, value in claims(sheet(ACT + text), "applies_from")} == dates


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Project Glasswing counts 12 charter partners.", {"12"}),
        ("Anthropic widened Project Glasswing from about fifty to some two hundred firms.", {"50", "200"}),
        ("Some one hundred and fifty hospitals may now use Claude Mythos.", {"150"}),
        ("Thirty members of the European Parliament asked for access to Claude Mythos.", set()),
    ],
)
def test_partners_with_access_are_counted(sheet: Read, text: str, counts: set[str]) -> None:
    assert {value for _, value in claims(sheet(text), "access_partner_count")} == counts


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The Treasury has 30 days to set up a clearinghouse.", {"30"}),
        ("Agencies get 60 days to rewrite their plans and 180 to comply.", {"60", "180"}),
        ("Its 60-day deadline is tight.", {"60"}),
        ("The Treasury must report within a fortnight.", {"14"}),
        ("Talks lasted 60 days.", set()),
        ("It will take effect 30 days after that.", set()),
    ],
)
def test_deadlines_are_read_and_other_spans_are_not(sheet: Read, text: str, days: set[str]) -> None:
    assert {value for _, value in claims(sheet(ORDER + text), "deadline_days")} == days


@pytest.mark.parametrize(
    "text",
    [
        "Whether a model is covered is for the National Security Agency alone to say.",
        "The decision on which models are covered rests with the director of the NSA.",
        "Who decides which models count? The NSA.",
    ],
)
def test_the_body_with_the_last_word_is_found(sheet: Read, text: str) -> None:
    assert claims(sheet(ORDER + text), "determining_authority") == {("eo-14409", "National Security Agency")}


def test_a_part_of_a_sentence_speaks_of_the_act_of_its_own_place(sheet: Read) -> None:
    text = f"{ORDER}{ACT}Washington names no number; Brussels draws its line at 10^25 operations."
    assert claims(sheet(text), "compute_threshold_flop") == {("eu-ai-act", "1e25")}


@pytest.mark.parametrize(
    "text",
    [
        "It invites developers to show their models early.",
        "Whether to take part is left to the developer.",
        "Taking part is nobody’s duty.",
    ],
)
def test_what_is_offered_or_left_to_firms_is_voluntary(sheet: Read, text: str) -> None:
    assert claims(sheet(ORDER + text), "participation") == {("eo-14409", "voluntary")}
