SELECT 'pg_ts_template'::regclass AS class, t.oid, 0 AS sub,
       CASE WHEN pg_ts_template_is_visible(t.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(t.tmplname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, NULL::oid AS owner,
       array_remove(ARRAY['INIT = ' || f.names[1], 'LEXIZE = ' || f.names[2]], NULL)
FROM pg_ts_template t
JOIN pg_namespace n ON n.oid = t.tmplnamespace
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT CASE WHEN u.oid <> 0 THEN substring(u.oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END
                 FROM unnest(ARRAY[t.tmplinit, t.tmpllexize]::oid[]) WITH ORDINALITY u(oid, place)
                 ORDER BY u.place) AS names) f
WHERE t.oid >= 16384
