-- The names that the server gives are made by ChooseConstraintName() and ChooseIndexName().
SELECT 'pg_constraint'::regclass AS class, o.oid, 0 AS sub, quote_ident(o.conname) AS name,
       CASE WHEN o.conrelid <> 0 THEN 'pg_class'::regclass ELSE 'pg_type'::regclass END AS parent_class,
       CASE WHEN o.conrelid <> 0 THEN o.conrelid ELSE o.contypid END AS parent, 0 AS parent_sub, NULL::oid AS owner,
       o.contype, pg_get_constraintdef(o.oid, true)
           || CASE WHEN o.contype IN ('c', 'x') THEN E'\n\x01\n' || pg_get_constraintdef(o.oid) ELSE '' END, k.names,
       quote_ident(CASE o.contype
           WHEN 'p' THEN c.relname || '_pkey'
           WHEN 'u' THEN c.relname || '_' || array_to_string(k.raw, '_') || '_key'
           WHEN 'f' THEN c.relname || '_' || array_to_string(k.raw, '_') || '_fkey'
           WHEN 'x' THEN c.relname || '_' || array_to_string(k.raw, '_') || '_excl'
           WHEN 'n' THEN c.relname || '_' || array_to_string(k.raw, '_') || '_not_null'
           ELSE COALESCE(c.relname, t.typname) || CASE WHEN cardinality(k.raw) = 1 THEN '_' || k.raw[1] ELSE '' END
                || '_check' END),
       o.conislocal, o.coninhcount > 0 OR o.conparentid <> 0, o.convalidated,
       (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = x.reltablespace),
       CASE WHEN o.contype IN ('p', 'u', 'x') THEN COALESCE(x.reloptions, '{}') ELSE '{}' END,
       COALESCE(i.indisclustered, false), COALESCE(i.indisreplident, false),
       CASE WHEN x.oid IS NOT NULL THEN quote_literal(obj_description(x.oid, 'pg_class')) END
FROM pg_constraint o
LEFT JOIN pg_class c ON c.oid = o.conrelid
LEFT JOIN pg_type t ON t.oid = o.contypid
LEFT JOIN pg_class x ON x.oid = o.conindid AND o.contype IN ('p', 'u', 'x')
LEFT JOIN pg_index i ON i.indexrelid = x.oid
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT quote_ident(a.attname) FROM unnest(o.conkey) WITH ORDINALITY u(number, place)
                 JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = u.number ORDER BY u.place) AS names,
           ARRAY(SELECT a.attname::text FROM unnest(o.conkey) WITH ORDINALITY u(number, place)
                 JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = u.number ORDER BY u.place) AS raw) k
WHERE o.oid >= 16384 AND o.contype IN ('p', 'u', 'x', 'f', 'c')
  AND c.relpersistence IS DISTINCT FROM 't'
