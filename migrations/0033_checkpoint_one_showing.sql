-- Scans of one showing come one after the other: each waits for the one before it to be kept, and is kept only when who decided about it knew
-- all others. The look has a snapshot of its own, taken after the wait; that of the statement which asks is older.
CREATE FUNCTION checkpoint.all_known(resident uuid, source uuid, shown bytea, since timestamptz, known uuid[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'showing', resident, source, shown), 0));
  RETURN NOT EXISTS (
    SELECT FROM checkpoint.scan
    WHERE resident_id = resident AND id >= checkpoint.first_id(since) AND nonce = shown AND credential_id IS NOT DISTINCT FROM source AND id <> ALL (known));
END $$;
