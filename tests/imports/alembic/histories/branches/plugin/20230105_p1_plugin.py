"""Plugin begins

Revision ID: p1
Revises:
Create Date: 2023-01-05 10:00:00.000000+01:00

"""
from alembic import op

revision = "p1"
down_revision = None
branch_labels = "plugin"
depends_on = "c2"


def upgrade():
    op.execute("CREATE TABLE plugin AS SELECT l FROM core")


def downgrade():
    op.execute("DROP TABLE plugin")
