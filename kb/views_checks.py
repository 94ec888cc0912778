"""Views that set what is said against the law: its own wording where held, and what the register holds of it."""

from __future__ import annotations

from kb.views_parts import SEVERAL_VALUES, listed, same_value, within

HELD_LAW = """
-- One row per instrument of the register: is its own wording held, and the whole of it?
--   documents   texts of kind law held for it (a summary written for the project does not count)
--   as_published   the day of the newest of them: what was inserted later cannot stand in it
--   parts_known, parts_held   articles or sections that the register knew by that day, and those found in the held text
--   held        whole, excerpt or none
WITH law AS MATERIALIZED (
  SELECT d.instrument_id, count(*) AS documents, max(substr(d.published, 1, 10)) AS as_published
  FROM documents d WHERE d.kind = 'law' AND d.instrument_id IS NOT NULL GROUP BY d.instrument_id
),
known AS MATERIALIZED (
  SELECT instrument_id, CASE WHEN instr(key, '.') THEN substr(key, 1, instr(key, '.') - 1) ELSE key END AS part,
    min(substr(recorded_from, 1, 10)) AS first_known
  FROM provisions GROUP BY 1, 2
),
texts AS MATERIALIZED (
  SELECT DISTINCT p.instrument_id, p.key FROM provision_texts p JOIN documents d ON d.id = p.document_id
  WHERE d.kind = 'law'
)
SELECT i.id AS instrument_id, i.short_title AS instrument, coalesce(l.documents, 0) AS documents, l.as_published,
  count(k.part) AS parts_known, count(t.key) AS parts_held,
  CASE WHEN l.documents IS NULL THEN 'none'
    WHEN count(k.part) > 0 AND count(t.key) = count(k.part) THEN 'whole' ELSE 'excerpt' END AS held
FROM instruments i
LEFT JOIN law l ON l.instrument_id = i.id
LEFT JOIN known k ON k.instrument_id = i.id AND k.first_known <= coalesce(l.as_published, '9999-99-99')
LEFT JOIN texts t ON t.instrument_id = k.instrument_id AND t.key = k.part
GROUP BY i.id ORDER BY i.position"""

REGISTER_VALUES = """
-- What the register holds as the value of an attribute of an instrument: several where several are right.
--   instrument_id, attribute, value      dates of application (an amending act has those it set, a deadline its due
--              day) and periods in days
--   state      law (known today, also where its day is still to come), due (a deadline ends then), ahead (proposed or
--              provisional), past
--   citation, source_url   of the row that says so
SELECT instrument_id, 'applies_from' AS attribute, applies_from AS value, 'law' AS state, citation, source_url
  FROM dated_law WHERE applies_from IS NOT NULL AND status IN ('in_force', 'applies', 'adopted')
UNION SELECT instrument_id, 'applies_from', pending_applies_from,
    CASE WHEN pending_status IN ('proposed', 'provisional') THEN 'ahead' ELSE 'law' END, citation, source_url
  FROM dated_law WHERE pending_applies_from IS NOT NULL
UNION SELECT instrument_id, 'applies_from', applies_from, 'law', citation, source_url
  FROM obligations WHERE applies_from IS NOT NULL
UNION SELECT instrument_id, 'applies_from', applies_from_annex_i, 'law', citation, source_url
  FROM obligations WHERE applies_from_annex_i IS NOT NULL
UNION SELECT id, 'applies_from', in_force, 'law', citation, NULL FROM instruments WHERE in_force IS NOT NULL
UNION SELECT about_id, 'applies_from', date, 'law', title, source_url FROM events
  WHERE origin = 'register' AND type IN ('applies', 'entered_into_force') AND date IS NOT NULL AND about_id IS NOT NULL
UNION SELECT instrument_id, 'applies_from', due, 'due', citation, source_url FROM deadlines
UNION SELECT i.id, 'applies_from', p.applies_from, 'law', p.citation, p.source_url
  FROM instruments i JOIN provisions p ON instr(p.basis, i.number) WHERE i.number GLOB '*/*'
    AND p.applies_from IS NOT NULL AND p.status IN ('in_force', 'applies', 'adopted')
UNION SELECT instrument_id, 'applies_from', old_date, 'past', citation, by_what FROM superseded_dates
UNION SELECT instrument_id, 'deadline_days', CAST(days AS TEXT), 'law', citation, source_url
  FROM deadlines WHERE days IS NOT NULL
UNION SELECT instrument_id, 'deadline_days', CAST(days AS TEXT), 'law', citation, source_url
  FROM provisions WHERE days IS NOT NULL"""

