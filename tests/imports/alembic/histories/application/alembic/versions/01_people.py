"""People, three of them

Revision ID: p1
Revises:
Create Date: 2024-02-01 09:00:00

"""
import sqlalchemy as sa
from alembic import op

revision = "p1"
down_revision = None


def upgrade():
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
    )
    op.execute("INSERT INTO people (name) VALUES ('Ann'), ('Ben'), ('Cem')")


def downgrade():
    print("who would take them all away?")
    raise RuntimeError("people stay")
