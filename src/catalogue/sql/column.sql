-- `pg_attver` among a column's options is the server's own mark, of newer minor releases, and another one each time.
SELECT 'pg_class'::regclass AS class, a.attrelid AS oid, a.attnum AS sub, quote_ident(a.attname) AS name,
       CASE c.relkind WHEN 'c' THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END AS parent_class,
       CASE c.relkind WHEN 'c' THEN c.reltype ELSE a.attrelid END AS parent, 0 AS parent_sub, NULL::oid AS owner,
       format_type(a.atttypid, a.atttypmod),
       CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN a.attcollation::regcollation::text END,
       a.attnotnull,
       quote_ident(k.conname), COALESCE(k.conname <> c.relname || '_' || a.attname || '_not_null', false), --18+
       NULL, false, --<18
       CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,
       COALESCE(s.options, '{}'), s.sequence,
       CASE WHEN a.attgenerated <> '' THEN
           '(' || (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
                   WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum)
           || CASE a.attgenerated WHEN 's' THEN ') STORED' ELSE ')' END || E'\n\x01\n' END,
       CASE WHEN a.attstorage <> t.typstorage AND c.relkind <> 'v' THEN
           CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN'
                             ELSE 'EXTENDED' END END,
       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END, --14+
       NULL, --<14
       COALESCE(a.attstattarget, -1), ARRAY(SELECT o.option FROM unnest(a.attoptions) WITH ORDINALITY o(option, place)
             WHERE o.option NOT LIKE 'pg_attver=%' ORDER BY o.place),
       ARRAY(SELECT quote_ident(o.option_name) || ' ' || quote_literal(o.option_value)
             FROM pg_options_to_table(a.attfdwoptions) o ORDER BY o.option_name),
       a.attislocal AND c.reloftype = 0, a.attinhcount > 0, c.relkind IN ('r', 'p', 'f')
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum --18+
                         AND k.coninhcount = 0 --18+
LEFT JOIN LATERAL (
    SELECT array_remove(ARRAY[
               CASE WHEN q.seqincrement <> 1 THEN 'INCREMENT BY ' || q.seqincrement END,
               CASE WHEN q.seqmin <> CASE WHEN q.seqincrement > 0 THEN 1 ELSE b.least END
                    THEN 'MINVALUE ' || q.seqmin END,
               CASE WHEN q.seqmax <> CASE WHEN q.seqincrement > 0 THEN b.greatest ELSE -1 END
                    THEN 'MAXVALUE ' || q.seqmax END,
               CASE WHEN q.seqstart <> CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmax END
                    THEN 'START WITH ' || q.seqstart END,
               CASE WHEN q.seqcache <> 1 THEN 'CACHE ' || q.seqcache END,
               CASE WHEN q.seqcycle THEN 'CYCLE' END,
               CASE WHEN x.relpersistence <> c.relpersistence
                    THEN CASE x.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END END], NULL) AS options,
           x.oid::regclass::text AS sequence
    FROM pg_depend d
    JOIN pg_sequence q ON q.seqrelid = d.objid
    JOIN pg_class x ON x.oid = d.objid
    CROSS JOIN LATERAL (
        SELECT CASE q.seqtypid WHEN 'int2'::regtype THEN -32768 WHEN 'int4'::regtype THEN -2147483648
                               ELSE -9223372036854775808 END AS least,
               CASE q.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
                               ELSE 9223372036854775807 END AS greatest) b
    WHERE a.attidentity <> '' AND d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid
      AND d.refobjsubid = a.attnum AND d.deptype = 'i' AND d.classid = 'pg_class'::regclass) s ON true
WHERE c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped AND c.relpersistence <> 't'
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
ORDER BY a.attrelid, a.attnum
