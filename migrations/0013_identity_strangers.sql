-- Failed guesses from one address, as a bucket that leaks: what it holds, and when that was.
CREATE TABLE identity.address_failure (
  address_hash bytea PRIMARY KEY,
  level double precision NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX address_failure_at ON identity.address_failure (at);

-- Asked for by a session, or in a browser in which this person signed in before: counted apart from what strangers ask for.
ALTER TABLE identity.sms_code ADD known boolean NOT NULL DEFAULT false;
