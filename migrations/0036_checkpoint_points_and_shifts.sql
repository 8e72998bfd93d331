-- A scan point is proposed, confirmed, corrected and closed; a shift is opened and closed. Whoever decides on one says which version they saw.
ALTER TABLE checkpoint.scan_point ADD COLUMN closed_at timestamptz, ADD COLUMN version int NOT NULL DEFAULT 1;
ALTER TABLE checkpoint.shift ADD COLUMN version int NOT NULL DEFAULT 1;
