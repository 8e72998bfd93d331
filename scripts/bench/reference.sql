-- The least that a scan costs the database: one statement to read (code by credential, trail of 14 days), one to write.
-- Frozen: the benchmark measures every version of the program against these two. No outbox, no session, no signatures.

-- :read  $1 credential id, $2 start of the window
SELECT c.id, c.resident_id, c.masked_name, c.document_ends, c.birth_year, c.initial_area, c.claimed_at, t.segments, t.last_seq, d.revoked_at, trail.places
FROM health_verdict.credential r
JOIN health_verdict.device d ON d.id = r.device_id
JOIN health_verdict.code c ON c.id = r.code_id
LEFT JOIN health_verdict.timeline t ON t.subject_id = c.subject_id
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_array(place.area_key, place.at)) AS places
  FROM (SELECT s.area_key, min(s.scanned_at) AS at FROM checkpoint.scan s
        WHERE s.resident_id = c.resident_id AND s.id >= checkpoint.first_id($2) GROUP BY s.area_key) place
) trail ON true
WHERE r.id = $1::uuid;

-- :write  $1 id, $2 resident, $3 credential, $4 nonce, $5 organization, $6 unit path, $7 scan point, $8 shift, $9 scanner, $10 masked name, $11 answer
INSERT INTO checkpoint.scan (id, resident_id, credential_id, nonce, organization_id, unit_path, scan_point_id, shift_id, scanner_id, area_key,
                             colour, verdict_seq, assurance, masked_name, answer, scanned_at, received_at)
VALUES ($1, $2, $3, $4, $5, $6::ltree, $7, $8, $9, '350102', 'green', 0, 'presentation', $10, $11, now(), now())
ON CONFLICT (id) DO NOTHING;
