CREATE TABLE articles (id int);
CREATE TABLE public.schema_migrations (version character varying NOT NULL);
