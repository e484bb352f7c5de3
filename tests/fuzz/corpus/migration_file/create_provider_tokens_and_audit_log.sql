-- Create provider tokens and audit log
--
-- Revision ID: d27b905fe146
-- Revises: 0c84e6d13a7f
-- Create Date: 2025-04-23 08:21:50+00:00

-- migrate:up
CREATE TABLE provider_token (
    id uuid CONSTRAINT pk_provider_token PRIMARY KEY DEFAULT gen_random_uuid(),
    connection_id uuid NOT NULL
        CONSTRAINT fk_provider_token_connection_id REFERENCES provider_connection (id) ON DELETE CASCADE,
    access_token_encrypted bytea NOT NULL,
    refresh_token_encrypted bytea,
    id_token_encrypted bytea,
    key_id varchar(64) NOT NULL,
    scope text,
    expires_at timestamptz,
    revoked_at timestamptz,
    rotation_count integer NOT NULL DEFAULT 0
        CONSTRAINT ck_provider_token_rotation_count CHECK (rotation_count >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- Old tokens are kept for the audit; at most one is in use.
CREATE UNIQUE INDEX uq_provider_token_in_use ON provider_token (connection_id) WHERE revoked_at IS NULL;
CREATE INDEX ix_provider_token_connection_id ON provider_token (connection_id);
CREATE INDEX ix_provider_token_expires_at ON provider_token (expires_at) WHERE revoked_at IS NULL;

CREATE TRIGGER provider_token_set_updated_at
    BEFORE UPDATE ON provider_token
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON COLUMN provider_token.access_token_encrypted IS 'AES-GCM; nonce, text and tag in one';
COMMENT ON COLUMN provider_token.key_id IS 'Which key encrypted this row; the key itself is never in the database';

CREATE TABLE provider_audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_provider_audit_log PRIMARY KEY,
    connection_id uuid
        CONSTRAINT fk_provider_audit_log_connection_id REFERENCES provider_connection (id) ON DELETE SET NULL,
    user_id uuid CONSTRAINT fk_provider_audit_log_user_id REFERENCES users (id) ON DELETE SET NULL,
    action varchar(50) NOT NULL
        CONSTRAINT ck_provider_audit_log_action CHECK (action IN (
            'connection_created', 'connection_updated', 'connection_revoked',
            'token_issued', 'token_refreshed', 'token_revoked', 'sync_failed')),
    details jsonb NOT NULL DEFAULT '{}',
    ip_address inet,
    user_agent varchar(500),
    occurred_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_provider_audit_log_connection ON provider_audit_log (connection_id, occurred_at DESC);
CREATE INDEX ix_provider_audit_log_user ON provider_audit_log (user_id, occurred_at DESC);
CREATE INDEX ix_provider_audit_log_action ON provider_audit_log (action, occurred_at DESC);

-- What is written in the log stays: only the foreign keys' SET NULL may touch a row.
CREATE FUNCTION refuse_audit_log_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.id, NEW.action, NEW.details, NEW.ip_address, NEW.user_agent, NEW.occurred_at)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.action, OLD.details, OLD.ip_address, OLD.user_agent, OLD.occurred_at)
        AND (NEW.connection_id IS NULL OR NEW.connection_id = OLD.connection_id)
        AND (NEW.user_id IS NULL OR NEW.user_id = OLD.user_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% refused: rows of provider_audit_log can only be added', TG_OP
        USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER provider_audit_log_append_only
    BEFORE UPDATE OR DELETE ON provider_audit_log
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_log_change();

COMMENT ON TABLE provider_audit_log IS 'Who did what to which connection; rows are only added';

-- migrate:down
DROP TABLE provider_audit_log;
DROP FUNCTION refuse_audit_log_change();
DROP TABLE provider_token;
