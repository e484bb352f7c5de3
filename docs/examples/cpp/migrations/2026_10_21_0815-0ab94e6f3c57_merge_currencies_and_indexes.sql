-- Merge currencies and indexes
--
-- Revision ID: 0ab94e6f3c57
-- Revises: 93d5f0be2a61, f1706c2d8e4b
-- Create Date: 2026-10-21 08:15:02+00:00

-- migrate:up

-- migrate:down
