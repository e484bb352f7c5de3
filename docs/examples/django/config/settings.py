"""Settings: where the database is stands in a file, the rest here."""
import os
import pathlib
import secrets
import urllib.parse


def _database(url):
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


DATABASES = {"default": _database(pathlib.Path(os.environ["DATABASE_URL_FILE"]).read_text(encoding="utf-8").strip())}
INSTALLED_APPS = ["tasks"]
MIGRATION_MODULES = {"tasks": None}  # headstart's, in migrations/
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "config.urls"
ALLOWED_HOSTS = ["*"]
SECRET_KEY = secrets.token_urlsafe()  # no session and no form is signed here; an application that signs reads a secret file
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
