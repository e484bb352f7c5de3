"""Two at a time, and back by a session of the application's own

Revision ID: p3
Revises: p2
Create Date: 2024-02-03 09:00:00

"""
from alembic import op
from sqlalchemy import text

from people import Session

revision = "p3"
down_revision = "p2"


def upgrade():
    connection = op.get_bind()
    while True:
        done = connection.execute(text(
            "UPDATE people SET kind = 'new' WHERE id IN (SELECT id FROM people WHERE kind <> 'new' ORDER BY id LIMIT 2)"))
        if done.rowcount == 0:
            break


def downgrade():
    session = Session()
    session.execute(text("UPDATE people SET kind = 'old'"))
    session.commit()
    session.close()
