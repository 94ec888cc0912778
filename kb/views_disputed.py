"""The view of what the register's own sources disagree on: every version with who gives it."""

from __future__ import annotations

from kb.views_parts import TODAY, first_day


def disputed_sql(day: str = TODAY) -> str:
    """Return the query of the view `disputed` on a day: a SQL expression, or `:as_of` to bind one."""
    return f"""
-- One row per version of a fact on which the register's own sources disagree, in the order of the register.
--   fact_id, question, about_id, about   what is asked, and of which entity; instrument_id: the same when it is one
--   resolution  why the register follows one of the versions; null: the question is open, or was on that day
--   version_id, position, value, note    the version in our words; followed: 1 for the one that the register goes by
--   attribute, claim   the same as a claim attribute and value, where it is one; voices: the independent publishers
--               held whose texts say so (null: it is no claim attribute)
--   confidence, as_of, source_url        of this version; versions: how many the fact has
-- A version counts from the day its source said so; a fact with one version on a day was not disputed then.
WITH known AS MATERIALIZED (
  SELECT *, count(*) OVER (PARTITION BY fact_id) AS versions, max(followed) OVER (PARTITION BY fact_id) AS decided
  FROM disputed_versions v WHERE {first_day("v.as_of")} <= {day}
),
said AS MATERIALIZED (
  SELECT subject_id, attribute, value, count(DISTINCT voice) AS voices FROM story_claims
  WHERE in_law = 0 AND published <= {day} GROUP BY subject_id, attribute, value
)
SELECT f.id AS fact_id, f.question, f.about_id, coalesce(i.short_title, e.name) AS about, i.id AS instrument_id,
  CASE WHEN k.decided THEN f.resolution END AS resolution,
  k.id AS version_id, k.position, k.value, k.followed, k.note, f.attribute, k.claim,
  CASE WHEN k.claim IS NOT NULL THEN coalesce(s.voices, 0) END AS voices,
  k.confidence, k.as_of, k.source_url, k.versions
FROM disputed_facts f
JOIN known k ON k.fact_id = f.id AND k.versions > 1
JOIN entities e ON e.id = f.about_id
LEFT JOIN instruments i ON i.id = f.about_id
LEFT JOIN said s ON s.subject_id = f.about_id AND s.attribute = f.attribute AND s.value = k.claim
ORDER BY coalesce(i.position, 999), about, f.id, k.position"""


VIEWS: dict[str, str] = {"disputed": disputed_sql()}
