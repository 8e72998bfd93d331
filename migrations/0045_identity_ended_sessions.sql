-- Which sessions ended lately: asked by whoever must not wait until the event about it has gone round.
CREATE INDEX session_revoked ON identity.session (revoked_at) WHERE revoked_at IS NOT NULL;
