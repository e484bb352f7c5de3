-- ONLY where the server would take the children, too.
SELECT 'pg_publication_rel'::regclass AS class, r.oid, 0 AS sub,
       CASE WHEN c.relkind <> 'p' AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid) THEN 'ONLY ' ELSE '' END
           || c.oid::regclass::text AS name,
       'pg_publication'::regclass AS parent_class, r.prpubid AS parent, 0 AS parent_sub, NULL::oid AS owner,
       ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid --15+
             AND a.attnum = ANY (r.prattrs) ORDER BY a.attname), --15+
       pg_get_expr(r.prqual, r.prrelid, true) || E'\n\x01\n' || pg_get_expr(r.prqual, r.prrelid) --15+
       '{}'::text[], NULL --<15
FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid
WHERE r.oid >= 16384
