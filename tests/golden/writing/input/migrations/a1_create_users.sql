-- Create users
--
-- Revision ID: a1
-- Revises: <base>
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
SELECT 1;
