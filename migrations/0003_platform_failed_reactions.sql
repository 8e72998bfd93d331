-- Reactions that failed: how often and why. Parked ones are not tried again by themselves, and keep their event beyond the outbox's week.
CREATE TABLE platform.failed_reaction (
  event_id uuid NOT NULL,
  subscriber text NOT NULL,
  event jsonb NOT NULL,
  problem text NOT NULL,
  failures int NOT NULL,
  first_failed_at timestamptz NOT NULL DEFAULT now(),
  last_failed_at timestamptz NOT NULL DEFAULT now(),
  parked_at timestamptz,
  PRIMARY KEY (event_id, subscriber)
);
CREATE INDEX failed_reaction_parked ON platform.failed_reaction (parked_at) WHERE parked_at IS NOT NULL;

-- Likewise what projections put aside; rows of before are looked up in the outbox while it has them.
ALTER TABLE platform.parked_event ADD COLUMN event jsonb;
