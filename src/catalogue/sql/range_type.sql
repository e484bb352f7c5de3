-- makeMultirangeTypeName() has the name that the server would give to the multirange.
SELECT 'pg_type'::regclass AS class, t.oid, 0 AS sub, format_type(t.oid, NULL) AS name,
       CASE WHEN r.rngcanonical <> 0 THEN 'pg_type'::regclass END AS parent_class,
       CASE WHEN r.rngcanonical <> 0 THEN t.oid END AS parent, CASE WHEN r.rngcanonical <> 0 THEN -1 END AS parent_sub, t.typowner AS owner,
       format_type(r.rngsubtype, NULL),
       CASE WHEN NOT o.opcdefault THEN
           CASE WHEN pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(o.opcname) END,
       CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END,
       CASE WHEN r.rngcanonical <> 0
            THEN substring(r.rngcanonical::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END,
       CASE WHEN r.rngsubdiff <> 0
            THEN substring(r.rngsubdiff::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END,
       format_type(m.oid, NULL), --14+
       NULL, --<14
       m.typname <> CASE WHEN strpos(t.typname, 'range') > 0 --14+
                         THEN overlay(t.typname PLACING 'multirange' FROM strpos(t.typname, 'range') FOR 5) --14+
                         ELSE left(t.typname, 52) || '_multirange' END --14+
       false --<14
FROM pg_type t
JOIN pg_range r ON r.rngtypid = t.oid
JOIN pg_type s ON s.oid = r.rngsubtype
JOIN pg_opclass o ON o.oid = r.rngsubopc
JOIN pg_namespace n ON n.oid = o.opcnamespace
JOIN pg_type m ON m.oid = r.rngmultitypid --14+
WHERE t.oid >= 16384 AND t.typtype = 'r'
