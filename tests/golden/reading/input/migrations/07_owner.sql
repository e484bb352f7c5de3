-- Give jobs an owner <user & "role">
--
-- Revision ID: g7c0
-- Revises: f6c0
-- Depends On: b2c0
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
SELECT 1;
