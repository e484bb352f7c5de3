-- Token types that the same dictionaries are for are told in one mapping: "FOR asciiword, word WITH english_stem".
SELECT 'pg_ts_config'::regclass AS class, c.oid, 0 AS sub,
       CASE WHEN pg_ts_config_is_visible(c.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(c.cfgname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, c.cfgowner AS owner,
       CASE WHEN pg_ts_parser_is_visible(p.oid) THEN '' ELSE quote_ident(m.nspname) || '.' END || quote_ident(p.prsname),
       ARRAY(SELECT quote_ident(k.alias) || ' WITH ' || k.dictionaries
             FROM (SELECT t.alias, (SELECT string_agg(CASE WHEN pg_ts_dict_is_visible(d.oid) THEN '' ELSE quote_ident(s.nspname) || '.' END
                                                      || quote_ident(d.dictname), ', ' ORDER BY a.mapseqno)
                                    FROM pg_ts_config_map a
                                    JOIN pg_ts_dict d ON d.oid = a.mapdict
                                    JOIN pg_namespace s ON s.oid = d.dictnamespace
                                    WHERE a.mapcfg = c.oid AND a.maptokentype = t.tokid) AS dictionaries, t.tokid
                   FROM ts_token_type(c.cfgparser) t) k
             WHERE k.dictionaries IS NOT NULL ORDER BY k.tokid)
FROM pg_ts_config c
JOIN pg_namespace n ON n.oid = c.cfgnamespace
JOIN pg_ts_parser p ON p.oid = c.cfgparser
JOIN pg_namespace m ON m.oid = p.prsnamespace
WHERE c.oid >= 16384
