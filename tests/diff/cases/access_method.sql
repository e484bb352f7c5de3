-- Access methods of tables and indexes, by the handlers that the server has.

-- case: an access method: 
-- to:
CREATE ACCESS METHOD bt TYPE INDEX HANDLER bthandler;
CREATE ACCESS METHOD h2 TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD bt IS 'am';
CREATE TABLE t (a int) USING h2;

-- case: an access method: change
CREATE ACCESS METHOD bt TYPE INDEX HANDLER bthandler;
-- to:
CREATE ACCESS METHOD bt TYPE INDEX HANDLER hashhandler;

-- case: an access method: a table leaves it
CREATE ACCESS METHOD h2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE MATERIALIZED VIEW mv USING h2 AS SELECT 1 AS a;
-- to:
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a;
