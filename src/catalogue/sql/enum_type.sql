SELECT 'pg_type'::regclass AS class, t.oid, 0 AS sub, format_type(t.oid, NULL) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, t.typowner AS owner,
       ARRAY(SELECT quote_literal(e.enumlabel) FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
FROM pg_type t
WHERE t.oid >= 16384 AND t.typtype = 'e'
