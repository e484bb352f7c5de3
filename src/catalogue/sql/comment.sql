SELECT d.classoid::regclass, d.objoid, d.objsubid, quote_literal(d.description) FROM pg_description d
WHERE d.objoid >= 16384 OR d.objoid = 2200
