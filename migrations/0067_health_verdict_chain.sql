-- Of which shape the hashed facts of a verdict are (docs/decisions/verdict-chain.md); rows of before have shape 0 and stay as they were hashed.
ALTER TABLE health_verdict.verdict ADD COLUMN shape smallint NOT NULL DEFAULT 0 CHECK (shape BETWEEN 0 AND 255);
ALTER TABLE health_verdict.verdict ALTER COLUMN shape DROP DEFAULT;

-- Each cause with its days and the version that judged it: [{"cause": 5, "from": …, "until": …, "ruleVersion": 1}]; in shape 0 its number alone.
ALTER TABLE health_verdict.verdict RENAME COLUMN causes TO cause_numbers;
ALTER TABLE health_verdict.verdict ADD COLUMN causes jsonb;
UPDATE health_verdict.verdict v SET causes =
  coalesce((SELECT jsonb_agg(jsonb_build_object('cause', c.cause) ORDER BY c.place) FROM unnest(v.cause_numbers) WITH ORDINALITY AS c (cause, place)), '[]');
ALTER TABLE health_verdict.verdict DROP COLUMN cause_numbers;

-- A verdict is there in full, or, once its person was erased, only what keeps the chain whole.
ALTER TABLE health_verdict.verdict ADD COLUMN leaf bytea;
ALTER TABLE health_verdict.verdict ALTER COLUMN salt DROP NOT NULL, ALTER COLUMN from_at DROP NOT NULL, ALTER COLUMN colour DROP NOT NULL;
ALTER TABLE health_verdict.verdict ADD CONSTRAINT verdict_whole_or_erased
  CHECK (num_nonnulls(salt, from_at, colour, causes) = CASE WHEN leaf IS NULL THEN 4 ELSE 0 END);
