"""Views of what was read and from where: positions, the timeline, the spans of a document, the health of sources."""

from __future__ import annotations

from kb.views_parts import first_day, last_day

POSITIONS = """
-- One row per quote or stated position of a speaker toward an instrument, newest first.
--   basis       quote (direct, partial or indirect), or relation (a sentence says that they support or criticise it)
--   stance      supports, criticises, mixed, neutral
--   speaker_id, speaker, organisation_id, organisation   null when the text does not name them; ids as judged
--   instrument_id, instrument, date (of publication), text, kind
--   document_id, sentence_id, start, end, title, publisher, story_id   where it stands
SELECT 'quote' AS basis, q.id, coalesce(cs.canonical_id, q.speaker_id) AS speaker_id,
  coalesce(es.name, ca.name, q.speaker_text) AS speaker, q.organisation_id, coalesce(eo.name, co.name) AS organisation,
  q.stance, q.about_id AS instrument_id, e.name AS instrument, substr(s.published, 1, 10) AS date, q.text, q.kind,
  q.document_id, q.sentence_id, q.start, q."end", s.title, s.publisher, s.story_id
FROM quotes q
JOIN document_stories s ON s.document_id = q.document_id
JOIN entities e ON e.id = q.about_id
LEFT JOIN canonical_ids cs ON cs.id = q.speaker_id
LEFT JOIN entities es ON es.id = coalesce(cs.canonical_id, q.speaker_id)
LEFT JOIN candidates ca ON ca.id = q.speaker_id
LEFT JOIN entities eo ON eo.id = q.organisation_id
LEFT JOIN candidates co ON co.id = q.organisation_id
UNION ALL
SELECT 'relation', v.id, coalesce(cs.canonical_id, r.subject_id), coalesce(es.name, ca.name), NULL, NULL,
  r.predicate, r.object_id, e.name, substr(s.published, 1, 10), t.text, v.modality,
  v.document_id, v.sentence_id, v.start, v."end", s.title, s.publisher, s.story_id
FROM relations r
JOIN relation_evidence v ON v.relation_id = r.id AND v.negated = 0 AND v.modality IN ('asserted', 'reported')
JOIN sentences t ON t.id = v.sentence_id
JOIN document_stories s ON s.document_id = v.document_id
JOIN entities e ON e.id = r.object_id
LEFT JOIN canonical_ids cs ON cs.id = r.subject_id
LEFT JOIN entities es ON es.id = coalesce(cs.canonical_id, r.subject_id)
LEFT JOIN candidates ca ON ca.id = r.subject_id
WHERE r.predicate IN ('supports', 'criticises')
ORDER BY 10 DESC, 4, 1, 2"""

TIMELINE = f"""
-- One row per event, newest first: those of the register and those read from documents.
--   event_id, type, date, precision, title, about_id, about, origin, source_url, confidence
--   evidence_count, stories, voices   sentences that say so, independent stories, independent publishers
--   document_id, sentence_id, text    the earliest such sentence
--   register_event_id                 for a read event: the register's event of the same type, subject and day
--   participants                      names, "; " between them
-- Read events that are only denied, planned or possible are left out.
WITH evidence AS MATERIALIZED (
  SELECT v.event_id, v.document_id, v.sentence_id, v.text, s.story_id, s.voice,
    row_number() OVER (PARTITION BY v.event_id ORDER BY coalesce(s.published, '9999'), v.document_id, v.start) AS place
  FROM event_evidence v JOIN document_stories s ON s.document_id = v.document_id
  WHERE v.negated = 0 AND v.modality IN ('asserted', 'reported')
),
counted AS MATERIALIZED (
  SELECT event_id, count(*) AS evidence_count, count(DISTINCT story_id) AS stories, count(DISTINCT voice) AS voices
  FROM evidence GROUP BY event_id
),
registered AS MATERIALIZED (
  SELECT id, type, about_id, {first_day("date")} AS first, {last_day("date")} AS last
  FROM events WHERE origin = 'register' AND date IS NOT NULL AND about_id IS NOT NULL
)
SELECT e.id AS event_id, e.type, e.date, e.precision, e.title, e.about_id, a.name AS about, e.origin, e.source_url,
  e.confidence, coalesce(c.evidence_count, 0) AS evidence_count, coalesce(c.stories, 0) AS stories,
  coalesce(c.voices, 0) AS voices, v.document_id, v.sentence_id, v.text,
  CASE WHEN e.origin = 'extracted' THEN (
    SELECT min(r.id) FROM registered r WHERE r.about_id = e.about_id AND r.type = e.type
      AND r.first <= {last_day("e.date")} AND {first_day("e.date")} <= r.last) END AS register_event_id,
  (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT p.name FROM event_participants x
    JOIN entities p ON p.id = x.entity_id WHERE x.event_id = e.id ORDER BY p.name)) AS participants
FROM events e
LEFT JOIN entities a ON a.id = e.about_id
LEFT JOIN counted c ON c.event_id = e.id
LEFT JOIN evidence v ON v.event_id = e.id AND v.place = 1
WHERE e.origin <> 'extracted' OR c.event_id IS NOT NULL
ORDER BY coalesce({first_day("e.date")}, '0000') DESC, e.id"""

