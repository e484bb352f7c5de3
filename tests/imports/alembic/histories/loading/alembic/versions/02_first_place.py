"""First place

Revision ID: l2
Revises: l1
Create Date: 2024-03-02 09:00:00

"""
import uuid

import sqlalchemy as sa
from alembic import op

revision = "l2"
down_revision = "l1"

places = sa.table("places", sa.column("id"), sa.column("name"))


def upgrade():
    op.bulk_insert(places, [{"id": str(uuid.uuid4()), "name": "Utopia"}])


def downgrade():
    op.execute("DELETE FROM places")
