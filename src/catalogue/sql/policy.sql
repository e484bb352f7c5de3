SELECT 'pg_policy'::regclass AS class, p.oid, 0 AS sub, quote_ident(p.polname) AS name,
       'pg_class'::regclass AS parent_class, p.polrelid AS parent, 0 AS parent_sub, NULL::oid AS owner,
       p.polpermissive,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                     ELSE 'ALL' END,
       ARRAY(SELECT CASE r.role WHEN 0 THEN 'PUBLIC' ELSE r.role::regrole::text END FROM unnest(p.polroles) r(role)
             ORDER BY 1),
       pg_get_expr(p.polqual, p.polrelid, true) || E'\n\x01\n' || pg_get_expr(p.polqual, p.polrelid),
       pg_get_expr(p.polwithcheck, p.polrelid, true) || E'\n\x01\n' || pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE p.oid >= 16384 AND c.relpersistence <> 't'
