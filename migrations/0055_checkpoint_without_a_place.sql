-- An enterprise scans, too, and has no place in the tree of units.
ALTER TABLE checkpoint.scan ALTER unit_path DROP NOT NULL;
ALTER TABLE checkpoint.refused_scan ALTER unit_path DROP NOT NULL;
