-- What the database is to hold. After a change, `make new MESSAGE="…"` writes the migration that leads there.

CREATE TABLE currencies (
    code char(3) PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE accounts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    currency char(3) NOT NULL REFERENCES currencies,
    opened_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE transfers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_account bigint NOT NULL REFERENCES accounts,
    to_account bigint NOT NULL REFERENCES accounts,
    amount numeric(18, 2) NOT NULL CHECK (amount > 0),
    booked_at timestamptz NOT NULL DEFAULT now(),
    CHECK (from_account <> to_account)
);

CREATE INDEX transfers_from_account ON transfers (from_account);
CREATE INDEX transfers_to_account ON transfers (to_account);

CREATE VIEW balances AS
SELECT a.name, a.currency,
    coalesce((SELECT sum(amount) FROM transfers WHERE to_account = a.id), 0)
        - coalesce((SELECT sum(amount) FROM transfers WHERE from_account = a.id), 0) AS balance
FROM accounts a;
