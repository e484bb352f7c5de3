"""create_table, create_index, create_table_comment

Revision ID: 01
Revises:
Create Date: 2021-03-04 05:06:07.890123

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "01"
down_revision = None


def upgrade():
    op.execute("CREATE SCHEMA other")
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, comment="it's 100% of the name"),
        sa.UniqueConstraint("name"),
        comment="Who plays",
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id", ondelete="CASCADE", onupdate="SET NULL")),
        sa.Column("mood", sa.Enum("sad", "ok", "it's fine", name="mood"), server_default="ok", nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default="{}"),
        sa.Column("data", postgresql.JSONB(), server_default=sa.text("'{\"a\": 1}'::jsonb")),
        sa.Column("born", sa.Date()),
        sa.Column("seen", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("rate", sa.Numeric(10, 2), server_default=sa.text("0.5")),
        sa.Column("token", postgresql.UUID(), server_default=sa.text("gen_random_uuid()")),
        sa.Column("active", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("photo", sa.LargeBinary()),
        sa.Column("search", postgresql.TSVECTOR()),
        sa.Column("twice", sa.Numeric(), sa.Computed("id * 2", persisted=True)),
        sa.CheckConstraint("rate >= 0", name="positive"),
        postgresql.ExcludeConstraint(("token", "="), name="one_token", using="btree"),
    )
    op.create_index(op.f("ix_people_born"), "people", ["born"], unique=False)
    op.create_index("ix_people_data", "people", ["data"], postgresql_using="gin")
    op.create_index("ix_people_more", "people", [sa.text("(rate + 1)")], unique=True,
                    postgresql_where=sa.text("active AND rate > 0"))
    op.create_table("things", sa.Column("id", sa.Integer(), primary_key=True), schema="other")
    op.create_table_comment("things", "What there is", schema="other")


def downgrade():
    op.drop_table("things", schema="other")
    op.drop_index("ix_people_more", table_name="people")
    op.drop_table("people")
    op.drop_table("teams")
    op.execute("DROP TYPE mood")
    op.execute("DROP SCHEMA other")
