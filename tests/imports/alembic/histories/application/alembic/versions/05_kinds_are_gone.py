"""Kinds are no more

Revision ID: p5
Revises: p4
Create Date: 2024-02-05 09:00:00

"""
import sqlalchemy as sa
from alembic import op

revision = "p5"
down_revision = "p4"


def upgrade():
    op.execute("INSERT INTO people (name) VALUES ('Dee')")
    op.drop_column("people", "kind")


def downgrade():
    op.add_column("people", sa.Column("kind", sa.Text))
