"""first

Revision ID: s1
Revises:
Create Date: 2023-02-01 10:00:00
"""
import sqlalchemy as sa
from alembic import op

revision = "s1"
down_revision = None


def upgrade():
    op.create_table("accounts", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table("shared", sa.Column("id", sa.Integer(), primary_key=True), schema="public")


def downgrade():
    op.drop_table("shared", schema="public")
    op.drop_table("accounts")
