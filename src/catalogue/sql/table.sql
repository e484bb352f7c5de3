SELECT 'pg_class'::regclass AS class, c.oid, 0 AS sub, c.oid::regclass::text AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, c.relowner AS owner,
       c.relkind, c.relpersistence,
       CASE WHEN m.amname <> current_setting('default_table_access_method') THEN quote_ident(m.amname) END,
       (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace),
       CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
       CASE WHEN c.relispartition THEN p.parents[1] END,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
       CASE WHEN NOT c.relispartition THEN p.parents ELSE '{}' END,
       COALESCE(c.reloptions, '{}')
           || ARRAY(SELECT 'toast.' || o FROM unnest(t.reloptions) o),
       c.relrowsecurity, c.relforcerowsecurity,
       CASE WHEN c.relkind = 'f' THEN 'DEFAULT' WHEN c.relreplident = 'f' THEN 'FULL'
            WHEN c.relreplident = 'n' THEN 'NOTHING' ELSE 'DEFAULT' END,
       quote_ident(v.srvname),
       ARRAY(SELECT quote_ident(o.option_name) || ' ' || quote_literal(o.option_value)
             FROM pg_options_to_table(f.ftoptions) o ORDER BY o.option_name)
FROM pg_class c
LEFT JOIN pg_am m ON m.oid = c.relam
LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_foreign_server v ON v.oid = f.ftserver
LEFT JOIN LATERAL (SELECT ARRAY(SELECT i.inhparent::regclass::text FROM pg_inherits i
                                WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS parents) p ON true
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
