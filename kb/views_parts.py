"""Pieces of SQL that several views share: partial dates, the two clocks, and how values of an attribute compare.

Each function takes SQL expressions and returns one; tests ask them value by value.
"""

from __future__ import annotations

TODAY = "date('now')"

# Attributes of which one instrument can rightly have several values (several sections, several duties).
SEVERAL_VALUES = ("deadline_days", "applies_from", "maximum_fine")

# Documents whose statements count as sources. The project's own summaries and notes are no witnesses.
WITNESS_KINDS = ("news", "official")


def first_day(value: str) -> str:
    """Return the first day that a partial date or interval stands for, as an ISO date."""
    part = f"substr({value}, 1, CASE WHEN instr({value}, '/') THEN instr({value}, '/') - 1 ELSE length({value}) END)"
    return (
        f"CASE WHEN {part} GLOB '[0-9][0-9][0-9][0-9]' THEN {part} || '-01-01'"
        f" WHEN {part} GLOB '????-Q[1-4]' THEN substr({part}, 1, 4) || '-' ||"
        f" printf('%02d', 3 * substr({part}, 7, 1) - 2) || '-01'"
        f" WHEN {part} GLOB '????-[0-9][0-9]' THEN {part} || '-01' ELSE substr({part}, 1, 10) END"
    )


def last_day(value: str) -> str:
    """Return the last day that a partial date or interval stands for, as an ISO date."""
    part = f"substr({value}, instr({value}, '/') + 1)"
    return (
        f"CASE WHEN {part} GLOB '[0-9][0-9][0-9][0-9]' THEN {part} || '-12-31'"
        f" WHEN {part} GLOB '????-Q[1-4]' THEN date(substr({part}, 1, 4) || '-' ||"
        f" printf('%02d', 3 * substr({part}, 7, 1)) || '-01', '+1 month', '-1 day')"
        f" WHEN {part} GLOB '????-[0-9][0-9]' THEN date({part} || '-01', '+1 month', '-1 day')"
        f" ELSE substr({part}, 1, 10) END"
    )


def known_on(row: str, day: str) -> str:
    """Return the condition that a row with recorded_from and recorded_to was what was known on a day."""
    return (
        f"substr({row}.recorded_from, 1, 10) <= {day}"
        f" AND ({row}.recorded_to IS NULL OR substr({row}.recorded_to, 1, 10) > {day})"
    )


def valid_on(row: str, day: str) -> str:
    """Return the condition that a row with valid_from and valid_to holds in law on a day."""
    return (
        f"(({row}.valid_from IS NULL OR {row}.valid_from <= {day})"
        f" AND ({row}.valid_to IS NULL OR {row}.valid_to > {day}))"
    )


def law_rank(row: str, day: str) -> str:
    """Return a rank of versions known on one day: 0 and 1 are law, 2 to 5 are on the way, 6 is past or never came."""
    return (
        f"CASE WHEN {row}.status IN ('in_force', 'applies') AND {valid_on(row, day)} THEN 0"
        f" WHEN {row}.status = 'adopted' AND {row}.valid_from IS NOT NULL AND {valid_on(row, day)} THEN 1"
        f" WHEN {row}.status IN ('in_force', 'applies') AND coalesce({row}.valid_from, '') > {day} THEN 2"
        f" WHEN {row}.status = 'adopted' THEN 3 WHEN {row}.status = 'provisional' THEN 4"
        f" WHEN {row}.status = 'proposed' THEN 5 ELSE 6 END"
    )


def same_value(attribute: str, left: str, right: str) -> str:
    """Return the condition that two wordings of an attribute's value do not conflict (one may be coarser)."""
    upper = "CAST(substr({0}, instr({0}, '-') + 1) AS INTEGER)"
    return (
        f"CASE {attribute}"
        f" WHEN 'applies_from' THEN {first_day(left)} <= {last_day(right)} AND {first_day(right)} <= {last_day(left)}"
        f" WHEN 'review_window_days' THEN {upper.format(left)} = {upper.format(right)}"
        f" WHEN 'compute_threshold_flop' THEN CAST({left} AS REAL) = CAST({right} AS REAL)"
        f" WHEN 'maximum_fine' THEN instr('; ' || {left} || '; ', '; ' || {right} || '; ') > 0"
        f" OR instr('; ' || {right} || '; ', '; ' || {left} || '; ') > 0"
        f" ELSE {left} = {right} END"
    )


def within(attribute: str, inner: str, outer: str) -> str:
    """Return the condition that the inner value says strictly more than the outer one, which contains it."""
    low = "CAST({0} AS INTEGER)"
    high = "CAST(substr({0}, instr({0}, '-') + 1) AS INTEGER)"
    return (
        f"CASE {attribute}"
        f" WHEN 'applies_from' THEN {inner} <> {outer} AND {first_day(inner)} >= {first_day(outer)}"
        f" AND {last_day(inner)} <= {last_day(outer)}"
        f" WHEN 'review_window_reference' THEN {inner} = 'release to trusted partners'"
        f" AND {outer} = 'release to outside organisations'"
        f" WHEN 'review_window_days' THEN instr({outer}, '-') AND {inner} <> {outer}"
        f" AND {low.format(inner)} >= {low.format(outer)} AND {high.format(inner)} <= {high.format(outer)}"
        f" WHEN 'maximum_fine' THEN {inner} <> {outer} AND instr('; ' || {inner} || '; ', '; ' || {outer} || '; ') > 0"
        " ELSE 0 END"
    )


def listed(values: tuple[str, ...]) -> str:
    """Return a SQL list of string literals."""
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def printed_day(value: str) -> str:
    """Return an ISO day as it is printed in prose, `2 August 2026`."""
    months = ("January February March April May June July August September October November December").split()
    names = " ".join(f"WHEN '{number:02d}' THEN '{name}'" for number, name in enumerate(months, 1))
    return (
        f"CAST(substr({value}, 9, 2) AS INTEGER) || ' ' || CASE substr({value}, 6, 2) {names} END"
        f" || ' ' || substr({value}, 1, 4)"
    )
