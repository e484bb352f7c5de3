-- Text search: parsers, templates, dictionaries and configurations.

-- case: text search: 
-- to:
CREATE TEXT SEARCH PARSER prs (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH TEMPLATE tmpl (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = tmpl, STOPWORDS = english);
CREATE TEXT SEARCH DICTIONARY d2 (TEMPLATE = snowball, LANGUAGE = english, STOPWORDS = 'english');
CREATE TEXT SEARCH DICTIONARY d3 (TEMPLATE = simple, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION cfg (PARSER = prs);
ALTER TEXT SEARCH CONFIGURATION cfg ADD MAPPING FOR asciiword, word WITH d2, dict;
ALTER TEXT SEARCH CONFIGURATION cfg ADD MAPPING FOR int WITH simple;
CREATE TEXT SEARCH CONFIGURATION c2 (COPY = english);
COMMENT ON TEXT SEARCH CONFIGURATION cfg IS 'cfg';
COMMENT ON TEXT SEARCH DICTIONARY dict IS 'dict';
COMMENT ON TEXT SEARCH PARSER prs IS 'p';
COMMENT ON TEXT SEARCH TEMPLATE tmpl IS 't';
CREATE TABLE doc (b text);
CREATE INDEX ON doc USING gin (to_tsvector('public.cfg', b));

-- case: text search: change
CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION cfg (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION cfg ADD MAPPING FOR asciiword, word WITH dict;
ALTER TEXT SEARCH CONFIGURATION cfg ADD MAPPING FOR int WITH simple;
-- to:
CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION cfg (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION cfg ADD MAPPING FOR asciiword WITH dict;
ALTER TEXT SEARCH CONFIGURATION cfg ADD MAPPING FOR word WITH simple, dict;
ALTER TEXT SEARCH CONFIGURATION cfg ADD MAPPING FOR email WITH simple;

-- case: text search: parser change
CREATE TEXT SEARCH PARSER prs (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH CONFIGURATION cfg (PARSER = prs);
-- to:
CREATE TEXT SEARCH PARSER prs (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH CONFIGURATION cfg (PARSER = prs);

-- case: text search: index config change
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION cfg (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION cfg ALTER MAPPING FOR asciiword WITH d;
CREATE TABLE doc (id int, b text, v tsvector GENERATED ALWAYS AS (to_tsvector('public.cfg', b)) STORED);
CREATE INDEX ON doc USING gin (v);
-- to:
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION cfg (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION cfg ALTER MAPPING FOR asciiword WITH d;
CREATE TABLE doc (id int, b text, v tsvector GENERATED ALWAYS AS (to_tsvector('public.cfg', b)) STORED);
CREATE INDEX ON doc USING gin (v);

-- case: text search: a dictionary in a schema
CREATE SCHEMA s;
CREATE TEXT SEARCH DICTIONARY s.d (TEMPLATE = simple);
-- to:
CREATE SCHEMA s;
CREATE TEXT SEARCH DICTIONARY s.d (TEMPLATE = simple, STOPWORDS = 'english', ACCEPT = true);
COMMENT ON TEXT SEARCH DICTIONARY s.d IS 'words';

-- case: text search: another template of a dictionary that a configuration uses
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d;
-- to:
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, LANGUAGE = german);
CREATE TEXT SEARCH CONFIGURATION c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH d;

-- case: text search: the order of dictionaries
CREATE TEXT SEARCH CONFIGURATION c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH english_stem, simple;
-- to:
CREATE TEXT SEARCH CONFIGURATION c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH simple, english_stem;

-- case: text search: a template's functions
CREATE TEXT SEARCH TEMPLATE tt (LEXIZE = dsimple_lexize);
-- to:
CREATE TEXT SEARCH TEMPLATE tt (INIT = dsimple_init, LEXIZE = dsimple_lexize);

-- case: text search: a configuration in a default and a trigger
-- to:
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
CREATE TABLE t (b text, v tsvector DEFAULT to_tsvector('public.c', 'x'));
CREATE TRIGGER tr BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('v', 'public.c', 'b');
