-- The view: it shows everybody what he may see.
SELECT 'pg_user_mapping'::regclass AS class, u.umid AS oid, 0 AS sub,
       CASE u.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(u.usename) END AS name,
       'pg_foreign_server'::regclass AS parent_class, u.srvid AS parent, 0 AS parent_sub, NULL::oid AS owner,
       ARRAY(SELECT quote_ident(o.option_name) || ' ' || quote_literal(o.option_value)
             FROM pg_options_to_table(u.umoptions) o ORDER BY o.option_name)
FROM pg_user_mappings u
WHERE u.umid >= 16384