# Attributes that the register is asked about; words (who decides, what is protected) are left to people.
_COMPARED = ("applies_from", "deadline_days", "maximum_fine", "compute_threshold_flop")

# What the register has to say of each value in the table `said`.
_JUDGED = f"""held AS MATERIALIZED (SELECT DISTINCT instrument_id, attribute, value, state FROM register_values),
answers AS MATERIALIZED (
  SELECT c.cell_id, c.instrument_id, a.value AS attribute, c.value FROM comparison c
  JOIN questions q ON q.id = c.question_id JOIN json_each(q.attributes) a
  WHERE c.value GLOB '*[0-9]*' AND a.value IN ('maximum_fine', 'compute_threshold_flop')
),
answered AS MATERIALIZED (
  SELECT DISTINCT a.instrument_id, a.attribute, k.value FROM cell_evidence e JOIN claims k ON k.id = e.claim_id
  JOIN answers a ON a.cell_id = e.cell_id AND a.attribute = k.attribute
),
-- Each value is judged once, however many stories give it.
judged AS MATERIALIZED (
  SELECT s.subject_id, s.attribute, s.value,
    CASE
      WHEN EXISTS (SELECT 1 FROM held h WHERE h.instrument_id = s.subject_id AND h.attribute = s.attribute
        AND h.state IN ('law', 'due') AND {same_value("s.attribute", "s.value", "h.value")}) THEN 'agrees'
      WHEN EXISTS (SELECT 1 FROM held h WHERE h.instrument_id = s.subject_id AND h.attribute = s.attribute
        AND h.state = 'past' AND {same_value("s.attribute", "s.value", "h.value")}) THEN 'overtaken'
      WHEN EXISTS (SELECT 1 FROM held h WHERE h.instrument_id = s.subject_id AND h.attribute = s.attribute
        AND h.state = 'ahead' AND {same_value("s.attribute", "s.value", "h.value")}) THEN 'ahead'
      WHEN EXISTS (SELECT 1 FROM answered a WHERE a.instrument_id = s.subject_id AND a.attribute = s.attribute
        AND a.value = s.value) THEN 'agrees'
      WHEN s.attribute = 'maximum_fine' AND EXISTS (SELECT 1 FROM provisions p WHERE p.instrument_id = s.subject_id
        AND (instr(p.summary, printf('%g million', CAST(s.value AS INTEGER) / 1000000.0))
          OR instr(p.summary, printf('%,d', CAST(s.value AS INTEGER))))) THEN 'agrees'
      WHEN s.attribute = 'deadline_days' AND NOT EXISTS (SELECT 1 FROM instruments i
        WHERE i.id = s.subject_id AND i.type = 'executive_order') THEN 'not in register'
      WHEN EXISTS (SELECT 1 FROM held h WHERE h.instrument_id = s.subject_id AND h.attribute = s.attribute)
        OR EXISTS (SELECT 1 FROM answers a WHERE a.instrument_id = s.subject_id AND a.attribute = s.attribute)
        THEN 'differs'
      ELSE 'not in register'
    END AS verdict
  FROM (
    SELECT DISTINCT subject_id, attribute, value FROM said WHERE subject_id IN (SELECT id FROM instruments)
      AND attribute IN {listed(_COMPARED)}
  ) s
),
registered AS MATERIALIZED (
  SELECT DISTINCT j.subject_id, j.attribute, coalesce(
    (SELECT group_concat(value, '; ') FROM (SELECT DISTINCT h.value FROM held h
      WHERE h.instrument_id = j.subject_id AND h.attribute = j.attribute AND h.state = 'law' ORDER BY h.value)),
    (SELECT min(a.value) FROM answers a WHERE a.instrument_id = j.subject_id AND a.attribute = j.attribute))
    AS registered FROM judged j
)"""

