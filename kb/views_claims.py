"""Views of what is said: independent stories, disagreements and trust."""

from __future__ import annotations

from kb.views_parts import SEVERAL_VALUES, WITNESS_KINDS, listed, same_value

CANONICAL_IDS = """
-- The id that a set of ids judged to be one goes by. Ids without a judgement are not listed: they stand for themselves.
--   id, canonical_id
-- The newest judgement on a pair counts, so one row undoes another. A set that also holds a negative pair merges
-- nothing (see judgement_conflicts). Register ids go before candidates.
WITH RECURSIVE latest AS MATERIALIZED (
  SELECT min(left_id, right_id) AS a, max(left_id, right_id) AS b, verdict,
    row_number() OVER (PARTITION BY min(left_id, right_id), max(left_id, right_id) ORDER BY at DESC, id DESC) AS place
  FROM judgements
),
edges AS MATERIALIZED (
  SELECT a, b FROM latest WHERE place = 1 AND verdict = 'positive'
  UNION SELECT b, a FROM latest WHERE place = 1 AND verdict = 'positive'
),
reach(id, other) AS (
  SELECT a, a FROM edges UNION SELECT r.id, e.b FROM reach r JOIN edges e ON e.a = r.other
),
torn AS MATERIALIZED (
  SELECT DISTINCT l.id FROM reach l JOIN latest n ON n.place = 1 AND n.verdict = 'negative' AND n.a = l.other
  JOIN reach r ON r.id = l.id AND r.other = n.b
)
SELECT id, substr(min(CASE WHEN other IN (SELECT id FROM entities) THEN '0' ELSE '1' END || other), 2) AS canonical_id
FROM reach WHERE id NOT IN (SELECT id FROM torn) GROUP BY id"""

JUDGEMENT_CONFLICTS = """
-- Pairs judged different that other judgements make one: nothing in such a set is merged.
--   left_id, right_id   the pair judged different; by, at, reason of that judgement; members: the ids of the set
WITH RECURSIVE latest AS MATERIALIZED (
  SELECT *, row_number() OVER (PARTITION BY min(left_id, right_id), max(left_id, right_id) ORDER BY at DESC, id DESC)
    AS place FROM judgements
),
edges AS MATERIALIZED (
  SELECT left_id AS a, right_id AS b FROM latest WHERE place = 1 AND verdict = 'positive'
  UNION SELECT right_id, left_id FROM latest WHERE place = 1 AND verdict = 'positive'
),
reach(id, other) AS (
  SELECT a, a FROM edges UNION SELECT r.id, e.b FROM reach r JOIN edges e ON e.a = r.other
)
SELECT n.left_id, n.right_id, n.by, n.at, n.reason,
  (SELECT group_concat(other, '; ') FROM (SELECT other FROM reach WHERE id = n.left_id ORDER BY other)) AS members
FROM latest n JOIN reach r ON r.id = n.left_id AND r.other = n.right_id
WHERE n.place = 1 AND n.verdict = 'negative'"""

DOCUMENT_STORIES = """
-- One row per document: which story it tells and whose voice that is.
--   story_id   the family of copies, else the document itself
--   voice      the publisher who told the story first; a loose file is a voice of its own
--   publisher  who carried this document
SELECT d.id AS document_id, coalesce(d.family_id, d.id) AS story_id,
  CASE WHEN o.id IS NULL THEN coalesce(CASE WHEN s.kind <> 'file' THEN s.publisher END, d.family_id, d.id)
    ELSE coalesce(CASE WHEN os.kind <> 'file' THEN os.publisher END, d.family_id) END AS voice,
  s.publisher, d.kind, d.published, d.title, d.url, d.synthetic, d.gone_at
FROM documents d
LEFT JOIN sources s ON s.id = d.source_id
LEFT JOIN families f ON f.id = d.family_id
LEFT JOIN documents o ON o.id = f.origin_document_id
LEFT JOIN sources os ON os.id = o.source_id"""

