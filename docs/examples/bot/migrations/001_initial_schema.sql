-- Initial schema
--
-- Revision ID: 001
-- Revises: <base>
-- Create Date: 2026-10-05 09:12:44+00:00

-- migrate:up

-- What create_all() had made. A database that has it already is told so, once: see README.md.
CREATE TABLE guilds (
    id bigint PRIMARY KEY,
    settings jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id bigint NOT NULL,
    content text NOT NULL,
    answer text,
    received_at timestamp with time zone NOT NULL DEFAULT now(),
    FOREIGN KEY (guild_id) REFERENCES guilds(id)
);

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE messages;
-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE guilds;
