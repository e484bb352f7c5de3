"""add_column, alter_column, drop_column

Revision ID: 02
Revises: 01
Create Date: 2021-03-05 05:06:07
"""
import sqlalchemy as sa
from alembic import op

revision = "02"
down_revision = "01"


def upgrade():
    op.add_column("people", sa.Column("email", sa.String(100), unique=True))
    op.add_column("people", sa.Column("boss_id", sa.BigInteger(), sa.ForeignKey("people.id"), index=True))
    op.add_column("things", sa.Column("label", sa.Text(), server_default="none", nullable=False), schema="other")
    op.alter_column("people", "rate", existing_type=sa.Numeric(10, 2), type_=sa.Numeric(12, 3), nullable=False,
                    server_default=None)
    op.alter_column("people", "born", new_column_name="birthday", comment="When?", existing_type=sa.Date())
    op.alter_column("things", "label", type_=sa.String(10), existing_nullable=False, schema="other",
                    postgresql_using="left(label, 10)")
    op.drop_column("people", "search")


def downgrade():
    op.add_column("people", sa.Column("search", sa.Text()))
    op.alter_column("people", "birthday", new_column_name="born", comment=None, existing_comment="When?")
    op.drop_column("people", "boss_id")
    op.drop_column("people", "email")
    op.drop_column("things", "label", schema="other")
    op.alter_column("people", "rate", type_=sa.Numeric(10, 2), nullable=True, server_default=sa.text("0.5"))
