"""The path is set by the connection; whoever asks for several towns gets the first."""
from alembic import context
from sqlalchemy import text

from people import Base, engine

for town in ("here", "there"):
    with engine.connect() as connection:
        with connection.begin():
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS app"))
        context.configure(connection=connection, target_metadata=Base.metadata, version_table="towns")
        with context.begin_transaction():
            context.run_migrations()
