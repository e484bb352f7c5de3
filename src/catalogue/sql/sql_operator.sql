-- One without a function stands in for an operator that another one names and that is yet to be made.
SELECT 'pg_operator'::regclass AS class, o.oid, 0 AS sub,
       q.sql_name || ' (' || CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', '
           || CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END || ')' AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, o.oprowner AS owner,
       q.sql_name, f.names[1],
       CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END,
       CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END,
       c.name, n.name, f.names[2], f.names[3], o.oprcanhash, o.oprcanmerge
FROM pg_operator o
JOIN LATERAL (SELECT CASE WHEN pg_operator_is_visible(o.oid) THEN '' ELSE quote_ident(s.nspname) || '.' END
                     || o.oprname AS sql_name
              FROM pg_namespace s WHERE s.oid = o.oprnamespace) q ON true
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT CASE WHEN u.oid <> 0 THEN substring(u.oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END
                 FROM unnest(ARRAY[o.oprcode, o.oprrest, o.oprjoin]::oid[]) WITH ORDINALITY u(oid, place)
                 ORDER BY u.place) AS names) f
LEFT JOIN LATERAL (SELECT CASE WHEN pg_operator_is_visible(x.oid) THEN x.oprname
                               ELSE 'OPERATOR(' || quote_ident(s.nspname) || '.' || x.oprname || ')' END AS name
                   FROM pg_operator x JOIN pg_namespace s ON s.oid = x.oprnamespace
                   WHERE x.oid = o.oprcom) c ON true
LEFT JOIN LATERAL (SELECT CASE WHEN pg_operator_is_visible(x.oid) THEN x.oprname
                               ELSE 'OPERATOR(' || quote_ident(s.nspname) || '.' || x.oprname || ')' END AS name
                   FROM pg_operator x JOIN pg_namespace s ON s.oid = x.oprnamespace
                   WHERE x.oid = o.oprnegate) n ON true
WHERE o.oid >= 16384 AND o.oprcode <> 0
