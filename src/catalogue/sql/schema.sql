SELECT 'pg_namespace'::regclass AS class, n.oid, 0 AS sub, quote_ident(n.nspname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, n.nspowner AS owner
FROM pg_namespace n
WHERE (n.oid >= 16384 OR n.nspname = 'public') AND n.nspname !~ '^pg_(temp|toast)'
