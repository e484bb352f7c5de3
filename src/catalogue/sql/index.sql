-- The text before the columns is left out: it holds the name, and `btree`, which nobody writes.
SELECT 'pg_class'::regclass AS class, c.oid, 0 AS sub, c.oid::regclass::text AS name,
       'pg_class'::regclass AS parent_class, i.indrelid AS parent, 0 AS parent_sub, NULL::oid AS owner,
       i.indisunique, quote_ident(m.amname),
       substr(pg_get_indexdef(c.oid, 0, true), h.length + length(i.indrelid::regclass::text))
           || CASE WHEN i.indpred IS NOT NULL OR i.indexprs IS NOT NULL
                   THEN E'\n\x01\n' || substr(pg_get_indexdef(c.oid),
                                             h.length + length(quote_ident(n.nspname) || '.' || quote_ident(t.relname)))
                   ELSE '' END,
       COALESCE(c.reloptions, '{}'),
       (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace),
       i.indisvalid, c.relkind = 'I',
       (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid),
       ARRAY(SELECT a.attnum || ' ' || a.attstattarget FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attstattarget >= 0 ORDER BY a.attnum),
       i.indisclustered, i.indisreplident
FROM pg_class c
JOIN pg_index i ON i.indexrelid = c.oid
JOIN pg_am m ON m.oid = c.relam
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
CROSS JOIN LATERAL (
    SELECT length('CREATE ' || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END || 'INDEX ' || quote_ident(c.relname)
                  || ' ON ' || CASE WHEN c.relkind = 'I' THEN 'ONLY ' ELSE '' END
                  || ' USING ' || quote_ident(m.amname) || ' ') + 1) h(length)
WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND t.relkind IN ('r', 'p', 'm')
  AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = c.oid AND o.contype IN ('p', 'u', 'x'))
