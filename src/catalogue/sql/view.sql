-- CHECK OPTION is kept as an option, but has words of its own.
SELECT 'pg_class'::regclass AS class, c.oid, 0 AS sub, c.oid::regclass::text AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, c.relowner AS owner,
       c.relkind = 'm', rtrim(pg_get_viewdef(c.oid, true), ';') || E'\n\x01\n' || rtrim(pg_get_viewdef(c.oid), ';'),
       ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum),
       ARRAY(SELECT format_type(a.atttypid, a.atttypmod)
                    || CASE WHEN a.attcollation NOT IN (0, y.typcollation)
                            THEN ' COLLATE ' || a.attcollation::regcollation::text ELSE '' END
             FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum),
       ARRAY(SELECT o FROM unnest(c.reloptions) o WHERE o NOT LIKE 'check_option=%')
           || ARRAY(SELECT 'toast.' || o FROM unnest(t.reloptions) o),
       (SELECT upper(split_part(o, '=', 2)) FROM unnest(c.reloptions) o WHERE o LIKE 'check_option=%'),
       (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace),
       CASE WHEN m.amname <> current_setting('default_table_access_method') THEN quote_ident(m.amname) END,
       c.relispopulated
FROM pg_class c
LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_am m ON m.oid = c.relam
WHERE c.oid >= 16384 AND c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
