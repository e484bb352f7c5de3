==== 01_tables.sql
-- create_table, create_index, create_table_comment
--
-- Revision ID: 01
-- Revises: <base>
-- Create Date: 2021-03-04 05:06:07.890123

-- migrate:up
CREATE SCHEMA other;

CREATE TABLE teams (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    name VARCHAR(80) NOT NULL,
    CONSTRAINT pk_teams PRIMARY KEY (id),
    CONSTRAINT uq_teams_name UNIQUE (name)
);

COMMENT ON TABLE teams IS 'Who plays';
COMMENT ON COLUMN teams.name IS 'it''s 100% of the name';
CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s fine');

CREATE TABLE people (
    id BIGSERIAL NOT NULL,
    team_id INTEGER,
    mood mood DEFAULT 'ok' NOT NULL,
    tags TEXT[] DEFAULT '{}',
    data JSONB DEFAULT '{"a": 1}'::jsonb,
    born DATE,
    seen TIMESTAMP WITH TIME ZONE DEFAULT now(),
    rate NUMERIC(10, 2) DEFAULT 0.5,
    token UUID DEFAULT gen_random_uuid(),
    active BOOLEAN DEFAULT false NOT NULL,
    photo BYTEA,
    search TSVECTOR,
    twice NUMERIC GENERATED ALWAYS AS (id * 2) STORED,
    CONSTRAINT pk_people PRIMARY KEY (id),
    CONSTRAINT ck_people_positive CHECK (rate >= 0),
    CONSTRAINT one_token EXCLUDE USING btree (token WITH =),
    CONSTRAINT fk_people_team_id_teams FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE CASCADE ON UPDATE SET NULL
);

CREATE INDEX ix_people_born ON people (born);
CREATE INDEX ix_people_data ON people USING gin (data);
CREATE UNIQUE INDEX ix_people_more ON people ((rate + 1)) WHERE active AND rate > 0;

CREATE TABLE other.things (
    id SERIAL NOT NULL,
    CONSTRAINT pk_things PRIMARY KEY (id)
);

COMMENT ON TABLE other.things IS 'What there is';

-- migrate:down
DROP TABLE other.things;
DROP INDEX ix_people_more;
DROP TABLE people;
DROP TABLE teams;
DROP TYPE mood;
DROP SCHEMA other;
==== 02_columns.sql
-- add_column, alter_column, drop_column
--
-- Revision ID: 02
-- Revises: 01
-- Create Date: 2021-03-05 05:06:07

-- migrate:up
ALTER TABLE people ADD COLUMN email VARCHAR(100);
ALTER TABLE people ADD CONSTRAINT uq_people_email UNIQUE (email);
ALTER TABLE people ADD COLUMN boss_id BIGINT;
ALTER TABLE people ADD CONSTRAINT fk_people_boss_id_people FOREIGN KEY(boss_id) REFERENCES people (id);
CREATE INDEX ix_people_boss_id ON people (boss_id);
ALTER TABLE other.things ADD COLUMN label TEXT DEFAULT 'none' NOT NULL;
ALTER TABLE people ALTER COLUMN rate TYPE NUMERIC(12, 3);
ALTER TABLE people ALTER COLUMN rate SET NOT NULL;
ALTER TABLE people ALTER COLUMN rate DROP DEFAULT;
COMMENT ON COLUMN people.born IS 'When?';
ALTER TABLE people RENAME born TO birthday;
ALTER TABLE other.things ALTER COLUMN label TYPE VARCHAR(10) USING left(label, 10);
ALTER TABLE people DROP COLUMN search;

-- migrate:down
ALTER TABLE people ADD COLUMN search TEXT;
COMMENT ON COLUMN people.birthday IS NULL;
ALTER TABLE people RENAME birthday TO born;
ALTER TABLE people DROP COLUMN boss_id;
ALTER TABLE people DROP COLUMN email;
ALTER TABLE other.things DROP COLUMN label;
ALTER TABLE people ALTER COLUMN rate TYPE NUMERIC(10, 2);
ALTER TABLE people ALTER COLUMN rate DROP NOT NULL;
ALTER TABLE people ALTER COLUMN rate SET DEFAULT 0.5;
==== 03_constraints.sql
-- create_ and drop_ of each constraint, rename_table
--
-- Revision ID: 03
-- Revises: 02
-- Create Date: 2021-03-06 05:06:07

-- migrate:up
ALTER TABLE people ADD CONSTRAINT uq_people_token UNIQUE (token);
ALTER TABLE people ADD CONSTRAINT ck_people_not_empty CHECK (length(email) > 3);
ALTER TABLE other.things ADD CONSTRAINT fk_things_id_teams FOREIGN KEY(id) REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE people DROP CONSTRAINT one_token;
ALTER TABLE other.things RENAME TO objects;
COMMENT ON TABLE other.objects IS NULL;

CREATE TABLE keyless (
    a INTEGER,
    b INTEGER
);

ALTER TABLE keyless ADD CONSTRAINT keyless_pk PRIMARY KEY (a, b);
DROP INDEX ix_people_born;

