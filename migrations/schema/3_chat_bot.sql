CREATE TABLE bot_settings (
    guild_id bigint NOT NULL,
    prefix varchar(10) NOT NULL DEFAULT '!',
    locale varchar(10) NOT NULL DEFAULT 'en-US',
    timezone varchar(64) NOT NULL DEFAULT 'UTC',
    welcome_channel_id bigint,
    welcome_message text,
    log_channel_id bigint,
    support_role_id bigint,
    features jsonb NOT NULL DEFAULT '{"faq": true, "tickets": true, "onboarding": false}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz,
    CONSTRAINT pk_bot_settings PRIMARY KEY (guild_id),
    CONSTRAINT ck_bot_settings_prefix CHECK (prefix <> '')
);

COMMENT ON TABLE bot_settings IS 'One row per guild, read by the bot before every command';
COMMENT ON COLUMN bot_settings.left_at IS 'Set when the bot is removed; the rows are kept for its return';
CREATE TRIGGER bot_settings_set_updated_at BEFORE UPDATE ON bot_settings FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE audit_logs (
    id bigint GENERATED ALWAYS AS IDENTITY,
    guild_id bigint,
    user_id bigint NOT NULL,
    command varchar(64) NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    succeeded boolean NOT NULL DEFAULT true,
    duration_ms integer,
    logged_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_audit_logs PRIMARY KEY (id),
    CONSTRAINT ck_audit_logs_duration CHECK (duration_ms >= 0),
    CONSTRAINT fk_audit_logs_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE
);

CREATE INDEX ix_audit_logs_command ON audit_logs (command, logged_at);
CREATE INDEX ix_audit_logs_guild_logged ON audit_logs (guild_id, logged_at DESC);

CREATE TABLE faq_entries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    guild_id bigint NOT NULL,
    question varchar(300) NOT NULL,
    answer varchar(2000) NOT NULL,
    tags text[] NOT NULL DEFAULT '{}',
    search tsvector GENERATED ALWAYS AS (to_tsvector('english', (((question) || ' ') || (answer)))) STORED NOT NULL,
    use_count integer NOT NULL DEFAULT 0,
    created_by bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_faq_entries PRIMARY KEY (id),
    CONSTRAINT fk_faq_entries_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE
);

CREATE INDEX ix_faq_entries_search ON faq_entries USING gin (search);
CREATE UNIQUE INDEX uq_faq_entries_question ON faq_entries (guild_id, lower(question));
CREATE TRIGGER faq_entries_set_updated_at BEFORE UPDATE ON faq_entries FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE faq_search_logs (
    id bigint GENERATED ALWAYS AS IDENTITY,
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    query varchar(300) NOT NULL,
    faq_entry_id bigint,
    searched_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_faq_search_logs PRIMARY KEY (id),
    CONSTRAINT fk_faq_search_logs_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE,
    CONSTRAINT fk_faq_search_logs_faq_entry_id_faq_entries FOREIGN KEY (faq_entry_id) REFERENCES faq_entries(id) ON DELETE SET NULL
);

CREATE INDEX ix_faq_search_logs_faq_entry_id ON faq_search_logs (faq_entry_id);
CREATE INDEX ix_faq_search_logs_unanswered ON faq_search_logs (guild_id, searched_at) WHERE faq_entry_id IS NULL;

CREATE TABLE guild_onboarding_questions (
    id bigint GENERATED ALWAYS AS IDENTITY,
    guild_id bigint NOT NULL,
    "position" smallint NOT NULL,
    question varchar(300) NOT NULL,
    kind varchar(20) NOT NULL DEFAULT 'text',
    options jsonb NOT NULL DEFAULT '[]',
    is_required boolean NOT NULL DEFAULT true,
    CONSTRAINT pk_guild_onboarding_questions PRIMARY KEY (id),
    CONSTRAINT uq_guild_onboarding_questions_position UNIQUE (guild_id, "position") DEFERRABLE,
    CONSTRAINT ck_guild_onboarding_questions_position CHECK ("position" > 0),
    CONSTRAINT ck_guild_onboarding_questions_kind CHECK (kind IN ('text', 'choice', 'role')),
    CONSTRAINT ck_guild_onboarding_questions_options CHECK (jsonb_typeof(options) = 'array'),
    CONSTRAINT fk_guild_onboarding_questions_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE
);

