-- One row that every process moves every two seconds: whoever cannot, cannot write. It is also what the database's clock is judged by:
-- where it went on by more than a day at once, nothing is deleted for a day, so that somebody can look (docs/decisions/deleting-by-a-clock.md).
CREATE TABLE platform.heartbeat (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  jumped_from timestamptz,
  held_until timestamptz
) WITH (fillfactor = 10);
INSERT INTO platform.heartbeat DEFAULT VALUES;

-- Whether what is past its time may be deleted. A clock that nobody watched for a day is not believed either.
CREATE FUNCTION platform.time_is_trusted() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT clock_timestamp() - seen_at < interval '1 day' AND coalesce(held_until <= clock_timestamp(), true) FROM platform.heartbeat
$$;

-- It was no mistake: deleting goes on.
CREATE FUNCTION platform.trust_time() RETURNS void LANGUAGE sql AS $$
  UPDATE platform.heartbeat SET seen_at = clock_timestamp(), jumped_from = NULL, held_until = NULL
$$;

-- A moved row finds room in its own page even where the disk is full; this needs 400 kB of it.
CREATE FUNCTION platform.disk_takes_more() RETURNS bigint LANGUAGE sql SET work_mem = '64kB' AS $$
  SELECT count(*) FROM generate_series(1, 20000)
$$;
