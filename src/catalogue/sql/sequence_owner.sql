-- It has no oid of its own: a part of the sequence that is told by the column.
SELECT 'pg_depend'::regclass AS class, d.objid AS oid, 0 AS sub, 'owner' AS name,
       'pg_class'::regclass AS parent_class, d.objid AS parent, 0 AS parent_sub, NULL::oid AS owner,
       d.refobjid::regclass::text || '.' || quote_ident(a.attname)
FROM pg_depend d
JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S' AND c.relpersistence <> 't'
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
  AND d.objid >= 16384
