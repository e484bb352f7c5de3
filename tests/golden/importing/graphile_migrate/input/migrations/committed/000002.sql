--! Previous: sha1:1111
--! Hash: sha1:2222

--! no-transaction
create index concurrently people_id on people (id);
