-- What the owner himself has or gives is told of no name: it goes with whoever owns the object. The privileges of
-- default privileges are those that new objects get: of one schema on top of all, else instead of the server's own.
-- What comes with the server or with an extension has other defaults; but `public` may be made anew.
WITH held(class, oid, sub, acl, owner, is_bare, type) AS (
    SELECT 'pg_class'::regclass, c.oid, 0, c.relacl, c.relowner, false,
           CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END
    FROM pg_class c WHERE c.relacl IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, a.attnum, a.attacl, c.relowner, true, 'c'
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL AND c.oid >= 16384
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 0, p.proacl, p.proowner, false, 'f'
    FROM pg_proc p WHERE p.proacl IS NOT NULL
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0, t.typacl, t.typowner, false, 'T'
    FROM pg_type t WHERE t.typacl IS NOT NULL
    UNION ALL
    SELECT 'pg_namespace'::regclass, n.oid, 0, n.nspacl, n.nspowner, false, 'n'
    FROM pg_namespace n WHERE n.nspacl IS NOT NULL
    UNION ALL
    SELECT 'pg_language'::regclass, l.oid, 0, l.lanacl, l.lanowner, false, 'l'
    FROM pg_language l WHERE l.lanacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 0, w.fdwacl, w.fdwowner, false, 'F'
    FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, s.oid, 0, s.srvacl, s.srvowner, false, 'S'
    FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL
    UNION ALL
    SELECT 'pg_default_acl'::regclass, d.oid, 0, d.defaclacl, d.defaclrole,
           d.defaclnamespace <> 0,
           CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype::text END
    FROM pg_default_acl d
),
based AS (
    SELECT h.class, h.oid, h.sub, h.acl, h.owner,
           CASE WHEN NOT h.is_bare THEN COALESCE(i.initprivs, acldefault(h.type::"char", h.owner)) END AS base,
           CASE h.type WHEN 'c' THEN 4
                       ELSE (SELECT count(*) FROM aclexplode(acldefault(h.type::"char", h.owner)) a
                             WHERE a.grantee = h.owner) END AS count
    FROM held h
    LEFT JOIN pg_init_privs i ON i.classoid = h.class AND i.objoid = h.oid AND i.objsubid = h.sub AND h.oid <> 2200
)
SELECT h.class, h.oid, h.sub, p.privilege_type,
       CASE p.grantee WHEN 0 THEN 'PUBLIC' WHEN h.owner THEN '' ELSE p.grantee::regrole::text END,
       CASE p.grantor WHEN h.owner THEN '' ELSE p.grantor::regrole::text END,
       p.is_grantable, p.is_revoked, h.count
FROM based h
CROSS JOIN LATERAL (
    SELECT a.grantor, a.grantee, a.privilege_type, a.is_grantable, false AS is_revoked FROM aclexplode(h.acl) a
    EXCEPT
    SELECT b.grantor, b.grantee, b.privilege_type, b.is_grantable, false FROM aclexplode(h.base) b
    UNION ALL
    SELECT b.grantor, b.grantee, b.privilege_type, false, true FROM aclexplode(h.base) b
    WHERE NOT EXISTS (SELECT FROM aclexplode(h.acl) a WHERE a.grantor = b.grantor AND a.grantee = b.grantee
                                                        AND a.privilege_type = b.privilege_type)) p
WHERE h.acl IS DISTINCT FROM h.base
