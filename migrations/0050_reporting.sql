CREATE SCHEMA reporting;

-- One row per unit and Shanghai day; figures follow the tree of that day.
CREATE TABLE reporting.unit_day (
  organization_id uuid NOT NULL,
  day date NOT NULL,
  unit_path ltree NOT NULL,
  scans int NOT NULL DEFAULT 0,
  green int NOT NULL DEFAULT 0,
  orange int NOT NULL DEFAULT 0,
  refused int NOT NULL DEFAULT 0,
  passages int NOT NULL DEFAULT 0,
  abnormal_temperature int NOT NULL DEFAULT 0,
  by_hour int[] NOT NULL DEFAULT array_fill(0, ARRAY[24]),
  PRIMARY KEY (organization_id, day)
);
CREATE INDEX unit_day_path ON reporting.unit_day USING gist (unit_path);
