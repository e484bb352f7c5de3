"""merge left and right

Revision ID: c4
Revises: c2, 4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e
Create Date: 2023-01-04 10:00:00.000000+01:00

"""
revision = "c4"
down_revision = ("c2", "4f1c9a7be0d3526a8e94c1b7d2f0a3e65c8b9d1e")
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
