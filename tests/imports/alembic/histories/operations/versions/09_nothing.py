"""Nothing at all

Revision ID: 09
Revises: 08
Create Date: 2021-03-12 05:06:07
"""
revision = "09"
down_revision = "08"


def upgrade():
    pass


def downgrade():
    pass
