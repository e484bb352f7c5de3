-- Add API tokens
--
-- Revision ID: c3c0
-- Revises: b2c0
-- Branch Labels: api
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
SELECT 1;
