-- What was shown, as a keyed hash: a retry has to show the same. Versions of a passage rise with every correction. Empty in rows of before.
ALTER TABLE checkpoint.scan ADD COLUMN shown_hash bytea, ADD COLUMN passage_version int;
ALTER TABLE checkpoint.refused_scan ADD COLUMN shown_hash bytea;

-- Lists: each index leads with what a screen filters by and follows the order of the list. An earlier showing is found among the person's own
-- scans (scan_trail), digits as well as presentations; the index for presentations alone goes.
DROP INDEX checkpoint.scan_showing;
DROP INDEX checkpoint.scan_unit;
CREATE INDEX scan_unit ON checkpoint.scan (organization_id, id DESC) INCLUDE (received_at);
CREATE INDEX scan_unit_orange ON checkpoint.scan (organization_id, id DESC) WHERE colour = 'orange';
CREATE INDEX scan_unit_name ON checkpoint.scan (organization_id, masked_name text_pattern_ops, id DESC);
CREATE INDEX scan_point_records ON checkpoint.scan (scan_point_id, id DESC);
CREATE INDEX scan_scanner_records ON checkpoint.scan (scanner_id, id DESC);

-- Tries at digits of the last minutes: counted before they are looked at, taken back when they fit. The serial as typed, whether it is anybody's or not.
CREATE TABLE checkpoint.digit_guess (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  serial text NOT NULL,
  guessed_at timestamptz NOT NULL
);
CREATE INDEX digit_guess_account ON checkpoint.digit_guess (account_id, guessed_at);
CREATE INDEX digit_guess_unit ON checkpoint.digit_guess (organization_id, guessed_at);
CREATE INDEX digit_guess_serial ON checkpoint.digit_guess (serial, guessed_at);
DROP INDEX checkpoint.refused_scan_shift;
