"""decides by what it finds

Revision ID: 08
Revises: 07
Create Date: 2021-03-11 05:06:07
"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm
from sqlalchemy.ext.declarative import declarative_base

revision = "08"
down_revision = "07"

Base = declarative_base()


class Team(Base):
    __tablename__ = "teams"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(80))


def upgrade():
    bind = op.get_bind()
    shape = sa.Enum("round", "flat", name="shape")
    shape.create(bind, checkfirst=True)
    op.add_column("objects", sa.Column("shape", shape), schema="other")
    for row in bind.execute(sa.text("SELECT id, name FROM teams ORDER BY id")).fetchall():
        bind.execute(sa.text("UPDATE teams SET name = :name WHERE id = :id"), {"name": row[1].upper(), "id": row[0]})
    inspector = sa.inspect(bind)
    columns = [column["name"] for column in inspector.get_columns("people")]
    if "nick" in columns:
        op.drop_column("people", "nick")
    session = orm.Session(bind=bind)
    session.add(Team(name="added by the ORM"))
    session.commit()


def downgrade():
    raise NotImplementedError("no way back")
