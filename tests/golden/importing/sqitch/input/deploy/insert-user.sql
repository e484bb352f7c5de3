INSERT INTO flipr.users VALUES (:'who'::text);
