-- Set when the whole file has arrived: from then on its rows are applied even if the process that took them in dies.
ALTER TABLE health_verdict.batch ADD COLUMN complete_at timestamptz;
CREATE INDEX batch_unfinished ON health_verdict.batch (received_at) WHERE status = 'received';

-- Compared with whatever key hashed it, hence made again when a row is applied.
ALTER TABLE health_verdict.staged_evidence DROP COLUMN content_hash;

-- Who says that this is a fever department; the list is versioned by its days.
ALTER TABLE health_verdict.fever_department ADD COLUMN source text NOT NULL DEFAULT '《八闽健康码应用指南》橙色情形（5）发热门诊';
ALTER TABLE health_verdict.fever_department ALTER COLUMN source DROP DEFAULT;

-- The session that enrolled the device: in the same one, a browser that lost its storage takes its own place again.
ALTER TABLE health_verdict.device ADD COLUMN session_id text;

CREATE INDEX credential_expiry ON health_verdict.credential (expires_at);
CREATE INDEX verdict_from ON health_verdict.verdict (from_at);
