-- Create chat bot activity
--
-- Revision ID: 6e5d2b90f4ac
-- Revises: 83f1a4c7e02d
-- Create Date: 2025-06-12 07:30:44+00:00

-- migrate:up
CREATE TABLE messages (
    message_id bigint CONSTRAINT pk_messages PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_messages_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    channel_id bigint NOT NULL
        CONSTRAINT fk_messages_channel_id_channels REFERENCES channels (channel_id) ON DELETE CASCADE,
    author_id bigint NOT NULL,
    content text NOT NULL DEFAULT '',
    -- The upper 42 bits of a snowflake are milliseconds since the start of 2015.
    sent_at timestamptz NOT NULL
        GENERATED ALWAYS AS (to_timestamp(((message_id >> 22) + 1420070400000) / 1000.0)) STORED,
    edited_at timestamptz
);

CREATE INDEX ix_messages_channel_id ON messages (channel_id);
CREATE INDEX ix_messages_guild_author ON messages (guild_id, author_id);

CREATE TABLE command_usage (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_command_usage PRIMARY KEY,
    guild_id bigint CONSTRAINT fk_command_usage_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id bigint NOT NULL,
    command varchar(64) NOT NULL,
    succeeded boolean NOT NULL DEFAULT true,
    duration_ms integer CONSTRAINT ck_command_usage_duration CHECK (duration_ms >= 0),
    used_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_command_usage_command ON command_usage (command, used_at);

CREATE TABLE moderation_actions (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_moderation_actions PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_moderation_actions_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id bigint NOT NULL,
    moderator_id bigint NOT NULL,
    action varchar(10) NOT NULL
        CONSTRAINT ck_moderation_actions_action CHECK (action IN ('warn', 'mute', 'kick', 'ban', 'unban')),
    reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    CONSTRAINT ck_moderation_actions_expires_at CHECK (expires_at > created_at)
);

CREATE INDEX ix_moderation_actions_user ON moderation_actions (guild_id, user_id, created_at DESC);
CREATE INDEX ix_moderation_actions_expiring ON moderation_actions (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE reminders (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_reminders PRIMARY KEY,
    guild_id bigint CONSTRAINT fk_reminders_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    channel_id bigint NOT NULL,
    user_id bigint NOT NULL,
    message varchar(2000) NOT NULL,
    remind_at timestamptz NOT NULL,
    delivered_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_reminders_due ON reminders (remind_at) WHERE delivered_at IS NULL;

CREATE TABLE custom_commands (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_custom_commands PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_custom_commands_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    name varchar(32) NOT NULL,
    response varchar(2000) NOT NULL,
    created_by bigint NOT NULL,
    use_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- "!Hello" and "!hello" are one command.
CREATE UNIQUE INDEX uq_custom_commands_name ON custom_commands (guild_id, lower(name));

CREATE TABLE scheduled_jobs (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_scheduled_jobs PRIMARY KEY,
    guild_id bigint CONSTRAINT fk_scheduled_jobs_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    name varchar(100) NOT NULL,
    schedule varchar(100) NOT NULL,
    payload jsonb NOT NULL DEFAULT '{}',
    is_enabled boolean NOT NULL DEFAULT true,
    last_run_at timestamptz,
    next_run_at timestamptz,
    -- NULL is "every guild", and there is only one such job of a name (PostgreSQL 15 could say NULLS NOT DISTINCT).
    scope bigint NOT NULL GENERATED ALWAYS AS (coalesce(guild_id, 0)) STORED,
    CONSTRAINT uq_scheduled_jobs_scope_name UNIQUE (scope, name)
);

CREATE INDEX ix_scheduled_jobs_next_run ON scheduled_jobs (next_run_at) WHERE is_enabled;

COMMENT ON COLUMN scheduled_jobs.schedule IS 'A cron expression, in the guild''s time zone';

-- migrate:down
DROP TABLE scheduled_jobs, custom_commands, reminders, moderation_actions, command_usage, messages;
