-- Add a phone number
--
-- Revision ID: b2
-- Revises: a1
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
SELECT 1;
