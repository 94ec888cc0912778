"""The view of what touches a company: promises, agreements read in the press, and duties by role and day."""

from __future__ import annotations

from kb.views_parts import TODAY, known_on

# Addressees of duties that no company can hold.
PUBLIC_ADDRESSEES = ("Commission", "Member State", "notified bod", "AI Office", "agency", "agencies", "Secretary")


def exposure_sql(day: str = TODAY) -> str:
    """Return the query of the view `exposure` on a day: a SQL expression, or `:as_of` to bind one."""
    public = " AND ".join(f"o.addressee NOT LIKE '%{word}%'" for word in PUBLIC_ADDRESSEES)
    return f"""
-- One row per company and commitment, agreement read in the press, or duty that may touch it.
--   side       commitment (register), reported (a sentence says it submits models to a body), duty (register)
--   state      commitments: signed, agreed, refused, invited, withdrew, …; reported: agreed;
--              duties: applies (role evidence is held), possible (none is), "not yet in force"
--   basis      why that state, by role, class of model and threshold; date: since when, or the day the duty applies
--              from as known on the day
--   subject_id, subject, citation, instrument_id, instrument, other_party   what it is about
--   confidence, source_url                     of the register row
--   document_id, sentence_id, start, end, evidence   the sentence behind a reported row or a role
WITH facts AS MATERIALIZED (
  SELECT r.subject_id, r.predicate, r.object_id, e.document_id, e.sentence_id, e.start, e."end", e.text, d.published,
    row_number() OVER (PARTITION BY r.id ORDER BY coalesce(d.published, '9999'), e.id) AS place
  FROM relations r JOIN relation_evidence e ON e.relation_id = r.id JOIN documents d ON d.id = e.document_id
  WHERE e.negated = 0 AND e.modality IN ('asserted', 'reported')
    AND r.predicate IN ('submits_to', 'applies_to', 'develops')
    AND (d.published IS NULL OR substr(d.published, 1, 10) <= {day})
),
promises AS MATERIALIZED (
  SELECT c.* FROM commitments c WHERE {known_on("c", day)} AND NOT EXISTS (
    SELECT 1 FROM commitments n WHERE n.follows_id = c.id AND {known_on("n", day)})
),
companies AS MATERIALIZED (
  SELECT e.id, e.name FROM entities e WHERE e.label = 'COMPANY' AND (
    e.id IN (SELECT maker_id FROM promises) OR e.id IN (SELECT subject_id FROM facts)
    OR e.id IN (SELECT object_id FROM facts)
    OR e.id IN (SELECT parent_id FROM entities m WHERE m.label = 'MODEL' AND m.parent_id IS NOT NULL))
),
models AS MATERIALIZED (
  SELECT subject_id AS company_id, object_id AS model_id FROM facts WHERE predicate = 'develops'
  UNION SELECT parent_id, id FROM entities WHERE label = 'MODEL' AND parent_id IS NOT NULL
),
bound AS MATERIALIZED (
  SELECT f.subject_id AS rule_id, f.object_id AS company_id, f.document_id, f.sentence_id, f.start, f."end", f.text
  FROM facts f WHERE f.predicate = 'applies_to' AND f.place = 1
  UNION ALL
  SELECT f.subject_id, m.company_id, f.document_id, f.sentence_id, f.start, f."end", f.text
  FROM facts f JOIN models m ON m.model_id = f.object_id WHERE f.predicate = 'applies_to' AND f.place = 1
),
roles AS MATERIALIZED (
  SELECT *, row_number() OVER (PARTITION BY rule_id, company_id ORDER BY document_id, start) AS place FROM bound
),
signatures AS MATERIALIZED (
  SELECT p.maker_id AS company_id, e.jurisdiction, min(p.date) AS date, min(i.short_title) AS title,
    min(p.source_url) AS source_url
  FROM promises p JOIN instruments i ON i.id = p.instrument_id JOIN entities e ON e.id = i.id
  WHERE i.type = 'code_of_practice' AND p.state IN ('signed', 'renewed') GROUP BY p.maker_id, e.jurisdiction
),
made AS MATERIALIZED (
  SELECT m.company_id, group_concat(m.name, ', ') AS names FROM (
    SELECT DISTINCT x.company_id, e.name FROM models x JOIN entities e ON e.id = x.model_id ORDER BY 1, 2) m
  GROUP BY m.company_id
),
moved AS MATERIALIZED (
  SELECT DISTINCT instrument_id, scope, old_date, new_date FROM superseded_dates
  WHERE scope IS NOT NULL AND overtaken_on > {day}
),
-- What the day knew: a duty that was not yet public is left out, a date that moved later is what it was.
duties AS MATERIALIZED (
  SELECT o.*, coalesce((SELECT min(v.old_date) FROM moved v WHERE v.instrument_id = o.instrument_id
      AND v.scope = o.scope AND v.new_date = o.applies_from), o.applies_from) AS applies
  FROM obligations o
  WHERE o.modality IN ('obligation', 'prohibition') AND {public} AND coalesce((
    SELECT min(substr(p.recorded_from, 1, 10)) FROM provisions p WHERE p.instrument_id = o.instrument_id
      AND p.key || '.' LIKE substr(o.key || '.', 1, instr(o.key || '.', '.')) || '%'),
    (SELECT min(substr(p.recorded_from, 1, 10)) FROM provisions p WHERE p.instrument_id = o.instrument_id),
    '0000-00-00') <= {day}
)
SELECT c.id AS company_id, c.name AS company, 'commitment' AS side, p.id AS subject_id, p.text AS subject,
  NULL AS citation, p.instrument_id, coalesce(i.short_title, ie.name) AS instrument, a.name AS other_party, p.state,
  'register of commitments' AS basis, p.date, p.confidence, p.source_url,
  NULL AS document_id, NULL AS sentence_id, NULL AS start, NULL AS "end", NULL AS evidence
FROM promises p JOIN companies c ON c.id = p.maker_id
LEFT JOIN entities a ON a.id = p.addressee_id LEFT JOIN entities ie ON ie.id = p.instrument_id
LEFT JOIN instruments i ON i.id = p.instrument_id
UNION ALL
SELECT c.id, c.name, 'reported', f.object_id, 'submits models for evaluation', NULL, NULL, NULL, b.name, 'agreed',
  'a sentence says so', substr(f.published, 1, 10), NULL, NULL, f.document_id, f.sentence_id, f.start, f."end", f.text
FROM facts f JOIN companies c ON c.id = f.subject_id JOIN entities b ON b.id = f.object_id
WHERE f.predicate = 'submits_to' AND f.place = 1
UNION ALL
SELECT c.id, c.name, 'duty', o.id, o.summary, o.citation, o.instrument_id, i.short_title, o.addressee,
  CASE WHEN o.applies > {day} THEN 'not yet in force'
    WHEN r.rule_id IS NOT NULL OR (o.addressee = 'GPAI provider' AND g.company_id IS NOT NULL) THEN 'applies'
    ELSE 'possible' END,
  CASE WHEN r.rule_id IS NOT NULL THEN 'a sentence says that the rule binds it'
    WHEN o.addressee = 'GPAI provider' AND g.company_id IS NOT NULL
      THEN 'role: signed ' || g.title || coalesce(' on ' || g.date, '')
        || ', a code for providers of general-purpose models'
    WHEN o.addressee LIKE 'GPAI-systemic%' AND (d.names IS NOT NULL OR g.company_id IS NOT NULL)
      THEN coalesce('makes ' || d.names, 'signed ' || g.title) || '; no evidence is held that a model of it is over the'
        || ' threshold of compute or was designated'
    WHEN o.addressee LIKE 'GPAI%' AND d.names IS NOT NULL
      THEN 'makes ' || d.names || '; no evidence is held that it provides a general-purpose model in the Union'
    ELSE 'no evidence of its role (' || o.addressee || ') is held' END,
  o.applies, o.confidence, CASE WHEN r.rule_id IS NULL AND o.addressee = 'GPAI provider'
    THEN coalesce(g.source_url, o.source_url) ELSE o.source_url END,
  r.document_id, r.sentence_id, r.start, r."end", r.text
FROM companies c
CROSS JOIN duties o
JOIN instruments i ON i.id = o.instrument_id
JOIN entities oe ON oe.id = o.instrument_id
LEFT JOIN roles r ON r.company_id = c.id AND r.place = 1 AND r.rule_id = coalesce(o.entity_id, '')
LEFT JOIN signatures g ON g.company_id = c.id AND g.jurisdiction = oe.jurisdiction
LEFT JOIN made d ON d.company_id = c.id
ORDER BY 2, 3, 12, 4"""


VIEWS: dict[str, str] = {"exposure": exposure_sql()}
