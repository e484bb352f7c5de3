-- From the definition what stands behind the name is taken: kinds, expressions and table. The server has the columns
-- in the table's order, which may be another one, so they are told by name where there are no expressions.
SELECT 'pg_statistic_ext'::regclass AS class, s.oid, 0 AS sub,
       CASE WHEN pg_statistics_obj_is_visible(s.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(s.stxname) AS name,
       'pg_class'::regclass AS parent_class, s.stxrelid AS parent, 0 AS parent_sub, s.stxowner AS owner,
       CASE WHEN s.stxexprs IS NOT NULL THEN d.text ELSE --14+
           COALESCE(substring(d.text FROM '^(\([a-z, ]+\) )ON '), '') || 'ON '
           || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) FROM pg_attribute a
               WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys))
           || ' FROM ' || s.stxrelid::regclass
       END, --14+
       , --<14
       COALESCE(s.stxstattarget, -1)
FROM pg_statistic_ext s
JOIN pg_namespace n ON n.oid = s.stxnamespace
CROSS JOIN LATERAL (
    SELECT ltrim(substring(pg_get_statisticsobjdef(s.oid)
                     FROM length('CREATE STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname)) + 1))) d(text)
WHERE s.oid >= 16384
