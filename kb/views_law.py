"""Views of what is law and what is owed: dated provisions, deadlines, commitments and what was overtaken."""

from __future__ import annotations

from kb.views_parts import TODAY, first_day, known_on, last_day, law_rank, printed_day


def dated_law_sql(day: str = TODAY) -> str:
    """Return the query of the view `dated_law` as known on a day: a SQL expression, or `:as_of` to bind one."""
    return f"""
-- One row per provision: what was law on the day and what was on its way, as far as known on that day.
--   instrument_id, instrument, key, citation, heading, summary
--   applies_from, status, basis          of the version that is law (else of the nearest to it)
--   pending_applies_from, pending_status, pending_basis   of the version on its way; null: none
--   valid_from, valid_to, recorded_from, recorded_to, confidence, source_url, provision_id   of the version shown
WITH known AS MATERIALIZED (
  SELECT p.*, {law_rank("p", day)} AS law_rank FROM provisions p WHERE {known_on("p", day)}
),
law AS MATERIALIZED (
  SELECT k.*, row_number() OVER (PARTITION BY instrument_id, key ORDER BY law_rank, recorded_from DESC, id) AS place
  FROM known k
),
pending AS MATERIALIZED (
  SELECT k.*, row_number() OVER (PARTITION BY instrument_id, key ORDER BY law_rank, recorded_from DESC, id) AS place
  FROM known k WHERE law_rank BETWEEN 2 AND 5
)
SELECT l.id AS provision_id, l.instrument_id, i.short_title AS instrument, l.key, l.citation, l.heading, l.summary,
  l.applies_from, l.status, l.basis, p.applies_from AS pending_applies_from, p.status AS pending_status,
  p.basis AS pending_basis, l.valid_from, l.valid_to, l.recorded_from, l.recorded_to, l.confidence, l.source_url
FROM law l JOIN instruments i ON i.id = l.instrument_id
LEFT JOIN pending p ON p.instrument_id = l.instrument_id AND p.key = l.key AND p.place = 1 AND p.id <> l.id
  AND l.law_rank < 2
WHERE l.place = 1
ORDER BY i.position, l.key"""


SUPERSEDED_DATES = f"""
-- Dates of application that were law and are no longer.
--   instrument_id, instrument, key, citation, heading
--   old_date, new_date      what the provision said and says
--   overtaken_on            the day from which the new date was publicly known as law
--   by_what                 the act or step that set it
--   still_used              1: another provision of the instrument still applies from the old date
--   scope                   the scope in the obligations register that went over to the new date ("high-risk"), or null
WITH law AS MATERIALIZED (
  SELECT p.*, {law_rank("p", TODAY)} AS law_rank FROM provisions p
  WHERE p.applies_from IS NOT NULL AND {known_on("p", TODAY)}
),
now AS MATERIALIZED (SELECT * FROM law WHERE law_rank < 2),
-- Joined, not correlated: SQLite before 3.41 does not see outer columns in the HAVING of a subquery.
terms AS MATERIALIZED (
  SELECT b.instrument_id, b.scope, x.applies_from AS new_date, y.applies_from AS old_date,
    sum(b.applies_from = x.applies_from) AS moved
  FROM obligations b
  JOIN (SELECT DISTINCT instrument_id, applies_from FROM now) x ON x.instrument_id = b.instrument_id
  JOIN (SELECT DISTINCT instrument_id, applies_from FROM provisions WHERE applies_from IS NOT NULL) y
    ON y.instrument_id = b.instrument_id
  WHERE b.scope IS NOT NULL GROUP BY 1, 2, 3, 4
  HAVING sum(b.applies_from = x.applies_from) > coalesce(sum(b.applies_from = y.applies_from), 0)
)
SELECT DISTINCT n.instrument_id, i.short_title AS instrument, n.key, n.citation, n.heading,
  o.applies_from AS old_date, n.applies_from AS new_date, substr(n.recorded_from, 1, 10) AS overtaken_on,
  n.basis AS by_what, EXISTS (SELECT 1 FROM now u WHERE u.instrument_id = n.instrument_id
    AND u.applies_from = o.applies_from) AS still_used,
  (SELECT t.scope FROM terms t WHERE t.instrument_id = n.instrument_id AND t.new_date = n.applies_from
    AND t.old_date = o.applies_from ORDER BY t.moved DESC, t.scope LIMIT 1) AS scope
FROM now n
JOIN provisions o ON o.instrument_id = n.instrument_id AND o.key = n.key AND o.applies_from IS NOT NULL
  AND o.applies_from <> n.applies_from AND o.recorded_from < n.recorded_from
  AND o.status NOT IN ('proposed', 'provisional', 'shelved')
JOIN instruments i ON i.id = n.instrument_id"""


