-- Search published blogs
--
-- Revision ID: 92ab5fc07de4
-- Revises: 1f46d8b2a05c
-- Create Date: 2025-10-03 23:15:00+00:00

-- migrate:up
ALTER TABLE blogs ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A') ||
    setweight(to_tsvector('english', coalesce(excerpt, '')), 'B') ||
    setweight(to_tsvector('english', content), 'C')
) STORED;

CREATE INDEX ix_blogs_search ON blogs USING gin (search);

CREATE VIEW published_blogs AS
SELECT b.id, b.title, b.slug, b.excerpt, b.tags, b.view_count, b.published_at, b.search,
       u.username AS author, u.full_name AS author_name
FROM blogs AS b
JOIN users AS u ON u.id = b.author_id
WHERE b.status = 'published' AND u.is_active;

COMMENT ON VIEW published_blogs IS 'What the public may read';

-- migrate:down
DROP VIEW published_blogs;
DROP INDEX ix_blogs_search;
ALTER TABLE blogs DROP COLUMN search;
