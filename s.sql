-- Run with: psql -X -v ON_ERROR_STOP=1 -f FILE

BEGIN;

SET LOCAL client_min_messages = warning;

CREATE TABLE IF NOT EXISTS "alembic_version" (version_num VARCHAR(32) NOT NULL, CONSTRAINT "alembic_version_pkc" PRIMARY KEY (version_num));

-- "division by zero" here means that alembic_version does not hold exactly: no row

LOCK TABLE "alembic_version" IN SHARE ROW EXCLUSIVE MODE;

SELECT 1 / (CASE WHEN ARRAY(SELECT version_num::text FROM "alembic_version" ORDER BY version_num COLLATE "C") = '{}'::text[] THEN 1 ELSE 0 END);

CREATE TABLE IF NOT EXISTS "headstart_journal" (id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT headstart_journal_pkey PRIMARY KEY, direction text NOT NULL CONSTRAINT headstart_journal_direction CHECK (direction IN ('up', 'down', 'stamp', 'accept')), revision text NOT NULL, parents text[] NOT NULL, message text NOT NULL, checksum text NOT NULL, state text NOT NULL CONSTRAINT headstart_journal_state CHECK (state IN ('running', 'done', 'failed')), statements int NOT NULL, statements_done int NOT NULL, attempt jsonb, started_at timestamptz NOT NULL, finished_at timestamptz, duration_ms bigint, database_user text NOT NULL, host text NOT NULL, headstart_version text NOT NULL, error text, format int NOT NULL DEFAULT 2);

COMMIT;

-- Running upgrade  -> a1, outside a transaction

BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;

SET LOCAL "lock_timeout" = '5000ms';

-- "division by zero" here means that alembic_version does not hold exactly: no row

LOCK TABLE "alembic_version" IN SHARE ROW EXCLUSIVE MODE;

SELECT 1 / (CASE WHEN ARRAY(SELECT version_num::text FROM "alembic_version" ORDER BY version_num COLLATE "C") = '{}'::text[] THEN 1 ELSE 0 END);

INSERT INTO "headstart_journal" (direction, revision, parents, message, checksum, statements, database_user, host, headstart_version, state, statements_done, started_at) VALUES ('up', 'a1', '{}'::text[], 'x', '1:1996d22a986d5b5acc51c65ad41d0d4dfa265bf428493c4e2f61c70d06c0abca', '5'::int, session_user, 'offline script', '0.2.0', 'running', 0, clock_timestamp()) RETURNING id;

COMMIT;

SET "lock_timeout" = '5000ms';

BEGIN READ WRITE;

CREATE TABLE z(i int);

SET CONSTRAINTS ALL IMMEDIATE;

SET LOCAL SESSION AUTHORIZATION DEFAULT;

SET LOCAL ROLE TO DEFAULT;

SET LOCAL search_path TO DEFAULT;

SET LOCAL statement_timeout TO DEFAULT;

WITH kept AS (UPDATE "headstart_journal" SET statements_done = '1'::int, attempt = NULL, state = 'running', error = NULL WHERE id = (SELECT max(id) FROM "headstart_journal" WHERE revision = 'a1' AND direction = 'up')::bigint AND statements_done IN ('0'::int) AND state <> 'done' RETURNING 1) SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM kept;

COMMIT;

BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;

SELECT pg_catalog.set_config('headstart.before', (SELECT coalesce(pg_catalog.to_jsonb((SELECT transaction::text::bigint FROM pg_catalog.pg_prepared_xacts WHERE gid = 'g')::bigint), 'null'))::text, true);

SET LOCAL SESSION AUTHORIZATION DEFAULT;

SET LOCAL ROLE TO DEFAULT;

SET LOCAL search_path TO DEFAULT;

SET LOCAL statement_timeout TO DEFAULT;

UPDATE "headstart_journal" SET attempt = pg_catalog.jsonb_build_object('format', 1, 'journal', tableoid::bigint, 'before', pg_catalog.current_setting('headstart.before')::jsonb), state = 'running', error = NULL WHERE id = (SELECT max(id) FROM "headstart_journal" WHERE revision = 'a1' AND direction = 'up')::bigint;

COMMIT;

