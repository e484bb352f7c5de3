"""Places

They were islands.

Revision ID: l1
Revises:
Create Date: 2024-03-01 09:00:00

Note: names are not unique:
  - two islands are called alike
Revisited: never.
"""
import uuid

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

revision = "l1"
down_revision = None

# Of the run that loads the file.
connection = op.get_bind()
places = "places" if not context.is_offline_mode() else "plans"


def upgrade():
    op.create_table(
        places,
        sa.Column("id", postgresql.UUID(as_uuid=True), primary_key=True, default=uuid.uuid4),
        sa.Column("name", sa.Text, nullable=False),
    )
    connection.execute(sa.text("COMMENT ON TABLE places IS 'with a name'"))


def downgrade():
    op.drop_table(places)
