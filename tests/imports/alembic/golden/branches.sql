==== core/20230101_c1_core.sql
-- Core begins
--
-- Revision ID: c1
-- Revises: <base>
-- Branch Labels: core
-- Create Date: 2023-01-01 10:00:00.000000+01:00

-- migrate:up
CREATE TABLE core (
    i int
);

-- migrate:down
DROP TABLE core;
==== core/20230102_c2_left.sql
-- left
--
-- Revision ID: c2
-- Revises: c1
-- Create Date: 2023-01-02 10:00:00.000000+01:00

-- migrate:up
ALTER TABLE core ADD COLUMN l int;

-- migrate:down
ALTER TABLE core DROP COLUMN l;
==== core/20230103_4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e_right.sql
-- right
--
-- Revision ID: 4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e
-- Revises: c1
-- Create Date: 2023-01-03 10:00:00.000000+01:00

-- migrate:up
ALTER TABLE alembic_version ALTER COLUMN version_num TYPE varchar(64);
ALTER TABLE core ADD COLUMN r int;

-- migrate:down
ALTER TABLE core DROP COLUMN r;
==== core/20230104_c4_merge.sql
-- merge left and right
--
-- Revision ID: c4
-- Revises: c2, 4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e
-- Create Date: 2023-01-04 10:00:00.000000+01:00

-- migrate:up

-- migrate:down
==== plugin/20230105_p1_plugin.sql
-- Plugin begins
--
-- Revision ID: p1
-- Revises: <base>
-- Branch Labels: plugin
-- Depends On: c2
-- Create Date: 2023-01-05 10:00:00.000000+01:00

-- migrate:up
CREATE TABLE plugin AS SELECT l FROM core;

-- migrate:down
DROP TABLE plugin;
==== plugin/20230106_p2_plugin.sql
-- Plugin goes on
--
-- Revision ID: p2
-- Revises: p1
-- Depends On: 4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e
-- Create Date: 2023-01-06 10:00:00.000000+01:00

-- migrate:up
ALTER TABLE plugin ADD COLUMN r int DEFAULT 2;

-- migrate:down
ALTER TABLE plugin DROP COLUMN r;
