-- Crosswalk, schema 1. Every table and the questions it answers; every column is explained again in
-- datasette_metadata.json. Times are UTC, ISO 8601. Dates may be partial (2026, 2026-05, 2026-05-25/2026-05-31).
-- Offsets count Unicode characters of documents.text, end exclusive: text = substr(documents.text, start+1, end-start).
-- Labels such as "disputed" or "overdue" are never stored: they are derived in views (kb/views.py).

-- ------------------------------------------------------------------ where text comes from
CREATE TABLE sources (              -- one outlet, feed, API or watched page (data/sources/*.yml)
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  publisher TEXT NOT NULL,          -- independence is counted by publisher, not by feed
  jurisdiction TEXT,
  kind TEXT NOT NULL,               -- feed, page, federal_register, eurlex, formex, watch; outlet: a site that
                                    -- others' feeds or --url and --file led to, never fetched by itself
  url TEXT,
  licence TEXT,
  schedule TEXT,
  expected_per_week REAL,           -- how many new items a normal week brings; null: nothing is promised
  official INTEGER NOT NULL DEFAULT 0,
  offline INTEGER NOT NULL DEFAULT 0 -- 1: part of the bundled corpus, written for the project
);

CREATE TABLE fetches (              -- one row per attempt: what was asked, what came back
  id INTEGER PRIMARY KEY,           -- a log, so a row number; nothing refers to it by meaning
  run_id TEXT REFERENCES runs(id),
  source_id TEXT REFERENCES sources(id),
  url TEXT NOT NULL,
  started_at TEXT NOT NULL,
  seconds REAL,
  outcome TEXT NOT NULL,            -- ok, not_modified, suspect, refused, failed
  reason TEXT,                      -- fixed words, see ingest/outcome.py
  http_status INTEGER,
  final_url TEXT,
  bytes INTEGER,
  items_found INTEGER,
  items_new INTEGER,
  etag TEXT,
  last_modified TEXT,
  snapshot_id TEXT REFERENCES snapshots(id)
);
CREATE INDEX fetches_source ON fetches(source_id, started_at);
CREATE INDEX fetches_url ON fetches(url, started_at);

CREATE TABLE snapshots (            -- the raw bytes, kept once
  id TEXT PRIMARY KEY,              -- sha256 of the bytes
  media_type TEXT,
  final_url TEXT,
  bytes INTEGER NOT NULL,
  path TEXT NOT NULL,               -- where the bytes lie, relative to the snapshot folder
  fetched_at TEXT NOT NULL          -- when these bytes were first seen
);

CREATE TABLE families (             -- copies and rewrites of one report
  id TEXT PRIMARY KEY,
  origin_document_id TEXT,          -- the member published first
  size INTEGER NOT NULL
);

CREATE TABLE documents (
  id TEXT PRIMARY KEY,              -- hash of the canonical URL
  url TEXT NOT NULL UNIQUE,         -- canonical
  source_id TEXT REFERENCES sources(id),
  title TEXT,
  author TEXT,
  published TEXT,                   -- partial date or timestamp
  language TEXT,
  kind TEXT NOT NULL,               -- news, official, law, law_summary, note
  text TEXT NOT NULL,               -- what every offset counts in
  text_sha256 TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  snapshot_id TEXT REFERENCES snapshots(id),
  family_id TEXT REFERENCES families(id),
  instrument_id TEXT REFERENCES entities(id), -- set when the document is the text of an instrument
  synthetic INTEGER NOT NULL DEFAULT 0,       -- 1: written for the project (demo corpus)
  gone_at TEXT,                     -- when the source was first seen gone; the copy stays
  extractor TEXT                    -- version that last read it; null: unread
);
CREATE INDEX documents_published ON documents(published);
CREATE INDEX documents_kind ON documents(kind);
CREATE INDEX documents_source ON documents(source_id);
CREATE INDEX documents_family ON documents(family_id);
CREATE INDEX documents_instrument ON documents(instrument_id);

CREATE TABLE document_sightings (   -- every source that carried the document (the same item in two feeds is one document)
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  source_id TEXT NOT NULL REFERENCES sources(id),
  url TEXT NOT NULL,                -- as carried there
  first_seen TEXT NOT NULL,
  PRIMARY KEY (document_id, source_id)
);
CREATE INDEX document_sightings_url ON document_sightings(url);

CREATE TABLE revisions (            -- earlier wordings of a document, oldest first
  id TEXT PRIMARY KEY,              -- hash of document and text
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,          -- 1, 2, …; the newest equals documents.text
  title TEXT,
  text TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  snapshot_id TEXT REFERENCES snapshots(id),
  UNIQUE (document_id, number)
);

CREATE TABLE sentences (
  id TEXT PRIMARY KEY,              -- document id and position
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (document_id, position)
);

CREATE TABLE family_members (
  family_id TEXT NOT NULL REFERENCES families(id) ON DELETE CASCADE,
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  nearest_document_id TEXT REFERENCES documents(id), -- the member it is closest to
  relation TEXT NOT NULL,           -- origin, same_publisher, syndicated, reworded
  score REAL NOT NULL,              -- 0-1, higher is closer
  spans TEXT NOT NULL DEFAULT '[]', -- JSON [[start, end, other_start, other_end], …] matched wording
  PRIMARY KEY (document_id)
);
CREATE INDEX family_members_family ON family_members(family_id);

-- ------------------------------------------------------------------ who and what
CREATE TABLE entities (
  id TEXT PRIMARY KEY,              -- register slug, or cand-… for a candidate that was accepted
  label TEXT NOT NULL,              -- vocabulary.md
  name TEXT NOT NULL,
  jurisdiction TEXT,
  parent_id TEXT REFERENCES entities(id),
  description TEXT,                 -- our words
  confidence TEXT,                  -- high, medium, low, disputed
  as_of TEXT,
  source_url TEXT                   -- or an official citation
);
CREATE INDEX entities_label ON entities(label);
CREATE INDEX entities_parent ON entities(parent_id);

CREATE TABLE names (                -- every wording that may stand for an entity
  id TEXT PRIMARY KEY,
  entity_id TEXT NOT NULL REFERENCES entities(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,               -- canonical, alias, acronym, former, short, misspelling
  valid_from TEXT,                  -- null: always
  valid_to TEXT,                    -- exclusive
  context INTEGER NOT NULL DEFAULT 0, -- 1: ambiguous, needs supporting context before it links
  source_url TEXT
);
CREATE INDEX names_entity ON names(entity_id);
CREATE INDEX names_name ON names(name COLLATE NOCASE);

CREATE TABLE offices (              -- who held which post when ("Treasury Secretary" on a date)
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES entities(id),
  body_id TEXT NOT NULL REFERENCES entities(id),
  post TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  source_url TEXT,
  confidence TEXT
);

CREATE TABLE judgements (           -- decisions on identity; merges are derived and undone by one row
  id TEXT PRIMARY KEY,
  left_id TEXT NOT NULL,
  right_id TEXT NOT NULL,
  verdict TEXT NOT NULL,            -- positive, negative, unsure
  by TEXT NOT NULL,
  at TEXT NOT NULL,
  reason TEXT
);

CREATE TABLE candidates (           -- names the register does not hold, one per name and label
  id TEXT PRIMARY KEY,              -- hash of label and normalised name
  label TEXT NOT NULL,
  name TEXT NOT NULL,
  first_document_id TEXT,
  first_seen TEXT,
  near_entity_id TEXT REFERENCES entities(id), -- most similar register entity, for the reviewer
  near_score REAL
);

-- ------------------------------------------------------------------ what is said
CREATE TABLE mentions (
  id TEXT PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  sentence_id TEXT NOT NULL REFERENCES sentences(id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  label TEXT NOT NULL,
  entity_id TEXT REFERENCES entities(id),
  candidate_id TEXT REFERENCES candidates(id),
  value TEXT,                       -- DATE, DURATION, MONEY: normalised
  score REAL,
  method TEXT NOT NULL,             -- register, pattern, model, reference, acronym, capitals
  reason TEXT,                      -- why it links where it links
  extractor TEXT NOT NULL
);
CREATE INDEX mentions_document ON mentions(document_id, start);
CREATE INDEX mentions_sentence ON mentions(sentence_id);
CREATE INDEX mentions_entity ON mentions(entity_id);
CREATE INDEX mentions_candidate ON mentions(candidate_id);
CREATE INDEX mentions_label ON mentions(label);

CREATE TABLE relations (
  id TEXT PRIMARY KEY,              -- hash of subject, predicate, object
  subject_id TEXT NOT NULL,         -- entities.id or candidates.id
  predicate TEXT NOT NULL,
  object_id TEXT NOT NULL,
  first_seen TEXT,                  -- publication date of the first document that says so
  last_seen TEXT
);
CREATE INDEX relations_subject ON relations(subject_id);
CREATE INDEX relations_predicate ON relations(predicate);
CREATE INDEX relations_object ON relations(object_id);

CREATE TABLE relation_evidence (
  id TEXT PRIMARY KEY,
  relation_id TEXT NOT NULL REFERENCES relations(id),
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  sentence_id TEXT NOT NULL REFERENCES sentences(id) ON DELETE CASCADE,
  start INTEGER NOT NULL,           -- the trigger span
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  negated INTEGER NOT NULL DEFAULT 0,
  modality TEXT NOT NULL,           -- asserted, reported, planned, possible
  score REAL,
  method TEXT NOT NULL,
  extractor TEXT NOT NULL
);
CREATE INDEX relation_evidence_relation ON relation_evidence(relation_id);
CREATE INDEX relation_evidence_document ON relation_evidence(document_id);
CREATE INDEX relation_evidence_sentence ON relation_evidence(sentence_id);

CREATE TABLE claims (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES entities(id),
  attribute TEXT NOT NULL,
  value TEXT NOT NULL,              -- canonical wording of vocabulary.md; an entity's name where the value is one
  value_entity_id TEXT REFERENCES entities(id),
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  sentence_id TEXT NOT NULL REFERENCES sentences(id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  quoted INTEGER NOT NULL DEFAULT 0, -- 1: inside quotation marks
  negated INTEGER NOT NULL DEFAULT 0,
  modality TEXT NOT NULL,
  score REAL,
  method TEXT NOT NULL,
  extractor TEXT NOT NULL
);
CREATE INDEX claims_subject ON claims(subject_id, attribute);
CREATE INDEX claims_document ON claims(document_id);
CREATE INDEX claims_attribute ON claims(attribute);
CREATE INDEX claims_sentence ON claims(sentence_id);

CREATE TABLE events (
  id TEXT PRIMARY KEY,              -- hash of type, date and what it is about
  type TEXT NOT NULL,
  date TEXT,                        -- may be partial or an interval; null: unknown
  precision TEXT,                   -- day, month, quarter, year, interval
  about_id TEXT,                    -- entities.id or candidates.id
  title TEXT NOT NULL,
  origin TEXT NOT NULL,             -- extracted, register (data/register/timeline.csv), watch
  source_url TEXT,                  -- register events: the source
  confidence TEXT
);
CREATE INDEX events_date ON events(date);
CREATE INDEX events_type ON events(type);
CREATE INDEX events_about ON events(about_id);

CREATE TABLE event_evidence (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL REFERENCES events(id),
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  sentence_id TEXT NOT NULL REFERENCES sentences(id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  negated INTEGER NOT NULL DEFAULT 0,
  modality TEXT NOT NULL,
  score REAL,
  method TEXT NOT NULL,
  extractor TEXT NOT NULL
);
CREATE INDEX event_evidence_event ON event_evidence(event_id);
CREATE INDEX event_evidence_document ON event_evidence(document_id);
CREATE INDEX event_evidence_sentence ON event_evidence(sentence_id);

CREATE TABLE event_participants (
  event_id TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE,
  entity_id TEXT NOT NULL,          -- entities.id or candidates.id
  role TEXT NOT NULL,               -- agent, object, other
  PRIMARY KEY (event_id, entity_id, role)
);

CREATE TABLE quotes (
  id TEXT PRIMARY KEY,
  speaker_id TEXT,                  -- entities.id or candidates.id; null: the speaker is not named
  organisation_id TEXT,
  speaker_text TEXT,                -- as printed
  text TEXT NOT NULL,               -- the wording between the marks, or the reported clause
  kind TEXT NOT NULL,               -- direct, partial, indirect
  stance TEXT NOT NULL,             -- supports, criticises, mixed, neutral
  about_id TEXT REFERENCES entities(id),
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  sentence_id TEXT NOT NULL REFERENCES sentences(id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  score REAL,
  method TEXT NOT NULL,
  extractor TEXT NOT NULL
);
CREATE INDEX quotes_document ON quotes(document_id);
CREATE INDEX quotes_stance ON quotes(stance);
CREATE INDEX quotes_speaker ON quotes(speaker_id);
CREATE INDEX quotes_about ON quotes(about_id);
CREATE INDEX quotes_sentence ON quotes(sentence_id);

CREATE TABLE disputed_facts (       -- questions on which the register's own sources disagree (data/register/disputed.yml)
  id TEXT PRIMARY KEY,
  question TEXT NOT NULL,           -- our words
  about_id TEXT NOT NULL REFERENCES entities(id),
  attribute TEXT,                   -- the claim attribute that it is, where it is one
  resolution TEXT                   -- why the register follows one of the versions; null: the question is open
);
CREATE INDEX disputed_facts_about ON disputed_facts(about_id);

CREATE TABLE disputed_versions (    -- every version is a claim of its own
  id TEXT PRIMARY KEY,              -- hash of fact, value and source
  fact_id TEXT NOT NULL REFERENCES disputed_facts(id),
  position INTEGER NOT NULL,
  value TEXT NOT NULL,              -- our words
  claim TEXT,                       -- the same as a canonical value of the attribute, to be found among claims
  followed INTEGER NOT NULL DEFAULT 0, -- 1: the rest of the register goes by it
  note TEXT,
  confidence TEXT NOT NULL,         -- of this version: high, medium, low
  as_of TEXT NOT NULL,              -- when its source said so
  source_url TEXT NOT NULL
);
CREATE INDEX disputed_versions_fact ON disputed_versions(fact_id, position);

CREATE TABLE disputed_subjects (    -- what else a disputed fact is shown with
  fact_id TEXT NOT NULL REFERENCES disputed_facts(id),
  subject_id TEXT NOT NULL,         -- an entity, or a row of events, deadlines, commitments or obligations
  PRIMARY KEY (fact_id, subject_id)
);
CREATE INDEX disputed_subjects_subject ON disputed_subjects(subject_id);

-- ------------------------------------------------------------------ what is law
CREATE TABLE instruments (          -- more about the entities labelled INSTRUMENT
  id TEXT PRIMARY KEY REFERENCES entities(id),
  type TEXT NOT NULL,               -- executive_order, regulation, statute, agreement, code_of_practice, accord, draft, …
  binding TEXT NOT NULL,            -- binding, voluntary, mixed, none
  title TEXT NOT NULL,
  short_title TEXT NOT NULL,        -- column head in the comparison
  number TEXT,                      -- e.g. 14409, 2024/1689
  celex TEXT,
  citation TEXT,                    -- official citation
  signed TEXT,
  published TEXT,
  in_force TEXT,
  ended TEXT,
  status TEXT NOT NULL,             -- proposed, provisional, adopted, in_force, applies, superseded, repealed, shelved
  superseded_by TEXT REFERENCES instruments(id),
  position INTEGER NOT NULL         -- order of the columns in the comparison
);

CREATE TABLE provision_texts (      -- the text of each article, paragraph, section as parsed from a held document
  id TEXT PRIMARY KEY,              -- document id and key
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  instrument_id TEXT REFERENCES entities(id),
  key TEXT NOT NULL,                -- art_43, art_43.1, rct_12, anx_III, sec_3.b.ii
  kind TEXT NOT NULL,               -- article, paragraph, recital, annex, section, chapter
  parent_key TEXT,
  number TEXT,
  heading TEXT,
  position INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  UNIQUE (document_id, key)
);
CREATE INDEX provision_texts_instrument ON provision_texts(instrument_id, key);

CREATE TABLE provisions (           -- what a provision says and when it applies, in our words; rows are added, never changed
  id TEXT PRIMARY KEY,              -- hash of instrument, key and the clocks
  instrument_id TEXT NOT NULL REFERENCES instruments(id),
  key TEXT NOT NULL,                -- as in provision_texts
  citation TEXT NOT NULL,           -- Art. 43(1), Sec. 3(b)(ii)
  heading TEXT,
  summary TEXT NOT NULL,            -- our words
  actor_id TEXT REFERENCES entities(id),
  action TEXT,
  days INTEGER,                     -- the clock, counted from the instrument's signing date
  applies_from TEXT,                -- what the row says of its application; null: at once or not stated
  valid_from TEXT,                  -- in law from (clock 1)
  valid_to TEXT,
  recorded_from TEXT NOT NULL,      -- publicly known from (clock 2)
  recorded_to TEXT,
  status TEXT NOT NULL,             -- proposed, provisional, adopted, in_force, applies, superseded, repealed
  basis TEXT,                       -- the act or step that set this row
  confidence TEXT,
  source_url TEXT
);
CREATE INDEX provisions_key ON provisions(instrument_id, key);

CREATE TABLE obligations (          -- the register of duties (data/register/obligations.csv)
  id TEXT PRIMARY KEY,              -- aia-art43-1
  instrument_id TEXT NOT NULL REFERENCES instruments(id),
  key TEXT NOT NULL,                -- provision it stands in
  citation TEXT NOT NULL,
  entity_id TEXT REFERENCES entities(id), -- the OBLIGATION concept it belongs to
  addressee TEXT NOT NULL,          -- "; " between several
  modality TEXT NOT NULL,           -- obligation, prohibition, permission, definition, power
  scope TEXT,
  summary TEXT NOT NULL,
  timing TEXT,
  applies_from TEXT,
  applies_from_annex_i TEXT,
  penalty TEXT,
  topic TEXT NOT NULL,
  note TEXT,
  confidence TEXT NOT NULL,
  as_of TEXT NOT NULL,
  source_url TEXT NOT NULL
);
CREATE INDEX obligations_key ON obligations(instrument_id, key);

CREATE TABLE obligation_evidence (  -- sentences that impose, forbid or allow something, as read from held texts
  id TEXT PRIMARY KEY,
  obligation_id TEXT REFERENCES obligations(id), -- the register row it matches; null: none
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  sentence_id TEXT NOT NULL REFERENCES sentences(id) ON DELETE CASCADE,
  provision_key TEXT,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  modality TEXT NOT NULL,
  addressee TEXT,
  action TEXT,
  condition TEXT,
  exception TEXT,
  citations TEXT NOT NULL DEFAULT '[]', -- JSON list of normalised cross-references
  score REAL,
  method TEXT NOT NULL,
  extractor TEXT NOT NULL
);
CREATE INDEX obligation_evidence_document ON obligation_evidence(document_id);
CREATE INDEX obligation_evidence_obligation ON obligation_evidence(obligation_id);
CREATE INDEX obligation_evidence_sentence ON obligation_evidence(sentence_id);

CREATE TABLE commitments (          -- a promise of a company and its life; rows are added, never changed
  id TEXT PRIMARY KEY,
  maker_id TEXT NOT NULL REFERENCES entities(id),
  addressee_id TEXT REFERENCES entities(id),
  instrument_id TEXT REFERENCES entities(id),
  text TEXT NOT NULL,               -- our words
  state TEXT NOT NULL,              -- signed, agreed, refused, invited, withdrew, renewed, renegotiated, page_removed, broken, superseded
  date TEXT,
  valid_from TEXT,
  valid_to TEXT,
  recorded_from TEXT NOT NULL,
  recorded_to TEXT,
  follows_id TEXT REFERENCES commitments(id), -- the earlier state of the same promise
  confidence TEXT NOT NULL,
  source_url TEXT NOT NULL
);
CREATE INDEX commitments_maker ON commitments(maker_id);

CREATE TABLE deadlines (
  id TEXT PRIMARY KEY,
  instrument_id TEXT NOT NULL REFERENCES instruments(id),
  provision_id TEXT REFERENCES provisions(id),
  citation TEXT NOT NULL,
  actor_id TEXT REFERENCES entities(id),
  actor TEXT NOT NULL,              -- as the section names them
  action TEXT NOT NULL,
  days INTEGER,                     -- null: a fixed date in law
  counted_from TEXT,
  due TEXT NOT NULL,                -- computed from days and counted_from, or the date of law
  claimed_on TEXT,                  -- done according to the responsible side
  verified_on TEXT,                 -- done according to evidence anyone can open
  note TEXT,
  valid_from TEXT,                  -- since when it is owed in law (clock 1)
  valid_to TEXT,
  recorded_from TEXT NOT NULL,      -- publicly known from (clock 2)
  recorded_to TEXT,
  status TEXT NOT NULL DEFAULT 'in_force', -- of the law that sets it: proposed, provisional, adopted, in_force, …
  basis TEXT,                       -- the act or step that set it
  confidence TEXT NOT NULL,
  source_url TEXT NOT NULL
);

CREATE TABLE deadline_evidence (
  id TEXT PRIMARY KEY,
  deadline_id TEXT NOT NULL REFERENCES deadlines(id),
  kind TEXT NOT NULL,               -- claimed, verified, differs
  date TEXT,
  statement TEXT NOT NULL,          -- our words
  source_url TEXT NOT NULL,
  document_id TEXT REFERENCES documents(id),
  sentence_id TEXT REFERENCES sentences(id),
  start INTEGER,
  "end" INTEGER,
  text TEXT
);

-- ------------------------------------------------------------------ the comparison
CREATE TABLE questions (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  topic TEXT NOT NULL,
  question TEXT NOT NULL,
  help TEXT,
  attributes TEXT NOT NULL DEFAULT '[]' -- JSON list of claim attributes that bear on it
);

CREATE TABLE cells (                -- rows are added, never changed
  id TEXT PRIMARY KEY,
  question_id TEXT NOT NULL REFERENCES questions(id),
  instrument_id TEXT NOT NULL REFERENCES instruments(id),
  value TEXT NOT NULL,              -- our words
  degree TEXT NOT NULL,             -- equal, partial, different, only_here, not_comparable
  citation TEXT,
  set_by TEXT NOT NULL,             -- a person's handle, or "machine" for a proposal
  set_at TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  recorded_from TEXT NOT NULL,
  recorded_to TEXT,
  status TEXT NOT NULL,
  basis TEXT,
  confidence TEXT NOT NULL,
  source_url TEXT
);
CREATE INDEX cells_question ON cells(question_id, instrument_id);

CREATE TABLE cell_evidence (
  id TEXT PRIMARY KEY,
  cell_id TEXT NOT NULL REFERENCES cells(id),
  kind TEXT NOT NULL,               -- primary (text of the instrument), official, summary, news, claim
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  sentence_id TEXT REFERENCES sentences(id) ON DELETE CASCADE,
  provision_key TEXT,
  claim_id TEXT REFERENCES claims(id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  rank INTEGER NOT NULL DEFAULT 1   -- within the cell and kind: 1 shares most words with the cell and is shown first
);
CREATE INDEX cell_evidence_cell ON cell_evidence(cell_id);
CREATE INDEX cell_evidence_document ON cell_evidence(document_id);
CREATE INDEX cell_evidence_claim ON cell_evidence(claim_id);

CREATE TABLE identifier_errors (    -- an order number, CELEX or act number printed beside the name or date of another
  id TEXT PRIMARY KEY,              -- hash of document and place
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,               -- the identifier as printed
  named TEXT NOT NULL,              -- the name or date that stands beside it
  instrument_id TEXT,               -- instruments.id whose identifier it is; null: none of the register
  named_id TEXT,                    -- instruments.id that the name belongs to; null: a date is wrong
  expected TEXT NOT NULL            -- what the register has, in words
);
CREATE INDEX identifier_errors_document ON identifier_errors(document_id);

-- ------------------------------------------------------------------ how we know
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  command TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  exit_code INTEGER,
  stages TEXT NOT NULL DEFAULT '[]', -- JSON [{"stage", "seconds", "peak_mb", "counts": {…}}, …]
  problems TEXT NOT NULL DEFAULT '[]', -- JSON list of what went wrong, in words
  extractor TEXT,
  code_version TEXT NOT NULL,
  sqlite_version TEXT NOT NULL
);

CREATE TABLE changes (              -- what moved in the comparison, and why
  id TEXT PRIMARY KEY,
  run_id TEXT REFERENCES runs(id),
  at TEXT NOT NULL,
  kind TEXT NOT NULL,               -- cell, deadline, commitment, trust, provision, document
  subject_id TEXT NOT NULL,
  title TEXT NOT NULL,
  before TEXT,
  after TEXT,
  cause TEXT NOT NULL,              -- law_text, article, correction, re_extraction, register, time
  document_id TEXT REFERENCES documents(id)
);
CREATE INDEX changes_at ON changes(at);

CREATE TABLE states (               -- the last known state of what changes is told about
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  state TEXT NOT NULL,
  extractor TEXT,
  PRIMARY KEY (kind, subject_id)
);

CREATE TABLE evaluation_scores (
  id TEXT PRIMARY KEY,
  extractor TEXT NOT NULL,
  profile TEXT NOT NULL,            -- full, rules, register, model
  split TEXT NOT NULL,              -- dev, test, or the directory's name
  task TEXT NOT NULL,               -- entities, linking, relations, claims, events, quotes, stance, dates
  label TEXT NOT NULL,              -- one label or predicate; "all" for the total
  precision REAL, recall REAL, f1 REAL,
  low REAL, high REAL,              -- interval of the f1 (or of the rate)
  tp INTEGER, fp INTEGER, fn INTEGER,
  documents INTEGER NOT NULL,
  measured_at TEXT NOT NULL
);

CREATE TABLE evaluation_errors (
  id TEXT PRIMARY KEY,
  extractor TEXT NOT NULL,
  split TEXT NOT NULL,
  document TEXT NOT NULL,
  task TEXT NOT NULL,
  kind TEXT NOT NULL,               -- missed, spurious, wrong
  expected TEXT, found TEXT, sentence TEXT
);

CREATE TABLE entity_measures (
  entity_id TEXT PRIMARY KEY,       -- entities.id or candidates.id
  degree INTEGER NOT NULL,
  in_degree INTEGER NOT NULL,
  out_degree INTEGER NOT NULL,
  betweenness REAL NOT NULL,
  pagerank REAL NOT NULL,
  community INTEGER NOT NULL,
  x REAL NOT NULL, y REAL NOT NULL  -- fixed-seed layout, 0-1
);

CREATE TABLE saved_searches (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  query TEXT NOT NULL,              -- a path of the site with its parameters
  created_at TEXT NOT NULL
);

-- ------------------------------------------------------------------ full text
CREATE VIRTUAL TABLE sentences_fts USING fts5(text, content="sentences", tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER sentences_ai AFTER INSERT ON sentences BEGIN
  INSERT INTO sentences_fts(rowid, text) VALUES (new.rowid, new.text);
END;
CREATE TRIGGER sentences_ad AFTER DELETE ON sentences BEGIN
  INSERT INTO sentences_fts(sentences_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
END;
CREATE TRIGGER sentences_au AFTER UPDATE ON sentences BEGIN
  INSERT INTO sentences_fts(sentences_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
  INSERT INTO sentences_fts(rowid, text) VALUES (new.rowid, new.text);
END;
CREATE VIRTUAL TABLE documents_fts USING fts5(title, text, content="documents", tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER documents_ai AFTER INSERT ON documents BEGIN
  INSERT INTO documents_fts(rowid, title, text) VALUES (new.rowid, new.title, new.text);
END;
CREATE TRIGGER documents_ad AFTER DELETE ON documents BEGIN
  INSERT INTO documents_fts(documents_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text);
END;
CREATE TRIGGER documents_au AFTER UPDATE OF title, text ON documents BEGIN
  INSERT INTO documents_fts(documents_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text);
  INSERT INTO documents_fts(rowid, title, text) VALUES (new.rowid, new.title, new.text);
END;
