-- A version of the rule book covers all causes: whoever asks by what a verdict was made gets one number. Drafts judge nobody; an approved one waits to be staged; of the staged ones
-- the last that has begun is active and those before it are replaced, which the time says and no job has to write down.
CREATE TABLE health_verdict.rule_version (
  version int PRIMARY KEY CHECK (version > 0),
  status text NOT NULL CHECK (status IN ('draft', 'approved', 'staged')),
  effective_from timestamptz,
  -- Which office answers for it, in words.
  approved_by jsonb,
  CHECK (status = 'draft' OR (effective_from IS NOT NULL AND approved_by IS NOT NULL))
);
CREATE UNIQUE INDEX rule_version_beginning ON health_verdict.rule_version (effective_from) WHERE status <> 'draft';

-- What was versioned by cause until now: a book begins wherever one of them did, with each cause as it stood then.
INSERT INTO health_verdict.rule_version (version, status, effective_from, approved_by)
SELECT row_number() OVER (ORDER BY effective_from), 'staged', effective_from,
  '{"zh": "福建省应对新冠肺炎疫情工作领导小组（《八闽健康码应用指南》）", "en": "Provincial leading group for the response to COVID-19 (user guide)"}'
FROM (SELECT DISTINCT effective_from FROM health_verdict.rule) beginnings;

ALTER TABLE health_verdict.rule RENAME TO rule_by_cause;
ALTER INDEX health_verdict.rule_pkey RENAME TO rule_by_cause_pkey;
CREATE TABLE health_verdict.rule (
  version int NOT NULL REFERENCES health_verdict.rule_version (version),
  cause smallint NOT NULL CHECK (cause BETWEEN 1 AND 6),
  kinds text[] NOT NULL,
  colour text NOT NULL REFERENCES health_verdict.colour (key),
  -- Days after the fact's day 0, or null: until released.
  window_days int CHECK (window_days >= 0),
  until_released boolean NOT NULL,
  title jsonb NOT NULL,
  source jsonb NOT NULL,
  way_back jsonb NOT NULL,
  legal_basis jsonb NOT NULL,
  PRIMARY KEY (version, cause)
);
INSERT INTO health_verdict.rule (version, cause, kinds, colour, window_days, until_released, title, source, way_back, legal_basis)
SELECT v.version, r.cause, r.kinds, r.colour, r.window_days, r.until_released, r.title, r.source, r.way_back, r.legal_basis
FROM health_verdict.rule_version v CROSS JOIN LATERAL (
  SELECT DISTINCT ON (b.cause) b.* FROM health_verdict.rule_by_cause b WHERE b.effective_from <= v.effective_from ORDER BY b.cause, b.version DESC
) r;
DROP TABLE health_verdict.rule_by_cause;

-- Each cause of a kept timeline says, too, which version judged it: until now that of its segment.
UPDATE health_verdict.timeline t SET segments = (
  SELECT jsonb_agg(jsonb_set(s.segment, '{causes}', coalesce(
    (SELECT jsonb_agg(c.cause || jsonb_build_object('ruleVersion', s.segment->'ruleVersion') ORDER BY c.place)
     FROM jsonb_array_elements(s.segment->'causes') WITH ORDINALITY AS c (cause, place)), '[]')) ORDER BY s.place)
  FROM jsonb_array_elements(t.segments) WITH ORDINALITY AS s (segment, place));
