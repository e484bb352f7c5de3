-- Conversions between encodings.

-- case: a conversion: 
-- to:
CREATE CONVERSION c1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION c2 FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON CONVERSION c1 IS 'conv';

-- case: a conversion: change
CREATE CONVERSION c1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- to:
CREATE DEFAULT CONVERSION c1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

-- case: a conversion: in a schema, with a comment
-- to:
CREATE SCHEMA s;
CREATE CONVERSION s.c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
COMMENT ON CONVERSION s.c IS 'one';

-- case: a conversion: other encodings
CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- to:
CREATE CONVERSION c FOR 'WIN1252' TO 'UTF8' FROM win_to_utf8;
