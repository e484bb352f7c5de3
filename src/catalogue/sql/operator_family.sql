-- What belongs to a class of it is told there. A class of the same name makes it, too.
SELECT 'pg_opfamily'::regclass AS class, f.oid, 0 AS sub,
       q.prefix || quote_ident(f.opfname) || ' USING ' || quote_ident(m.amname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, f.opfowner AS owner,
       ARRAY(SELECT 'OPERATOR ' || a.amopstrategy || ' ' || a.amopopr::regoperator::text
                    || COALESCE(' FOR ORDER BY ' || (SELECT CASE WHEN pg_opfamily_is_visible(g.oid) THEN ''
                                                                 ELSE quote_ident(s.nspname) || '.' END || quote_ident(g.opfname)
                                                     FROM pg_opfamily g JOIN pg_namespace s ON s.oid = g.opfnamespace
                                                     WHERE g.oid = a.amopsortfamily), '')
             FROM pg_amop a JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid
                             AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid AND d.deptype IN ('a', 'i')
             WHERE a.amopfamily = f.oid
             ORDER BY a.amopstrategy, a.amopopr::regoperator::text)
       || ARRAY(SELECT 'FUNCTION ' || a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) || ', '
                       || format_type(a.amprocrighttype, NULL) || ') ' || a.amproc::regprocedure::text
                FROM pg_amproc a JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = a.oid
                                 AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid AND d.deptype IN ('a', 'i')
                WHERE a.amprocfamily = f.oid
                ORDER BY a.amprocnum, format_type(a.amproclefttype, NULL), format_type(a.amprocrighttype, NULL)),
       ARRAY(SELECT 'OPERATOR ' || a.amopstrategy || ' (' || format_type(a.amoplefttype, NULL) || ', '
                    || format_type(a.amoprighttype, NULL) || ')'
             FROM pg_amop a JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid
                             AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid AND d.deptype IN ('a', 'i')
             WHERE a.amopfamily = f.oid
             ORDER BY a.amopstrategy, a.amopopr::regoperator::text)
       || ARRAY(SELECT 'FUNCTION ' || a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) || ', '
                       || format_type(a.amprocrighttype, NULL) || ')'
                FROM pg_amproc a JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = a.oid
                                 AND d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = f.oid AND d.deptype IN ('a', 'i')
                WHERE a.amprocfamily = f.oid
                ORDER BY a.amprocnum, format_type(a.amproclefttype, NULL), format_type(a.amprocrighttype, NULL)),
       EXISTS (SELECT FROM pg_opclass c WHERE c.opcfamily = f.oid AND c.opcname = f.opfname
                                          AND c.opcnamespace = f.opfnamespace)
FROM pg_opfamily f
JOIN pg_am m ON m.oid = f.opfmethod
JOIN LATERAL (SELECT CASE WHEN pg_opfamily_is_visible(f.oid) THEN '' ELSE quote_ident(s.nspname) || '.' END AS prefix
              FROM pg_namespace s WHERE s.oid = f.opfnamespace) q ON true
WHERE f.oid >= 16384
