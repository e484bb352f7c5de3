-- Procedural languages; the handlers are those of PL/pgSQL.

-- case: a language: 
-- to:
CREATE LANGUAGE mylang HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE TRUSTED LANGUAGE l2 HANDLER plpgsql_call_handler;
COMMENT ON LANGUAGE mylang IS 'lang';
CREATE FUNCTION f() RETURNS int LANGUAGE mylang AS $$ BEGIN RETURN 1; END $$;

-- case: a language: change
CREATE LANGUAGE mylang HANDLER plpgsql_call_handler;
CREATE FUNCTION f() RETURNS int LANGUAGE mylang AS $$ BEGIN RETURN 1; END $$;
-- to:
CREATE TRUSTED LANGUAGE mylang HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
CREATE FUNCTION f() RETURNS int LANGUAGE mylang AS $$ BEGIN RETURN 1; END $$;

-- case: a language: a comment
CREATE LANGUAGE l HANDLER plpgsql_call_handler;
-- to:
CREATE LANGUAGE l HANDLER plpgsql_call_handler;
COMMENT ON LANGUAGE l IS 'like another';
