"""The connection to the database, as the role that may change no schema."""
import os
import pathlib
from collections.abc import Iterator

from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session


def _url():
    text = pathlib.Path(os.environ["DATABASE_URL_FILE"]).read_text(encoding="utf-8").strip()
    return make_url(text).set(drivername="postgresql+psycopg")


_engine = create_engine(_url(), pool_pre_ping=True)


def session() -> Iterator[Session]:
    """One for each request, committed when the request was served."""
    with Session(_engine) as opened, opened.begin():
        yield opened