DOCUMENT_EVIDENCE = """
-- Every span that was read from a document, for highlighting: text = substr(documents.text, start + 1, end - start).
--   what        mention, relation, claim, event, quote, obligation
--   label       entity label, predicate, attribute, event type, stance, modality
--   target_id   the entity or candidate, relation, claim, event, quote or obligation it supports; value: what it says
SELECT document_id, sentence_id, start, "end", text, 'mention' AS what, id, label, coalesce(entity_id, candidate_id)
  AS target_id, value, score, method, extractor FROM mentions
UNION ALL
SELECT v.document_id, v.sentence_id, v.start, v."end", v.text, 'relation', v.id, r.predicate, r.id,
  coalesce(s.name, cs.name) || ' → ' || coalesce(o.name, co.name), v.score, v.method, v.extractor
FROM relation_evidence v JOIN relations r ON r.id = v.relation_id
LEFT JOIN entities s ON s.id = r.subject_id LEFT JOIN entities o ON o.id = r.object_id
LEFT JOIN candidates cs ON cs.id = r.subject_id LEFT JOIN candidates co ON co.id = r.object_id
UNION ALL
SELECT document_id, sentence_id, start, "end", text, 'claim', id, attribute, id, value, score, method, extractor
FROM claims
UNION ALL
SELECT v.document_id, v.sentence_id, v.start, v."end", v.text, 'event', v.id, e.type, e.id, e.date, v.score, v.method,
  v.extractor
FROM event_evidence v JOIN events e ON e.id = v.event_id
UNION ALL
SELECT document_id, sentence_id, start, "end", text, 'quote', id, stance, id, speaker_text, score, method, extractor
FROM quotes
UNION ALL
SELECT document_id, sentence_id, start, "end", text, 'obligation', id, modality, obligation_id, action, score, method,
  extractor
FROM obligation_evidence"""

