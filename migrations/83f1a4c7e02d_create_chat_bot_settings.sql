-- Create guilds
--
-- Revision ID: 83f1a4c7e02d
-- Revises: d27b905fe146
-- Create Date: 2025-06-11 19:55:02+00:00

-- migrate:up

-- Ids are the chat service's snowflakes: 64 bits, made there, never by a sequence here.
CREATE TABLE guilds (
    guild_id bigint CONSTRAINT pk_guilds PRIMARY KEY,
    name varchar(100) NOT NULL,
    owner_id bigint NOT NULL,
    member_count integer NOT NULL DEFAULT 0,
    joined_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz
);

CREATE TABLE guild_settings (
    guild_id bigint CONSTRAINT pk_guild_settings PRIMARY KEY
        CONSTRAINT fk_guild_settings_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    prefix varchar(10) NOT NULL DEFAULT '!'
        CONSTRAINT ck_guild_settings_prefix CHECK (prefix <> ''),
    locale varchar(10) NOT NULL DEFAULT 'en-US',
    timezone varchar(64) NOT NULL DEFAULT 'UTC',
    welcome_channel_id bigint,
    welcome_message text,
    log_channel_id bigint,
    warnings_before_mute smallint NOT NULL DEFAULT 3
        CONSTRAINT ck_guild_settings_warnings CHECK (warnings_before_mute BETWEEN 1 AND 100),
    features jsonb NOT NULL DEFAULT '{"leveling": false, "moderation": true}',
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE channels (
    channel_id bigint CONSTRAINT pk_channels PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_channels_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    name varchar(100) NOT NULL,
    kind varchar(20) NOT NULL DEFAULT 'text'
        CONSTRAINT ck_channels_kind CHECK (kind IN ('text', 'voice', 'category', 'thread', 'forum')),
    is_ignored boolean NOT NULL DEFAULT false
);

CREATE INDEX ix_channels_guild_id ON channels (guild_id);

CREATE TABLE roles (
    role_id bigint CONSTRAINT pk_roles PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_roles_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    name varchar(100) NOT NULL,
    is_auto boolean NOT NULL DEFAULT false,
    is_self_assignable boolean NOT NULL DEFAULT false,
    required_level integer CONSTRAINT ck_roles_required_level CHECK (required_level > 0)
);

CREATE INDEX ix_roles_guild_id ON roles (guild_id);
-- Read for everyone who joins.
CREATE INDEX ix_roles_auto ON roles (guild_id) INCLUDE (name) WHERE is_auto;

CREATE TABLE members (
    guild_id bigint NOT NULL
        CONSTRAINT fk_members_guild_id_guilds REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id bigint NOT NULL,
    nickname varchar(32),
    experience bigint NOT NULL DEFAULT 0 CONSTRAINT ck_members_experience CHECK (experience >= 0),
    -- The level that so much experience gives: 100 for the first, 400 for the second, 900 for the third.
    level integer NOT NULL GENERATED ALWAYS AS (floor(sqrt(experience / 100.0))::integer) STORED,
    joined_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_members PRIMARY KEY (guild_id, user_id)
);

CREATE INDEX ix_members_leaderboard ON members (guild_id, experience DESC);

CREATE TRIGGER guild_settings_set_updated_at
    BEFORE UPDATE ON guild_settings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE guild_settings IS 'One row per guild, read by the bot before every command';
COMMENT ON COLUMN guilds.left_at IS 'Set when the bot is removed; the rows are kept for its return';

-- migrate:down
DROP TABLE members, roles, channels, guild_settings, guilds;
