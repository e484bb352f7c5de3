"""What the application keeps, and its own sessions."""
import os

import sqlalchemy as sa
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import sessionmaker

Base = declarative_base()
engine = sa.create_engine(os.environ["DATABASE_URL"], connect_args={"options": "-csearch_path=app"})
Session = sessionmaker(bind=engine)


class Person(Base):
    __tablename__ = "people"

    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Text, nullable=False)
    kind = sa.Column(sa.Text)
