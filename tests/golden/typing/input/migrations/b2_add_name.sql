-- Add name
--
-- Revision ID: b2
-- Revises: a1
-- Create Date: 2025-01-02 00:00:00+00:00

-- migrate:up
ALTER TABLE users ADD name text;

-- migrate:down
ALTER TABLE users DROP name;
