alter table people add column name text;
