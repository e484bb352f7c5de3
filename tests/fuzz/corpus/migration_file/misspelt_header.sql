-- Revision-ID: a1
-- Revise: b2
-- migrate:up
\i file
