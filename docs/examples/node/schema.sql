-- What the database is to hold. After a change, `make new MESSAGE="…"` writes the migration that leads there.

CREATE TABLE links (
    slug text PRIMARY KEY,
    target text NOT NULL CONSTRAINT links_target_is_http CHECK (target ~ '^https?://'),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE visits (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text NOT NULL REFERENCES links ON DELETE CASCADE,
    visited_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX visits_slug ON visits (slug);