_OLD = "old AS MATERIALIZED (SELECT subject_id AS claim_id, label FROM overtaken WHERE what = 'claim')"

_BELONGS_TO = """(SELECT group_concat(short_title, '; ') FROM (
    SELECT DISTINCT i.short_title FROM held h JOIN instruments i ON i.id = h.instrument_id
    WHERE h.attribute = s.attribute AND h.value = s.value AND h.state IN ('law', 'due') AND EXISTS (
      SELECT 1 FROM mentions m WHERE m.document_id = c.document_id AND m.entity_id = h.instrument_id)
    ORDER BY i.position))"""

REGISTER_CHECK = f"""
-- One row per independent story's claim about an instrument, set against the register: for where no text is held.
--   verdict     agrees; differs (the register holds values of the attribute, and this is none of them); overtaken (it
--               was one, see the view overtaken); ahead (it is proposed or provisional, not law); not in register
--   registered  the values of the register, "; " between them, or the answer of the comparison that speaks of it
--   overtaken   "overtaken on D by X", or "stale: …" where written after it
--   belongs_to  where it differs: another instrument named in the document that the register has this value of
--   claim_id, subject_id, attribute, value, document_id, sentence_id, start, end, text, published   the claim
-- Dates, periods, fines and thresholds are compared; words (who decides, what is protected) are left to people.
WITH said AS MATERIALIZED (
  SELECT * FROM story_claims WHERE in_law = 0 AND attribute IN {listed(_COMPARED)}
),
{_OLD},
{_JUDGED}
SELECT s.claim_id, s.subject_id, e.name AS subject, s.attribute, s.value,
  CASE WHEN o.claim_id IS NOT NULL THEN 'overtaken' ELSE j.verdict END AS verdict, g.registered,
  CASE WHEN j.verdict = 'differs' AND o.claim_id IS NULL THEN {_BELONGS_TO} END AS belongs_to,
  o.label AS overtaken,
  c.document_id, c.sentence_id, c.start, c."end", c.text, nullif(s.published, '9999-99-99') AS published
FROM said s
JOIN judged j ON j.subject_id = s.subject_id AND j.attribute = s.attribute AND j.value = s.value
JOIN registered g ON g.subject_id = s.subject_id AND g.attribute = s.attribute
JOIN entities e ON e.id = s.subject_id JOIN claims c ON c.id = s.claim_id
LEFT JOIN old o ON o.claim_id = s.claim_id
ORDER BY e.name, s.attribute, 6, s.published, s.claim_id"""

