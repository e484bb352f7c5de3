-- Merge API and audit
--
-- Revision ID: e5c0
-- Revises: c3c0, d4c0
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
SELECT 1;
