-- Create users
--
-- Revision ID: 4b1d6a0c92ef
-- Revises: <base>
-- Create Date: 2025-03-04 09:12:41+00:00

-- migrate:up

-- Every table that has an updated_at keeps it by this function: applications forget, triggers do not.
CREATE FUNCTION set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $function$
BEGIN
    -- An update that changes nothing keeps its time; "IS DISTINCT FROM" also sees a change to NULL.
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := now(); /* the time of the transaction; the same for all its rows */
    END IF;
    RETURN NEW;
END;
$function$;

COMMENT ON FUNCTION set_updated_at() IS 'Sets updated_at when a row really changes';

CREATE TABLE users (
    id uuid CONSTRAINT pk_users PRIMARY KEY DEFAULT gen_random_uuid(),
    username varchar(50) NOT NULL CONSTRAINT uq_users_username UNIQUE,
    email varchar(255) NOT NULL CONSTRAINT uq_users_email UNIQUE,
    full_name varchar(100),
    hashed_password varchar(255) NOT NULL,
    bio text,
    avatar_url varchar(500),
    is_active boolean NOT NULL DEFAULT true,
    is_superuser boolean NOT NULL DEFAULT false,
    last_login_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_users_created_at ON users (created_at);

CREATE TRIGGER users_set_updated_at
    BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE users IS 'People who write, comment or connect an account';
COMMENT ON COLUMN users.hashed_password IS 'A salted hash; ''!'' can never match and so forbids logging in by password';
COMMENT ON COLUMN users.is_active IS 'False: may not log in; what they wrote stays';

-- migrate:down
DROP TABLE users;
DROP FUNCTION set_updated_at();
