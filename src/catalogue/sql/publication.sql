SELECT 'pg_publication'::regclass AS class, p.oid, 0 AS sub, quote_ident(p.pubname) AS name,
       NULL::regclass AS parent_class, NULL::oid AS parent, NULL::int AS parent_sub, p.pubowner AS owner,
       p.puballtables,
       array_remove(ARRAY[
           CASE WHEN NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate)
                THEN 'publish = ''' || array_to_string(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END,
                         CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
                         CASE WHEN p.pubtruncate THEN 'truncate' END], ', ') || '''' END,
           CASE p.pubgencols WHEN 's' THEN 'publish_generated_columns = stored' END, --18+
           CASE WHEN p.pubviaroot THEN 'publish_via_partition_root = true' END], NULL)
FROM pg_publication p
WHERE p.oid >= 16384
