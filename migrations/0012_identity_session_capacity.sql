-- Whose sessions act in a capacity, asked when it ends.
CREATE INDEX session_capacity ON identity.session (capacity_id) WHERE revoked_at IS NULL;
