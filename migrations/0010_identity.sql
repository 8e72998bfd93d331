CREATE SCHEMA identity;

-- A natural person with a checked document. Personal fields are encrypted; the hash finds a person again and keeps it one row.
CREATE TABLE identity.resident (
  id uuid PRIMARY KEY,
  name bytea NOT NULL,
  masked_name text NOT NULL,
  document_type text NOT NULL,
  document bytea NOT NULL,
  document_hash bytea NOT NULL UNIQUE,
  document_ends text NOT NULL,
  birth_date date,
  sex text,
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 4),
  created_at timestamptz NOT NULL
);

-- Something one signs in with, at one of the two doors. The same mobile may be a personal account and a unit's sub-account.
CREATE TABLE identity.account (
  id uuid PRIMARY KEY,
  door text NOT NULL CHECK (door IN ('personal', 'organization')),
  login_hash bytea NOT NULL,
  mobile bytea NOT NULL,
  mobile_hash bytea NOT NULL,
  masked_mobile text NOT NULL,
  display_name bytea NOT NULL,
  resident_id uuid UNIQUE REFERENCES identity.resident (id),
  organization_id uuid,
  password_hash text,
  must_change_password boolean NOT NULL DEFAULT false,
  password_expires_at timestamptz,
  activation_hash bytea,
  activation_expires_at timestamptz,
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX account_personal_login ON identity.account (login_hash) WHERE door = 'personal';
CREATE UNIQUE INDEX account_organization_login ON identity.account (login_hash, organization_id) NULLS NOT DISTINCT WHERE door = 'organization';
CREATE INDEX account_mobile ON identity.account (mobile_hash);

CREATE TABLE identity.capacity (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES identity.account (id),
  role text NOT NULL,
  organization_id uuid,
  organization_name text,
  unit_path ltree,
  authority_id uuid,
  enabled boolean NOT NULL DEFAULT true,
  UNIQUE NULLS NOT DISTINCT (account_id, role, organization_id, authority_id)
);

-- Only the hash of a session's token is kept.
CREATE TABLE identity.session (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  account_id uuid NOT NULL REFERENCES identity.account (id),
  capacity_id uuid NOT NULL REFERENCES identity.capacity (id),
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX session_account ON identity.session (account_id) WHERE revoked_at IS NULL;

-- Counted per login as typed, whether an account exists or not, so that the delay tells nothing.
CREATE TABLE identity.sign_in_failure (
  login_hash bytea PRIMARY KEY,
  failures int NOT NULL,
  blocked_until timestamptz NOT NULL
);

CREATE TABLE identity.sms_code (
  id uuid PRIMARY KEY,
  mobile_hash bytea NOT NULL,
  purpose text NOT NULL,
  code_hash bytea NOT NULL,
  tries int NOT NULL DEFAULT 0,
  sent_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX sms_code_mobile ON identity.sms_code (mobile_hash, sent_at DESC);

-- What the demo gateway would have sent; empty wherever a real gateway is configured.
CREATE TABLE identity.demo_sms (
  id uuid PRIMARY KEY,
  mobile bytea NOT NULL,
  content bytea NOT NULL,
  sent_at timestamptz NOT NULL
);

CREATE TABLE identity.message (
  id uuid PRIMARY KEY,
  resident_id uuid NOT NULL,
  title jsonb NOT NULL,
  body jsonb NOT NULL,
  sent_at timestamptz NOT NULL,
  read_at timestamptz
);
CREATE INDEX message_inbox ON identity.message (resident_id, sent_at DESC, id DESC);
CREATE INDEX message_unread ON identity.message (resident_id) WHERE read_at IS NULL;
