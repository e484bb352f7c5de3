SELECT 'pg_event_trigger'::regclass AS class, e.oid, 0 AS sub, quote_ident(e.evtname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, e.evtowner AS owner,
       quote_ident(e.evtevent), ARRAY(SELECT quote_literal(t) FROM unnest(e.evttags) WITH ORDINALITY u(t, place) ORDER BY place),
       e.evtfoid::regproc::text, e.evtenabled
FROM pg_event_trigger e
WHERE e.oid >= 16384
