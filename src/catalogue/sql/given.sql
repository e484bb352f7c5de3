SELECT 'pg_class'::regclass AS class, c.oid, 0 AS sub, c.oid::regclass::text AS name,
       'pg_constraint'::regclass AS parent_class, o.oid AS parent, 0 AS parent_sub, NULL::oid AS owner,
       'INDEX ' || c.oid::regclass::text
FROM pg_constraint o
JOIN pg_class c ON c.oid = o.conindid
WHERE o.contype IN ('p', 'u', 'x') AND o.oid >= 16384
  AND EXISTS (SELECT FROM pg_description d WHERE d.classoid = 'pg_class'::regclass AND d.objoid = c.oid)
UNION ALL
SELECT 'pg_class'::regclass, c.oid, 0, c.oid::regclass::text, 'pg_class'::regclass, d.refobjid, d.refobjsubid, NULL,
       'SEQUENCE ' || c.oid::regclass::text
FROM pg_class c
JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0 AND d.deptype = 'i'
                AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
WHERE c.relkind = 'S' AND c.oid >= 16384
  AND (NOT (c.relacl @> acldefault('s', c.relowner) AND c.relacl <@ acldefault('s', c.relowner))
       OR EXISTS (SELECT FROM pg_description s WHERE s.classoid = 'pg_class'::regclass AND s.objoid = c.oid))
UNION ALL
-- Of extensions and of the server: what has other privileges than it came with.
SELECT g.class, g.oid, 0, g.name, NULL, NULL, NULL, NULL, g.word || g.name
FROM (
    SELECT 'pg_proc'::regclass AS class, p.oid,
           CASE WHEN pg_function_is_visible(p.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END
               || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
           CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END AS word, p.proacl AS acl,
           acldefault('f', p.proowner) AS base
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.proacl IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, c.oid::regclass::text, CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END,
           c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)
    FROM pg_class c WHERE c.relacl IS NOT NULL
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, format_type(t.oid, NULL), 'TYPE ', t.typacl, acldefault('T', t.typowner)
    FROM pg_type t WHERE t.typacl IS NOT NULL
    UNION ALL
    SELECT 'pg_namespace'::regclass, n.oid, quote_ident(n.nspname), 'SCHEMA ', n.nspacl, acldefault('n', n.nspowner)
    FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND n.nspname <> 'public'
    UNION ALL
    SELECT 'pg_language'::regclass, l.oid, quote_ident(l.lanname), 'LANGUAGE ', l.lanacl, acldefault('l', l.lanowner)
    FROM pg_language l WHERE l.lanacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, quote_ident(w.fdwname), 'FOREIGN DATA WRAPPER ', w.fdwacl,
           acldefault('F', w.fdwowner)
    FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
) g
LEFT JOIN pg_init_privs i ON i.classoid = g.class AND i.objoid = g.oid AND i.objsubid = 0
WHERE (g.oid < 16384 OR EXISTS (SELECT FROM pg_depend d
                                WHERE d.classid = g.class AND d.objid = g.oid AND d.objsubid = 0 AND d.deptype = 'e'))
  AND NOT (g.acl @> COALESCE(i.initprivs, g.base) AND g.acl <@ COALESCE(i.initprivs, g.base))
