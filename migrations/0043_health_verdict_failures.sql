-- Why an upload failed: a code of docs/error-codes.md.
ALTER TABLE health_verdict.batch ADD COLUMN failure text;
