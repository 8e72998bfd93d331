-- A unit that was merged into another stays, closed, below its heir: its records are the heir's to see. Only units have a place in the tree.
ALTER TABLE organization.organization ADD version int NOT NULL DEFAULT 1, ADD merged_into uuid REFERENCES organization.organization (id);
ALTER TABLE organization.organization ALTER path DROP NOT NULL,
  ADD CONSTRAINT organization_place CHECK (kind <> 'government' OR path IS NOT NULL),
  ADD CONSTRAINT organization_open_heir CHECK (merged_into <> id);
CREATE INDEX organization_merged ON organization.organization (merged_into) WHERE merged_into IS NOT NULL;

-- Where a unit stood before it moved, and until when: figures follow the tree of their day.
CREATE TABLE organization.former_place (
  unit_id uuid NOT NULL REFERENCES organization.organization (id),
  until timestamptz NOT NULL,
  path ltree NOT NULL,
  PRIMARY KEY (unit_id, until)
);
