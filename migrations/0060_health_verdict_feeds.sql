-- Feeds are described in code (src/health-verdict/feeds); what is kept of one is who owns it and how new its data are.
ALTER TABLE health_verdict.feed DROP COLUMN name, DROP COLUMN expected_hours;

-- Lists that decide which facts are evidence. A version is the whole list from its day on, until the next one's.
CREATE TABLE health_verdict.list_version (
  list text NOT NULL,
  version int NOT NULL,
  effective_from date NOT NULL,
  PRIMARY KEY (list, version),
  UNIQUE (list, effective_from)
);
CREATE TABLE health_verdict.list_entry (
  list text NOT NULL,
  version int NOT NULL,
  -- In the spelling that feeds bring cells into.
  name text NOT NULL,
  -- What it is; several names may be one entry.
  entry text NOT NULL,
  -- Who says so.
  source text NOT NULL,
  PRIMARY KEY (list, version, name),
  FOREIGN KEY (list, version) REFERENCES health_verdict.list_version (list, version)
);

INSERT INTO health_verdict.list_version (list, version, effective_from)
SELECT 'fever-departments', row_number() OVER (ORDER BY day), day
FROM (SELECT effective_from AS day FROM health_verdict.fever_department
      UNION SELECT effective_until FROM health_verdict.fever_department WHERE effective_until IS NOT NULL) d;
INSERT INTO health_verdict.list_entry (list, version, name, entry, source)
SELECT v.list, v.version, d.name, d.name, d.source FROM health_verdict.list_version v JOIN health_verdict.fever_department d
  ON d.effective_from <= v.effective_from AND (d.effective_until IS NULL OR d.effective_until > v.effective_from)
WHERE v.list = 'fever-departments';
DROP TABLE health_verdict.fever_department;

INSERT INTO health_verdict.list_version (list, version, effective_from) VALUES ('antipyretics', 1, '2020-01-01');
INSERT INTO health_verdict.list_entry (list, version, name, entry, source)
SELECT 'antipyretics', 1, name, entry, source FROM (VALUES
  ('对乙酰氨基酚', 'paracetamol', '《国家基本药物目录（2018年版）》解热镇痛、抗炎、抗风湿药'),
  ('扑热息痛', 'paracetamol', '对乙酰氨基酚的别名'),
  ('布洛芬', 'ibuprofen', '《国家基本药物目录（2018年版）》解热镇痛、抗炎、抗风湿药'),
  ('右旋布洛芬', 'ibuprofen', '布洛芬的右旋体'),
  ('阿司匹林', 'aspirin', '《国家基本药物目录（2018年版）》解热镇痛、抗炎、抗风湿药'),
  ('赖氨匹林', 'aspirin', '阿司匹林的赖氨酸盐'),
  ('吲哚美辛', 'indometacin', '《国家基本药物目录（2018年版）》解热镇痛、抗炎、抗风湿药'),
  ('双氯芬酸钠', 'diclofenac', '《国家基本药物目录（2018年版）》解热镇痛、抗炎、抗风湿药'),
  ('双氯芬酸', 'diclofenac', '双氯芬酸钠的别名'),
  ('萘普生', 'naproxen', '说明书适应症含发热'),
  ('尼美舒利', 'nimesulide', '说明书适应症含发热'),
  ('安乃近', 'metamizole', '说明书适应症含发热'),
  ('去痛', 'aminopyrine-compound', '说明书适应症含发热'),
  ('复方氨酚烷胺', 'paracetamol-compound', '复方感冒药，含对乙酰氨基酚'),
  ('氨酚烷胺', 'paracetamol-compound', '复方感冒药，含对乙酰氨基酚'),
  ('氨酚黄那敏', 'paracetamol-compound', '复方感冒药，含对乙酰氨基酚'),
  ('氨咖黄敏', 'paracetamol-compound', '复方感冒药，含对乙酰氨基酚'),
  ('酚麻美敏', 'paracetamol-compound', '复方感冒药，含对乙酰氨基酚'),
  ('美扑伪麻', 'paracetamol-compound', '复方感冒药，含对乙酰氨基酚'),
  ('氨麻美敏', 'paracetamol-compound', '复方感冒药，含对乙酰氨基酚'),
  ('氨酚伪麻美芬', 'paracetamol-compound', '复方感冒药，含对乙酰氨基酚'),
  ('维c银翘', 'paracetamol-compound', '中西药复方感冒药，含对乙酰氨基酚'),
  ('感冒灵', 'paracetamol-compound', '中西药复方感冒药，含对乙酰氨基酚'),
  ('感冒清', 'paracetamol-compound', '中西药复方感冒药，含对乙酰氨基酚'),
  ('布洛伪麻', 'ibuprofen-compound', '复方感冒药，含布洛芬')
) AS seed (name, entry, source);

-- What an authority said of one of its records, revision by revision; the highest one counts. No personal data: whom it is about stands in the evidence, if it is any.
CREATE TABLE health_verdict.record (
  feed text NOT NULL,
  reference text NOT NULL,
  revision int NOT NULL,
  withdrawn boolean NOT NULL,
  -- Keyed: the same again is harmless, other content is a conflict.
  content_hash bytea NOT NULL,
  batch_id uuid NOT NULL,
  -- Of its file; unknown of those taken in before this table.
  line int,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (feed, reference, revision)
);
INSERT INTO health_verdict.record (feed, reference, revision, withdrawn, content_hash, batch_id, recorded_at)
SELECT feed, reference, revision, withdrawn, content_hash, batch_id, recorded_at FROM health_verdict.evidence;
CREATE UNIQUE INDEX record_row ON health_verdict.record (batch_id, line);

