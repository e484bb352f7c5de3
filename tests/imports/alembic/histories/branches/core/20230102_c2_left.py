"""left

Revision ID: c2
Revises: c1
Create Date: 2023-01-02 10:00:00.000000+01:00

"""
from alembic import op

revision = "c2"
down_revision = "c1"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE core ADD COLUMN l int")


def downgrade():
    op.execute("ALTER TABLE core DROP COLUMN l")
