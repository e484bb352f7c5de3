-- Create chat bot support
--
-- Revision ID: 6e5d2b90f4ac
-- Revises: 83f1a4c7e02d
-- Create Date: 2025-06-12 07:30:44+00:00

-- migrate:up
CREATE TABLE reminders (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_reminders PRIMARY KEY,
    guild_id bigint
        CONSTRAINT fk_reminders_guild_id_bot_settings REFERENCES bot_settings (guild_id) ON DELETE CASCADE,
    channel_id bigint NOT NULL,
    user_id bigint NOT NULL,
    message varchar(2000) NOT NULL,
    remind_at timestamptz NOT NULL,
    delivered_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_reminders_due ON reminders (remind_at) WHERE delivered_at IS NULL;

CREATE TABLE support_tickets (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_support_tickets PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_support_tickets_guild_id_bot_settings REFERENCES bot_settings (guild_id) ON DELETE CASCADE,
    channel_id bigint NOT NULL CONSTRAINT uq_support_tickets_channel_id UNIQUE,
    opened_by bigint NOT NULL,
    assigned_to bigint,
    subject varchar(200) NOT NULL,
    status varchar(10) NOT NULL DEFAULT 'open'
        CONSTRAINT ck_support_tickets_status CHECK (status IN ('open', 'waiting', 'solved', 'closed')),
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    CONSTRAINT ck_support_tickets_closed_at CHECK ((status = 'closed') = (closed_at IS NOT NULL))
);

CREATE INDEX ix_support_tickets_open ON support_tickets (guild_id, opened_at) WHERE closed_at IS NULL;

CREATE TABLE faq_entries (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_faq_entries PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_faq_entries_guild_id_bot_settings REFERENCES bot_settings (guild_id) ON DELETE CASCADE,
    question varchar(300) NOT NULL,
    answer varchar(2000) NOT NULL,
    tags text[] NOT NULL DEFAULT '{}',
    search tsvector NOT NULL
        GENERATED ALWAYS AS (to_tsvector('english', question || ' ' || answer)) STORED,
    use_count integer NOT NULL DEFAULT 0,
    created_by bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- "How to join?" and "how to join?" are one question.
CREATE UNIQUE INDEX uq_faq_entries_question ON faq_entries (guild_id, lower(question));
CREATE INDEX ix_faq_entries_search ON faq_entries USING gin (search);

CREATE TRIGGER faq_entries_set_updated_at
    BEFORE UPDATE ON faq_entries
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE faq_search_logs (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_faq_search_logs PRIMARY KEY,
    guild_id bigint NOT NULL
        CONSTRAINT fk_faq_search_logs_guild_id_bot_settings REFERENCES bot_settings (guild_id) ON DELETE CASCADE,
    user_id bigint NOT NULL,
    query varchar(300) NOT NULL,
    faq_entry_id bigint
        CONSTRAINT fk_faq_search_logs_faq_entry_id_faq_entries REFERENCES faq_entries (id) ON DELETE SET NULL,
    searched_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_faq_search_logs_faq_entry_id ON faq_search_logs (faq_entry_id);
-- What nobody has answered yet.
CREATE INDEX ix_faq_search_logs_unanswered ON faq_search_logs (guild_id, searched_at) WHERE faq_entry_id IS NULL;

CREATE TABLE audit_logs (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_audit_logs PRIMARY KEY,
    guild_id bigint
        CONSTRAINT fk_audit_logs_guild_id_bot_settings REFERENCES bot_settings (guild_id) ON DELETE CASCADE,
    user_id bigint NOT NULL,
    command varchar(64) NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    succeeded boolean NOT NULL DEFAULT true,
    duration_ms integer CONSTRAINT ck_audit_logs_duration CHECK (duration_ms >= 0),
    logged_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_audit_logs_guild_id ON audit_logs (guild_id);
CREATE INDEX ix_audit_logs_command ON audit_logs (command, logged_at);

CREATE TABLE health_check_history (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_health_check_history PRIMARY KEY,
    component varchar(50) NOT NULL,
    status varchar(10) NOT NULL
        CONSTRAINT ck_health_check_history_status CHECK (status IN ('healthy', 'degraded', 'down')),
    latency_ms integer CONSTRAINT ck_health_check_history_latency CHECK (latency_ms >= 0),
    error text,
    checked_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_health_check_history_component ON health_check_history (component, checked_at DESC);

COMMENT ON COLUMN support_tickets.channel_id IS 'The thread in which the ticket is talked about';

-- migrate:down
DROP TABLE health_check_history, audit_logs, faq_search_logs, faq_entries, support_tickets, reminders;
