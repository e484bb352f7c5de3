-- Subscriptions: never connecting.

-- case: one with all that can be said of it
-- to:
CREATE SUBSCRIPTION s CONNECTION 'host=localhost dbname=x' PUBLICATION a, "B c" WITH (connect = false, slot_name = 'o_o', binary, streaming, synchronous_commit = 'local', disable_on_error, two_phase);
COMMENT ON SUBSCRIPTION s IS 'c';
-- servers: 15+

-- case: how it connects
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=y' PUBLICATION a WITH (connect = false);
-- up:
ALTER SUBSCRIPTION s CONNECTION 'dbname=y';

-- case: publications
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION b, a WITH (connect = false);

-- case: in binary
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, binary = true);
-- servers: 14+

-- case: streaming
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, streaming = on);
-- servers: 14+

-- case: synchronous commit
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, synchronous_commit = on);

-- case: disabled on errors
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, disable_on_error = true);
-- servers: 15+

-- case: another slot
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, slot_name = 'other');

-- case: no slot
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, slot_name = NONE);
-- up:
ALTER SUBSCRIPTION s SET (slot_name = NONE);
-- down:
ALTER SUBSCRIPTION s SET (slot_name = 's');

-- case: prepared transactions
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false);
-- to:
CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION a WITH (connect = false, two_phase = true);
-- servers: 15+
