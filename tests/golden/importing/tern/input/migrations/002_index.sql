---- tern: disable-tx ----
create index concurrently cats_id on {{.prefix}}_cats (id);
