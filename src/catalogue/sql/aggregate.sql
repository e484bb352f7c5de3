-- What CREATE AGGREGATE takes in its parentheses, in the order in which the manual has it.
SELECT 'pg_proc'::regclass AS class, p.oid, 0 AS sub,
       n.prefix || quote_ident(p.proname) || '(' || CASE WHEN p.pronargs = 0 THEN '*'
           ELSE pg_get_function_identity_arguments(p.oid) END || ')' AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, p.proowner AS owner,
       a.aggkind, a.aggnumdirectargs, pg_get_function_result(p.oid),
       array_remove(ARRAY[
           'SFUNC = ' || f.names[1],
           'STYPE = ' || format_type(a.aggtranstype, NULL),
           CASE WHEN a.aggtransspace <> 0 THEN 'SSPACE = ' || a.aggtransspace END,
           'FINALFUNC = ' || f.names[2],
           CASE WHEN a.aggfinalfn <> 0 AND a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
           CASE WHEN a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN
               'FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                                                             ELSE 'READ_WRITE' END END,
           'COMBINEFUNC = ' || f.names[3], 'SERIALFUNC = ' || f.names[4], 'DESERIALFUNC = ' || f.names[5],
           'INITCOND = ' || quote_literal(a.agginitval),
           'MSFUNC = ' || f.names[6], 'MINVFUNC = ' || f.names[7],
           CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,
           CASE WHEN a.aggmtransspace <> 0 THEN 'MSSPACE = ' || a.aggmtransspace END,
           'MFINALFUNC = ' || f.names[8],
           CASE WHEN a.aggmfinalfn <> 0 AND a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
           CASE WHEN a.aggmtransfn <> 0 AND a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN
               'MFINALFUNC_MODIFY = ' || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                                                               ELSE 'READ_WRITE' END END,
           'MINITCOND = ' || quote_literal(a.aggminitval),
           CASE WHEN a.aggsortop <> 0 THEN
               (SELECT 'SORTOP = ' || CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname
                                           ELSE 'OPERATOR(' || quote_ident(m.nspname) || '.' || o.oprname || ')' END
                FROM pg_operator o JOIN pg_namespace m ON m.oid = o.oprnamespace WHERE o.oid = a.aggsortop) END,
           CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
           CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END], NULL)
FROM pg_proc p
JOIN pg_aggregate a ON a.aggfnoid = p.oid
JOIN LATERAL (SELECT CASE WHEN pg_function_is_visible(p.oid) THEN '' ELSE quote_ident(s.nspname) || '.' END AS prefix
              FROM pg_namespace s WHERE s.oid = p.pronamespace) n ON true
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT CASE WHEN u.oid <> 0 THEN substring(u.oid::regprocedure::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*') END
                 FROM unnest(ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn,
                                   a.aggminvtransfn, a.aggmfinalfn]::oid[]) WITH ORDINALITY u(oid, place)
                 ORDER BY u.place) AS names) f
WHERE p.oid >= 16384
