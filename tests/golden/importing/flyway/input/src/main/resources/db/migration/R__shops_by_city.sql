CREATE OR REPLACE VIEW shops_by_city AS SELECT city, count(*) FROM shops GROUP BY city;
