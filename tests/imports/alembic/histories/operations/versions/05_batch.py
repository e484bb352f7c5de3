"""batch_alter_table, with its options for other engines

Revision ID: 05
Revises: 04
Create Date: 2021-03-08 05:06:07
"""
import sqlalchemy as sa
from alembic import op

revision = "05"
down_revision = "04"


def upgrade():
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nick", sa.String(20), nullable=True))
        batch_op.create_index(batch_op.f("ix_people_nick"), ["nick"], unique=False)
        batch_op.alter_column("email", existing_type=sa.String(100), type_=sa.String(200))
        batch_op.create_foreign_key("fk_boss", "people", ["boss_id"], ["id"])
        batch_op.create_unique_constraint("uq_nick", ["nick"])
        batch_op.create_check_constraint("nick_long", sa.text("length(nick) > 1"))
        batch_op.drop_constraint("uq_people_token", type_="unique")


def downgrade():
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_unique_constraint("uq_people_token", ["token"])
        batch_op.drop_constraint("nick_long", type_="check")
        batch_op.drop_constraint("uq_nick", type_="unique")
        batch_op.drop_constraint("fk_boss", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_people_nick"))
        batch_op.drop_column("nick")