SELECT pg_catalog.set_config('headstart.lock_timeout', '5000ms', false), pg_catalog.set_config('lock_timeout', '0', false) FROM pg_catalog.pg_settings WHERE name = 'lock_timeout' AND setting || unit = '5000ms';

BEGIN;

INSERT INTO z VALUES (1);

PREPARE TRANSACTION 'g';

SELECT pg_catalog.set_config('lock_timeout', pg_catalog.current_setting('headstart.lock_timeout'), false), pg_catalog.set_config('headstart.lock_timeout', '', false) WHERE pg_catalog.current_setting('headstart.lock_timeout', true) <> '';

BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;

SET LOCAL SESSION AUTHORIZATION DEFAULT;

SET LOCAL ROLE TO DEFAULT;

SET LOCAL search_path TO DEFAULT;

SET LOCAL statement_timeout TO DEFAULT;

WITH kept AS (UPDATE "headstart_journal" SET statements_done = '4'::int, attempt = NULL, state = 'running', error = NULL WHERE id = (SELECT max(id) FROM "headstart_journal" WHERE revision = 'a1' AND direction = 'up')::bigint AND statements_done IN ('1'::int) AND state <> 'done' RETURNING 1) SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM kept;

COMMIT;

BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;

SELECT pg_catalog.set_config('headstart.before', (SELECT coalesce(pg_catalog.to_jsonb((SELECT transaction::text::bigint FROM pg_catalog.pg_prepared_xacts WHERE gid = 'g')::bigint), 'null'))::text, true);

SET LOCAL SESSION AUTHORIZATION DEFAULT;

SET LOCAL ROLE TO DEFAULT;

SET LOCAL search_path TO DEFAULT;

SET LOCAL statement_timeout TO DEFAULT;

UPDATE "headstart_journal" SET attempt = pg_catalog.jsonb_build_object('format', 1, 'journal', tableoid::bigint, 'before', pg_catalog.current_setting('headstart.before')::jsonb), state = 'running', error = NULL WHERE id = (SELECT max(id) FROM "headstart_journal" WHERE revision = 'a1' AND direction = 'up')::bigint;

COMMIT;

SELECT pg_catalog.set_config('headstart.lock_timeout', '5000ms', false), pg_catalog.set_config('lock_timeout', '0', false) FROM pg_catalog.pg_settings WHERE name = 'lock_timeout' AND setting || unit = '5000ms';

COMMIT PREPARED 'g';

SELECT pg_catalog.set_config('lock_timeout', pg_catalog.current_setting('headstart.lock_timeout'), false), pg_catalog.set_config('headstart.lock_timeout', '', false) WHERE pg_catalog.current_setting('headstart.lock_timeout', true) <> '';

BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;

SET LOCAL SESSION AUTHORIZATION DEFAULT;

SET LOCAL ROLE TO DEFAULT;

SET LOCAL search_path TO DEFAULT;

SET LOCAL statement_timeout TO DEFAULT;

WITH kept AS (UPDATE "headstart_journal" SET statements_done = '5'::int, attempt = NULL, state = 'running', error = NULL WHERE id = (SELECT max(id) FROM "headstart_journal" WHERE revision = 'a1' AND direction = 'up')::bigint AND statements_done IN ('4'::int) AND state <> 'done' RETURNING 1) SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) FROM kept;

COMMIT;

BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;

RESET SESSION AUTHORIZATION;

RESET ROLE;

RESET ALL;

SET LOCAL "lock_timeout" = '5000ms';

-- "division by zero" here means that alembic_version does not hold exactly: no row

LOCK TABLE "alembic_version" IN SHARE ROW EXCLUSIVE MODE;

SELECT 1 / (CASE WHEN ARRAY(SELECT version_num::text FROM "alembic_version" ORDER BY version_num COLLATE "C") = '{}'::text[] THEN 1 ELSE 0 END);

INSERT INTO "alembic_version" (version_num) VALUES ('a1');

UPDATE "headstart_journal" SET state = 'done', error = NULL, statements_done = statements, finished_at = clock_timestamp(), duration_ms = (extract(epoch FROM clock_timestamp() - started_at) * 1000)::bigint WHERE id = (SELECT max(id) FROM "headstart_journal" WHERE revision = 'a1' AND direction = 'up')::bigint;

COMMIT;

