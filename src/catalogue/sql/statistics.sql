-- From the definition what stands behind the name is taken: kinds, expressions and table.
SELECT 'pg_statistic_ext'::regclass AS class, s.oid, 0 AS sub,
       CASE WHEN pg_statistics_obj_is_visible(s.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(s.stxname) AS name,
       'pg_class'::regclass AS parent_class, s.stxrelid AS parent, 0 AS parent_sub, s.stxowner AS owner,
       ltrim(substring(pg_get_statisticsobjdef(s.oid)
                 FROM length('CREATE STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname)) + 1)),
       COALESCE(s.stxstattarget, -1)
FROM pg_statistic_ext s
JOIN pg_namespace n ON n.oid = s.stxnamespace
WHERE s.oid >= 16384
