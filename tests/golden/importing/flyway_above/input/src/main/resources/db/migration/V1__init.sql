CREATE SCHEMA IF NOT EXISTS ${appschema};
CREATE TABLE ${appschema}.person (id int primary key, name text); -- ${flyway:timestamp} is a default placeholder
