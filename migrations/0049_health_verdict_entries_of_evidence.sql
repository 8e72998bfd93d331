-- Which entry of the list of its day made each piece of evidence, while its department is still known (0060 lets go of it, 0063 takes this over).
CREATE TABLE health_verdict.evidence_entry (
  feed text NOT NULL,
  reference text NOT NULL,
  revision int NOT NULL,
  list_entry text NOT NULL,
  PRIMARY KEY (feed, reference, revision)
);
DO $$
BEGIN
  IF to_regclass('health_verdict.fever_department') IS NOT NULL THEN
    INSERT INTO health_verdict.evidence_entry (feed, reference, revision, list_entry)
    SELECT e.feed, e.reference, e.revision, 'fever-departments/' || (
             SELECT count(*) FROM (SELECT effective_from AS day FROM health_verdict.fever_department
                                   UNION SELECT effective_until FROM health_verdict.fever_department WHERE effective_until IS NOT NULL) d
             WHERE d.day <= e.happened_on) || '/' || e.department
    FROM health_verdict.evidence e JOIN health_verdict.fever_department f
      ON f.name = e.department AND e.happened_on >= f.effective_from AND (f.effective_until IS NULL OR e.happened_on < f.effective_until)
    WHERE e.kind = 'fever-clinic-visit';
  END IF;
END $$;
