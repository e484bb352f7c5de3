CREATE TABLE users (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    username varchar(50) NOT NULL,
    email varchar(255) NOT NULL,
    full_name varchar(100),
    hashed_password varchar(255) NOT NULL,
    bio text,
    avatar_url varchar(500),
    is_active boolean NOT NULL DEFAULT true,
    is_superuser boolean NOT NULL DEFAULT false,
    last_login_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_username UNIQUE (username),
    CONSTRAINT uq_users_email UNIQUE (email),
    CONSTRAINT ck_users_email_lower CHECK (email = lower(email))
);

COMMENT ON TABLE users IS 'People who write, comment or connect an account';
COMMENT ON COLUMN users.hashed_password IS 'A salted hash; ''!'' can never match and so forbids logging in by password';
COMMENT ON COLUMN users.is_active IS 'False: may not log in; what they wrote stays';
CREATE INDEX ix_users_created_at ON users (created_at);
CREATE TRIGGER users_set_updated_at BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE blogs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    author_id uuid NOT NULL,
    title varchar(200) NOT NULL,
    slug varchar(255) NOT NULL,
    excerpt varchar(500),
    content text NOT NULL,
    status varchar(20) NOT NULL DEFAULT 'draft',
    tags jsonb NOT NULL DEFAULT '[]',
    is_featured boolean NOT NULL DEFAULT false,
    view_count integer NOT NULL DEFAULT 0,
    published_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    search tsvector GENERATED ALWAYS AS (((setweight(to_tsvector('english', (title)), 'A') || setweight(to_tsvector('english', (COALESCE(excerpt, ''))), 'B')) || setweight(to_tsvector('english', content), 'C'))) STORED NOT NULL,
    CONSTRAINT pk_blogs PRIMARY KEY (id),
    CONSTRAINT uq_blogs_slug UNIQUE (slug),
    CONSTRAINT ck_blogs_status CHECK (status IN ('draft', 'published', 'archived')),
    CONSTRAINT ck_blogs_tags_is_array CHECK (jsonb_typeof(tags) = 'array'),
    CONSTRAINT ck_blogs_view_count CHECK (view_count >= 0),
    CONSTRAINT ck_blogs_published_at CHECK (status <> 'published' OR published_at IS NOT NULL),
    CONSTRAINT fk_blogs_author_id_users FOREIGN KEY (author_id) REFERENCES users(id) ON DELETE CASCADE
);

COMMENT ON TABLE blogs IS 'Posts, from the first draft to the archive';
COMMENT ON COLUMN blogs.slug IS 'The last part of the address; never reused';
COMMENT ON COLUMN blogs.tags IS 'Array of strings, searched with @>';
CREATE INDEX ix_blogs_author_status ON blogs (author_id, status);
CREATE INDEX ix_blogs_featured ON blogs (published_at DESC) WHERE is_featured AND status = 'published';
CREATE INDEX ix_blogs_search ON blogs USING gin (search);
CREATE INDEX ix_blogs_status_created ON blogs (status, created_at);
CREATE INDEX ix_blogs_tags_gin ON blogs USING gin (tags);
CREATE TRIGGER blogs_set_updated_at BEFORE UPDATE ON blogs FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE VIEW published_blogs AS
 SELECT b.id,
    b.title,
    b.slug,
    b.excerpt,
    b.tags,
    b.view_count,
    b.published_at,
    b.search,
    u.username AS author,
    u.full_name AS author_name
   FROM blogs b
     JOIN users u ON u.id = b.author_id
  WHERE b.status = 'published' AND u.is_active;

COMMENT ON VIEW published_blogs IS 'What the public may read';
