"""an extension's schema, found by all that follow

Revision ID: s2
Revises: s1
Create Date: 2023-02-02 10:00:00
"""
from alembic import op

revision = "s2"
down_revision = "s1"


def upgrade():
    op.execute("CREATE SCHEMA aside")
    op.execute("SET search_path TO aside, app, public")
    op.execute("CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'")


def downgrade():
    op.execute("DROP SCHEMA aside CASCADE")
