"""Plugin goes on

Revision ID: p2
Revises: p1
Create Date: 2023-01-06 10:00:00.000000+01:00

"""
from alembic import op

revision = "p2"
down_revision = "p1"
branch_labels = None
depends_on = ("4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e",)


def upgrade():
    op.execute("ALTER TABLE plugin ADD COLUMN r int DEFAULT 2")


def downgrade():
    op.execute("ALTER TABLE plugin DROP COLUMN r")
