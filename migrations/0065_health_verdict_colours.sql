-- The scale of colours, by severity: rank 0 stands nothing against a person, and is the colour of everybody about whom nothing is known. Of several causes the highest counts.
CREATE TABLE health_verdict.colour (
  key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9-]{0,15}$'),
  rank smallint NOT NULL UNIQUE CHECK (rank >= 0),
  name jsonb NOT NULL,
  verdict jsonb NOT NULL,
  icon text NOT NULL
);

INSERT INTO health_verdict.colour (key, rank, name, verdict, icon) VALUES
  ('green', 0, '{"zh": "绿色", "en": "Green"}', '{"zh": "核验通过", "en": "Passed"}', 'passed'),
  ('orange', 1, '{"zh": "橙色", "en": "Orange"}', '{"zh": "核验不通过", "en": "Not passed"}', 'not-passed');

ALTER TABLE health_verdict.rule DROP CONSTRAINT rule_colour_check;
ALTER TABLE health_verdict.rule ADD FOREIGN KEY (colour) REFERENCES health_verdict.colour (key);

-- Lists filter by colour: every rare one has this index, the common one costs no scan a write more.
DROP INDEX checkpoint.scan_unit_orange;
CREATE INDEX scan_unit_colour ON checkpoint.scan (organization_id, colour, id DESC) WHERE colour <> 'green';
