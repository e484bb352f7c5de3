-- Each base type, and each range type with a canonical function, has one too: the functions that the type is
-- made of speak of it before it is there. What cannot be altered is told here.
SELECT 'pg_type'::regclass AS class, t.oid, CASE WHEN t.typisdefined THEN -1 ELSE 0 END AS sub, format_type(t.oid, NULL) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, t.typowner AS owner,
       t.typisdefined,
       CASE WHEN t.typisdefined AND t.typtype = 'b' THEN
           concat_ws(' ', t.typinput::regprocedure::text, t.typoutput::regprocedure::text,
                     t.typlen, t.typbyval, t.typalign, t.typcategory, t.typispreferred, t.typdefault, t.typdelim,
                     t.typelem::regtype::text, t.typcollation) ELSE '' END
FROM pg_type t
WHERE t.oid >= 16384
  AND (t.typtype = 'p' AND NOT t.typisdefined
       OR t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
       OR EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = t.oid AND r.rngcanonical <> 0))
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
