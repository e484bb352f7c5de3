SELECT 'pg_extension'::regclass AS class, e.oid, 0 AS sub, quote_ident(e.extname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, NULL::oid AS owner,
       quote_ident(n.nspname), e.extversion
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.oid >= 16384
