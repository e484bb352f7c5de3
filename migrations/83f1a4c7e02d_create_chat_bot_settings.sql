-- Create chat bot settings
--
-- Revision ID: 83f1a4c7e02d
-- Revises: d27b905fe146
-- Create Date: 2025-06-11 19:55:02+00:00

-- migrate:up

-- Ids of guilds, channels, roles and users are the chat service's snowflakes: 64 bits, made there, never by a
-- sequence here.
CREATE TABLE bot_settings (
    guild_id bigint CONSTRAINT pk_bot_settings PRIMARY KEY,
    prefix varchar(10) NOT NULL DEFAULT '!'
        CONSTRAINT ck_bot_settings_prefix CHECK (prefix <> ''),
    locale varchar(10) NOT NULL DEFAULT 'en-US',
    timezone varchar(64) NOT NULL DEFAULT 'UTC',
    welcome_channel_id bigint,
    welcome_message text,
    log_channel_id bigint,
    support_role_id bigint,
    features jsonb NOT NULL DEFAULT '{"faq": true, "onboarding": false, "tickets": true}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz
);

CREATE TRIGGER bot_settings_set_updated_at
    BEFORE UPDATE ON bot_settings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE bot_settings IS 'One row per guild, read by the bot before every command';
COMMENT ON COLUMN bot_settings.left_at IS 'Set when the bot is removed; the rows are kept for its return';

CREATE TABLE settings_history (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_settings_history PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_settings_history_guild_id_bot_settings REFERENCES bot_settings (guild_id) ON DELETE CASCADE,
    setting varchar(64) NOT NULL,
    old_value jsonb,
    new_value jsonb,
    changed_by bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_settings_history_change CHECK (old_value IS DISTINCT FROM new_value)
);

CREATE INDEX ix_settings_history_guild ON settings_history (guild_id, changed_at DESC);

CREATE TABLE guild_rules (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_guild_rules PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_guild_rules_guild_id_bot_settings REFERENCES bot_settings (guild_id) ON DELETE CASCADE,
    position smallint NOT NULL CONSTRAINT ck_guild_rules_position CHECK (position > 0),
    title varchar(100) NOT NULL,
    content varchar(2000) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Deferrable, so that two rules can change places.
    CONSTRAINT uq_guild_rules_position UNIQUE (guild_id, position) DEFERRABLE
);

CREATE TABLE guild_onboarding_questions (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_guild_onboarding_questions PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_guild_onboarding_questions_guild_id_bot_settings REFERENCES bot_settings (guild_id)
        ON DELETE CASCADE,
    position smallint NOT NULL CONSTRAINT ck_guild_onboarding_questions_position CHECK (position > 0),
    question varchar(300) NOT NULL,
    kind varchar(20) NOT NULL DEFAULT 'text'
        CONSTRAINT ck_guild_onboarding_questions_kind CHECK (kind IN ('text', 'choice', 'role')),
    options jsonb NOT NULL DEFAULT '[]'
        CONSTRAINT ck_guild_onboarding_questions_options CHECK (jsonb_typeof(options) = 'array'),
    is_required boolean NOT NULL DEFAULT true,
    CONSTRAINT uq_guild_onboarding_questions_position UNIQUE (guild_id, position) DEFERRABLE
);

CREATE TABLE onboarding (
    guild_id bigint NOT NULL
        CONSTRAINT fk_onboarding_guild_id_bot_settings REFERENCES bot_settings (guild_id) ON DELETE CASCADE,
    user_id bigint NOT NULL,
    answers jsonb NOT NULL DEFAULT '{}',
    rules_accepted_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    completed_at timestamptz,
    CONSTRAINT pk_onboarding PRIMARY KEY (guild_id, user_id),
    CONSTRAINT ck_onboarding_completed_at CHECK (completed_at >= started_at)
);

-- Who has begun and not ended is asked again.
CREATE INDEX ix_onboarding_open ON onboarding (started_at) WHERE completed_at IS NULL;

-- migrate:down
DROP TABLE onboarding, guild_onboarding_questions, guild_rules, settings_history, bot_settings;