PRIMARY_TEXT = f"""
-- One row per independent story's claim about an instrument, set against the instrument's own wording.
--   verdict     matches; contradicts; narrower (says more than the text); broader (says less); text silent (the whole
--               text is held and says nothing); text not held (nothing, a summary or an excerpt: never contradicts;
--               or the held text is older than a value that the register has)
--   law_value, law_document_id, law_sentence_id, law_text   the words of the instrument that come nearest,
--               articles before recitals; law_key the article or section they stand in
--   register_verdict, registered, belongs_to, overtaken   as in register_check; null: not compared there
--   claim_id, value, document_id, sentence_id, text, voice, published   the claim
-- Each value is set against the text and the register once, however many stories give it (overtaken ones apart): `key`
-- stands for the value. CROSS JOIN keeps SQLite from comparing every story with every value.
WITH told AS MATERIALIZED (SELECT * FROM story_claims),
{_OLD},
said AS MATERIALIZED (
  SELECT t.*, o.label AS overtaken, o.claim_id IS NOT NULL AS old, (o.claim_id IS NOT NULL) || char(31) || t.subject_id
    || char(31) || t.attribute || char(31) || t.value || char(31) || coalesce(t.value_entity_id, '') AS key
  FROM told t LEFT JOIN old o ON o.claim_id = t.claim_id
  WHERE t.in_law = 0 AND t.subject_id IN (SELECT id FROM instruments)
),
{_JUDGED},
in_law AS MATERIALIZED (SELECT subject_id, attribute, value, value_entity_id FROM told WHERE in_law),
law AS MATERIALIZED (
  SELECT c.id AS claim_id, x.subject_id, x.attribute, x.value, x.value_entity_id, c.document_id, c.sentence_id, c.text,
    EXISTS (SELECT 1 FROM provision_texts t WHERE t.document_id = c.document_id AND t.kind = 'recital'
      AND t.start <= c.start AND t."end" > c.start) AS recital
  FROM documents d CROSS JOIN claims c ON c.document_id = d.id
  JOIN in_law x ON x.subject_id = c.subject_id AND x.attribute = c.attribute AND x.value = c.value
  WHERE d.kind = 'law' AND c.negated = 0 AND c.modality IN ('asserted', 'reported')
),
-- What a person cites for the answer of the comparison, where nothing was read from the text itself.
cited AS MATERIALIZED (
  SELECT c.instrument_id, a.value AS attribute, e.document_id, e.sentence_id, e.text,
    row_number() OVER (PARTITION BY c.instrument_id, a.value
      ORDER BY a.value = 'maximum_fine' AND instr(e.text, '%') = 0, e.rank, e.id) AS place
  FROM comparison c JOIN questions q ON q.id = c.question_id JOIN json_each(q.attributes) a
  JOIN cell_evidence e ON e.cell_id = c.cell_id AND e.kind = 'primary'
  WHERE a.value IN ('maximum_fine', 'compute_threshold_flop')
),
pairs AS (
  SELECT n.*, l.value AS law_value, l.document_id AS law_document_id, l.sentence_id AS law_sentence_id,
    l.text AS law_text, l.recital, h.held,
    CASE
      WHEN l.claim_id IS NULL OR h.held = 'none' THEN 9
      WHEN n.value = l.value THEN 0
      WHEN {within("n.attribute", "n.value", "l.value")} OR en.parent_id = el.id THEN 2
      WHEN {within("n.attribute", "l.value", "n.value")} OR el.parent_id = en.id THEN 3
      WHEN {same_value("n.attribute", "n.value", "l.value")} THEN 1
      WHEN n.attribute = 'deadline_days' THEN 8
      WHEN n.attribute IN {listed(SEVERAL_VALUES)} THEN 6
      ELSE 5
    END AS nearness
  FROM (SELECT DISTINCT key, old, subject_id, attribute, value, value_entity_id FROM said) n
  JOIN held_law h ON h.instrument_id = n.subject_id
  LEFT JOIN law l ON l.subject_id = n.subject_id AND l.attribute = n.attribute
  LEFT JOIN entities en ON en.id = n.value_entity_id
  LEFT JOIN entities el ON el.id = l.value_entity_id
),
nearest AS MATERIALIZED (
  SELECT *, row_number() OVER (PARTITION BY key
    ORDER BY nearness, recital, law_document_id, law_sentence_id) AS place
  FROM pairs
),
quoted AS MATERIALIZED (
  SELECT n.subject_id, n.attribute, n.value, z.document_id, z.sentence_id, z.text, row_number() OVER (
    PARTITION BY n.subject_id, n.attribute, n.value ORDER BY
    instr(replace(z.text, char(160), ' '), replace(printf('%,d', CAST(n.value AS INTEGER)), ',', ' ')) = 0,
    z.place) AS nth
  FROM nearest n JOIN cited z ON z.instrument_id = n.subject_id AND z.attribute = n.attribute WHERE n.place = 1
),
judged_by_text AS MATERIALIZED (
  SELECT v.*, g.registered, CASE WHEN v.old THEN 'overtaken' ELSE j.verdict END AS of_register,
    t.document_id AS cited_document_id, t.sentence_id AS cited_sentence_id, t.text AS cited_text,
    CASE
      WHEN v.nearness IN (0, 1) THEN 'matches'
      WHEN v.nearness > 5 AND j.verdict = 'agrees' AND NOT v.old AND t.text IS NOT NULL THEN 'matches'
      WHEN v.held <> 'whole' THEN 'text not held'
      WHEN v.nearness = 2 THEN 'narrower'
      WHEN v.nearness = 3 THEN 'broader'
      WHEN (v.old OR j.verdict IN ('agrees', 'overtaken', 'ahead')) AND v.nearness > 5 THEN 'text not held'
      WHEN v.nearness IN (5, 6) OR (j.verdict = 'differs' AND NOT v.old AND t.text IS NOT NULL) THEN 'contradicts'
      WHEN j.verdict = 'differs' AND NOT v.old THEN 'text not held'
      ELSE 'text silent'
    END AS verdict
  FROM nearest v
  LEFT JOIN judged j ON j.subject_id = v.subject_id AND j.attribute = v.attribute AND j.value = v.value
  LEFT JOIN registered g ON g.subject_id = v.subject_id AND g.attribute = v.attribute
  LEFT JOIN quoted t ON t.subject_id = v.subject_id AND t.attribute = v.attribute AND t.value = v.value AND t.nth = 1
  WHERE v.place = 1
),
worded AS MATERIALIZED (
  SELECT v.key, v.verdict, v.of_register, v.registered,
    CASE WHEN v.nearness < 8 THEN v.law_value END AS law_value,
    CASE WHEN v.nearness < 8 THEN v.law_document_id ELSE v.cited_document_id END AS law_document_id,
    CASE WHEN v.nearness < 8 THEN v.law_sentence_id ELSE v.cited_sentence_id END AS law_sentence_id,
    CASE WHEN v.nearness < 8 THEN v.law_text ELSE v.cited_text END AS law_text
  FROM judged_by_text v WHERE v.verdict NOT IN ('text silent', 'text not held')
  UNION ALL
  SELECT key, verdict, of_register, registered, NULL, NULL, NULL, NULL
  FROM judged_by_text WHERE verdict IN ('text silent', 'text not held')
),
placed AS MATERIALIZED (
  SELECT w.*, (SELECT x.key FROM provision_texts x JOIN sentences y ON y.document_id = x.document_id
    WHERE y.id = w.law_sentence_id AND x.start <= y.start AND x."end" > y.start
    ORDER BY x."end" - x.start, x.key LIMIT 1) AS law_key
  FROM worded w
)
SELECT s.claim_id, s.subject_id, e.name AS subject, s.attribute, s.value, j.verdict, j.law_value, j.law_document_id,
  j.law_sentence_id, j.law_text, j.law_key, j.of_register AS register_verdict, j.registered,
  CASE WHEN j.of_register = 'differs' THEN {_BELONGS_TO} END AS belongs_to, s.overtaken,
  c.document_id, c.sentence_id, c.start, c."end", c.text, s.voice, nullif(s.published, '9999-99-99') AS published
FROM placed j
CROSS JOIN said s ON s.key = j.key
JOIN entities e ON e.id = s.subject_id
JOIN claims c ON c.id = s.claim_id
ORDER BY e.name, s.attribute, j.verdict, s.published, s.claim_id"""

VIEWS: dict[str, str] = {
    "held_law": HELD_LAW,
    "register_values": REGISTER_VALUES,
    "register_check": REGISTER_CHECK,
    "primary_text": PRIMARY_TEXT,
}
