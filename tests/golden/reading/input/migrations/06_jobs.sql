-- Create jobs
--
-- Revision ID: f6c0
-- Revises: <base>
-- Branch Labels: jobs
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
SELECT 1;
