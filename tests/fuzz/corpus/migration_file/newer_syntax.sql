-- Make a
--
-- Revision ID: a1
-- Revises: b2, c3
-- Branch Labels: main
-- Depends On: d4
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE RETURNING *;
