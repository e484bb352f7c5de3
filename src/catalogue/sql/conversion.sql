SELECT 'pg_conversion'::regclass AS class, c.oid, 0 AS sub,
       CASE WHEN pg_conversion_is_visible(c.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(c.conname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, c.conowner AS owner,
       c.condefault, quote_literal(pg_encoding_to_char(c.conforencoding)), quote_literal(pg_encoding_to_char(c.contoencoding)),
       substring(c.conproc::oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*')
FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
WHERE c.oid >= 16384
