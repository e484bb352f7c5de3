-- Drop names
--
-- Revision ID: d4
-- Revises: c3
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
ALTER TABLE users DROP name;
