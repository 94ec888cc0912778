"""The status of an instrument on a day, as its dates tell it."""

from __future__ import annotations

import sqlite3

import pytest

from crosswalk.site.queries_compare import STATUS_ON

COLUMNS = ("type", "status", "signed", "published", "in_force", "ended")
ORDER = ("executive_order", "repealed", "2023-10-30", "2023-11-01", "2023-10-30", "2025-01-20")
ACT = ("state_statute", "applies", "2024-09-19", None, "2026-08-02", None)
FALLEN = ("state_statute", "repealed", "2024-05-17", None, None, "2026-05-14")
AHEAD = ("state_statute", "adopted", "2025-12-19", None, "2027-01-01", None)
DRAFT = ("draft", "shelved", None, None, None, "2026-05-21")
GUIDE = ("guidelines", "in_force", None, "2025-07-18", None, None)
BILL = ("bill", "proposed", None, None, None, None)


@pytest.mark.parametrize(
    ("row", "day", "expected"),
    [
        (ORDER, "2023-10-29", "not_yet_made"),
        (ORDER, "2024-06-01", "in_force"),
        (ORDER, "2025-01-20", "repealed"),
        (ORDER, None, "repealed"),
        (ACT, "2025-01-01", "adopted"),
        (ACT, "2026-08-02", "applies"),
        (FALLEN, "2026-05-13", "adopted"),
        (FALLEN, "2026-05-14", "repealed"),
        (AHEAD, "2026-11-20", "adopted"),
        (DRAFT, "2026-05-20", "proposed"),
        (DRAFT, "2026-05-21", "shelved"),
        (GUIDE, "2025-07-17", "not_yet_made"),
        (GUIDE, "2025-07-18", "in_force"),
        (BILL, "2026-01-01", "proposed"),
    ],
)
def test_status_on_a_day(row: tuple[str | None, ...], day: str | None, expected: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE instruments ({', '.join(COLUMNS)})")
    connection.execute("INSERT INTO instruments VALUES (?, ?, ?, ?, ?, ?)", row)
    (found,) = connection.execute(f"SELECT {STATUS_ON} FROM instruments i", {"day": day}).fetchone()
    connection.close()
    assert found == expected