def deadline_status_sql(day: str = TODAY) -> str:
    """Return the query of the view `deadline_status` on a day: a SQL expression, or `:as_of` to bind one."""
    return f"""
-- One row per deadline as known on the day. "Claimed" (the responsible side says so) and "verified" (evidence that
-- anyone can open) stay apart, and what was claimed is never called missed.
--   status      due; met; met late; claimed complete; passed without public sign; unknown (no date)
--   days_late   days after the due date that it was verified, else claimed; days_left until a due date still ahead
--   label       the status in words, "met late, 12 days"
--   claimed, verified   in words; claimed_on, verified_on as dates known on the day
--   evidence_count, differing   statements of that day or before, and those of them that say otherwise
--   deadline_id, instrument_id, instrument, citation, actor_id, actor, action, days, counted_from, due, note,
--   valid_from, valid_to, recorded_from, recorded_to, basis, confidence, source_url   as in deadlines; law_status: its
--   status there
WITH known AS (
  SELECT d.id, d.instrument_id, d.citation, d.actor_id, d.actor, d.action, d.days, d.counted_from, d.due, d.note,
    d.valid_from, d.valid_to, d.recorded_from, d.recorded_to, d.status AS law_status, d.basis, d.confidence,
    d.source_url, {last_day("d.due")} AS due_day,
    CASE WHEN substr(d.claimed_on, 1, 10) <= {day} THEN d.claimed_on END AS claimed,
    CASE WHEN substr(d.verified_on, 1, 10) <= {day} THEN d.verified_on END AS verified
  FROM deadlines d WHERE {known_on("d", day)}
),
judged AS (
  SELECT k.*,
    CASE
      WHEN julianday(due_day) IS NULL THEN 'unknown'
      WHEN verified IS NOT NULL AND {last_day("k.verified")} <= due_day THEN 'met'
      WHEN verified IS NOT NULL THEN 'met late'
      WHEN claimed IS NOT NULL THEN 'claimed complete'
      WHEN due_day >= {day} THEN 'due'
      ELSE 'passed without public sign'
    END AS status,
    CAST(julianday({last_day("coalesce(k.verified, k.claimed)")}) - julianday(due_day) AS INTEGER) AS late,
    CAST(julianday(due_day) - julianday({day}) AS INTEGER) AS ahead
  FROM known k
),
told AS (
  SELECT deadline_id, kind FROM deadline_evidence e WHERE e.date IS NULL OR {first_day("e.date")} <= {day}
)
SELECT j.id AS deadline_id, j.instrument_id, i.short_title AS instrument, j.citation, j.actor_id, j.actor, j.action,
  j.days, j.counted_from, j.due, j.status,
  CASE WHEN j.late > 0 AND j.status IN ('met late', 'claimed complete') THEN j.late END AS days_late,
  CASE WHEN j.status = 'due' THEN j.ahead END AS days_left,
  CASE j.status
    WHEN 'met late' THEN 'met late, ' || j.late || CASE j.late WHEN 1 THEN ' day' ELSE ' days' END
    WHEN 'claimed complete' THEN 'claimed complete' || CASE WHEN j.late > 0 THEN
      ', ' || j.late || CASE j.late WHEN 1 THEN ' day' ELSE ' days' END || ' late' ELSE '' END || ', no public evidence'
    ELSE j.status END AS label,
  CASE WHEN j.claimed IS NULL THEN 'not claimed' ELSE 'complete' END AS claimed,
  CASE WHEN j.verified IS NULL THEN 'no public evidence' ELSE 'complete' END AS verified,
  j.claimed AS claimed_on, j.verified AS verified_on,
  (SELECT count(*) FROM told e WHERE e.deadline_id = j.id) AS evidence_count,
  (SELECT count(*) FROM told e WHERE e.deadline_id = j.id AND e.kind = 'differs') AS differing,
  j.note, j.valid_from, j.valid_to, j.recorded_from, j.recorded_to, j.law_status, j.basis, j.confidence, j.source_url
FROM judged j JOIN instruments i ON i.id = j.instrument_id
ORDER BY j.due, i.position, j.citation, j.id"""


