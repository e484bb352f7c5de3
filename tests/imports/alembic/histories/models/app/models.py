import datetime
import enum
import uuid

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.declarative import declarative_base

Base = declarative_base()


class Role(enum.Enum):
    admin = "a"
    guest = "g"


class User(Base):
    __tablename__ = "users"
    id = sa.Column(postgresql.UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    name = sa.Column(sa.String(20), nullable=False)
    role = sa.Column(sa.Enum(Role), nullable=False)
    made = sa.Column(sa.DateTime(), default=datetime.datetime(2020, 1, 1))
