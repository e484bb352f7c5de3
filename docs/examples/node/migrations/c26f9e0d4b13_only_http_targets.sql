-- Only http targets
--
-- Revision ID: c26f9e0d4b13
-- Revises: a84e3b90c1f7
-- Create Date: 2026-11-02 08:40:51+00:00

-- migrate:up

-- What the check would refuse leads nowhere.
DELETE FROM links WHERE target !~ '^https?://';

ALTER TABLE links ADD CONSTRAINT links_target_is_http CHECK (target ~ '^https?://');

-- migrate:down

ALTER TABLE links DROP CONSTRAINT links_target_is_http;
