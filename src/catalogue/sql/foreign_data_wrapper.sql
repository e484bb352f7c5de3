SELECT 'pg_foreign_data_wrapper'::regclass AS class, w.oid, 0 AS sub, quote_ident(w.fdwname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, w.fdwowner AS owner,
       CASE WHEN w.fdwhandler <> 0 THEN w.fdwhandler::regproc::text END,
       CASE WHEN w.fdwvalidator <> 0 THEN w.fdwvalidator::regproc::text END,
       ARRAY(SELECT quote_ident(o.option_name) || ' ' || quote_literal(o.option_value)
             FROM pg_options_to_table(w.fdwoptions) o ORDER BY o.option_name)
FROM pg_foreign_data_wrapper w
WHERE w.oid >= 16384
