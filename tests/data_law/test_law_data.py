"""What the register says of the law: two clocks, deadlines, promises, and the facts that are easily got wrong."""

from datetime import date, timedelta
from functools import cache

import pytest
from conftest_shared import ROOT

from kb.datafiles import Register, load_register
from kb.model import Provision
from kb.partial_dates import parse_partial


@cache
def register() -> Register:
    return load_register(ROOT / "data")


def law_on(day: str, key: str, instrument: str = "eu-ai-act") -> tuple[str | None, str | None, str | None]:
    """Return the date in force, the status pending beside it and its date, as known on a day."""
    known = [
        row
        for row in register().provisions
        if (row.instrument_id, row.key) == (instrument, key)
        and row.recorded_from <= day
        and (row.recorded_to is None or day < row.recorded_to)
    ]
    law = [row for row in known if row.status == "in_force" and valid(row, day)]
    assert len(law) == 1, known
    pending = [row for row in known if row.status in ("proposed", "provisional", "adopted")]
    assert len(pending) <= 1, pending
    return (law[0].applies_from, *((pending[0].status, pending[0].applies_from) if pending else (None, None)))


def valid(row: Provision, day: str) -> bool:
    return (row.valid_from or "") <= day and (row.valid_to is None or day < row.valid_to)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-09-01", ("2026-08-02", None, None)),
        ("2025-12-01", ("2026-08-02", "proposed", None)),
        ("2026-06-01", ("2026-08-02", "provisional", "2027-12-02")),
        ("2026-07-01", ("2026-08-02", "adopted", "2027-12-02")),
        ("2026-07-25", ("2026-08-02", None, None)),
        ("2026-07-28", ("2027-12-02", None, None)),
    ],
)
@pytest.mark.parametrize("key", ["anx_III", "anx_III.4", "art_113.c.i", "art_9.1", "art_16.f", "art_43.2"])
def test_annex_iii_duties_as_known_on_a_day(key: str, day: str, expected: tuple[str | None, ...]) -> None:
    assert law_on(day, key) == expected


@pytest.mark.parametrize("key", ["anx_I", "art_113.c.ii", "art_6.1"])
def test_annex_i_duties_as_known_on_a_day(key: str) -> None:
    assert law_on("2025-12-01", key) == ("2027-08-02", "proposed", None)
    assert law_on("2026-07-28", key) == ("2028-08-02", None, None)


def test_rules_that_were_not_deferred_keep_their_dates() -> None:
    dates = {
        key: law_on("2026-11-20", key)[0] for key in ("art_5.1", "art_5.1.ba", "art_55.1.a", "art_50.1", "art_101.1")
    }

    assert dates == {
        "art_5.1": "2025-02-02",
        "art_5.1.ba": "2026-12-02",
        "art_55.1.a": "2025-08-02",
        "art_50.1": "2026-08-02",
        "art_101.1": "2026-08-02",
    }


def test_the_biden_order_was_revoked_by_eo_14148() -> None:
    repealed = [row for row in register().provisions if row.instrument_id == "eo-14110" and row.status == "repealed"]

    assert [(row.recorded_from, "EO 14148" in (row.basis or "")) for row in repealed] == [("2025-01-20", True)]


def test_obligations_are_all_there_and_dated() -> None:
    rows = register().obligations
    deferred = {row.id for row in rows if row.applies_from == "2027-12-02"}

    assert len(rows) == 120
    assert {row.as_of for row in rows} == {"2026-07-27"}
    assert "aia-art43-2" in deferred
    assert "aia-art55-1-a" not in deferred
    assert all(row.applies_from_annex_i == "2028-08-02" for row in rows if row.id in deferred - {"aia-art49-2"})


def test_due_dates_follow_from_the_sections() -> None:
    rows = [row for row in register().deadlines if row.instrument_id == "eo-14409"]
    days = {row.id: row.days for row in register().provisions if row.instrument_id == "eo-14409"}
    signed = date(2026, 6, 2)

    assert {row.due for row in rows if row.days == 30} == {"2026-07-02"}
    assert {row.due for row in rows if row.days == 60} == {"2026-08-01"}
    for row in rows:
        assert row.provision_id is not None, row.id
        assert days[row.provision_id] == row.days, row.id
        assert row.due == (signed + timedelta(days=row.days or 0)).isoformat()


def test_a_deadline_carries_the_clocks_and_the_basis_of_its_provision() -> None:
    bases = {(row.id, row.instrument_id): row for row in register().provisions}
    deadlines = {row.id: row for row in register().deadlines}
    for row in deadlines.values():
        law = bases.get((row.provision_id, row.instrument_id))
        assert row.basis and row.valid_from and row.status in ("in_force", "adopted"), row.id
        if law is not None and law.recorded_from == row.recorded_from:
            assert (row.status, row.basis, row.valid_from) == (law.status, law.basis, law.valid_from), row.id
    before, after = deadlines["eu-annex-iii-2024"], deadlines["eu-annex-iii"]
    assert (before.due, before.recorded_to, before.valid_from) == ("2026-08-02", "2026-07-24", "2024-08-01")
    assert (after.due, after.recorded_from, after.valid_from) == ("2027-12-02", "2026-07-24", "2026-07-27")
    assert "2026/1744" in (after.basis or "") and "2026/1744" not in (before.basis or "")


