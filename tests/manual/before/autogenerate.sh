# shellcheck shell=bash
# Projects with models of SQLAlchemy and Django, for which Debian's Python has both; a database that somebody has filled.
model='from sqlalchemy import Column, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    bio = Column(Text)
'
if ! /usr/bin/python3 -c 'import django, psycopg2, sqlalchemy'; then
    return 77
fi
ln -s /usr/bin/python3 ../bin/python3
mkdir -p shop models/app bot/bot api/app api/db site/site_of site/blog site/db
for file in models/app/models.py bot/bot/models.py api/app/models.py; do
    echo "$model" >$file
done
echo "CREATE INDEX ON users USING gin (to_tsvector('english', bio));" >api/db/search.sql
echo 'CREATE EXTENSION IF NOT EXISTS pg_trgm;' >site/db/extensions.sql
echo 'CREATE VIEW blog_titles AS SELECT title FROM blog_post;' >site/db/views.sql
touch site/site_of/__init__.py site/blog/__init__.py
echo 'import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_of.settings")' >site/manage.py
echo 'SECRET_KEY = "no secret"
INSTALLED_APPS = ["blog"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "site"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"' >site/site_of/settings.py
echo 'from django.db import models


class Post(models.Model):
    title = models.TextField()' >site/blog/models.py
headstart database create --url "${DATABASE_URL%app}legacy" &&
    psql -Xq "${DATABASE_URL%app}legacy" -c 'CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL)' &&
    cd shop && headstart init
