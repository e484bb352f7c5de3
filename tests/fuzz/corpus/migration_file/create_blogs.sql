-- Create blogs
--
-- Revision ID: a9f27c3e51b8
-- Revises: 4b1d6a0c92ef
-- Create Date: 2025-03-04 10:03:17+00:00

-- migrate:up
CREATE TABLE blogs (
    id uuid CONSTRAINT pk_blogs PRIMARY KEY DEFAULT gen_random_uuid(),
    author_id uuid NOT NULL
        CONSTRAINT fk_blogs_author_id_users REFERENCES users (id) ON DELETE CASCADE,
    title varchar(200) NOT NULL,
    slug varchar(255) NOT NULL CONSTRAINT uq_blogs_slug UNIQUE,
    excerpt varchar(500),
    content text NOT NULL,
    status varchar(20) NOT NULL DEFAULT 'draft'
        CONSTRAINT ck_blogs_status CHECK (status IN ('draft', 'published', 'archived')),
    tags jsonb NOT NULL DEFAULT '[]'
        CONSTRAINT ck_blogs_tags_is_array CHECK (jsonb_typeof(tags) = 'array'),
    is_featured boolean NOT NULL DEFAULT false,
    view_count integer NOT NULL DEFAULT 0
        CONSTRAINT ck_blogs_view_count CHECK (view_count >= 0),
    published_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_blogs_published_at CHECK (status <> 'published' OR published_at IS NOT NULL)
);

-- tags @> '["postgresql"]'
CREATE INDEX ix_blogs_tags_gin ON blogs USING gin (tags);
CREATE INDEX ix_blogs_status_created ON blogs (status, created_at);
CREATE INDEX ix_blogs_author_status ON blogs (author_id, status);
-- The front page asks for featured posts only, and there are few of them.
CREATE INDEX ix_blogs_featured ON blogs (published_at DESC) WHERE is_featured AND status = 'published';

CREATE TRIGGER blogs_set_updated_at
    BEFORE UPDATE ON blogs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE blogs IS 'Posts, from the first draft to the archive';
COMMENT ON COLUMN blogs.slug IS 'The last part of the address; never reused';
COMMENT ON COLUMN blogs.tags IS 'Array of strings, searched with @>';

-- migrate:down
DROP TABLE blogs;
