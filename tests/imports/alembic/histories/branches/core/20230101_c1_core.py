"""Core begins

Revision ID: c1
Revises:
Create Date: 2023-01-01 10:00:00.000000+01:00

"""
from alembic import op

revision = "c1"
down_revision = None
branch_labels = ("core",)
depends_on = None


def upgrade():
    op.execute("CREATE TABLE core (i int)")


def downgrade():
    op.execute("DROP TABLE core")
