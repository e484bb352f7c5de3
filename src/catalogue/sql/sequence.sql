-- Of a serial column: what the word `serial` makes, owned by the column that its name tells.
SELECT 'pg_class'::regclass AS class, c.oid, 0 AS sub, c.oid::regclass::text AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, c.relowner AS owner,
       c.relpersistence, format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
       s.seqcycle,
       CASE WHEN s.seqincrement = 1 AND s.seqmin = 1 AND s.seqstart = 1 AND s.seqcache = 1 AND NOT s.seqcycle
                AND s.seqtypid = a.atttypid AND c.relpersistence = t.relpersistence
                AND c.relname = t.relname || '_' || a.attname || '_seq' AND c.relnamespace = t.relnamespace
                AND s.seqmax = CASE s.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
                                               ELSE 9223372036854775807 END
            THEN t.oid::regclass::text || '.' || quote_ident(a.attname) END
FROM pg_class c
JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                     AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class t ON t.oid = d.refobjid
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND d.deptype IS DISTINCT FROM 'i'
