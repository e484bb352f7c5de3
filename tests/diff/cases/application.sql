-- What the models of applications do from one release to the next: several kinds of change at once.

-- case: a blog gets categories
CREATE TABLE users (id bigserial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE posts (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, title varchar(200) NOT NULL, body text);
CREATE INDEX ix_posts_user_id ON posts (user_id);
-- to:
CREATE TABLE users (id bigserial PRIMARY KEY, email varchar(320) NOT NULL UNIQUE, name text, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE categories (id serial PRIMARY KEY, slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z-]+$'));
CREATE TABLE posts (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, category_id integer REFERENCES categories ON DELETE SET NULL,
    title text NOT NULL, body text, published boolean NOT NULL DEFAULT false);
CREATE INDEX ix_posts_user_id ON posts (user_id, published);
CREATE INDEX ix_posts_category ON posts (category_id) WHERE published;
-- rows:
INSERT INTO users (email) VALUES ('a@b');
INSERT INTO posts (user_id, title) VALUES (1, 'first');

-- case: a shop turns its states into an enum
CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'paid', 'sent')), total numeric(10,2));
CREATE INDEX orders_state ON orders (state);
CREATE VIEW open_orders AS SELECT id, state, total FROM orders WHERE state <> 'sent';
-- to:
CREATE TYPE order_state AS ENUM ('new', 'paid', 'sent');
CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state order_state NOT NULL DEFAULT 'new', total numeric(12,2) NOT NULL DEFAULT 0);
CREATE INDEX orders_state ON orders (state);
CREATE VIEW open_orders AS SELECT id, state, total FROM orders WHERE state <> 'sent';
-- rows:
INSERT INTO orders (state, total) VALUES ('paid', 5);

-- case: a table of events is audited by triggers
CREATE TABLE accounts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), balance numeric NOT NULL DEFAULT 0, updated_at timestamptz);
-- to:
CREATE TABLE accounts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), balance numeric NOT NULL DEFAULT 0 CHECK (balance >= 0), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE account_events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts, old numeric, new numeric, at timestamptz NOT NULL DEFAULT now());
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO account_events (account_id, old, new) VALUES (NEW.id, OLD.balance, NEW.balance);
    RETURN NULL;
END $$;
CREATE TRIGGER touch BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER note AFTER UPDATE OF balance ON accounts FOR EACH ROW WHEN (OLD.balance IS DISTINCT FROM NEW.balance) EXECUTE FUNCTION note();

-- case: tenants are kept apart by policies
CREATE TABLE documents (id serial PRIMARY KEY, tenant integer NOT NULL, body jsonb NOT NULL DEFAULT '{}');
-- to:
CREATE TABLE documents (id serial PRIMARY KEY, tenant integer NOT NULL, body jsonb NOT NULL DEFAULT '{}');
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION current_tenant() RETURNS integer LANGUAGE sql STABLE AS $$ SELECT current_setting('app.tenant')::integer $$;
CREATE POLICY own ON documents USING (tenant = current_tenant()) WITH CHECK (tenant = current_tenant());
GRANT SELECT, INSERT ON documents TO diff_writer;
GRANT USAGE ON SEQUENCE documents_id_seq TO diff_writer;
CREATE INDEX ON documents USING gin (body jsonb_path_ops);
-- rows:
INSERT INTO documents (tenant) VALUES (1);

-- case: measurements are parted by month
CREATE TABLE sensors (id serial PRIMARY KEY, name text NOT NULL);
-- to:
CREATE TABLE sensors (id serial PRIMARY KEY, name text NOT NULL);
CREATE TABLE measurements (sensor integer NOT NULL REFERENCES sensors, at timestamptz NOT NULL, value double precision, PRIMARY KEY (sensor, at)) PARTITION BY RANGE (at);
CREATE TABLE measurements_2024_01 PARTITION OF measurements FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2024-02-01 00:00+00');
CREATE TABLE measurements_2024_02 PARTITION OF measurements FOR VALUES FROM ('2024-02-01 00:00+00') TO ('2024-03-01 00:00+00');
CREATE TABLE measurements_rest PARTITION OF measurements DEFAULT;
CREATE INDEX ON measurements USING brin (at);
CREATE MATERIALIZED VIEW daily AS SELECT sensor, date_trunc('day', at) AS day, avg(value) FROM measurements GROUP BY 1, 2;
CREATE UNIQUE INDEX ON daily (sensor, day);

