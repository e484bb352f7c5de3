-- Create provider connections
--
-- Revision ID: 0c84e6d13a7f
-- Revises: a9f27c3e51b8
-- Create Date: 2025-04-22 14:40:05+00:00

-- migrate:up
CREATE TYPE provider_kind AS ENUM ('bank', 'broker', 'card', 'wallet');
CREATE TYPE connection_status AS ENUM ('pending', 'active', 'expired', 'revoked', 'error');

CREATE TABLE provider (
    id uuid CONSTRAINT pk_provider PRIMARY KEY DEFAULT gen_random_uuid(),
    key varchar(50) NOT NULL CONSTRAINT uq_provider_key UNIQUE
        CONSTRAINT ck_provider_key CHECK (key ~ '^[a-z][a-z0-9_]*$'),
    name varchar(100) NOT NULL,
    kind provider_kind NOT NULL,
    country char(2) CONSTRAINT ck_provider_country CHECK (country = upper(country)),
    is_enabled boolean NOT NULL DEFAULT true,
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE provider_connection (
    id uuid CONSTRAINT pk_provider_connection PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL
        CONSTRAINT fk_provider_connection_user_id_users REFERENCES users (id) ON DELETE CASCADE,
    provider_id uuid NOT NULL
        CONSTRAINT fk_provider_connection_provider_id_provider REFERENCES provider (id) ON DELETE RESTRICT,
    alias varchar(100) NOT NULL DEFAULT '',
    status connection_status NOT NULL DEFAULT 'pending',
    error_count smallint NOT NULL DEFAULT 0
        CONSTRAINT ck_provider_connection_error_count CHECK (error_count >= 0),
    last_error text,
    connected_at timestamptz,
    last_synced_at timestamptz,
    next_sync_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_provider_connection_user_provider_alias UNIQUE (user_id, provider_id, alias),
    CONSTRAINT ck_provider_connection_connected_at CHECK (status <> 'active' OR connected_at IS NOT NULL)
);

CREATE INDEX ix_provider_connection_provider_id ON provider_connection (provider_id);
-- The scheduler's only question: what is due now?
CREATE INDEX ix_provider_connection_due ON provider_connection (next_sync_at) WHERE status = 'active';

CREATE TRIGGER provider_set_updated_at
    BEFORE UPDATE ON provider
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER provider_connection_set_updated_at
    BEFORE UPDATE ON provider_connection
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE provider IS 'Banks and others that an account can be connected to';
COMMENT ON TABLE provider_connection IS 'A user''s account at a provider';
COMMENT ON COLUMN provider_connection.alias IS 'Tells several accounts at one provider apart';

-- migrate:down
DROP TABLE provider_connection;
DROP TABLE provider;
DROP TYPE connection_status;
DROP TYPE provider_kind;
