-- What all_known did for one scan, for many: takes the turns of all their showings, always in the same order, so that two batches never wait
-- for each other in a circle; then says which of the scans another one of the same showing came before that was not known.
-- The look has a snapshot of its own, taken after the wait; that of the statement which asks is older.
CREATE FUNCTION checkpoint.overtaken(scans json, since uuid, until uuid) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(turn) FROM (
    SELECT DISTINCT hashtextextended(concat_ws(' ', 'showing', resident_id, credential_id, nonce), 0) AS turn
    FROM json_to_recordset(scans) AS s (resident_id uuid, credential_id uuid, nonce bytea) ORDER BY turn) turns;
  RETURN QUERY
    SELECT s.id FROM json_to_recordset(scans) AS s (id uuid, resident_id uuid, credential_id uuid, nonce bytea, known uuid[])
    WHERE EXISTS (
      SELECT FROM checkpoint.scan other
      WHERE other.resident_id = s.resident_id AND other.id >= since AND other.id < until AND other.nonce = s.nonce
        AND other.credential_id IS NOT DISTINCT FROM s.credential_id AND other.id <> ALL (s.known));
END $$;
DROP FUNCTION checkpoint.all_known(uuid, uuid, bytea, uuid, uuid, uuid[]);
