-- The instant up to which a reader has read: what was recorded before is counted.
ALTER TABLE platform.cursor ADD COLUMN read_until timestamptz;
UPDATE platform.cursor SET read_until = moved_at WHERE xid > '0'::xid8;
