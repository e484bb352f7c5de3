SELECT 'pg_foreign_server'::regclass AS class, s.oid, 0 AS sub, quote_ident(s.srvname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, s.srvowner AS owner,
       quote_literal(s.srvtype), quote_literal(s.srvversion), quote_ident(w.fdwname),
       ARRAY(SELECT quote_ident(o.option_name) || ' ' || quote_literal(o.option_value)
             FROM pg_options_to_table(s.srvoptions) o ORDER BY o.option_name)
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
WHERE s.oid >= 16384
