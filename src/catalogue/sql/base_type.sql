-- Functions are told as CREATE TYPE takes them: without their arguments.
SELECT 'pg_type'::regclass AS class, t.oid, 0 AS sub, format_type(t.oid, NULL) AS name,
       'pg_type'::regclass AS parent_class, t.oid AS parent, -1 AS parent_sub, t.typowner AS owner,
       array_remove(ARRAY[
           'INPUT = ' || f.names[1], 'OUTPUT = ' || f.names[2],
           CASE WHEN t.typlen > 0 THEN 'INTERNALLENGTH = ' || t.typlen END,
           CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END,
           CASE t.typalign WHEN 'c' THEN 'ALIGNMENT = char' WHEN 's' THEN 'ALIGNMENT = int2'
                           WHEN 'd' THEN 'ALIGNMENT = double' END,
           CASE WHEN t.typcategory <> 'U' THEN 'CATEGORY = ' || quote_literal(t.typcategory::text) END,
           CASE WHEN t.typispreferred THEN 'PREFERRED = true' END,
           'DEFAULT = ' || quote_literal(t.typdefault),
           CASE WHEN t.typelem <> 0 THEN 'ELEMENT = ' || format_type(t.typelem, NULL) END,
           CASE WHEN t.typdelim <> ',' THEN 'DELIMITER = ' || quote_literal(t.typdelim::text) END,
           CASE WHEN t.typcollation <> 0 THEN 'COLLATABLE = true' END], NULL),
       f.names[3], f.names[4], f.names[5], f.names[6], f.names[7],
       f.names[8], --14+
       NULL, --<14
       CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END
FROM pg_type t
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT CASE WHEN p.oid <> 0 THEN substring(p.oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END
                 FROM unnest(ARRAY[t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout, t.typanalyze,
                                   t.typsubscript, --14+
                                   0]::oid[]) WITH ORDINALITY p(oid, place) ORDER BY p.place) AS names) f
WHERE t.oid >= 16384 AND t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
