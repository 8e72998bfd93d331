-- As before, between two ids instead of from a time on: no month ahead is looked into, and no id is made from a time for each of them.
DROP FUNCTION checkpoint.all_known(uuid, uuid, bytea, timestamptz, uuid[]);
CREATE FUNCTION checkpoint.all_known(resident uuid, source uuid, shown bytea, since uuid, until uuid, known uuid[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'showing', resident, source, shown), 0));
  RETURN NOT EXISTS (
    SELECT FROM checkpoint.scan
    WHERE resident_id = resident AND id >= since AND id < until AND nonce = shown AND credential_id IS NOT DISTINCT FROM source AND id <> ALL (known));
END $$;