COMMITMENT_LEDGER = f"""
-- Every recorded state of every promise, oldest first.
--   commitment_id, maker_id, maker, addressee_id, addressee, instrument_id, instrument, text
--   state      signed, agreed, refused, invited, withdrew, renewed, renegotiated, page_removed, broken, superseded
--   date       when it took that state; follows_id the state before
--   current    1: known today and not followed by a later state
--   recorded_from, recorded_to, confidence, source_url
SELECT c.id AS commitment_id, c.maker_id, m.name AS maker, c.addressee_id, a.name AS addressee, c.instrument_id,
  coalesce(i.short_title, ie.name) AS instrument, c.text, c.state, c.date, c.follows_id,
  {known_on("c", TODAY)} AND NOT EXISTS (
    SELECT 1 FROM commitments n WHERE n.follows_id = c.id AND {known_on("n", TODAY)}) AS current,
  c.recorded_from, c.recorded_to, c.confidence, c.source_url
FROM commitments c JOIN entities m ON m.id = c.maker_id
LEFT JOIN entities a ON a.id = c.addressee_id
LEFT JOIN entities ie ON ie.id = c.instrument_id
LEFT JOIN instruments i ON i.id = c.instrument_id
ORDER BY coalesce(c.date, c.recorded_from), m.name, c.id"""


# A repealed act followed by one of these is spoken of as if it were law.
_VERBS = (" requires ", " obliges ", " directs ", " mandates ", " applies ", " binds ", " demands ", " governs ")
_AFTER_NAME = 'substr(t.text, m."end" - t.start + 1, 12)'
_SPOKEN_OF_AS_LAW = " OR ".join(f"{_AFTER_NAME} LIKE '{verb}%'" for verb in _VERBS)

