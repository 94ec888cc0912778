"""The SQL views: what the site, the API and researchers read. Derived labels ("disputed", "late") live only here.

Each query opens with a comment that says what a row is and what its columns hold. Those that depend on the day have a
function beside them (`comparison_sql(":as_of")`) for "as known on" a day other than today.
"""

from __future__ import annotations

from kb import (
    views_changes,
    views_checks,
    views_claims,
    views_comparison,
    views_disputed,
    views_exposure,
    views_law,
    views_reading,
)
from kb.views_comparison import comparison_sql
from kb.views_disputed import disputed_sql
from kb.views_exposure import exposure_sql
from kb.views_law import dated_law_sql, deadline_status_sql

VIEWS: dict[str, str] = (
    views_reading.VIEWS
    | views_claims.VIEWS
    | views_disputed.VIEWS
    | views_law.VIEWS
    | views_exposure.VIEWS
    | views_comparison.VIEWS
    | views_checks.VIEWS
    | views_changes.VIEWS
)

__all__ = ["VIEWS", "comparison_sql", "dated_law_sql", "deadline_status_sql", "disputed_sql", "exposure_sql"]
