-- Up Migration
CREATE SCHEMA shop;
SET search_path TO shop;
SET check_function_bodies = off;
RESET check_function_bodies;
SELECT pg_catalog.set_config('session_replication_role', 'replica', false)
