-- Says that the demo world was built here, whose people sign in with a public password: such a database is refused in production.
CREATE TABLE platform.demo_world (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  built_at timestamptz NOT NULL DEFAULT now()
);

-- Demo worlds from before this table are known by the names of their units.
DO $$
DECLARE built boolean;
BEGIN
  IF to_regclass('organization.organization') IS NOT NULL THEN
    EXECUTE 'SELECT EXISTS (SELECT FROM organization.organization WHERE name LIKE ''%（演示）'')' INTO built;
    IF built THEN INSERT INTO platform.demo_world DEFAULT VALUES; END IF;
  END IF;
END $$;
