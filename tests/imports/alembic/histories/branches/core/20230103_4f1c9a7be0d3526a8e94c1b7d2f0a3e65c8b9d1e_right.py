"""right

Revision ID: 4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e
Revises: c1
Create Date: 2023-01-03 10:00:00.000000+01:00

"""
from alembic import op

revision = "4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e"  # as long as a commit's
down_revision = "c" + str(1)
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE alembic_version ALTER COLUMN version_num TYPE varchar(64)")
    op.execute("ALTER TABLE core ADD COLUMN r int")


def downgrade():
    op.execute("ALTER TABLE core DROP COLUMN r")
