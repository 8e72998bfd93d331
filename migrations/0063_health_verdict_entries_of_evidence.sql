UPDATE health_verdict.evidence e SET list_entry = k.list_entry
FROM health_verdict.evidence_entry k WHERE k.feed = e.feed AND k.reference = e.reference AND k.revision = e.revision;
DROP TABLE health_verdict.evidence_entry;
