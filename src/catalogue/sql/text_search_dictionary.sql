-- The server keeps the options as one text, `a = 'x', b = 'y'`, and quotes what stands in it.
SELECT 'pg_ts_dict'::regclass AS class, d.oid, 0 AS sub,
       CASE WHEN pg_ts_dict_is_visible(d.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(d.dictname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, d.dictowner AS owner,
       CASE WHEN pg_ts_template_is_visible(t.oid) THEN '' ELSE quote_ident(m.nspname) || '.' END || quote_ident(t.tmplname),
       ARRAY(SELECT r.found[1] FROM regexp_matches(d.dictinitoption,
                 '((?:"(?:[^"]|"")*"|[^"=, ])+ = (?:E?''(?:[^'']|'''')*''|[^,]+))', 'g') r(found))
FROM pg_ts_dict d
JOIN pg_namespace n ON n.oid = d.dictnamespace
JOIN pg_ts_template t ON t.oid = d.dicttemplate
JOIN pg_namespace m ON m.oid = t.tmplnamespace
WHERE d.oid >= 16384