-- migrate:down
CREATE INDEX ix_people_born ON people (birthday);
DROP TABLE keyless;
ALTER TABLE other.objects RENAME TO things;
COMMENT ON TABLE other.things IS 'What there is';
ALTER TABLE people ADD CONSTRAINT one_token EXCLUDE USING btree (token WITH =);
ALTER TABLE other.things DROP CONSTRAINT fk_things_id_teams;
ALTER TABLE people DROP CONSTRAINT ck_people_not_empty;
ALTER TABLE people DROP CONSTRAINT uq_people_token;
==== 04_rows.sql
-- bulk_insert, execute, values of each type
--
-- Revision ID: 04
-- Revises: 03
-- Create Date: 2021-03-07 05:06:07

-- migrate:up
-- As it ran on a scratch database; Alembic's offline mode writes other SQL.
INSERT INTO people (id, mood, tags, data, birthday, seen, rate, token, active, photo, email) VALUES
    (1, 'it''s fine', ARRAY['a','b''c',NULL]::TEXT[], '{"x": [1, null, "y''s %"]}', '2000-02-29'::date, '2020-01-02T03:04:05.000678+02:00'::timestamptz, 12.345, '00000000-0000-0000-0000-000000000001'::uuid, true, '\x00ff275c'::bytea, 'o''hara@example.com'),
    (2, 'sad', '{}'::TEXT[], 'null', NULL, NULL, 1.5, '00000000-0000-0000-0000-000000000002'::uuid, false, NULL, 'back\slash 100% :not_a_bind');

INSERT INTO teams (name) VALUES ('100% :real'), ('it''s -- not a comment');
UPDATE people SET email='changed@example.com' WHERE people.id = 2;
UPDATE people SET email = 'bound''@example.com' WHERE id = 2;

/* Why this is so: 'quoted', /* nested */ and $dollars$. */
UPDATE people
   SET rate = rate + 1  -- one more; always
 WHERE active;

DELETE FROM teams WHERE name LIKE '%nobody%';

-- migrate:down
DELETE FROM people; DELETE FROM teams;
==== 05_batch.sql
-- batch_alter_table, with its options for other engines
--
-- Revision ID: 05
-- Revises: 04
-- Create Date: 2021-03-08 05:06:07

-- migrate:up
ALTER TABLE people ADD COLUMN nick VARCHAR(20);
CREATE INDEX ix_people_nick ON people (nick);
ALTER TABLE people ALTER COLUMN email TYPE VARCHAR(200);
ALTER TABLE people ADD CONSTRAINT fk_boss FOREIGN KEY(boss_id) REFERENCES people (id);
ALTER TABLE people ADD CONSTRAINT uq_nick UNIQUE (nick);
ALTER TABLE people ADD CONSTRAINT ck_people_nick_long CHECK (length(nick) > 1);
ALTER TABLE people DROP CONSTRAINT uq_people_token;

-- migrate:down
ALTER TABLE people ADD CONSTRAINT uq_people_token UNIQUE (token);
ALTER TABLE people DROP CONSTRAINT ck_people_nick_long;
ALTER TABLE people DROP CONSTRAINT uq_nick;
ALTER TABLE people DROP CONSTRAINT fk_boss;
DROP INDEX ix_people_nick;
ALTER TABLE people DROP COLUMN nick;
==== 06_functions.sql
-- SQL of one's own: functions, views, triggers
--
-- Revision ID: 06
-- Revises: 05
-- Create Date: 2021-03-09 05:06:07

-- migrate:up
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        -- the body is the author's: 100% of it
        NEW.seen := '2021-01-01 00:00+00';
        RETURN NEW;
    END
    $body$;

CREATE TRIGGER touch BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION touch();

CREATE VIEW active_people AS
SELECT id, email
FROM people
WHERE active;

SELECT setval('other.things_id_seq', 41);
DO $$ BEGIN PERFORM 1; END $$;

-- migrate:down
DROP VIEW active_people;
DROP TRIGGER touch ON people;
DROP FUNCTION touch();
==== 07_outside.sql
-- outside a transaction: autocommit_block, enum values, CONCURRENTLY
--
-- Revision ID: 07
-- Revises: 06
-- Create Date: 2021-03-10 05:06:07

-- migrate:up transaction:false
ALTER TYPE mood ADD VALUE 'great' AFTER 'ok';
CREATE INDEX CONCURRENTLY ix_people_email ON people (email);
UPDATE people SET mood = 'great' WHERE id = 1;

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY ix_people_email;
==== 08_reads.sql
-- decides by what it finds
--
-- Revision ID: 08
-- Revises: 07
-- Create Date: 2021-03-11 05:06:07

-- migrate:up
-- REVIEW: versions/08_reads.py:29: upgrade() reads rows, and may decide by it
--     for row in bind.execute(sa.text("SELECT id, name FROM teams ORDER BY id")).fetchall():
-- REVIEW: versions/08_reads.py:33: upgrade() reads the catalogue, and may decide by it
--     if "nick" in columns:
CREATE TYPE shape AS ENUM ('round', 'flat');
ALTER TABLE other.objects ADD COLUMN shape shape;
UPDATE teams SET name = '100% :REAL' WHERE id = 1;
UPDATE teams SET name = 'IT''S -- NOT A COMMENT' WHERE id = 2;
ALTER TABLE people DROP COLUMN nick;
INSERT INTO teams (name) VALUES ('added by the ORM') RETURNING teams.id;
==== 09_nothing.sql
-- Nothing at all
--
-- Revision ID: 09
-- Revises: 08
-- Create Date: 2021-03-12 05:06:07

-- migrate:up

-- migrate:down