SOURCE_HEALTH = """
-- One row per source that is fetched, as of its last attempt (loose files are not fetched and not listed).
--   state        never (no attempt), failing (the last attempt failed or was refused), suspect (it answered, but not
--                with what it should), quiet (fewer new items than it promises), ok
--   reason       of the last attempt; in_a_row: attempts since the last success
--   last_attempt, last_success, last_new   when; last_new is the last attempt that brought a new item
--   expected_per_week, got_last_week, got_per_week   promised; new items in the last 7 days; mean of the last 28 days
--   days_watched, documents, not_modified_share (of all attempts)
WITH attempts AS MATERIALIZED (
  SELECT f.*, row_number() OVER (PARTITION BY source_id ORDER BY started_at DESC, id DESC) AS place,
    max(started_at) OVER (PARTITION BY source_id) AS latest
  FROM fetches f WHERE source_id IS NOT NULL AND items_found IS NOT NULL
     OR source_id IS NOT NULL AND url = (SELECT url FROM sources s WHERE s.id = f.source_id)
),
sums AS MATERIALIZED (
  SELECT source_id, max(started_at) AS last_attempt, min(started_at) AS first_attempt,
    max(CASE WHEN outcome IN ('ok', 'not_modified') THEN started_at END) AS last_success,
    max(CASE WHEN items_new > 0 THEN started_at END) AS last_new,
    sum(CASE WHEN julianday(latest) - julianday(started_at) < 7 THEN coalesce(items_new, 0) ELSE 0 END) AS week,
    sum(CASE WHEN julianday(latest) - julianday(started_at) < 28 THEN coalesce(items_new, 0) ELSE 0 END) AS month,
    round(avg(outcome = 'not_modified'), 3) AS not_modified_share, count(*) AS attempts
  FROM attempts GROUP BY source_id
),
figures AS (
  SELECT s.*, a.outcome, a.reason, x.last_attempt, x.last_success, x.last_new, x.week, x.month, x.not_modified_share,
    x.attempts, CAST(julianday(x.last_attempt) - julianday(x.first_attempt) AS INTEGER) AS days_watched,
    (SELECT count(*) FROM attempts f
      WHERE f.source_id = s.id AND f.started_at > coalesce(x.last_success, '')) AS in_a_row
  FROM sources s
  LEFT JOIN sums x ON x.source_id = s.id
  LEFT JOIN attempts a ON a.source_id = s.id AND a.place = 1
  WHERE s.kind NOT IN ('file', 'outlet')
)
SELECT id AS source_id, name, publisher, kind, url,
  CASE
    WHEN last_attempt IS NULL THEN 'never'
    WHEN outcome IN ('failed', 'refused') THEN 'failing'
    WHEN outcome = 'suspect' THEN 'suspect'
    WHEN expected_per_week > 0 AND days_watched >= max(7, 21 / expected_per_week)
      AND julianday(last_attempt) - julianday(coalesce(last_new, '0001-01-01')) > max(7, 21 / expected_per_week)
      THEN 'quiet'
    ELSE 'ok'
  END AS state,
  outcome AS last_outcome, reason, coalesce(in_a_row, 0) AS in_a_row, last_attempt, last_success, last_new,
  expected_per_week, coalesce(week, 0) AS got_last_week,
  round(coalesce(month, 0) * 7.0 / min(28, max(7, coalesce(days_watched, 0) + 1)), 2) AS got_per_week,
  coalesce(days_watched, 0) AS days_watched,
  (SELECT count(*) FROM document_sightings g WHERE g.source_id = figures.id) AS documents, not_modified_share
FROM figures
ORDER BY CASE state WHEN 'failing' THEN 0 WHEN 'suspect' THEN 1 WHEN 'never' THEN 2 WHEN 'quiet' THEN 3 ELSE 4 END,
  name"""

TITLES_NAMED = """
-- One row per sentence and title of a post in it ("Treasury Secretary"): who held the post when the document appeared.
--   person_id, person   the holder on the day of publication; null: the register names none for that day
--   body_id, body, post   the post; document_id, sentence_id, start, end, text where it is named; published
-- Titles of one word ("President") are left out: they need the sentence around them.
WITH posts AS MATERIALIZED (SELECT DISTINCT body_id, post FROM offices WHERE instr(post, ' '))
SELECT h.person_id, e.name AS person, p.body_id, b.name AS body, p.post, s.document_id, s.id AS sentence_id,
  s.start + instr(s.text, p.post) - 1 AS start, s.start + instr(s.text, p.post) - 1 + length(p.post) AS "end",
  p.post AS text, substr(d.published, 1, 10) AS published
FROM posts p JOIN sentences_fts f ON f.sentences_fts MATCH '"' || p.post || '"'
JOIN sentences s ON s.rowid = f.rowid AND instr(s.text, p.post) JOIN documents d ON d.id = s.document_id
JOIN entities b ON b.id = p.body_id
LEFT JOIN offices h ON h.body_id = p.body_id AND h.post = p.post
  AND coalesce(h.valid_from, '') <= substr(d.published, 1, 10)
  AND coalesce(h.valid_to, '9999') > substr(d.published, 1, 10)
LEFT JOIN entities e ON e.id = h.person_id
WHERE d.kind IN ('news', 'official')
ORDER BY d.published DESC, s.document_id, start"""

VIEWS: dict[str, str] = {
    "positions": POSITIONS,
    "timeline": TIMELINE,
    "titles_named": TITLES_NAMED,
    "document_evidence": DOCUMENT_EVIDENCE,
    "source_health": SOURCE_HEALTH,
}
