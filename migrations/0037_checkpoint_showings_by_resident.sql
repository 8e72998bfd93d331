-- As before; the other scans of a showing are looked for among each resident's own. Left to choose, PostgreSQL read the whole week for it.
CREATE OR REPLACE FUNCTION checkpoint.overtaken(scans json, since uuid, until uuid) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(turn) FROM (
    SELECT DISTINCT hashtextextended(concat_ws(' ', 'showing', resident_id, credential_id, nonce), 0) AS turn
    FROM json_to_recordset(scans) AS s (resident_id uuid, credential_id uuid, nonce bytea) ORDER BY turn) turns;
  RETURN QUERY
    SELECT s.id FROM json_to_recordset(scans) AS s (id uuid, resident_id uuid, credential_id uuid, nonce bytea, known uuid[])
    CROSS JOIN LATERAL (
      SELECT FROM checkpoint.scan other
      WHERE other.resident_id = s.resident_id AND other.id >= since AND other.id < until AND other.nonce = s.nonce
        AND other.credential_id IS NOT DISTINCT FROM s.credential_id AND other.id <> ALL (s.known) LIMIT 1) unknown;
END $$;