OVERTAKEN = f"""
-- What is held and uses law that has since been replaced: claims, relations, names and cells of the comparison.
--   what          claim, relation, mention (of a repealed act that "requires"), cell
--   subject_id    its id; document_id, sentence_id where it stands (null for cells)
--   instrument_id, instrument, citation   the rule concerned
--   used          the superseded date, or the name of the replaced instrument
--   now           what holds instead
--   overtaken_on, by_what   since when and by which act
--   state         overtaken (written before the change: right when it was written) or stale (written after it)
--   label         "overtaken on 2026-07-24 by …"
--   text, published   the wording and its date
-- A date counts only where the sentence speaks of what moved, and not where it gives the new date beside the old one.
-- CROSS JOIN keeps SQLite from reading every claim to find the few of a date (https://sqlite.org/optoverview.html).
WITH uses AS (
  SELECT 'claim' AS what, c.id AS subject_id, c.document_id, c.sentence_id, c.subject_id AS instrument_id, s.instrument,
    s.citation, s.old_date AS used, s.new_date AS now, s.overtaken_on, s.by_what, c.text, d.published,
    CASE WHEN instr(lower(t.text), lower(coalesce(s.heading, '—'))) THEN 0
      WHEN instr(lower(t.text), lower(coalesce(s.scope, '—'))) THEN 1 ELSE 2 END AS rank
  FROM claims c JOIN superseded_dates s ON s.instrument_id = c.subject_id AND s.old_date = c.value
  JOIN documents d ON d.id = c.document_id
  JOIN sentences t ON t.id = c.sentence_id
  WHERE c.attribute = 'applies_from' AND c.negated = 0 AND d.kind <> 'law' AND (
    s.still_used = 0
    OR (s.heading IS NOT NULL AND instr(lower(t.text), lower(s.heading)))
    OR (s.scope IS NOT NULL AND instr(lower(t.text), lower(s.scope)))
    OR EXISTS (
      SELECT 1 FROM mentions m JOIN obligations o ON o.entity_id = m.entity_id AND o.instrument_id = s.instrument_id
        AND o.applies_from = s.new_date
      WHERE m.sentence_id = c.sentence_id AND m.label = 'OBLIGATION'))
    AND NOT EXISTS (SELECT 1 FROM claims b WHERE b.sentence_id = c.sentence_id AND b.attribute = c.attribute
      AND b.value = s.new_date)
  UNION
  SELECT 'claim', c.id, c.document_id, c.sentence_id, s.instrument_id, s.instrument, s.citation, s.old_date, s.new_date,
    s.overtaken_on, s.by_what, c.text, d.published, 0
  FROM superseded_dates s
  JOIN obligations o ON o.instrument_id = s.instrument_id AND o.applies_from = s.new_date
  CROSS JOIN claims c ON c.subject_id = o.entity_id AND c.attribute = 'applies_from' AND c.value = s.old_date
  JOIN documents d ON d.id = c.document_id
  WHERE c.negated = 0 AND d.kind <> 'law'
  UNION
  SELECT 'relation', v.id, v.document_id, v.sentence_id, i.id, i.short_title, i.citation, i.short_title,
    n.short_title, coalesce(i.ended, n.in_force, n.signed), n.short_title, v.text, d.published, 0
  FROM instruments i JOIN relations r ON r.subject_id = i.id AND r.predicate IN ('requires', 'directs', 'applies_to')
  JOIN relation_evidence v ON v.relation_id = r.id AND v.negated = 0 AND v.modality IN ('asserted', 'reported')
  JOIN documents d ON d.id = v.document_id
  LEFT JOIN instruments n ON n.id = i.superseded_by
  WHERE i.status IN ('superseded', 'repealed') AND coalesce(i.ended, n.in_force, n.signed) IS NOT NULL
  UNION
  SELECT 'mention', m.id, m.document_id, m.sentence_id, i.id, i.short_title, i.citation, m.text,
    n.short_title, coalesce(i.ended, n.in_force, n.signed), n.short_title, t.text, d.published, 1
  FROM instruments i JOIN mentions m ON m.entity_id = i.id
  JOIN documents d ON d.id = m.document_id JOIN sentences t ON t.id = m.sentence_id
  LEFT JOIN instruments n ON n.id = i.superseded_by
  WHERE i.status IN ('superseded', 'repealed') AND coalesce(i.ended, n.in_force, n.signed) IS NOT NULL
    AND d.kind IN ('news', 'official', 'note') AND ({_SPOKEN_OF_AS_LAW})
    AND NOT EXISTS (SELECT 1 FROM relations r JOIN relation_evidence v ON v.relation_id = r.id
      WHERE r.subject_id = i.id AND v.sentence_id = m.sentence_id)
  UNION
  SELECT 'cell', c.cell_id, NULL, NULL, s.instrument_id, s.instrument, s.citation, s.old_date, s.new_date,
    s.overtaken_on, s.by_what, c.value, c.recorded_from, 0
  FROM comparison c JOIN superseded_dates s ON s.instrument_id = c.instrument_id AND instr(c.citation, s.citation)
  WHERE (instr(c.value, s.old_date) OR instr(c.value, {printed_day("s.old_date")}))
    AND NOT (instr(c.value, s.new_date) OR instr(c.value, {printed_day("s.new_date")}))
),
placed AS (
  SELECT uses.*, row_number() OVER (PARTITION BY what, subject_id ORDER BY rank, citation, now) AS place FROM uses
)
SELECT u.what, u.subject_id, u.document_id, u.sentence_id, u.instrument_id, u.instrument, u.citation, u.used, u.now,
  u.overtaken_on, u.by_what,
  CASE WHEN substr(u.published, 1, 10) >= u.overtaken_on THEN 'stale' ELSE 'overtaken' END AS state,
  CASE WHEN substr(u.published, 1, 10) >= u.overtaken_on THEN 'stale: ' ELSE '' END
    || 'overtaken on ' || u.overtaken_on || coalesce(' by ' || u.by_what, '') AS label,
  u.text, substr(u.published, 1, 10) AS published
FROM placed u
WHERE u.place = 1
ORDER BY u.overtaken_on DESC, state DESC, u.published DESC, u.what, u.subject_id, u.citation"""

OVERTAKEN_DOCUMENTS = """
-- One row per document that uses superseded law: state stale if any use is, uses counted, the first label shown.
SELECT o.document_id, d.title, d.url, substr(d.published, 1, 10) AS published, max(o.state) AS state,
  count(DISTINCT o.subject_id) AS uses, min(o.label) AS label
FROM overtaken o JOIN documents d ON d.id = o.document_id
GROUP BY o.document_id ORDER BY d.published DESC, d.id"""

VIEWS: dict[str, str] = {
    "dated_law": dated_law_sql(),
    "superseded_dates": SUPERSEDED_DATES,
    "deadline_status": deadline_status_sql(),
    "commitment_ledger": COMMITMENT_LEDGER,
    "overtaken": OVERTAKEN,
    "overtaken_documents": OVERTAKEN_DOCUMENTS,
}
