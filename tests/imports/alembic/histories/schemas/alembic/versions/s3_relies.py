"""relies on what the one before has set

Revision ID: s3
Revises: s2
Create Date: 2023-02-03 10:00:00
"""
import sqlalchemy as sa
from alembic import op

revision = "s3"
down_revision = "s2"


def upgrade():
    op.create_table("numbers", sa.Column("n", sa.Integer(), nullable=False),
                    sa.CheckConstraint("twice(n) > 0", name="positive"))


def downgrade():
    op.execute("DROP TABLE aside.numbers")
