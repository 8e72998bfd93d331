CREATE EXTENSION IF NOT EXISTS ltree;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE SCHEMA IF NOT EXISTS platform;

-- Written in the transaction that states the fact. Readers order by (xid, position) and stop at the oldest writer still at work.
CREATE TABLE platform.outbox (
  position bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  id uuid NOT NULL,
  type text NOT NULL,
  aggregate_id uuid NOT NULL,
  aggregate_version int NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload jsonb NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (recorded_at, position)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX outbox_order ON platform.outbox (xid, position);

-- Catches a day whose partition was not made ahead, so that a fact is never lost to housekeeping.
CREATE TABLE platform.outbox_default PARTITION OF platform.outbox DEFAULT;

CREATE FUNCTION platform.make_outbox_partitions(days_ahead int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE day date;
BEGIN
  FOR day IN SELECT generate_series(current_date, current_date + days_ahead, interval '1 day')::date LOOP
    IF to_regclass(format('platform.outbox_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE platform.outbox_%s PARTITION OF platform.outbox FOR VALUES FROM (%L) TO (%L)',
        to_char(day, 'YYYYMMDD'), day, day + 1);
    END IF;
  END LOOP;
END $$;
SELECT platform.make_outbox_partitions(14);

-- One row per reader. `lineage` leads: transaction ids start again after a restore, and so does the reader.
CREATE TABLE platform.cursor (
  name text PRIMARY KEY,
  lineage int NOT NULL DEFAULT 1,
  xid xid8 NOT NULL DEFAULT '0',
  position bigint NOT NULL DEFAULT 0,
  moved_at timestamptz NOT NULL DEFAULT now(),
  degraded_at timestamptz
);

-- Events that a rebuilt projection already counted although its cursor stands before them.
CREATE TABLE platform.cursor_skip (
  name text NOT NULL REFERENCES platform.cursor (name) ON DELETE CASCADE,
  event_id uuid NOT NULL,
  PRIMARY KEY (name, event_id)
);

CREATE TABLE platform.parked_event (
  name text NOT NULL REFERENCES platform.cursor (name) ON DELETE CASCADE,
  event_id uuid NOT NULL,
  type text NOT NULL,
  problem text NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, event_id)
);

-- Who has handled what, written in the handler's transaction: the only thing that prevents doing something twice.
CREATE TABLE platform.inbox (
  event_id uuid NOT NULL,
  subscriber text NOT NULL,
  handled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, subscriber)
);

CREATE TABLE platform.access_log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  account_id uuid NOT NULL,
  organization_id uuid,
  resident_id uuid,
  purpose text NOT NULL,
  what text NOT NULL,
  rows int NOT NULL DEFAULT 1,
  PRIMARY KEY (id)
);
CREATE INDEX access_log_resident ON platform.access_log (resident_id, at DESC) WHERE resident_id IS NOT NULL;
CREATE INDEX access_log_account ON platform.access_log (account_id, at DESC);