-- Only what a rule may look at stays: a withdrawal is in the record, and visits that no list names were kept by subject for nothing.
DELETE FROM health_verdict.evidence WHERE withdrawn OR kind = 'outpatient-visit';
ALTER TABLE health_verdict.evidence
  ADD COLUMN area_key text,
  ADD COLUMN until_on date,
  -- list/version/entry
  ADD COLUMN list_entry text,
  -- Keyed hash of what the list named, so that a later version of the list can be asked about it.
  ADD COLUMN named_hash bytea,
  ALTER COLUMN subject_id DROP NOT NULL;
UPDATE health_verdict.evidence e SET list_entry = n.list || '/' || n.version || '/' || n.entry
FROM (SELECT v.list, v.version, v.effective_from, lead(v.effective_from) OVER (PARTITION BY v.list ORDER BY v.version) AS ends, l.name, l.entry
      FROM health_verdict.list_version v JOIN health_verdict.list_entry l USING (list, version)) n
WHERE n.list = 'fever-departments' AND n.name = e.department AND e.happened_on >= n.effective_from AND (n.ends IS NULL OR e.happened_on < n.ends);
ALTER TABLE health_verdict.evidence
  DROP COLUMN department, DROP COLUMN withdrawn, DROP COLUMN content_hash, DROP COLUMN batch_id, DROP COLUMN recorded_at,
  ADD CONSTRAINT evidence_about CHECK (num_nonnulls(subject_id, area_key) = 1);
CREATE INDEX evidence_area ON health_verdict.evidence (area_key) WHERE area_key IS NOT NULL;

-- People of whom nothing else is known are forgotten.
DELETE FROM health_verdict.subject_document d
WHERE NOT EXISTS (SELECT FROM health_verdict.evidence e WHERE e.subject_id = d.subject_id)
  AND NOT EXISTS (SELECT FROM health_verdict.code c WHERE c.subject_id = d.subject_id)
  AND NOT EXISTS (SELECT FROM health_verdict.timeline t WHERE t.subject_id = d.subject_id)
  AND NOT EXISTS (SELECT FROM health_verdict.verdict v WHERE v.subject_id = d.subject_id);
DELETE FROM health_verdict.subject s
WHERE NOT EXISTS (SELECT FROM health_verdict.subject_document d WHERE d.subject_id = s.id)
  AND NOT EXISTS (SELECT FROM health_verdict.evidence e WHERE e.subject_id = s.id)
  AND NOT EXISTS (SELECT FROM health_verdict.code c WHERE c.subject_id = s.id)
  AND NOT EXISTS (SELECT FROM health_verdict.timeline t WHERE t.subject_id = s.id)
  AND NOT EXISTS (SELECT FROM health_verdict.verdict v WHERE v.subject_id = s.id);

-- Facts that their list does not name, for as long as a change of the list could make them evidence (docs/decisions/facts-without-evidence.md).
CREATE TABLE health_verdict.unlisted_fact (
  batch_id uuid NOT NULL,
  line int NOT NULL,
  feed text NOT NULL,
  reference text NOT NULL,
  revision int NOT NULL,
  document_type text NOT NULL,
  document_hash bytea NOT NULL,
  kind text NOT NULL,
  happened_on date NOT NULL,
  named_hash bytea NOT NULL,
  PRIMARY KEY (batch_id, line)
);
-- By day it is forgotten; days arrive nearly in order, and this index costs nearly nothing.
CREATE INDEX unlisted_fact_day ON health_verdict.unlisted_fact USING brin (happened_on);

-- Rows of a file as they were read, encrypted a piece at a time, whatever the feed.
CREATE TABLE health_verdict.staged_piece (
  batch_id uuid NOT NULL REFERENCES health_verdict.batch (id) ON DELETE CASCADE,
  number int NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (batch_id, number)
);

-- A file that was under way is sent again: what was applied of it is then unchanged.
DELETE FROM health_verdict.batch_row r USING health_verdict.batch b WHERE b.id = r.batch_id AND b.status = 'received' AND r.result = 'staged';
UPDATE health_verdict.batch SET status = 'failed', failure = 'FEED.UPGRADED', failure_facts = NULL WHERE status = 'received';
DROP TABLE health_verdict.staged_evidence;

-- A row's problem names its column beside it; one that was accepted is a record.
ALTER TABLE health_verdict.batch_row ADD COLUMN column_name text;
UPDATE health_verdict.batch_row SET
  column_name = CASE
    WHEN code LIKE 'ROW.LACKS\_%' THEN lower(substr(code, 11))
    WHEN code LIKE 'ROW.REFERENCE%' THEN 'reference'
    WHEN code IN ('ROW.REVISION', 'FEED.REVISION_CONFLICT') THEN 'revision'
    WHEN code = 'ROW.DOCUMENT_TYPE' THEN 'document_type'
    WHEN code = 'ROW.DOCUMENT_COUNTRY' THEN 'country'
    WHEN code LIKE 'ROW.DOCUMENT\_%' THEN 'document_number'
    WHEN code = 'ROW.DEPARTMENT' THEN 'department'
    WHEN code LIKE 'ROW.DATE%' THEN 'visit_date'
    WHEN code = 'ROW.WITHDRAWN' THEN 'withdrawn' END,
  code = CASE WHEN code LIKE 'ROW.LACKS\_%' THEN 'ROW.LACKS' WHEN code = 'ROW.DEPARTMENT' THEN 'ROW.TEXT' ELSE code END
WHERE code IS NOT NULL;
