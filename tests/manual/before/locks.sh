# shellcheck shell=bash
# A table, a report that reads it until half a second after somebody waits for it, and a migration that will.
mkdir -p api/migrations && cd api || return
cat >migrations/a1.sql <<'SQL'
-- create notes
--
-- Revision ID: a1
-- Revises: <base>

-- migrate:up
CREATE TABLE notes (id integer);
CREATE FUNCTION monthly_report() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    result bigint;
BEGIN
    SELECT count(*) INTO result FROM notes;
    WHILE NOT EXISTS (SELECT FROM pg_locks WHERE relation = 'notes'::regclass AND NOT granted) LOOP
        PERFORM pg_sleep(0.01);
    END LOOP;
    PERFORM pg_sleep(0.5);
    RETURN result;
END $$;
SQL
headstart upgrade head || return
cat >migrations/b2.sql <<'SQL'
-- add a note
--
-- Revision ID: b2
-- Revises: a1

-- migrate:up
ALTER TABLE notes ADD COLUMN note text;
SQL
PGAPPNAME=report psql -Xq "$DATABASE_URL" -c 'SELECT * FROM monthly_report()' >../report 2>&1 &
for _ in $(seq 1000); do
    if psql -XAtq "$DATABASE_URL" -c "SELECT 1 FROM pg_locks WHERE relation = 'notes'::regclass AND granted" | grep -q 1; then
        return 0
    fi
done
echo "the report does not begin: $(cat ../report)"
return 1
