SELECT 'pg_am'::regclass AS class, m.oid, 0 AS sub, quote_ident(m.amname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, NULL::oid AS owner,
       m.amtype, substring(m.amhandler::oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*')
FROM pg_am m
WHERE m.oid >= 16384
