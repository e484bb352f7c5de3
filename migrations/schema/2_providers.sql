CREATE TABLE provider (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    key varchar(50) NOT NULL,
    name varchar(100) NOT NULL,
    kind provider_kind NOT NULL,
    country character(2),
    is_enabled boolean NOT NULL DEFAULT true,
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_provider PRIMARY KEY (id),
    CONSTRAINT uq_provider_key UNIQUE (key),
    CONSTRAINT ck_provider_key CHECK (key ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT ck_provider_country CHECK (country = upper(country))
);

COMMENT ON TABLE provider IS 'Banks and others that an account can be connected to';
CREATE TRIGGER provider_set_updated_at BEFORE UPDATE ON provider FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE provider_connection (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    alias varchar(100) NOT NULL DEFAULT '',
    status connection_status NOT NULL DEFAULT 'pending',
    error_count smallint NOT NULL DEFAULT 0,
    last_error text,
    connected_at timestamptz,
    last_synced_at timestamptz,
    next_sync_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_provider_connection PRIMARY KEY (id),
    CONSTRAINT uq_provider_connection_user_provider_alias UNIQUE (user_id, provider_id, alias),
    CONSTRAINT ck_provider_connection_error_count CHECK (error_count >= 0),
    CONSTRAINT ck_provider_connection_connected_at CHECK (status <> 'active' OR connected_at IS NOT NULL),
    CONSTRAINT fk_provider_connection_user_id_users FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
    CONSTRAINT fk_provider_connection_provider_id_provider FOREIGN KEY (provider_id) REFERENCES provider(id) ON DELETE RESTRICT
);

COMMENT ON TABLE provider_connection IS 'A user''s account at a provider';
COMMENT ON COLUMN provider_connection.alias IS 'Tells several accounts at one provider apart';
CREATE INDEX ix_provider_connection_due ON provider_connection (next_sync_at) WHERE status = 'active';
CREATE INDEX ix_provider_connection_provider_id ON provider_connection (provider_id);
CREATE TRIGGER provider_connection_set_updated_at BEFORE UPDATE ON provider_connection FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE provider_token (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    connection_id uuid NOT NULL,
    access_token_encrypted bytea NOT NULL,
    refresh_token_encrypted bytea,
    id_token_encrypted bytea,
    key_id varchar(64) NOT NULL,
    scope text,
    expires_at timestamptz,
    revoked_at timestamptz,
    rotation_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_provider_token PRIMARY KEY (id),
    CONSTRAINT ck_provider_token_rotation_count CHECK (rotation_count >= 0),
    CONSTRAINT fk_provider_token_connection_id FOREIGN KEY (connection_id) REFERENCES provider_connection(id) ON DELETE CASCADE
);

COMMENT ON COLUMN provider_token.access_token_encrypted IS 'AES-GCM; nonce, text and tag in one';
COMMENT ON COLUMN provider_token.key_id IS 'Which key encrypted this row; the key itself is never in the database';
CREATE INDEX ix_provider_token_connection_id ON provider_token (connection_id);
CREATE INDEX ix_provider_token_expires_at ON provider_token (expires_at) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX uq_provider_token_in_use ON provider_token (connection_id) WHERE revoked_at IS NULL;
CREATE TRIGGER provider_token_set_updated_at BEFORE UPDATE ON provider_token FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE provider_audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY,
    connection_id uuid,
    user_id uuid,
    action varchar(50) NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    ip_address inet,
    user_agent varchar(500),
    occurred_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_provider_audit_log PRIMARY KEY (id),
    CONSTRAINT ck_provider_audit_log_action CHECK (action IN ('connection_created', 'connection_updated', 'connection_revoked', 'token_issued', 'token_refreshed', 'token_revoked', 'sync_failed')),
    CONSTRAINT fk_provider_audit_log_connection_id FOREIGN KEY (connection_id) REFERENCES provider_connection(id) ON DELETE SET NULL,
    CONSTRAINT fk_provider_audit_log_user_id FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL
);

COMMENT ON TABLE provider_audit_log IS 'Who did what to which connection; rows are only added';
CREATE INDEX ix_provider_audit_log_action ON provider_audit_log (action, occurred_at DESC);
CREATE INDEX ix_provider_audit_log_connection ON provider_audit_log (connection_id, occurred_at DESC);
CREATE INDEX ix_provider_audit_log_user ON provider_audit_log (user_id, occurred_at DESC);
CREATE TRIGGER provider_audit_log_append_only BEFORE DELETE OR UPDATE ON provider_audit_log FOR EACH ROW EXECUTE FUNCTION refuse_audit_log_change();
