"""Names of their own, read where they are written

Revision ID: p4
Revises: p3
Create Date: 2024-02-04 09:00:00

"""
import sqlalchemy as sa
from alembic import op

revision = "p4"
down_revision = "p3"


def upgrade():
    connection = op.get_bind()
    names = op.create_table("names", sa.Column("name", sa.Text, primary_key=True))
    op.bulk_insert(names, [{"name": row[0]} for row in connection.execute(sa.text("SELECT name FROM people ORDER BY name"))])


def downgrade():
    connection = op.get_bind()
    connection.execute(sa.text("INSERT INTO people (name) SELECT name FROM names"))
    op.drop_table("names")
