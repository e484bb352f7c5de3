CREATE TYPE connection_status AS ENUM ('pending', 'active', 'expired', 'revoked', 'error');
CREATE TYPE provider_kind AS ENUM ('bank', 'broker', 'card', 'wallet');

CREATE FUNCTION refuse_audit_log_change()
    RETURNS trigger
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

CREATE FUNCTION set_updated_at()
    RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    -- An update that changes nothing keeps its time; "IS DISTINCT FROM" also sees a change to NULL.
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := now(); /* the time of the transaction; the same for all its rows */
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION set_updated_at() IS 'Sets updated_at when a row really changes';
