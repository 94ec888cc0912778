"""Views of the matrix: the cells as they stand, every version of them, and what silence means."""

from __future__ import annotations

from kb.views_parts import TODAY, known_on, law_rank

# One order of preference among the evidence of a cell, used wherever one piece is shown.
EVIDENCE_RANK = (
    "CASE e.kind WHEN 'primary' THEN 0 WHEN 'official' THEN 1 WHEN 'summary' THEN 2 WHEN 'news' THEN 3 ELSE 4 END"
)


def comparison_sql(day: str = TODAY) -> str:
    """Return the query of the view `comparison` as known on a day: a SQL expression, or `:as_of` to bind one."""
    return f"""
-- One row per question and instrument: the version of the cell known today, in law before merely proposed.
--   cell_id, question_id, topic, question, question_position, instrument_id, instrument, instrument_position
--   value, degree, citation, confidence    as a person (or "machine") set them; set_by, set_at
--   evidence_count, best_evidence_kind     primary, official, summary, news, claim; null: none
--   evidence                               the best piece as printed, else "no evidence held"
--   evidence_id, document_id, sentence_id, start, end, provision_key   where it stands
--   pending_value, pending_status, pending_basis   the strongest known version that is not law yet
--   valid_from, valid_to, recorded_from, recorded_to, status, basis, source_url   the clocks of this version
--   versions                               how many versions of the cell are recorded in all
WITH known AS MATERIALIZED (
  SELECT c.*, {law_rank("c", day)} AS law_rank FROM cells c WHERE {known_on("c", day)}
),
ranked AS MATERIALIZED (
  SELECT k.*, row_number() OVER (
    PARTITION BY k.question_id, k.instrument_id ORDER BY k.law_rank, k.recorded_from DESC, k.id
  ) AS place FROM known k
),
best AS MATERIALIZED (
  SELECT e.*,
    row_number() OVER (PARTITION BY e.cell_id ORDER BY {EVIDENCE_RANK}, e.rank, e.document_id, e.start, e.id) AS place,
    count(*) OVER (PARTITION BY e.cell_id) AS held
  FROM cell_evidence e
)
SELECT r.id AS cell_id, q.id AS question_id, q.topic, q.question, q.position AS question_position,
  i.id AS instrument_id, i.short_title AS instrument, i.position AS instrument_position,
  r.value, r.degree, r.citation, r.confidence, r.set_by, r.set_at,
  coalesce(b.held, 0) AS evidence_count, b.kind AS best_evidence_kind, coalesce(b.text, 'no evidence held') AS evidence,
  b.id AS evidence_id, b.document_id, b.sentence_id, b.start, b."end", b.provision_key,
  p.value AS pending_value, p.status AS pending_status, p.basis AS pending_basis,
  r.valid_from, r.valid_to, r.recorded_from, r.recorded_to, r.status, r.basis, r.source_url,
  (SELECT count(*) FROM cells v WHERE v.question_id = r.question_id AND v.instrument_id = r.instrument_id) AS versions
FROM ranked r
JOIN questions q ON q.id = r.question_id
JOIN instruments i ON i.id = r.instrument_id
LEFT JOIN best b ON b.cell_id = r.id AND b.place = 1
LEFT JOIN ranked p ON p.question_id = r.question_id AND p.instrument_id = r.instrument_id AND p.place = 2
  AND r.law_rank < 2 AND p.law_rank BETWEEN 2 AND 5 AND p.value <> r.value
WHERE r.place = 1
ORDER BY q.position, i.position"""


CELL_VERSIONS = """
-- Every recorded version of every cell, oldest first, for "as known on" and for what changed.
--   version      1, 2, … by recorded_from within the cell (question and instrument)
--   evidence_count   pieces of evidence held for this version; the other columns as in cells
SELECT c.*, q.question, i.short_title AS instrument,
  row_number() OVER (PARTITION BY c.question_id, c.instrument_id ORDER BY c.recorded_from, c.id) AS version,
  (SELECT count(*) FROM cell_evidence e WHERE e.cell_id = c.id) AS evidence_count
FROM cells c JOIN questions q ON q.id = c.question_id JOIN instruments i ON i.id = c.instrument_id
ORDER BY q.position, i.position, version"""

SILENCE = """
-- One row per question and claim attribute that bears on it: what was searched and what silence means.
--   answer       found, "not found in store", or incomplete (nothing found while a source fails or looks suspect)
--   claims, independent_claims   statements held on the attribute, all and one per independent story
--   documents, first_published, last_published   what was searched
--   sources, sources_failing, last_success       how complete the search is
SELECT q.id AS question_id, q.question, a.value AS attribute,
  CASE WHEN coalesce(c.stories, 0) > 0 THEN 'found' WHEN h.failing > 0 THEN 'incomplete' ELSE 'not found in store' END
    AS answer,
  coalesce(c.claims, 0) AS claims, coalesce(c.stories, 0) AS independent_claims,
  d.documents, d.first_published, d.last_published, h.sources, h.failing AS sources_failing, h.last_success
FROM questions q
JOIN json_each(q.attributes) a
LEFT JOIN (SELECT attribute, sum(copies) AS claims, count(*) AS stories FROM story_claims GROUP BY attribute) c
  ON c.attribute = a.value
CROSS JOIN (SELECT count(*) AS documents, min(substr(published, 1, 10)) AS first_published,
  max(substr(published, 1, 10)) AS last_published FROM documents) d
CROSS JOIN (SELECT count(*) AS sources, coalesce(sum(state IN ('failing', 'suspect')), 0) AS failing,
  max(last_success) AS last_success FROM source_health) h
ORDER BY q.position, a.value"""

VIEWS: dict[str, str] = {
    "comparison": comparison_sql(),
    "cell_versions": CELL_VERSIONS,
    "silence": SILENCE,
}
