-- Name and place of an organization are asked for when a session is read: a copy would outlive a move.
ALTER TABLE identity.capacity DROP COLUMN organization_name, DROP COLUMN unit_path;
