-- atlas:txmode none

CREATE INDEX CONCURRENTLY trees_id ON trees (id);