CREATE TABLE guild_rules (
    id bigint GENERATED ALWAYS AS IDENTITY,
    guild_id bigint NOT NULL,
    "position" smallint NOT NULL,
    title varchar(100) NOT NULL,
    content varchar(2000) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_guild_rules PRIMARY KEY (id),
    CONSTRAINT uq_guild_rules_position UNIQUE (guild_id, "position") DEFERRABLE,
    CONSTRAINT ck_guild_rules_position CHECK ("position" > 0),
    CONSTRAINT fk_guild_rules_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE
);

CREATE TABLE health_check_history (
    id bigint GENERATED ALWAYS AS IDENTITY,
    component varchar(50) NOT NULL,
    status varchar(10) NOT NULL,
    latency_ms integer,
    error text,
    checked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_health_check_history PRIMARY KEY (id),
    CONSTRAINT ck_health_check_history_status CHECK (status IN ('healthy', 'degraded', 'down')),
    CONSTRAINT ck_health_check_history_latency CHECK (latency_ms >= 0)
);

CREATE INDEX ix_health_check_history_component ON health_check_history (component, checked_at DESC);

CREATE TABLE onboarding (
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    answers jsonb NOT NULL DEFAULT '{}',
    rules_accepted_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    completed_at timestamptz,
    CONSTRAINT pk_onboarding PRIMARY KEY (guild_id, user_id),
    CONSTRAINT ck_onboarding_completed_at CHECK (completed_at >= started_at),
    CONSTRAINT fk_onboarding_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE
);

CREATE INDEX ix_onboarding_open ON onboarding (started_at) WHERE completed_at IS NULL;

CREATE TABLE reminders (
    id bigint GENERATED ALWAYS AS IDENTITY,
    guild_id bigint,
    channel_id bigint NOT NULL,
    user_id bigint NOT NULL,
    message varchar(2000) NOT NULL,
    remind_at timestamptz NOT NULL,
    delivered_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_reminders PRIMARY KEY (id),
    CONSTRAINT fk_reminders_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE
);

CREATE INDEX ix_reminders_due ON reminders (remind_at) WHERE delivered_at IS NULL;

CREATE TABLE settings_history (
    id bigint GENERATED ALWAYS AS IDENTITY,
    guild_id bigint NOT NULL,
    setting varchar(64) NOT NULL,
    old_value jsonb,
    new_value jsonb,
    changed_by bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_settings_history PRIMARY KEY (id),
    CONSTRAINT ck_settings_history_change CHECK (old_value IS DISTINCT FROM new_value),
    CONSTRAINT fk_settings_history_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE
);

CREATE INDEX ix_settings_history_guild ON settings_history (guild_id, changed_at DESC);

CREATE TABLE support_tickets (
    id bigint GENERATED ALWAYS AS IDENTITY,
    guild_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    opened_by bigint NOT NULL,
    assigned_to bigint,
    subject varchar(200) NOT NULL,
    status varchar(10) NOT NULL DEFAULT 'open',
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    CONSTRAINT pk_support_tickets PRIMARY KEY (id),
    CONSTRAINT uq_support_tickets_channel_id UNIQUE (channel_id),
    CONSTRAINT ck_support_tickets_status CHECK (status IN ('open', 'waiting', 'solved', 'closed')),
    CONSTRAINT ck_support_tickets_closed_at CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT fk_support_tickets_guild_id_bot_settings FOREIGN KEY (guild_id) REFERENCES bot_settings(guild_id) ON DELETE CASCADE
);

COMMENT ON COLUMN support_tickets.channel_id IS 'The thread in which the ticket is talked about';
CREATE INDEX ix_support_tickets_open ON support_tickets (guild_id, opened_at) WHERE closed_at IS NULL;
