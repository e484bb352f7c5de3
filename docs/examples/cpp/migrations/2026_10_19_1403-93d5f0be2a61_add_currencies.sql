-- Add currencies
--
-- Revision ID: 93d5f0be2a61
-- Revises: 4c8e1a7b90d2
-- Create Date: 2026-10-19 14:03:10+00:00

-- migrate:up

CREATE TABLE currencies (
    code character(3) PRIMARY KEY,
    name text NOT NULL
);

INSERT INTO currencies (code, name) VALUES ('EUR', 'Euro'), ('CHF', 'Swiss franc'), ('USD', 'US dollar');

-- All accounts there have been are in euro; from now on each says what it is in.
ALTER TABLE accounts ADD COLUMN currency character(3) NOT NULL DEFAULT 'EUR' REFERENCES currencies(code);
ALTER TABLE accounts ALTER COLUMN currency DROP DEFAULT;

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
ALTER TABLE accounts DROP COLUMN currency;
DROP TABLE currencies;
