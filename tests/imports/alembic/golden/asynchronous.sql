==== a_values.sql
-- Values that asyncpg sends beside the statement
--
-- Revision ID: a0000000000a
-- Revises: <base>
-- Create Date: 2022-01-01 00:00:00

-- migrate:up
-- As it ran on a scratch database; Alembic's offline mode writes other SQL.
CREATE TYPE mood AS ENUM ('sad', 'fine');

CREATE TABLE notes (
    id SERIAL NOT NULL,
    mood mood,
    moods mood[],
    data JSON,
    jsonb JSONB,
    key UUID,
    at TIMESTAMP WITHOUT TIME ZONE,
    "on" DATE,
    time TIME WITHOUT TIME ZONE,
    lasts INTERVAL,
    bytes BYTEA,
    numbers INTEGER[],
    rate NUMERIC,
    float FLOAT,
    text TEXT,
    PRIMARY KEY (id)
);

INSERT INTO notes (id, mood, data, jsonb, key, at, "on", time, lasts, bytes, numbers, rate, float, text) VALUES (1, 'fine', '{"a": ["it''s", null]}', '[1, 2]', '00000000-0000-0000-0000-000000000007'::uuid, '2020-01-02 03:04:05.000006'::timestamp, '2020-01-02'::date, '01:02:03'::time, '-1 days 5.000000 seconds'::interval, '\x00275c'::bytea, ARRAY[1, NULL, 3], 1.10, 0.1, '100% :x $1 ''quoted'' \');
INSERT INTO notes (id, mood, data, jsonb, key, at, "on", time, lasts, bytes, numbers, rate, float, text) VALUES (2, NULL, 'null', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, 'inf'::double precision, NULL);
UPDATE notes SET text=upper(notes.text) WHERE notes.id = 1;
UPDATE notes SET text = 'b''c' WHERE id = 2 AND CAST('b''c' AS text) <> '';

-- migrate:down
DROP TABLE notes;
DROP TYPE mood;
