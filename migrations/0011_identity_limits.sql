-- Where a code was asked for, as a keyed hash: one address may not have codes sent to any number of mobiles.
ALTER TABLE identity.sms_code ADD COLUMN address_hash bytea;
CREATE INDEX sms_code_address ON identity.sms_code (address_hash, sent_at DESC);
CREATE INDEX sms_code_sent ON identity.sms_code (sent_at);
CREATE INDEX sign_in_failure_blocked_until ON identity.sign_in_failure (blocked_until);

-- Whoever administers a unit may scan for it, too: two accounts with the same mobile in the same unit. The password tells which is meant.
DROP INDEX identity.account_organization_login;
CREATE INDEX account_organization_login ON identity.account (login_hash) WHERE door = 'organization';
CREATE UNIQUE INDEX account_operator_login ON identity.account (login_hash) WHERE door = 'organization' AND organization_id IS NULL;
