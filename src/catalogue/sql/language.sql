SELECT 'pg_language'::regclass AS class, l.oid, 0 AS sub, quote_ident(l.lanname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, l.lanowner AS owner,
       l.lanpltrusted, f.names[1], f.names[2], f.names[3]
FROM pg_language l
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT CASE WHEN u.oid <> 0 THEN substring(u.oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END
                 FROM unnest(ARRAY[l.lanplcallfoid, l.laninline, l.lanvalidator]::oid[]) WITH ORDINALITY u(oid, place)
                 ORDER BY u.place) AS names) f
WHERE l.oid >= 16384 AND l.lanispl
