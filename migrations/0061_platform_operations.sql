-- Long work that somebody started: it has a state, a progress and an owner, and goes on whatever happens to the process that took it in.
CREATE SEQUENCE platform.operation_place;
CREATE TABLE platform.operation (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  -- The organization or authority it is for: whoever acts for it sees it.
  owner_id uuid NOT NULL,
  started_by uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('received', 'staged', 'waiting', 'applying', 'applied', 'cancelled', 'failed')),
  -- Those of one line are applied whole, one after the other, by place; a place is given when all has arrived.
  line text,
  place bigint,
  -- Rows that have arrived, and those of them that are done.
  total int NOT NULL DEFAULT 0,
  done int NOT NULL DEFAULT 0,
  counts jsonb NOT NULL DEFAULT '{}',
  -- A code of docs/error-codes.md, and where.
  failure text,
  failure_facts jsonb,
  -- What a client calls it, and a keyed hash of what it sent: the same again is the same operation.
  idempotency_key text,
  content_hash bytea,
  received_at timestamptz NOT NULL,
  -- By the database's clock: somebody was at it.
  alive_at timestamptz NOT NULL DEFAULT now(),
  applying_at timestamptz,
  finished_at timestamptz,
  -- A piece that could not be applied is tried again, later and later.
  attempts int NOT NULL DEFAULT 0,
  retry_at timestamptz
);
CREATE UNIQUE INDEX operation_key ON platform.operation (owner_id, idempotency_key) WHERE idempotency_key IS NOT NULL AND state <> 'failed';
CREATE INDEX operation_line ON platform.operation (line, place) WHERE state IN ('staged', 'waiting', 'applying');
CREATE INDEX operation_arriving ON platform.operation (alive_at) WHERE state = 'received';

-- Files of feeds, of which none is under way any more (0060).
INSERT INTO platform.operation (id, kind, owner_id, started_by, state, total, done, counts, failure, failure_facts, received_at, finished_at)
SELECT b.id, 'feed-file', f.authority_id, b.operator_id, b.status, b.accepted + b.unchanged + b.rejected, b.accepted + b.unchanged + b.rejected,
       jsonb_build_object('accepted', b.accepted, 'evidence', b.evidence, 'unchanged', b.unchanged, 'rejected', b.rejected),
       CASE b.failure WHEN 'FEED.INTERRUPTED' THEN 'OPERATION.INTERRUPTED' ELSE b.failure END, b.failure_facts, b.received_at, b.received_at
FROM health_verdict.batch b JOIN health_verdict.feed f ON f.key = b.feed;
ALTER TABLE health_verdict.batch
  DROP COLUMN operator_id, DROP COLUMN status, DROP COLUMN accepted, DROP COLUMN unchanged, DROP COLUMN rejected, DROP COLUMN evidence,
  DROP COLUMN failure, DROP COLUMN failure_facts, DROP COLUMN alive_at, DROP COLUMN place, DROP COLUMN complete_at;
DROP SEQUENCE health_verdict.batch_place;
