-- The optimistic lock of the code and its devices.
ALTER TABLE health_verdict.code ADD COLUMN version int NOT NULL DEFAULT 1;
