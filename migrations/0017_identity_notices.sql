-- A letter says what it is about, so that nobody gets it twice, and where in the product it leads.
ALTER TABLE identity.message ADD COLUMN notice_id text, ADD COLUMN link text;
CREATE UNIQUE INDEX message_notice ON identity.message (resident_id, notice_id) WHERE notice_id IS NOT NULL;
