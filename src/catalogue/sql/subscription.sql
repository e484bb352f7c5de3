-- Not everybody may read how a subscription connects, and a query that names that column is refused as a whole. So it is
-- asked only where it may be: by query_to_xml(), which takes a query as text. Without the right none is seen.
SELECT 'pg_subscription'::regclass AS class, s.oid, 0 AS sub, quote_ident(s.subname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, s.subowner AS owner,
       quote_literal(s.subconninfo), ARRAY(SELECT quote_ident(p) FROM unnest(s.subpublications) WITH ORDINALITY u(p, place)
                                           ORDER BY place),
       quote_literal(s.subslotname), s.subslotname IS NOT DISTINCT FROM s.subname, s.subenabled,
       array_remove(ARRAY[
           CASE WHEN s.subbinary THEN 'binary = true' END,
           CASE WHEN m.streaming <> 'off' THEN 'streaming = ' || m.streaming END, --<18
           CASE WHEN m.streaming <> 'parallel' THEN 'streaming = ' || m.streaming END, --18+
           CASE WHEN s.subsynccommit <> 'off' THEN 'synchronous_commit = ' || s.subsynccommit END,
           CASE WHEN s.subdisableonerr THEN 'disable_on_error = true' END,
           CASE WHEN NOT s.subpasswordrequired THEN 'password_required = false' END,
           CASE WHEN s.subrunasowner THEN 'run_as_owner = true' END,
           CASE WHEN s.suborigin <> 'any' THEN 'origin = ' || s.suborigin END], NULL),
       array_remove(ARRAY[
           CASE WHEN s.subtwophasestate <> 'd' THEN 'two_phase = true' END,
           CASE WHEN s.subfailover THEN 'failover = true' END], NULL),
       ARRAY['binary = false', 'synchronous_commit = off', 'disable_on_error = false', 'password_required = true',
             'run_as_owner = false', 'origin = any',
             'streaming = off'] --<18
             'streaming = parallel'] --18+
FROM json_to_recordset(CASE WHEN has_table_privilege('pg_catalog.pg_subscription', 'SELECT') THEN
    replace(replace(replace(replace(substring(query_to_xml(
        'SELECT pg_catalog.json_agg(pg_catalog.row_to_json(s)) AS j FROM pg_catalog.pg_subscription s '
        'JOIN pg_catalog.pg_database d ON d.oid OPERATOR(pg_catalog.=) s.subdbid '
        'WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()', false, false, '')::text
        FROM '<j>(.*)</j>'), '&lt;', '<'), '&gt;', '>'), '&#x0d;', E'\r'), '&amp;', '&')::json END)
    AS s(oid oid, subname text, subowner oid, subenabled boolean, subbinary boolean, substream text,
         subtwophasestate text, subdisableonerr boolean, subconninfo text, subslotname text, subsynccommit text,
         subpublications text[], subpasswordrequired boolean, subrunasowner boolean, suborigin text, subfailover boolean)
CROSS JOIN LATERAL (SELECT CASE s.substream WHEN 'p' THEN 'parallel' WHEN 't' THEN 'on' WHEN 'true' THEN 'on'
                                            ELSE 'off' END AS streaming) m
