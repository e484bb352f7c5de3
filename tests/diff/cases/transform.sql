-- Transforms.

-- case: a transform: 
-- to:
CREATE LANGUAGE mylang HANDLER plpgsql_call_handler;
CREATE FUNCTION tf(internal) RETURNS internal LANGUAGE internal AS 'boolin';
CREATE FUNCTION tt(internal) RETURNS int LANGUAGE internal AS 'int4recv';
CREATE TRANSFORM FOR int LANGUAGE mylang (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
COMMENT ON TRANSFORM FOR int LANGUAGE mylang IS 'tr';
CREATE FUNCTION f(int) RETURNS int LANGUAGE mylang TRANSFORM FOR TYPE int AS $$ BEGIN RETURN 1; END $$;

-- case: a transform: change
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
-- to:
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
