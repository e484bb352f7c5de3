-- Show balances
--
-- Revision ID: b85d2f17a09c
-- Revises: 0ab94e6f3c57
-- Create Date: 2026-11-02 08:40:51+00:00

-- migrate:up

CREATE VIEW balances AS
SELECT a.name, a.currency,
    coalesce((SELECT sum(amount) FROM transfers WHERE to_account = a.id), 0)
        - coalesce((SELECT sum(amount) FROM transfers WHERE from_account = a.id), 0) AS balance
FROM accounts a;

-- migrate:down

DROP VIEW balances;
