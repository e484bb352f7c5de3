-- Create accounts and transfers
--
-- Revision ID: 4c8e1a7b90d2
-- Revises: <base>
-- Create Date: 2026-10-05 09:12:44+00:00

-- migrate:up

CREATE TABLE accounts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    opened_at timestamp with time zone NOT NULL DEFAULT now()
);

CREATE TABLE transfers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_account bigint NOT NULL,
    to_account bigint NOT NULL,
    amount numeric(18,2) NOT NULL,
    booked_at timestamp with time zone NOT NULL DEFAULT now(),
    CHECK (amount > 0::numeric),
    CHECK (from_account <> to_account),
    FOREIGN KEY (from_account) REFERENCES accounts(id),
    FOREIGN KEY (to_account) REFERENCES accounts(id)
);

-- migrate:down

-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE transfers;
-- hazard: deletes-data: what is stored there is gone afterwards, and no downgrade brings it back
DROP TABLE accounts;
