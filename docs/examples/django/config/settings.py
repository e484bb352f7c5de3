"""Settings: where the database is stands in a file, the rest here."""
import os
import pathlib
import secrets
import urllib.parse


def _postgresql(url):
    parts = urllib.parse.urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": urllib.parse.unquote(parts.username or ""),
        "PASSWORD": urllib.parse.unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _url():
    """Empty while headstart reads the models: it hands on no secret, and nobody connects then."""
    file = os.environ.get("DATABASE_URL_FILE")
    return pathlib.Path(file).read_text(encoding="utf-8").strip() if file else ""


def _database():
    """SQLite only where it is asked for: a container that lacks its secret must not start on an empty file."""
    if file := os.environ.get("SQLITE_FILE"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": file}
    return _postgresql(_url())


DATABASES = {"default": _database()}
INSTALLED_APPS = ["tasks"]
MIGRATION_MODULES = {"tasks": None}  # headstart's, in migrations/
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "config.urls"
ALLOWED_HOSTS = ["*"]
SECRET_KEY = secrets.token_urlsafe()  # no session and no form is signed here; an application that signs reads a secret file
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
