CREATE SCHEMA organization;

CREATE TABLE organization.organization (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('government', 'enterprise')),
  name text NOT NULL,
  uscc text UNIQUE,
  -- Place in the tree of units; a unit sees its subtree.
  path ltree NOT NULL UNIQUE,
  area_key text NOT NULL,
  show_causes boolean NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX organization_path ON organization.organization USING gist (path);

CREATE TABLE organization.administrator (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization.organization (id),
  name bytea NOT NULL,
  mobile bytea NOT NULL,
  appointed_at timestamptz NOT NULL
);

CREATE TABLE organization.sub_account (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization.organization (id),
  name bytea NOT NULL,
  mobile bytea NOT NULL,
  mobile_hash bytea NOT NULL,
  masked_mobile text NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'disabled')),
  added_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  UNIQUE (organization_id, mobile_hash)
);
CREATE INDEX sub_account_list ON organization.sub_account (organization_id, added_at DESC, id DESC);
