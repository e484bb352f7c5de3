-- Seed providers and first author
--
-- Revision ID: c5709e1f8d3b
-- Revises: 6e5d2b90f4ac
-- Create Date: 2025-07-01 12:00:09+00:00

-- migrate:up
COPY provider (id, key, name, kind, country, settings) FROM stdin;
5f0c6f3e-6f0b-4a6e-9d0c-0a5b7f4f1a01	first_national	First National	bank	US	{"oauth": true, "scopes": ["accounts", "transactions"]}
5f0c6f3e-6f0b-4a6e-9d0c-0a5b7f4f1a02	sparkasse	Sparkasse (FinTS; PSD2)	bank	DE	{"oauth": false}
5f0c6f3e-6f0b-4a6e-9d0c-0a5b7f4f1a03	open_broker	Open Broker	broker	\N	{"oauth": true}
\.

-- The address as it was typed, in several cases: e813b6d40f27 is what puts that right.
INSERT INTO users (id, username, email, full_name, hashed_password)
VALUES ('7b1e9c52-3c1d-4b4e-8f55-2d8a6d1c0001', 'editor', 'Editor@Example.COM', 'The Editor', '!');

INSERT INTO blogs (author_id, title, slug, excerpt, content, status, tags, published_at)
VALUES ('7b1e9c52-3c1d-4b4e-8f55-2d8a6d1c0001', 'Hello, head', 'hello-head', 'It''s the first one; more will follow',
        $body$The schema is up to date before the application starts.

-- migrate:down
(That line is text, not a marker; so is the ";" here.)
$body$,
        'published', '["postgresql", "migrations"]', '2025-07-01 12:00:00+00');

-- migrate:down
DELETE FROM blogs WHERE slug = 'hello-head';
DELETE FROM users WHERE id = '7b1e9c52-3c1d-4b4e-8f55-2d8a6d1c0001';
DELETE FROM provider WHERE key IN ('first_national', 'sparkasse', 'open_broker');
