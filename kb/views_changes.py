"""The view of what changed: what runs noticed, and what the recorded clock of law, cells and promises says."""

from __future__ import annotations

CHANGE_LOG = """
-- What changed in the comparison, newest first.
--   at        when: the run that noticed it, or the day it was publicly known
--   origin    run (a run of the pipeline noticed it) or record (a version with that recorded_from is in the register)
--   kind      cell, provision, deadline, commitment, trust, document
--   subject_id, instrument_id, title, before, after
--   cause     law_text, article, correction, re_extraction, register, time
--   hidden    1: only the extractor changed; pages leave these out unless asked
--   confidence  how well the register's row that moved is supported; null: it is no row of the register
--   document_id, source_url   what brought it; cite: table and id of the row that holds the
--             change; cite_before: of the row that holds what was before, where that is another
WITH cell_steps AS (
  SELECT c.*, lag(c.value) OVER steps AS before, lag(c.id) OVER steps AS earlier
  FROM cells c WINDOW steps AS (PARTITION BY c.question_id, c.instrument_id ORDER BY c.recorded_from, c.id)
),
law_steps AS (
  SELECT p.*, lag(coalesce(p.applies_from, 'no date') || ' (' || p.status || ')') OVER steps AS before,
    lag(p.id) OVER steps AS earlier
  FROM provisions p WINDOW steps AS (PARTITION BY p.instrument_id, p.key ORDER BY p.recorded_from, p.id)
),
-- A deadline that moved: one row ends on the day that the next one for the same actor and action begins.
due_steps AS (
  SELECT coalesce(d.recorded_from, e.recorded_to) AS at, coalesce(d.id, e.id) AS id, d.id AS later, d.due AS after,
    e.id AS earlier, e.due AS before
  FROM deadlines e LEFT JOIN deadlines d ON d.instrument_id = e.instrument_id AND d.actor = e.actor
    AND d.action = e.action AND d.recorded_from = e.recorded_to
  WHERE e.recorded_to IS NOT NULL
)
SELECT c.at, 'run' AS origin, c.kind, c.subject_id,
  CASE WHEN c.kind = 'cell' THEN substr(c.subject_id, instr(c.subject_id, '|') + 1)
    WHEN c.kind IN ('provision', 'trust') THEN substr(c.subject_id, 1, instr(c.subject_id, '|') - 1)
    WHEN c.kind = 'deadline' THEN (SELECT d.instrument_id FROM deadlines d WHERE d.id = c.subject_id)
  END AS instrument_id,
  c.title, c.before, c.after, c.cause, c.cause = 're_extraction' AS hidden, c.document_id, NULL AS source_url,
  'changes:' || c.id AS cite, NULL AS cite_before,
  CASE c.kind
    WHEN 'deadline' THEN (SELECT d.confidence FROM deadlines d WHERE d.id = c.subject_id)
    WHEN 'commitment' THEN (SELECT p.confidence FROM commitments p WHERE p.id = c.subject_id)
    WHEN 'cell' THEN (SELECT e.confidence FROM cells e WHERE e.question_id || '|' || e.instrument_id = c.subject_id
      ORDER BY e.recorded_from DESC, e.id LIMIT 1)
    WHEN 'provision' THEN (SELECT p.confidence FROM provisions p WHERE p.instrument_id || '|' || p.key = c.subject_id
      ORDER BY p.recorded_from DESC, p.id LIMIT 1)
  END AS confidence
FROM changes c
UNION ALL
SELECT s.recorded_from, 'record', 'cell', s.question_id || '|' || s.instrument_id, s.instrument_id,
  q.question || ' (' || i.short_title || ')', s.before, s.value || ' [' || s.status || ']',
  'law_text', 0, NULL, s.source_url, 'cells:' || s.id,
  'cells:' || s.earlier, s.confidence
FROM cell_steps s JOIN questions q ON q.id = s.question_id JOIN instruments i ON i.id = s.instrument_id
WHERE s.earlier IS NOT NULL
UNION ALL
SELECT s.recorded_from, 'record', 'provision', s.instrument_id || '|' || s.key, s.instrument_id,
  i.short_title || ', ' || s.citation || coalesce(': ' || s.basis, ''), s.before,
  coalesce(s.applies_from, 'no date') || ' (' || s.status || ')', 'law_text', 0, NULL, s.source_url,
  'provisions:' || s.id, 'provisions:' || s.earlier, s.confidence
FROM law_steps s JOIN instruments i ON i.id = s.instrument_id WHERE s.earlier IS NOT NULL
UNION ALL
SELECT s.at, 'record', 'deadline', s.id, d.instrument_id,
  i.short_title || ', ' || d.citation || ': ' || d.action || ' (' || d.actor || ')', s.before, s.after,
  'law_text', 0, NULL, d.source_url, 'deadlines:' || s.id,
  CASE WHEN s.later IS NOT NULL THEN 'deadlines:' || s.earlier END, d.confidence
FROM due_steps s JOIN deadlines d ON d.id = s.id JOIN instruments i ON i.id = d.instrument_id
UNION ALL
SELECT c.recorded_from, 'record', 'commitment', c.id, c.instrument_id, m.name || ': ' || rtrim(c.text, '.'),
  (SELECT e.state FROM commitments e WHERE e.id = c.follows_id), c.state, 'register', 0, NULL, c.source_url,
  'commitments:' || c.id, 'commitments:' || c.follows_id, c.confidence
FROM commitments c JOIN entities m ON m.id = c.maker_id
ORDER BY 1 DESC, 3, 4, 7"""

VIEWS: dict[str, str] = {"change_log": CHANGE_LOG}
