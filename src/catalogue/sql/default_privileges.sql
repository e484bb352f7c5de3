SELECT 'pg_default_acl'::regclass AS class, d.oid, 0 AS sub, d.defaclobjtype::text AS name,
       'pg_namespace'::regclass AS parent_class, NULLIF(d.defaclnamespace, 0) AS parent, 0 AS parent_sub,
       NULL::oid AS owner,
       CASE WHEN r.rolname <> current_user THEN quote_ident(r.rolname) END, quote_ident(n.nspname),
       CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                            WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' WHEN 'L' THEN 'LARGE OBJECTS' END
FROM pg_default_acl d
JOIN pg_roles r ON r.oid = d.defaclrole
LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
