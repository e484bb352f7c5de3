--liquibase formatted sql

--changeset nvoxland:1
create table ${tbl} (id int primary key, kind text default '${:kept}', rest text default '{"a": 1}');
--rollback drop table ${tbl};

--changeset nvoxland:2
alter table ${tbl}
    owner to ${nobody};

--changeset ann:${nobody}-rows labels:rows context:test
INSERT INTO t VALUES (1);
