-- Found by its row: what its record says need not be said again.
ALTER TABLE health_verdict.unlisted_fact DROP COLUMN feed, DROP COLUMN reference, DROP COLUMN revision;
-- The rows of one file lie together, and no other order of them is asked for.
DROP INDEX health_verdict.record_row;
CREATE INDEX record_batch ON health_verdict.record USING brin (batch_id);
-- Compared for equality only: bytes are compared faster than a language's letters.
ALTER TABLE health_verdict.record ALTER COLUMN feed TYPE text COLLATE "C", ALTER COLUMN reference TYPE text COLLATE "C";
