"""create_ and drop_ of each constraint, rename_table

Revision ID: 03
Revises: 02
Create Date: 2021-03-06 05:06:07
"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "03"
down_revision = "02"


def upgrade():
    op.create_unique_constraint(None, "people", ["token"])
    op.create_check_constraint("not_empty", "people", sa.func.length(sa.column("email")) > 3)
    op.create_foreign_key(None, "things", "teams", ["id"], ["id"], source_schema="other", deferrable=True,
                          initially="DEFERRED")
    op.drop_constraint("one_token", "people")
    op.rename_table("things", "objects", schema="other")
    op.drop_table_comment("objects", schema="other", existing_comment="What there is")
    op.create_table("keyless", sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()))
    op.create_primary_key("keyless_pk", "keyless", ["a", "b"])
    op.drop_index(op.f("ix_people_born"), "people")


def downgrade():
    op.create_index("ix_people_born", "people", ["birthday"])
    op.drop_table("keyless")
    op.rename_table("objects", "things", schema="other")
    op.create_table_comment("things", "What there is", schema="other")
    op.create_exclude_constraint("one_token", "people", ("token", "="), using="btree")
    op.drop_constraint("fk_things_id_teams", "things", schema="other", type_="foreignkey")
    op.drop_constraint(op.f("ck_people_not_empty"), "people", type_="check")
    op.drop_constraint("uq_people_token", "people", type_="unique")
