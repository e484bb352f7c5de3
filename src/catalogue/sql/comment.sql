-- The last column: the object brought it along.
SELECT d.classoid::regclass, d.objoid, d.objsubid, quote_literal(d.description),
       d.classoid = 'pg_extension'::regclass AND d.description IS NOT DISTINCT FROM
           (SELECT a.comment FROM pg_available_extensions a JOIN pg_extension e ON e.extname = a.name
            WHERE e.oid = d.objoid)
FROM pg_description d
WHERE d.objoid >= 16384 OR d.objoid = 2200
