-- A file's name is free text: people put names and document numbers in it. Kept encrypted; of earlier ones only what cannot be a number stays.
ALTER TABLE health_verdict.batch ADD COLUMN sealed_name bytea;
ALTER TABLE health_verdict.batch ALTER COLUMN file_name DROP NOT NULL;
UPDATE health_verdict.batch SET file_name = regexp_replace(file_name, '[0-9][0-9 ._-]{12,}[0-9Xx]', '…', 'g') WHERE file_name ~ '[0-9][0-9 ._-]{12,}[0-9Xx]';

-- Which line or columns the reason names.
ALTER TABLE health_verdict.batch ADD COLUMN failure_facts jsonb;

-- Moves while a process is at it, by the database's clock.
ALTER TABLE health_verdict.batch ADD COLUMN alive_at timestamptz NOT NULL DEFAULT now();

-- Files of a feed are applied whole, one after the other, in the order in which they had arrived.
CREATE SEQUENCE health_verdict.batch_place;
ALTER TABLE health_verdict.batch ADD COLUMN place bigint;
UPDATE health_verdict.batch b SET place = o.place
FROM (SELECT id, nextval('health_verdict.batch_place') AS place FROM (SELECT id FROM health_verdict.batch WHERE status = 'received' AND complete_at IS NOT NULL ORDER BY complete_at, id) c) o
WHERE b.id = o.id;
CREATE INDEX batch_line ON health_verdict.batch (feed, place) WHERE status = 'received';

-- How many of the accepted rows some rule looks at.
ALTER TABLE health_verdict.batch ADD COLUMN evidence int NOT NULL DEFAULT 0;
