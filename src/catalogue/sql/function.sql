-- The body of a function in SQL's own form is printed, all others are kept as they were written.
SELECT 'pg_proc'::regclass AS class, p.oid, 0 AS sub,
       CASE WHEN pg_function_is_visible(p.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END
           || quote_ident(p.proname) || '(' || a.arguments || ')' AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, p.proowner AS owner,
       p.prokind,
       CASE WHEN pg_function_is_visible(p.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END
           || quote_ident(p.proname) || '(' || pg_get_function_arguments(p.oid) || ')',
       pg_get_function_result(p.oid),
       p.proretset OR 'o' <> ALL (COALESCE(p.proargmodes, '{}')) AND 'b' <> ALL (COALESCE(p.proargmodes, '{}')),
       ARRAY(SELECT COALESCE(quote_ident(NULLIF(p.proargnames[i], '')), '') FROM generate_series(1, p.pronargs) i
             WHERE p.proargmodes IS NULL)
           || ARRAY(SELECT COALESCE(quote_ident(NULLIF(p.proargnames[m.place], '')), '')
                    FROM unnest(p.proargmodes) WITH ORDINALITY m(mode, place)
                    WHERE m.mode IN ('i', 'b', 'v') ORDER BY m.place),
       ARRAY(SELECT COALESCE(quote_ident(NULLIF(p.proargnames[m.place], '')), '') || ' '
                    || format_type(p.proallargtypes[m.place], NULL)
             FROM unnest(p.proargmodes) WITH ORDINALITY m(mode, place)
             WHERE m.mode IN ('o', 'b', 't') ORDER BY m.place),
       p.pronargdefaults, quote_ident(l.lanname),
       CASE WHEN l.lanname = 'c' THEN 'AS ' || quote_literal(p.probin) || ', ' || quote_literal(p.prosrc)
            WHEN l.lanname = 'internal' THEN 'AS ' || quote_literal(p.prosrc)
            WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) || E'\n\x01\n' --14+
            ELSE 'AS ' || b.quote || p.prosrc || b.quote END,
       p.provolatile, p.proparallel, p.proisstrict, p.prosecdef, p.proleakproof,
       CASE WHEN p.procost <> CASE WHEN l.lanname IN ('internal', 'c') THEN 1 ELSE 100 END THEN p.procost::text END,
       CASE WHEN p.proretset AND p.prorows <> 1000 THEN p.prorows::text END,
       CASE WHEN p.prosupport <> 0
            THEN substring(p.prosupport::oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END,
       ARRAY(SELECT 'FOR TYPE ' || format_type(f.type, NULL)
             FROM unnest(p.protrftypes) WITH ORDINALITY f(type, place) ORDER BY f.place),
       -- A list is written as a list: one literal for all of it would be one name.
       ARRAY(SELECT quote_ident(split_part(s.setting, '=', 1)) || ' TO ' ||
                    CASE WHEN lower(split_part(s.setting, '=', 1)) IN ('local_preload_libraries', 'search_path',
                              'session_preload_libraries', 'shared_preload_libraries', 'temp_tablespaces',
                              'unix_socket_directories')
                         THEN CASE WHEN s.setting ~ '=$' THEN '''''' -- an empty name is no identifier
                                   ELSE regexp_replace(substr(s.setting, strpos(s.setting, '=') + 1),
                                                       '(^|,\s*)""(?=,|$)', '\1''''', 'g') END
                         ELSE quote_literal(substr(s.setting, strpos(s.setting, '=') + 1)) END
             FROM unnest(p.proconfig) WITH ORDINALITY s(setting, place) ORDER BY s.place)
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
CROSS JOIN LATERAL (
    SELECT '$' || CASE WHEN strpos(p.prosrc, '$$') = 0 AND right(p.prosrc, 1) <> '$' THEN ''
                       ELSE (SELECT 'body' || CASE WHEN i = 0 THEN '' ELSE i::text END
                             FROM generate_series(0, 1000) i
                             WHERE strpos(p.prosrc, '$body' || CASE WHEN i = 0 THEN '' ELSE i::text END) = 0
                             ORDER BY i LIMIT 1) END || '$' AS quote) b
-- Types alone say which one it is; of a procedure (14) those of its OUT arguments, too.
CROSS JOIN LATERAL (
    SELECT COALESCE(string_agg(CASE WHEN p.prokind = 'p' THEN CASE m.mode WHEN 'o' THEN 'OUT ' WHEN 'b' THEN 'INOUT ' ELSE '' END
                                    ELSE '' END || format_type(u.type, NULL), ', ' ORDER BY u.place), '') AS arguments
    FROM unnest(CASE WHEN p.prokind = 'p' THEN COALESCE(p.proallargtypes, p.proargtypes::oid[])
                     ELSE p.proargtypes::oid[] END) WITH ORDINALITY u(type, place)
    LEFT JOIN unnest(p.proargmodes) WITH ORDINALITY m(mode, place) ON m.place = u.place AND p.prokind = 'p') a
WHERE p.oid >= 16384 AND p.prokind <> 'a'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                            AND d.refclassid = 'pg_type'::regclass AND d.deptype = 'i')
