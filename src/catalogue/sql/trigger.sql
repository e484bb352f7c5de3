-- Before 15 what a partition has of its parent's is internal, as are the triggers of foreign keys.
SELECT 'pg_trigger'::regclass AS class, g.oid, 0 AS sub, quote_ident(g.tgname) AS name,
       'pg_class'::regclass AS parent_class, g.tgrelid AS parent, 0 AS parent_sub, NULL::oid AS owner,
       substr(pg_get_triggerdef(g.oid, true), h.length) || E'\n\x01\n' || substr(pg_get_triggerdef(g.oid), h.length),
       g.tgconstraint <> 0, g.tgenabled, g.tgparentid <> 0
FROM pg_trigger g
JOIN pg_class c ON c.oid = g.tgrelid
LEFT JOIN pg_constraint o ON o.oid = g.tgconstraint
CROSS JOIN LATERAL (
    SELECT length('CREATE ' || CASE WHEN g.tgconstraint <> 0 THEN 'CONSTRAINT ' ELSE '' END || 'TRIGGER '
                  || quote_ident(g.tgname) || ' ') + 1) h(length)
WHERE g.oid >= 16384 AND c.relpersistence <> 't' AND o.contype IS DISTINCT FROM 'f'
  AND (NOT g.tgisinternal OR g.tgparentid <> 0)