STORY_CLAIMS = """
-- One row per subject, attribute, value and independent story, without the wording: what the views below count.
-- Negated, planned and possible statements are left out, and so are the project's own summaries and notes.
--   subject_id, attribute, value, value_entity_id   ids as judged (canonical_ids)
--   story_id, voice    see document_stories; in_law: 1 for the instrument's own wording
--   copies             documents of the story that say so; gone: 1 when all of them have vanished at their source
--   published, claim_id   the earliest of them, ISO date ("9999-99-99": undated), and its claim
SELECT coalesce(cs.canonical_id, c.subject_id) AS subject_id, c.attribute, coalesce(ve.name, c.value) AS value,
  min(coalesce(cv.canonical_id, c.value_entity_id)) AS value_entity_id, s.story_id, min(s.voice) AS voice,
  s.kind = 'law' AS in_law, count(DISTINCT c.document_id) AS copies, min(s.gone_at IS NOT NULL) AS gone,
  min(coalesce(substr(s.published || '-01-01', 1, 10), '9999-99-99')) AS published,
  substr(min(coalesce(substr(s.published || '-01-01', 1, 10), '9999-99-99') || c.id), 11) AS claim_id
FROM claims c
JOIN document_stories s ON s.document_id = c.document_id
LEFT JOIN canonical_ids cs ON cs.id = c.subject_id
LEFT JOIN canonical_ids cv ON cv.id = c.value_entity_id
LEFT JOIN entities ve ON ve.id = coalesce(cv.canonical_id, c.value_entity_id)
WHERE c.negated = 0 AND c.modality IN ('asserted', 'reported') AND s.kind IN ('news', 'official', 'law')
GROUP BY 1, 2, 3, s.story_id, s.kind = 'law'"""

INDEPENDENT_CLAIMS = """
-- One row per subject, attribute, value and independent story; the earliest wording of the story stands for it.
-- Negated, planned and possible statements are left out, and so are the project's own summaries and notes.
--   claim_id, subject_id, attribute, value, value_entity_id   ids as judged (canonical_ids)
--   story_id, voice     see document_stories; count voices to count independent sources
--   copies              documents of the story that say so
--   kind                news, official, or law (the instrument's own wording)
--   document_id, sentence_id, start, end, text, quoted, published, publisher, title   where the wording stands
--   gone                1: every document of the story that says so has vanished at its source
SELECT t.claim_id, t.subject_id, t.attribute, t.value, t.value_entity_id, t.story_id, t.voice, t.copies, d.kind,
  c.document_id, c.sentence_id, c.start, c."end", c.text, c.quoted, substr(d.published, 1, 10) AS published,
  p.publisher, d.title, t.gone
FROM story_claims t
JOIN claims c ON c.id = t.claim_id
JOIN documents d ON d.id = c.document_id
LEFT JOIN sources p ON p.id = d.source_id"""

_SIDE = """c{n}.document_id AS {side}_document_id, c{n}.sentence_id AS {side}_sentence_id, c{n}.start AS {side}_start,
  c{n}."end" AS {side}_end, c{n}.text AS {side}_text, s{n}.text AS {side}_sentence"""

