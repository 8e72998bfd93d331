-- What the digits' secrets hang on beside the day: raised when a device or a session of the resident ends, so that what was read there ends with it.
ALTER TABLE health_verdict.code ADD COLUMN digits_epoch int NOT NULL DEFAULT 0;
-- The end that raised it last; nothing since the claim when it was never raised.
ALTER TABLE health_verdict.code ADD COLUMN digits_epoch_at timestamptz;
