-- Transaction ids start again when a dump is restored into another cluster. Every such start is a lineage, and leads the order of the outbox.
CREATE TABLE platform.lineage (
  id int PRIMARY KEY,
  began_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO platform.lineage (id) VALUES (1);

ALTER TABLE platform.outbox ADD COLUMN lineage int NOT NULL DEFAULT 1;
DROP INDEX platform.outbox_order;
CREATE INDEX outbox_order ON platform.outbox (lineage, xid, position);

-- A row of "the future" can only come from another cluster. Called whenever a program starts, before it writes.
CREATE FUNCTION platform.ensure_lineage() RETURNS int LANGUAGE plpgsql AS $$
DECLARE latest int; ahead boolean;
BEGIN
  LOCK TABLE platform.lineage IN SHARE ROW EXCLUSIVE MODE;
  SELECT max(id) INTO latest FROM platform.lineage;
  SELECT EXISTS (SELECT FROM platform.outbox WHERE lineage = latest AND xid > pg_snapshot_xmax(pg_current_snapshot()))
      OR EXISTS (SELECT FROM platform.cursor WHERE lineage = latest AND xid > pg_snapshot_xmax(pg_current_snapshot())) INTO ahead;
  IF ahead THEN
    latest := latest + 1;
    INSERT INTO platform.lineage (id) VALUES (latest);
    EXECUTE format('ALTER TABLE platform.outbox ALTER COLUMN lineage SET DEFAULT %s', latest);
  END IF;
  RETURN latest;
END $$;

-- When a day was first seen to be behind every reader: seven days later it goes.
CREATE TABLE platform.outbox_passed (
  partition text PRIMARY KEY,
  passed_at timestamptz NOT NULL DEFAULT now()
);

-- A day that the catch-all partition already holds rows of stays there: making its own would fail for ever.
CREATE OR REPLACE FUNCTION platform.make_outbox_partitions(days_ahead int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE day date;
BEGIN
  FOR day IN SELECT generate_series(current_date, current_date + days_ahead, interval '1 day')::date LOOP
    IF to_regclass(format('platform.outbox_%s', to_char(day, 'YYYYMMDD'))) IS NULL
       AND NOT EXISTS (SELECT FROM platform.outbox_default WHERE recorded_at >= day AND recorded_at < day + 1) THEN
      EXECUTE format('CREATE TABLE platform.outbox_%s PARTITION OF platform.outbox FOR VALUES FROM (%L) TO (%L)',
        to_char(day, 'YYYYMMDD'), day, day + 1);
    END IF;
  END LOOP;
END $$;

-- Sweeps: one run per period in the whole cluster of processes.
CREATE TABLE platform.sweep (
  name text PRIMARY KEY,
  ran_at timestamptz NOT NULL
);