def test_claimed_and_verified_stay_apart() -> None:
    rows = {row.id: row for row in register().deadlines}
    differing = {row.deadline_id: row.date for row in register().deadline_evidence if row.kind == "differs"}

    clearinghouse, framework = rows["eo-14409-2d"], rows["eo-14409-3b"]
    assert (clearinghouse.claimed_on, clearinghouse.verified_on) == ("2026-07-14", "2026-07-14")
    assert differing["eo-14409-2d"] == "2026-07-15"
    assert (framework.claimed_on, framework.verified_on) == ("2026-08-03", None)


def test_agreements_of_2024_and_2026_are_different_promises() -> None:
    rows = register().commitments
    makers = {
        year: {
            row.maker_id for row in rows if row.instrument_id == f"caisi-agreements-{year}" and row.state == "agreed"
        }
        for year in (2024, 2026)
    }

    assert makers[2024] == {"openai", "anthropic"}
    assert makers[2026] == {"google", "microsoft", "xai", "us-caisi"}


def test_lives_of_promises_run_forward() -> None:
    rows = {row.id: row for row in register().commitments}
    for row in rows.values():
        if row.follows_id:
            before = rows[row.follows_id]
            assert before.maker_id == row.maker_id
            assert parse_partial(before.date or "").first <= parse_partial(row.date or "").first


def test_signatories_and_refusals_of_the_code_and_the_accord() -> None:
    def states(instrument: str) -> dict[str, str]:
        return {row.maker_id: row.state for row in register().commitments if row.instrument_id == instrument}

    assert states("eu-gpai-code")["meta"] == "refused"
    assert states("eu-gpai-code")["xai"] == "signed"
    assert set(states("white-house-accord")) == {"google", "anthropic", "meta", "openai", "xai", "nvidia"}


def test_both_regimes_answer_every_question_with_evidence() -> None:
    questions = [row.id for row in register().questions]
    evidence = {row.cell_id for row in register().cell_evidence}

    assert len(questions) >= 24
    for instrument in ("eo-14409", "eu-ai-act"):
        cells = [row for row in register().cells if row.instrument_id == instrument]
        current = {row.question_id for row in cells if row.recorded_to is None}
        assert current == set(questions)
        assert {row.id for row in cells} <= evidence


def test_cells_cite_the_provisions_that_carry_them() -> None:
    cited = {row.cell_id: set() for row in register().cell_evidence}
    for row in register().cell_evidence:
        cited[row.cell_id].add(row.provision_key)
    cells = {(row.instrument_id, row.question_id): row for row in register().cells if row.recorded_to is None}

    window = cells["eo-14409", "timing"]
    assert ("other trusted partners" in window.value, cited[window.id]) == (True, {"sec_3.b.ii"})
    authority = cells["eo-14409", "coverage-decision"]
    assert ("Director of NSA determines" in authority.value, "CAISI is not named" in authority.value) == (True, True)
    licence = cells["eo-14409", "licensing"]
    assert ("section 3 only" in licence.value, cited[licence.id]) == (True, {"sec_3.c"})
    dates = cells["eu-ai-act", "application-dates"]
    assert ("2 December 2027" in dates.value, "2 August 2028" in dates.value) == (True, True)
    assert "no approval for models before release" in cells["eu-ai-act", "licensing"].value


def test_the_answer_on_dates_was_another_before_the_amendment() -> None:
    def shown(day: str) -> list[str]:
        return sorted(
            row.status
            for row in register().cells
            if (row.instrument_id, row.question_id) == ("eu-ai-act", "application-dates")
            and row.recorded_from <= day
            and (row.recorded_to is None or day < row.recorded_to)
        )

    assert [shown(day) for day in ("2025-12-01", "2026-06-01", "2026-07-01", "2026-07-28")] == [
        ["in_force", "proposed"],
        ["in_force", "provisional"],
        ["adopted", "in_force"],
        ["in_force"],
    ]


def test_timelines_are_whole_and_nothing_ahead_is_told_as_done() -> None:
    rows = register().events
    ahead = [row for row in rows if parse_partial(row.date or "").first > date(2026, 11, 20)]

    assert len(rows) == 159
    assert {row.type for row in ahead} <= {"applies", "deadline"}


def test_every_row_names_its_source() -> None:
    held = register()
    for rows in (held.provisions, held.obligations, held.commitments, held.deadlines, held.events, held.cells):
        for row in rows:
            assert row.source_url and (
                row.source_url.startswith("http") or row.source_url.startswith("secondary source")
            )
            if row.source_url.startswith("secondary source"):
                assert row.confidence in ("medium", "low", "disputed"), row.id