DISAGREEMENTS = f"""
-- Pairs of different values for one attribute of one subject, each side with its earliest wording.
--   subject_id, subject, attribute
--   kind      value, reference (what a period counts back from): independent stories differ (conflict = 1)
--             drift (copies of one story differ), superseded (one value replaced the other, or what was signed stands
--             against its draft), granularity (one is coarser), several (the instrument rightly has several values, or
--             one text says both): conflict = 0
--   left_… and right_…: value, stories, voices (independent publishers), document_id, sentence_id, start, end,
--             text (the claim's words), sentence (the whole one); the side with more voices is left, a draft's right
--   primary_value, primary_document_id, primary_sentence_id, primary_text   what the held text of the law says
-- A draft is an instrument of its own and earlier_review_window_days an attribute of its own: neither ever conflicts
-- with what was signed, both are told beside it.
WITH stories AS MATERIALIZED (SELECT * FROM story_claims),
said AS MATERIALIZED (SELECT *, coalesce(value_entity_id, value) AS meaning FROM stories WHERE in_law = 0),
sides AS MATERIALIZED (
  SELECT subject_id, attribute, meaning, min(value) AS value, min(value_entity_id) AS value_entity_id,
    count(*) AS stories, count(DISTINCT voice) AS voices, min(published) AS first, max(published) AS last,
    substr(min(published || claim_id), 11) AS claim_id
  FROM said GROUP BY subject_id, attribute, meaning
),
drafted AS MATERIALIZED (
  SELECT coalesce(i.superseded_by, s.subject_id) AS subject_id,
    CASE s.attribute WHEN 'earlier_review_window_days' THEN 'review_window_days' ELSE s.attribute END AS attribute,
    s.meaning, min(s.value) AS value, count(*) AS stories, count(DISTINCT s.voice) AS voices,
    substr(min(s.published || s.claim_id), 11) AS claim_id
  FROM said s LEFT JOIN instruments i ON i.id = s.subject_id AND i.type = 'draft'
  WHERE i.superseded_by IS NOT NULL OR s.attribute = 'earlier_review_window_days'
  GROUP BY 1, 2, s.meaning
),
both AS MATERIALIZED (
  SELECT x.subject_id, x.attribute, x.meaning AS a, y.meaning AS b, count(*) AS stories
  FROM said x JOIN said y ON y.subject_id = x.subject_id AND y.attribute = x.attribute AND y.story_id = x.story_id
    AND y.meaning <> x.meaning
  GROUP BY x.subject_id, x.attribute, x.meaning, y.meaning
),
pairs AS (
  SELECT l.subject_id, l.attribute, l.value AS left_value, r.value AS right_value,
    l.stories AS left_stories, r.stories AS right_stories, l.voices AS left_voices, r.voices AS right_voices,
    l.claim_id AS left_claim_id, r.claim_id AS right_claim_id,
    CASE
      WHEN {same_value("l.attribute", "l.value", "r.value")} THEN 'granularity'
      WHEN el.parent_id = er.id OR er.parent_id = el.id THEN 'granularity'
      WHEN coalesce(b.stories, 0) IN (l.stories, r.stories) THEN CASE WHEN EXISTS (
        SELECT 1 FROM claims x JOIN claims y ON y.document_id = x.document_id AND y.attribute = x.attribute
        WHERE x.attribute = l.attribute AND x.subject_id = l.subject_id AND y.subject_id = l.subject_id
          AND coalesce(x.value_entity_id, x.value) = l.meaning AND coalesce(y.value_entity_id, y.value) = r.meaning
      ) THEN 'several' ELSE 'drift' END
      WHEN l.attribute = 'applies_from' AND EXISTS (
        SELECT 1 FROM superseded_dates p WHERE p.instrument_id = l.subject_id
          AND (p.old_date, p.new_date) IN ((l.value, r.value), (r.value, l.value))
      ) THEN 'superseded'
      WHEN l.attribute IN {listed(SEVERAL_VALUES)} THEN 'several'
      WHEN l.attribute = 'access_partner_count' AND (l.last < r.first OR r.last < l.first) THEN 'superseded'
      WHEN l.attribute = 'review_window_reference' THEN 'reference'
      ELSE 'value'
    END AS kind
  FROM sides l
  JOIN sides r ON r.subject_id = l.subject_id AND r.attribute = l.attribute AND r.meaning <> l.meaning
    AND (l.voices > r.voices OR (l.voices = r.voices AND l.meaning < r.meaning))
  LEFT JOIN both b ON b.subject_id = l.subject_id AND b.attribute = l.attribute AND b.a = l.meaning AND b.b = r.meaning
  LEFT JOIN entities el ON el.id = l.value_entity_id
  LEFT JOIN entities er ON er.id = r.value_entity_id
  UNION ALL
  SELECT o.subject_id, o.attribute, o.value, d.value, o.stories, d.stories, o.voices, d.voices, o.claim_id, d.claim_id,
    'superseded'
  FROM sides o JOIN drafted d ON d.subject_id = o.subject_id AND d.attribute = o.attribute AND d.meaning <> o.meaning
),
law AS MATERIALIZED (
  SELECT x.subject_id, x.attribute, x.value, c.document_id, c.sentence_id, c.text,
    row_number() OVER (PARTITION BY x.subject_id, x.attribute ORDER BY c.document_id, c.start, c.id) AS place
  FROM stories x JOIN claims c ON c.id = x.claim_id WHERE x.in_law
)
SELECT p.subject_id, e.name AS subject, p.attribute, p.kind, p.kind IN ('value', 'reference') AS conflict,
  p.left_value, p.right_value, p.left_stories, p.right_stories, p.left_voices, p.right_voices,
  p.left_claim_id, {_SIDE.format(n=1, side="left")},
  p.right_claim_id, {_SIDE.format(n=2, side="right")},
  w.value AS primary_value, w.document_id AS primary_document_id, w.sentence_id AS primary_sentence_id,
  w.text AS primary_text
FROM pairs p
JOIN entities e ON e.id = p.subject_id
JOIN claims c1 ON c1.id = p.left_claim_id JOIN sentences s1 ON s1.id = c1.sentence_id
JOIN claims c2 ON c2.id = p.right_claim_id JOIN sentences s2 ON s2.id = c2.sentence_id
LEFT JOIN law w ON w.subject_id = p.subject_id AND w.attribute = p.attribute AND w.place = 1
ORDER BY conflict DESC, p.left_voices + p.right_voices DESC, e.name, p.attribute, p.left_value, p.right_value"""

