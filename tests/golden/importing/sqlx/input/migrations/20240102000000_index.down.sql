DROP INDEX cars_id;
