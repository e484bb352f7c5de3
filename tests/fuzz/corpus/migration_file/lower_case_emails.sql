-- Lower-case e-mail addresses
--
-- Two users whose addresses differ in case only would be one afterwards. Which one is right is for a human to
-- say, so they are named and nothing is changed.
--
-- Revision ID: e813b6d40f27
-- Revises: c5709e1f8d3b
-- Create Date: 2025-07-14 16:47:33+00:00

-- migrate:up
DO $$
DECLARE
    doubles text;
BEGIN
    SELECT string_agg(address, ', ' ORDER BY address) INTO doubles
    FROM (SELECT lower(email) AS address FROM users GROUP BY lower(email) HAVING count(*) > 1) AS found;
    IF doubles IS NOT NULL THEN
        RAISE EXCEPTION 'several users share an e-mail address: %', doubles
            USING HINT = 'Merge or rename these users, then upgrade again.';
    END IF;
END
$$;

UPDATE users SET email = lower(email) WHERE email <> lower(email);

ALTER TABLE users ADD CONSTRAINT ck_users_email_lower CHECK (email = lower(email));

-- migrate:down
-- The addresses stay as they are: nobody keeps the old spelling, and every reader accepts the new one.
ALTER TABLE users DROP CONSTRAINT ck_users_email_lower;
