SELECT 'pg_attrdef'::regclass AS class, d.oid, 0 AS sub, 'default' AS name,
       'pg_class'::regclass AS parent_class, d.adrelid AS parent, d.adnum AS parent_sub, NULL::oid AS owner,
       pg_get_expr(d.adbin, d.adrelid) || E'\n\x01\n'
FROM pg_attrdef d
JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
JOIN pg_class c ON c.oid = d.adrelid
WHERE c.oid >= 16384 AND a.attgenerated = '' AND c.relpersistence <> 't'
