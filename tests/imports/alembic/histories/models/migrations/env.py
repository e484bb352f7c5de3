import os

from alembic import context
from sqlalchemy import create_engine

from app.models import Base

with create_engine(os.environ["DATABASE_URL"]).begin() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    context.run_migrations()
