"""Everybody has a kind; the way back ends its transaction by itself

Revision ID: p2
Revises: p1
Create Date: 2024-02-02 09:00:00

"""
from alembic import op
from sqlalchemy import orm

from people import Person

revision = "p2"
down_revision = "p1"


def upgrade():
    session = orm.Session(bind=op.get_bind())
    for person in session.query(Person).order_by(Person.id).all():
        person.kind = person.name.upper()
    session.commit()
    op.create_index("people_kind", "people", ["kind"])


def downgrade():
    op.execute("COMMIT")
    op.drop_index("people_kind", table_name="people", postgresql_concurrently=True)
    op.execute("UPDATE people SET kind = NULL")
