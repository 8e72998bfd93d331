-- SHA-256 of the credential as it was issued: a scan compares it, instead of verifying the signature of the system once more.
-- Absent in rows that an earlier version of the program wrote; of these the signature is verified until they have expired.
ALTER TABLE health_verdict.credential ADD COLUMN digest bytea;
