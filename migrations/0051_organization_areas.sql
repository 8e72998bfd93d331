-- Every context asks for areas, so they stand with the context that asks nobody.
ALTER TABLE checkpoint.scan_point DROP CONSTRAINT scan_point_area_key_fkey;
ALTER TABLE checkpoint.level_assignment DROP CONSTRAINT level_assignment_area_key_fkey;
ALTER TABLE checkpoint.area SET SCHEMA organization;
ALTER TABLE checkpoint.area_revision SET SCHEMA organization;