-- case: a search is added
CREATE TABLE articles (id serial PRIMARY KEY, title text NOT NULL, body text NOT NULL);
-- to:
CREATE EXTENSION pg_trgm;
CREATE TABLE articles (id serial PRIMARY KEY, title text NOT NULL, body text NOT NULL,
    words tsvector GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')) STORED);
CREATE INDEX articles_words ON articles USING gin (words);
CREATE INDEX articles_title ON articles USING gin (title gin_trgm_ops);
-- rows:
INSERT INTO articles (title, body) VALUES ('one', 'two');

-- case: surrogate keys take the place of natural ones
CREATE TABLE countries (code char(2) PRIMARY KEY, name text NOT NULL);
CREATE TABLE cities (name text NOT NULL, country char(2) NOT NULL REFERENCES countries, PRIMARY KEY (name, country));
-- to:
CREATE TABLE countries (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code char(2) NOT NULL UNIQUE, name text NOT NULL);
CREATE TABLE cities (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, country char(2) NOT NULL REFERENCES countries (code), UNIQUE (name, country));
-- rows:
INSERT INTO countries VALUES ('de', 'Germany');
INSERT INTO cities VALUES ('Bonn', 'de');

-- case: names as SQLAlchemy gives them
CREATE TABLE parent (id SERIAL NOT NULL, CONSTRAINT pk_parent PRIMARY KEY (id));
CREATE TABLE child (id SERIAL NOT NULL, parent_id INTEGER, CONSTRAINT pk_child PRIMARY KEY (id), CONSTRAINT fk_child_parent_id_parent FOREIGN KEY(parent_id) REFERENCES parent (id));
-- to:
CREATE TABLE parent (id SERIAL NOT NULL, name VARCHAR(50) NOT NULL, CONSTRAINT pk_parent PRIMARY KEY (id), CONSTRAINT uq_parent_name UNIQUE (name));
CREATE INDEX ix_parent_name ON parent (name);
CREATE TABLE child (id SERIAL NOT NULL, parent_id INTEGER NOT NULL, data JSONB DEFAULT '{}' NOT NULL, CONSTRAINT pk_child PRIMARY KEY (id),
    CONSTRAINT fk_child_parent_id_parent FOREIGN KEY(parent_id) REFERENCES parent (id) ON DELETE CASCADE, CONSTRAINT ck_child_data CHECK (jsonb_typeof(data) = 'object'));
CREATE INDEX ix_child_parent_id ON child (parent_id);

-- case: names as Django gives them
CREATE TABLE "auth_user" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "username" varchar(150) NOT NULL UNIQUE);
CREATE INDEX "auth_user_username_6821ab7c_like" ON "auth_user" ("username" varchar_pattern_ops);
-- to:
CREATE TABLE "auth_user" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "username" varchar(150) NOT NULL UNIQUE, "is_staff" boolean NOT NULL DEFAULT false);
CREATE INDEX "auth_user_username_6821ab7c_like" ON "auth_user" ("username" varchar_pattern_ops);
CREATE TABLE "shop_order" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "quantity" integer NOT NULL CHECK ("quantity" >= 0), "user_id" bigint NOT NULL);
ALTER TABLE "shop_order" ADD CONSTRAINT "shop_order_user_id_00aba627_fk_auth_user_id" FOREIGN KEY ("user_id") REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "shop_order_user_id_00aba627" ON "shop_order" ("user_id");
-- rows:
INSERT INTO auth_user (username) VALUES ('one');

-- case: a module goes with all of its schema
CREATE SCHEMA billing;
CREATE TABLE users (id serial PRIMARY KEY);
CREATE TYPE billing.currency AS ENUM ('eur', 'usd');
CREATE TABLE billing.invoices (id serial PRIMARY KEY, user_id integer REFERENCES users, currency billing.currency);
CREATE VIEW totals AS SELECT user_id, count(*) FROM billing.invoices GROUP BY user_id;
CREATE FUNCTION billing.total(integer) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM billing.invoices WHERE user_id = $1';
-- to:
CREATE TABLE users (id serial PRIMARY KEY, name text);
-- rows:
INSERT INTO users DEFAULT VALUES;

-- case: columns move into a table of their own
CREATE TABLE users (id serial PRIMARY KEY, street text, city text);
-- to:
CREATE TABLE users (id serial PRIMARY KEY);
CREATE TABLE addresses (user_id integer PRIMARY KEY REFERENCES users ON DELETE CASCADE, street text, city text);
-- rows:
INSERT INTO users (street) VALUES ('x');

-- case: soft deletion everywhere
CREATE TABLE a (id serial PRIMARY KEY, k text UNIQUE);
CREATE TABLE b (id serial PRIMARY KEY, a_id integer REFERENCES a);
CREATE VIEW v AS SELECT a.id, a.k, b.id AS b FROM a JOIN b ON b.a_id = a.id;
-- to:
CREATE TABLE a (id serial PRIMARY KEY, k text, deleted_at timestamptz);
CREATE UNIQUE INDEX a_k ON a (k) WHERE deleted_at IS NULL;
CREATE TABLE b (id serial PRIMARY KEY, a_id integer REFERENCES a, deleted_at timestamptz);
CREATE VIEW v AS SELECT a.id, a.k, b.id AS b FROM a JOIN b ON b.a_id = a.id WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL;
-- rows:
INSERT INTO a (k) VALUES ('x');
INSERT INTO b (a_id) VALUES (1);

-- case: files that were written for psql
\set ON_ERROR_STOP on
\connect -
\echo the first
CREATE TABLE t (id integer);
\dt
-- to:
\pset pager off
CREATE TABLE t (id integer, name text DEFAULT E'\\dt');
\d t
\q
This is never read.
