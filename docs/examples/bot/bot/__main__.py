"""A bot's loop: takes the oldest line that nobody has answered, answers it, until SIGTERM.

Lines come by the table `messages`, so that no chat network is needed to try it.
"""
import os
import pathlib
import signal
import threading

from sqlalchemy import Engine, create_engine, func, make_url, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from .commands import answer_to
from .models import Guild, Message

_ALIVE = pathlib.Path("/tmp/bot-alive")  # for the healthcheck


def _engine() -> Engine:
    text = pathlib.Path(os.environ["DATABASE_URL_FILE"]).read_text(encoding="utf-8").strip()
    return create_engine(make_url(text).set(drivername="postgresql+psycopg"), pool_pre_ping=True)


def _answer_one(engine: Engine) -> bool:
    """False when there is nothing to answer. A line that another replica is answering is left to it."""
    with Session(engine) as session, session.begin():
        oldest = select(Message).where(Message.answered_at.is_(None)).order_by(Message.id).limit(1)
        message = session.scalar(oldest.with_for_update(skip_locked=True))
        if message is None:
            return False
        message.answer = answer_to(message.content, session.get_one(Guild, message.guild_id))
        message.answered_at = func.now()
        print(f"bot: answered {message.content!r}")
        return True


def main() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    engine = _engine()
    print("bot: listening")
    while not stop.is_set():
        try:
            idle = not _answer_one(engine)
            _ALIVE.touch()
        except OperationalError as error:  # the server restarts: the healthcheck tells if it stays away
            print(f"bot: {error.orig}")
            idle = True
        if idle:
            stop.wait(0.5)
    print("bot: good bye")


main()
