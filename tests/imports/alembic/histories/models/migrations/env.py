from alembic import context
from sqlalchemy import create_engine

from app.models import Base

with create_engine(context.config.get_main_option("sqlalchemy.url")).begin() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    context.run_migrations()
