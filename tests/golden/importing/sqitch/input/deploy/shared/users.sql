CREATE TABLE flipr.users (name text);
