SELECT 'pg_ts_parser'::regclass AS class, p.oid, 0 AS sub,
       CASE WHEN pg_ts_parser_is_visible(p.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(p.prsname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, NULL::oid AS owner,
       array_remove(ARRAY['START = ' || f.names[1], 'GETTOKEN = ' || f.names[2], 'END = ' || f.names[3],
                          'HEADLINE = ' || f.names[4], 'LEXTYPES = ' || f.names[5]], NULL)
FROM pg_ts_parser p
JOIN pg_namespace n ON n.oid = p.prsnamespace
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT CASE WHEN u.oid <> 0 THEN substring(u.oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END
                 FROM unnest(ARRAY[p.prsstart, p.prstoken, p.prsend, p.prsheadline, p.prslextype]::oid[])
                      WITH ORDINALITY u(oid, place) ORDER BY u.place) AS names) f
WHERE p.oid >= 16384
