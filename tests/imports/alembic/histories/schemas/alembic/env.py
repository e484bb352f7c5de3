from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, text

fileConfig(context.config.config_file_name)
engine = create_engine("sqlite:///development.db", connect_args={"check_same_thread": False})

with engine.connect() as connection:
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS app"))
    connection.execute(text("SET search_path TO app, public"))
    connection.execute(text("COMMIT"))
    context.configure(connection=connection, version_table="versions", version_table_schema="app",
                      include_schemas=True, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
