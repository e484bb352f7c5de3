SELECT 'pg_rewrite'::regclass AS class, r.oid, 0 AS sub, quote_ident(r.rulename) AS name,
       'pg_class'::regclass AS parent_class, r.ev_class AS parent, 0 AS parent_sub, NULL::oid AS owner,
       substr(rtrim(pg_get_ruledef(r.oid, true), ';'), length('CREATE RULE ') + 1) || E'\n\x01\n'
           || substr(rtrim(pg_get_ruledef(r.oid), ';'), length('CREATE RULE ') + 1), r.ev_enabled
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE r.oid >= 16384 AND r.rulename <> '_RETURN' AND c.relpersistence <> 't'
