"""users, by the application's own models

Revision ID: m1
Revises:
Create Date: 2023-03-01 10:00:00
"""
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from app.models import Base, Role, User

revision = "m1"
down_revision = None


def upgrade():
    Base.metadata.create_all(op.get_bind())
    session = Session(bind=op.get_bind())
    session.add(User(id=uuid.UUID(int=3), name="o'hara", role=Role.guest))
    session.flush()


def downgrade():
    Base.metadata.drop_all(op.get_bind())
