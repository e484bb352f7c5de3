-- What is told of a type of a relation, an index of a constraint … is told of the object that it belongs to.
WITH whole(class, oid, sub, whole_class, whole, whole_sub) AS MATERIALIZED (
    SELECT 'pg_rewrite'::regclass, r.oid, 0, 'pg_class'::regclass, r.ev_class, 0
    FROM pg_rewrite r WHERE r.rulename = '_RETURN' AND r.oid >= 16384
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0, 'pg_class'::regclass, t.typrelid, 0
    FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE c.relkind <> 'c' AND t.oid >= 16384
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, 0, 'pg_type'::regclass, c.reltype, 0
    FROM pg_class c WHERE c.relkind = 'c' AND c.oid >= 16384
    UNION ALL
    SELECT 'pg_type'::regclass, t.typarray, 0,
           CASE WHEN c.oid IS NULL THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END, COALESCE(c.oid, t.oid), 0
    FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid AND c.relkind <> 'c'
    WHERE t.typarray >= 16384
    UNION ALL
    SELECT 'pg_type'::regclass, r.rngmultitypid, 0, 'pg_type'::regclass, r.rngtypid, 0 FROM pg_range r --14+
    WHERE r.rngmultitypid >= 16384 --14+
    UNION ALL --14+
    -- The constructors of a range type.
    SELECT 'pg_proc'::regclass, d.objid, 0, 'pg_type'::regclass, d.refobjid, 0
    FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_type'::regclass AND d.deptype = 'i'
    UNION ALL
    -- The members of an operator class or family.
    SELECT d.classid::regclass, d.objid, 0, d.refclassid::regclass, d.refobjid, 0
    FROM pg_depend d WHERE d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) AND d.deptype IN ('a', 'i')
      AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
    UNION ALL
    SELECT 'pg_class'::regclass, o.conindid, 0, 'pg_constraint'::regclass, o.oid, 0
    FROM pg_constraint o WHERE o.contype IN ('p', 'u', 'x') AND o.conindid >= 16384
    UNION ALL
    SELECT 'pg_attrdef'::regclass, d.oid, 0, 'pg_class'::regclass, d.adrelid, d.adnum
    FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE a.attgenerated <> '' AND d.oid >= 16384
    UNION ALL
    SELECT 'pg_class'::regclass, d.objid, 0, 'pg_class'::regclass, d.refobjid, d.refobjsubid
    FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
    WHERE c.relkind = 'S' AND d.deptype = 'i' AND d.refobjsubid > 0 AND d.classid = 'pg_class'::regclass
      AND d.refclassid = 'pg_class'::regclass
),
-- Functions that speak of a type before it is there, and end with it.
maker(type, function) AS MATERIALIZED (
    SELECT t.oid, f.oid FROM pg_type t
    CROSS JOIN LATERAL unnest(ARRAY[t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout,
                                    t.typanalyze]::oid[]) f(oid)
    WHERE t.oid >= 16384 AND t.typtype = 'b' AND f.oid >= 16384
    UNION
    SELECT r.rngtypid, r.rngcanonical FROM pg_range r WHERE r.rngtypid >= 16384 AND r.rngcanonical >= 16384
),
told(classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype) AS (
    SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid,
           CASE WHEN m.type IS NULL THEN d.refobjsubid ELSE -1 END,
           CASE WHEN m.type IS NOT NULL THEN 'a'
                WHEN d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) THEN 'n' ELSE d.deptype END
    FROM pg_depend d
    LEFT JOIN maker m ON d.classid = 'pg_proc'::regclass AND d.objid = m.function
                     AND d.refclassid = 'pg_type'::regclass AND d.refobjid = m.type
    WHERE d.objid >= 16384 AND d.deptype <> 'p' AND (d.refobjid >= 16384 OR d.refobjid = 2200)
    UNION ALL
    -- A sequence belongs to a column: that is an object of its own here, which needs both.
    SELECT 'pg_depend'::regclass, d.objid, 0, d.refclassid, d.refobjid, d.refobjsubid, 'n'
    FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
      AND d.refobjsubid > 0
)
SELECT COALESCE(a.whole_class, t.classid::regclass), COALESCE(a.whole, t.objid), COALESCE(a.whole_sub, t.objsubid),
       COALESCE(b.whole_class, t.refclassid::regclass), COALESCE(b.whole, t.refobjid), COALESCE(b.whole_sub, t.refobjsubid),
       t.deptype
FROM told t
LEFT JOIN whole a ON a.class = t.classid AND a.oid = t.objid AND t.objsubid = 0
LEFT JOIN whole b ON b.class = t.refclassid AND b.oid = t.refobjid AND t.refobjsubid = 0
