SELECT 'pg_trigger'::regclass AS class, g.oid, 0 AS sub, quote_ident(g.tgname) AS name,
       'pg_class'::regclass AS parent_class, g.tgrelid AS parent, 0 AS parent_sub, NULL::oid AS owner,
       substr(pg_get_triggerdef(g.oid, true),
              length('CREATE ' || CASE WHEN g.tgconstraint <> 0 THEN 'CONSTRAINT ' ELSE '' END || 'TRIGGER '
                     || quote_ident(g.tgname) || ' ') + 1),
       g.tgconstraint <> 0, g.tgenabled,
       g.tgparentid <> 0 --13+
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
WHERE g.oid >= 16384 AND NOT g.tgisinternal AND c.relpersistence <> 't'
