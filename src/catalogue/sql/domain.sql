-- A NOT NULL with a name of its own (17) is told here: it is no constraint for anybody else.
SELECT 'pg_type'::regclass AS class, t.oid, 0 AS sub, format_type(t.oid, NULL) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, t.typowner AS owner,
       format_type(t.typbasetype, t.typtypmod),
       CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END,
       COALESCE(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), quote_literal(t.typdefault)),
       t.typnotnull,
       (SELECT quote_ident(o.conname) FROM pg_constraint o --17+
        WHERE o.contypid = t.oid AND o.contype = 'n' AND o.conname <> left(t.typname, 54) || '_not_null') --17+
       NULL --<17
FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype
WHERE t.oid >= 16384 AND t.typtype = 'd'
