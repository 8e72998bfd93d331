-- Each cause says its own colour, too: of several causes the worst colour counts, and people see which of them makes it.
UPDATE health_verdict.timeline t SET segments = (
  SELECT jsonb_agg(jsonb_set(s.segment, '{causes}', coalesce(
    (SELECT jsonb_agg(jsonb_build_object('colour', coalesce(
         (SELECT r.colour FROM health_verdict.rule r WHERE r.version = (c.cause->>'ruleVersion')::int AND r.cause = (c.cause->>'cause')::int), s.segment->>'colour')) || c.cause ORDER BY c.place)
     FROM jsonb_array_elements(s.segment->'causes') WITH ORDINALITY AS c (cause, place)), '[]')) ORDER BY s.place)
  FROM jsonb_array_elements(t.segments) WITH ORDINALITY AS s (segment, place));
