INSERT INTO users VALUES ('Marge');
