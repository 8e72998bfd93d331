-- Every change of the tree of areas adds a row: processes read the tree again when there is a newer one, and the lists of an edition
-- (the packages that this program was built with) are taken in once.
CREATE TABLE checkpoint.area_revision (
  revision bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  edition text UNIQUE,
  changed_at timestamptz NOT NULL DEFAULT now()
);
