--! Previous: -
--! Hash: sha1:1111
--! Message: Create people

create table people (id int);
alter table people owner to :DATABASE_OWNER;