TRUST = f"""
-- One row per statement (subject, attribute, value), with the state that the evidence gives it. Nothing is stored.
--   state     the first that holds: withdrawn (every text that says so is gone at its source), superseded (the
--             instrument or the date was replaced), "confirmed by primary text", disputed (independent stories say
--             otherwise or deny it), corroborated (two or more independent voices), "single family", unsupported
--             (only planned, possible or denied)
--   label     the state in words, "corroborated by 3"
--   voices, stories, copies   independent publishers, independent stories, documents
--   against   independent publishers whose stories conflict, each once; denials: stories that deny the value
--   first_said, last_said, claim_id   dates of publication, and the claim to show first
WITH stories AS MATERIALIZED (SELECT * FROM story_claims),
statements AS MATERIALIZED (
  SELECT DISTINCT coalesce(cs.canonical_id, c.subject_id) AS subject_id, c.attribute,
    coalesce(ve.name, c.value) AS value
  FROM claims c JOIN documents d ON d.id = c.document_id
  LEFT JOIN canonical_ids cs ON cs.id = c.subject_id
  LEFT JOIN canonical_ids cv ON cv.id = c.value_entity_id
  LEFT JOIN entities ve ON ve.id = coalesce(cv.canonical_id, c.value_entity_id)
  WHERE d.kind IN ('news', 'official', 'law')
),
said AS MATERIALIZED (
  SELECT subject_id, attribute, value, count(DISTINCT CASE WHEN NOT in_law THEN voice END) AS voices,
    sum(NOT in_law) AS stories, sum(copies) AS copies, max(in_law) AS in_law, min(gone) AS gone,
    min(nullif(published, '9999-99-99')) AS first_said, max(nullif(published, '9999-99-99')) AS last_said,
    substr(min(published || claim_id), 11) AS claim_id
  FROM stories GROUP BY subject_id, attribute, value
),
told AS MATERIALIZED (SELECT DISTINCT subject_id, attribute, value, voice FROM stories WHERE in_law = 0),
conflicts AS MATERIALIZED (
  SELECT subject_id, attribute, left_value, right_value FROM disagreements WHERE conflict
),
disputes AS MATERIALIZED (
  SELECT o.subject_id, o.attribute, o.value, count(DISTINCT t.voice) AS against FROM (
    SELECT subject_id, attribute, left_value AS value, right_value AS other FROM conflicts
    UNION
    SELECT subject_id, attribute, right_value, left_value FROM conflicts
  ) o JOIN told t ON t.subject_id = o.subject_id AND t.attribute = o.attribute AND t.value = o.other
  GROUP BY o.subject_id, o.attribute, o.value
),
denied AS MATERIALIZED (
  SELECT coalesce(cs.canonical_id, c.subject_id) AS subject_id, c.attribute, c.value,
    count(DISTINCT s.story_id) AS denials
  FROM claims c JOIN document_stories s ON s.document_id = c.document_id
  LEFT JOIN canonical_ids cs ON cs.id = c.subject_id
  WHERE c.negated = 1 AND c.modality IN ('asserted', 'reported') AND s.kind IN {listed(WITNESS_KINDS)}
  GROUP BY 1, 2, 3
),
states AS (
  SELECT t.subject_id, t.attribute, t.value, coalesce(s.voices, 0) AS voices, coalesce(s.stories, 0) AS stories,
    coalesce(s.copies, 0) AS copies, coalesce(p.against, 0) AS against, coalesce(n.denials, 0) AS denials,
    s.first_said, s.last_said, s.claim_id,
    CASE
      WHEN s.claim_id IS NULL THEN 'unsupported'
      WHEN s.gone THEN 'withdrawn'
      WHEN i.status IN ('superseded', 'repealed') OR (t.attribute = 'applies_from' AND EXISTS (
        SELECT 1 FROM superseded_dates d WHERE d.instrument_id = t.subject_id AND d.old_date = t.value
          AND d.still_used = 0)) THEN 'superseded'
      WHEN s.in_law THEN 'confirmed by primary text'
      WHEN p.against > 0 OR n.denials > 0 THEN 'disputed'
      WHEN s.voices > 1 THEN 'corroborated'
      ELSE 'single family'
    END AS state
  FROM statements t
  LEFT JOIN said s ON s.subject_id = t.subject_id AND s.attribute = t.attribute AND s.value = t.value
  LEFT JOIN disputes p ON p.subject_id = t.subject_id AND p.attribute = t.attribute AND p.value = t.value
  LEFT JOIN denied n ON n.subject_id = t.subject_id AND n.attribute = t.attribute AND n.value = t.value
  LEFT JOIN instruments i ON i.id = t.subject_id
)
SELECT x.subject_id, e.name AS subject, x.attribute, x.value, x.state,
  CASE x.state WHEN 'corroborated' THEN 'corroborated by ' || x.voices ELSE x.state END AS label,
  x.voices, x.stories, x.copies, x.against, x.denials, x.first_said, x.last_said, x.claim_id
FROM states x JOIN entities e ON e.id = x.subject_id
ORDER BY e.name, x.attribute, x.voices DESC, x.value"""

VIEWS: dict[str, str] = {
    "canonical_ids": CANONICAL_IDS,
    "judgement_conflicts": JUDGEMENT_CONFLICTS,
    "document_stories": DOCUMENT_STORIES,
    "story_claims": STORY_CLAIMS,
    "independent_claims": INDEPENDENT_CLAIMS,
    "disagreements": DISAGREEMENTS,
    "trust": TRUST,
}
