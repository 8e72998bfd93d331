CREATE SCHEMA health_verdict;

CREATE TABLE health_verdict.authority (
  id uuid PRIMARY KEY,
  name jsonb NOT NULL
);

CREATE TABLE health_verdict.feed (
  key text PRIMARY KEY,
  authority_id uuid NOT NULL REFERENCES health_verdict.authority (id),
  name jsonb NOT NULL,
  -- Later than this after its last file, the feed is late; that is shown, and changes no colour.
  expected_hours int NOT NULL,
  as_of timestamptz
);

-- Rules are data: text in both languages, window, way back, source; a cause may have several versions, each from its moment on.
CREATE TABLE health_verdict.rule (
  cause smallint NOT NULL CHECK (cause BETWEEN 1 AND 6),
  version int NOT NULL,
  kinds text[] NOT NULL,
  colour text NOT NULL CHECK (colour IN ('green', 'orange')),
  -- Days after the fact's day 0, or null: until released.
  window_days int,
  until_released boolean NOT NULL,
  title jsonb NOT NULL,
  source jsonb NOT NULL,
  way_back jsonb NOT NULL,
  legal_basis jsonb NOT NULL,
  effective_from timestamptz NOT NULL,
  PRIMARY KEY (cause, version)
);

CREATE TABLE health_verdict.fever_department (
  name text NOT NULL,
  effective_from date NOT NULL,
  effective_until date,
  PRIMARY KEY (name, effective_from)
);

-- A person that evidence is about, with or without an account.
CREATE TABLE health_verdict.subject (
  id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL
);
CREATE TABLE health_verdict.subject_document (
  document_hash bytea PRIMARY KEY,
  subject_id uuid NOT NULL REFERENCES health_verdict.subject (id),
  document_type text NOT NULL,
  document bytea NOT NULL
);
CREATE INDEX subject_document_subject ON health_verdict.subject_document (subject_id);

CREATE TABLE health_verdict.batch (
  id uuid PRIMARY KEY,
  feed text NOT NULL REFERENCES health_verdict.feed (key),
  operator_id uuid NOT NULL,
  file_name text NOT NULL,
  received_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('received', 'applied', 'failed')),
  accepted int NOT NULL DEFAULT 0,
  unchanged int NOT NULL DEFAULT 0,
  rejected int NOT NULL DEFAULT 0
);
CREATE INDEX batch_feed ON health_verdict.batch (feed, received_at DESC, id DESC);

-- What became of each row; no personal data. `staged` rows wait until the whole file has arrived.
CREATE TABLE health_verdict.batch_row (
  batch_id uuid NOT NULL REFERENCES health_verdict.batch (id) ON DELETE CASCADE,
  line int NOT NULL,
  reference text NOT NULL,
  result text NOT NULL CHECK (result IN ('staged', 'accepted', 'unchanged', 'rejected')),
  code text,
  PRIMARY KEY (batch_id, line)
);
CREATE INDEX batch_row_rejected ON health_verdict.batch_row (batch_id, line) WHERE result = 'rejected';

CREATE TABLE health_verdict.staged_evidence (
  batch_id uuid NOT NULL REFERENCES health_verdict.batch (id) ON DELETE CASCADE,
  line int NOT NULL,
  reference text NOT NULL,
  revision int NOT NULL,
  document_type text NOT NULL,
  document bytea NOT NULL,
  document_hash bytea NOT NULL,
  kind text NOT NULL,
  department text NOT NULL,
  happened_on date NOT NULL,
  withdrawn boolean NOT NULL,
  content_hash bytea NOT NULL,
  PRIMARY KEY (batch_id, line)
);

-- One fact from an authority, append-only; the highest revision of a reference counts.
CREATE TABLE health_verdict.evidence (
  feed text NOT NULL REFERENCES health_verdict.feed (key),
  reference text NOT NULL,
  revision int NOT NULL,
  subject_id uuid NOT NULL REFERENCES health_verdict.subject (id),
  kind text NOT NULL,
  department text,
  happened_on date NOT NULL,
  released_on date,
  withdrawn boolean NOT NULL,
  content_hash bytea NOT NULL,
  batch_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (feed, reference, revision)
);
CREATE INDEX evidence_subject ON health_verdict.evidence (subject_id);

-- People without relevant evidence have no row: green to the end of time.
CREATE TABLE health_verdict.timeline (
  subject_id uuid PRIMARY KEY REFERENCES health_verdict.subject (id),
  segments jsonb NOT NULL,
  last_seq int NOT NULL,
  next_turn_at timestamptz
);
CREATE INDEX timeline_turn ON health_verdict.timeline (next_turn_at) WHERE next_turn_at IS NOT NULL;

-- Append-only and chained by hash; the salt lets a person be erased while the chain still verifies.
CREATE TABLE health_verdict.verdict (
  subject_id uuid NOT NULL REFERENCES health_verdict.subject (id),
  seq int NOT NULL,
  from_at timestamptz NOT NULL,
  colour text NOT NULL,
  causes smallint[] NOT NULL,
  rule_version int NOT NULL,
  salt bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (subject_id, seq)
);

CREATE TABLE health_verdict.code (
  id uuid PRIMARY KEY,
  resident_id uuid NOT NULL UNIQUE,
  subject_id uuid NOT NULL REFERENCES health_verdict.subject (id),
  serial text NOT NULL UNIQUE CHECK (serial ~ '^[0-9]{9}$'),
  masked_name text NOT NULL,
  document_ends text NOT NULL,
  birth_year int,
  digits_key bytea NOT NULL,
  claimed_at timestamptz NOT NULL,
  initial_area text NOT NULL,
  -- The browser's position, kept raw.
  initial_latitude double precision,
  initial_longitude double precision,
  initial_accuracy_metres double precision
);
CREATE INDEX code_subject ON health_verdict.code (subject_id);

CREATE TABLE health_verdict.device (
  id uuid PRIMARY KEY,
  code_id uuid NOT NULL REFERENCES health_verdict.code (id),
  name text NOT NULL,
  public_key bytea NOT NULL,
  enrolled_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX device_code ON health_verdict.device (code_id);

CREATE TABLE health_verdict.credential (
  id uuid PRIMARY KEY,
  device_id uuid NOT NULL REFERENCES health_verdict.device (id),
  code_id uuid NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX credential_device ON health_verdict.credential (device_id);
