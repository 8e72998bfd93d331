CREATE SCHEMA checkpoint;

CREATE TABLE checkpoint.area (
  key text PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('province', 'city', 'county', 'zone', 'street', 'community')),
  parent text,
  path ltree NOT NULL UNIQUE,
  gb_code text,
  valid_from date,
  valid_until date
);

-- A scale is data: ordered levels, each mapped to one common rank, so that levels of two scales compare.
CREATE TABLE checkpoint.scale_level (
  scale text NOT NULL,
  level text NOT NULL,
  common_rank smallint NOT NULL,
  name jsonb NOT NULL,
  PRIMARY KEY (scale, level)
);
INSERT INTO checkpoint.scale_level (scale, level, common_rank, name) VALUES
  ('2020-02-13', 'none', 0, '{"zh": "无疫情区", "en": "No epidemic"}'),
  ('2020-02-13', 'sporadic', 1, '{"zh": "零星散发", "en": "Sporadic cases"}'),
  ('2020-02-13', 'general', 2, '{"zh": "一般", "en": "General"}'),
  ('2020-02-13', 'many', 3, '{"zh": "较多病例", "en": "Many cases"}'),
  ('2020-02-24', 'low', 0, '{"zh": "低风险", "en": "Low risk"}'),
  ('2020-02-24', 'medium-sporadic', 1, '{"zh": "中风险（零星散发）", "en": "Medium risk (sporadic)"}'),
  ('2020-02-24', 'medium-general', 2, '{"zh": "中风险（一般）", "en": "Medium risk (general)"}'),
  ('2020-02-24', 'medium-many', 3, '{"zh": "中风险（较多病例）", "en": "Medium risk (many cases)"}'),
  ('2020-02-24', 'high', 4, '{"zh": "高风险", "en": "High risk"}');

-- By an authority, never computed from counts; never changed, only ended.
CREATE TABLE checkpoint.level_assignment (
  id uuid PRIMARY KEY,
  area_key text NOT NULL REFERENCES checkpoint.area (key),
  scale text NOT NULL,
  level text NOT NULL,
  from_at timestamptz NOT NULL,
  until_at timestamptz,
  FOREIGN KEY (scale, level) REFERENCES checkpoint.scale_level (scale, level)
);

CREATE TABLE checkpoint.scan_point (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('traffic', 'province-entry', 'community', 'office', 'enterprise')),
  area_key text NOT NULL REFERENCES checkpoint.area (key),
  address text NOT NULL,
  confirmed boolean NOT NULL,
  added_at timestamptz NOT NULL
);
CREATE INDEX scan_point_unit ON checkpoint.scan_point (organization_id, added_at DESC);

CREATE TABLE checkpoint.shift (
  id uuid PRIMARY KEY,
  scanner_id uuid NOT NULL,
  scanner_name bytea NOT NULL,
  organization_id uuid NOT NULL,
  scan_point_id uuid NOT NULL REFERENCES checkpoint.scan_point (id),
  community text,
  latitude double precision,
  longitude double precision,
  accuracy_metres double precision,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz
);
CREATE UNIQUE INDEX shift_open ON checkpoint.shift (scanner_id) WHERE closed_at IS NULL;

-- Partitioned by month on the time in the id itself: the key stays the id alone, and a retry is the same row.
CREATE TABLE checkpoint.scan (
  id uuid PRIMARY KEY,
  resident_id uuid NOT NULL,
  credential_id uuid,
  nonce bytea,
  organization_id uuid NOT NULL,
  unit_path ltree NOT NULL,
  scan_point_id uuid NOT NULL,
  shift_id uuid NOT NULL,
  scanner_id uuid NOT NULL,
  area_key text NOT NULL,
  colour text NOT NULL,
  verdict_seq int NOT NULL,
  assurance text NOT NULL,
  masked_name text NOT NULL,
  answer jsonb NOT NULL,
  warnings text[] NOT NULL DEFAULT '{}',
  scanned_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  reason text,
  reason_text text,
  temperature_result text,
  temperature numeric(3, 1),
  not_measured_why text,
  outcome text,
  feedback_at timestamptz
) PARTITION BY RANGE (id);
CREATE INDEX scan_trail ON checkpoint.scan (resident_id, id) INCLUDE (area_key);
CREATE INDEX scan_unit ON checkpoint.scan (organization_id, id DESC);
CREATE INDEX scan_showing ON checkpoint.scan (credential_id, nonce) WHERE credential_id IS NOT NULL;
CREATE TABLE checkpoint.scan_default PARTITION OF checkpoint.scan DEFAULT;

CREATE FUNCTION checkpoint.first_id(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
  FROM (SELECT lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS h) t
$$;

-- The month before, this one and two ahead; months that hold rows in the default partition are left as they are.
CREATE FUNCTION checkpoint.make_scan_partitions() RETURNS void LANGUAGE plpgsql AS $$
DECLARE month timestamptz; name text;
BEGIN
  FOR i IN -1..2 LOOP
    month := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + make_interval(months => i);
    name := 'scan_' || to_char(month AT TIME ZONE 'UTC', 'YYYYMM');
    IF to_regclass('checkpoint.' || name) IS NULL AND NOT EXISTS (
      SELECT FROM checkpoint.scan_default WHERE id >= checkpoint.first_id(month) AND id < checkpoint.first_id(month + interval '1 month')) THEN
      EXECUTE format('CREATE TABLE checkpoint.%I PARTITION OF checkpoint.scan FOR VALUES FROM (%L) TO (%L)',
        name, checkpoint.first_id(month), checkpoint.first_id(month + interval '1 month'));
    END IF;
  END LOOP;
END $$;
SELECT checkpoint.make_scan_partitions();

-- What has no resident: forged, foreign, unknown. The text that was shown is not kept.
CREATE TABLE checkpoint.refused_scan (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  unit_path ltree NOT NULL,
  scan_point_id uuid NOT NULL,
  shift_id uuid NOT NULL,
  scanner_id uuid NOT NULL,
  reason text NOT NULL,
  by_digits boolean NOT NULL,
  scanned_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE INDEX refused_scan_shift ON checkpoint.refused_scan (shift_id, received_at DESC);
CREATE INDEX refused_scan_unit ON checkpoint.refused_scan (organization_id, received_at DESC);
