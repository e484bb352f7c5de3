-- Add a phone number
--
-- Revision ID: c3
-- Revises: b2
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
SET search_path = '';
ALTER TABLE public.users ADD phone text;

-- migrate:down
ALTER TABLE users DROP phone;
