"""outside a transaction: autocommit_block, enum values, CONCURRENTLY

Revision ID: 07
Revises: 06
Create Date: 2021-03-10 05:06:07
"""
import sqlalchemy as sa
from alembic import op

revision = "07"
down_revision = "06"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE mood ADD VALUE 'great' AFTER 'ok'")
        op.create_index("ix_people_email", "people", ["email"], postgresql_concurrently=True)
    op.execute("UPDATE people SET mood = 'great' WHERE id = 1")


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_people_email", table_name="people", postgresql_concurrently=True)
