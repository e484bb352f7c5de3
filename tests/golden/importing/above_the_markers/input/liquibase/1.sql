-- liquibase formatted sql
-- property name:t value:a

-- About a:
/* it has
   rows. */
SELECT 'not read';

-- changeset bob:1
CREATE TABLE ${t} (id int);
-- rollback DROP TABLE ${t};
