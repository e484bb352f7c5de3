-- Break
--
-- Revision ID: b2
-- Revises: a1
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
CREATE TABEL users (id int);
