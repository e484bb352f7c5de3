-- Types of a member are told where they are not those that the server takes by itself.
SELECT 'pg_opclass'::regclass AS class, c.oid, 0 AS sub,
       q.prefix || quote_ident(c.opcname) || ' USING ' || quote_ident(m.amname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, c.opcowner AS owner,
       q.prefix || quote_ident(c.opcname), quote_ident(m.amname), c.opcdefault, format_type(c.opcintype, NULL),
       CASE WHEN f.opfname <> c.opcname OR f.opfnamespace <> c.opcnamespace THEN
           CASE WHEN pg_opfamily_is_visible(f.oid) THEN '' ELSE quote_ident(r.nspname) || '.' END || quote_ident(f.opfname) END,
       ARRAY(SELECT 'OPERATOR ' || a.amopstrategy || ' '
                    || CASE WHEN a.amoplefttype = c.opcintype AND a.amoprighttype = c.opcintype
                            THEN substring(a.amopopr::regoperator::text FROM '^(?:"(?:[^"]|"")*"|[^"(])*')
                            ELSE a.amopopr::regoperator::text END
                    || COALESCE(' FOR ORDER BY ' || (SELECT CASE WHEN pg_opfamily_is_visible(g.oid) THEN ''
                                                                 ELSE quote_ident(s.nspname) || '.' END || quote_ident(g.opfname)
                                                     FROM pg_opfamily g JOIN pg_namespace s ON s.oid = g.opfnamespace
                                                     WHERE g.oid = a.amopsortfamily), '')
             FROM pg_amop a JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid
                             AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid
             ORDER BY a.amopstrategy, a.amopopr::regoperator::text)
       || ARRAY(SELECT 'FUNCTION ' || a.amprocnum || ' '
                       || CASE WHEN a.amproclefttype = c.opcintype AND a.amprocrighttype = c.opcintype
                                    AND (m.amname NOT IN ('btree', 'hash')
                                         OR NOT EXISTS (SELECT FROM unnest(p.proargtypes::oid[]) u(type)
                                                        WHERE u.type NOT IN (c.opcintype, 'internal'::regtype, 'int8'::regtype)))
                               THEN '' ELSE '(' || format_type(a.amproclefttype, NULL) || ', '
                                            || format_type(a.amprocrighttype, NULL) || ') ' END
                       || a.amproc::regprocedure::text
                FROM pg_amproc a JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = a.oid
                                 AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid
                                 JOIN pg_proc p ON p.oid = a.amproc
                ORDER BY a.amprocnum, a.amproc::regprocedure::text)
       || CASE WHEN c.opckeytype <> 0 THEN ARRAY['STORAGE ' || format_type(c.opckeytype, NULL)] ELSE '{}' END
FROM pg_opclass c
JOIN pg_am m ON m.oid = c.opcmethod
JOIN pg_opfamily f ON f.oid = c.opcfamily
JOIN pg_namespace r ON r.oid = f.opfnamespace
JOIN LATERAL (SELECT CASE WHEN pg_opclass_is_visible(c.oid) THEN '' ELSE quote_ident(s.nspname) || '.' END AS prefix
              FROM pg_namespace s WHERE s.oid = c.opcnamespace) q ON true
WHERE c.oid >= 16384
