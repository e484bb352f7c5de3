-- The locale of a provider other than libc's has had three names: collcollate, colliculocale (15), colllocale (17).
SELECT 'pg_collation'::regclass AS class, c.oid, 0 AS sub, c.oid::regcollation::text AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, c.collowner AS owner,
       array_remove(ARRAY[
           CASE c.collprovider WHEN 'i' THEN 'provider = icu' WHEN 'b' THEN 'provider = builtin' END,
           'locale = ' || quote_literal(CASE WHEN c.collprovider IN ('i', 'b') OR c.collcollate = c.collctype THEN
               COALESCE(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate::text) END),
           CASE WHEN c.collprovider NOT IN ('i', 'b') AND c.collcollate <> c.collctype
                THEN 'lc_collate = ' || quote_literal(c.collcollate) END,
           CASE WHEN c.collprovider NOT IN ('i', 'b') AND c.collcollate <> c.collctype
                THEN 'lc_ctype = ' || quote_literal(c.collctype) END,
           'rules = ' || quote_literal(c.collicurules), --16+
           CASE WHEN NOT c.collisdeterministic THEN 'deterministic = false' END], NULL)
FROM pg_collation c
WHERE c.oid >= 16384
