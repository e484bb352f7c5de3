SELECT 'pg_publication_namespace'::regclass AS class, r.oid, 0 AS sub, quote_ident(n.nspname) AS name, --15+
       'pg_publication'::regclass AS parent_class, r.pnpubid AS parent, 0 AS parent_sub, NULL::oid AS owner --15+
FROM pg_publication_namespace r JOIN pg_namespace n ON n.oid = r.pnnspid --15+
WHERE r.oid >= 16384 --15+
SELECT 'pg_publication'::regclass AS class, p.oid, 0 AS sub, '' AS name, NULL::regclass AS parent_class, --<15
       NULL::oid AS parent, NULL::int AS parent_sub, NULL::oid AS owner FROM pg_publication p WHERE false --<15
