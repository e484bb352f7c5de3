CREATE TABLE cats (id int);
INSERT INTO "schema_migrations" (version) VALUES
('20240105000000');
