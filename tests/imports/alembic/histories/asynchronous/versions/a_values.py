"""Values that asyncpg sends beside the statement

Revision ID: a0000000000a
Revises:
Create Date: 2022-01-01 00:00:00
"""
import datetime
import decimal
import enum
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "a0000000000a"
down_revision = None


class Mood(enum.Enum):
    sad = 1
    fine = 2


def upgrade():
    table = op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("mood", sa.Enum(Mood, name="mood")),
        sa.Column("moods", postgresql.ARRAY(sa.Enum(Mood, name="mood", create_type=False))),
        sa.Column("data", sa.JSON()),
        sa.Column("jsonb", postgresql.JSONB(none_as_null=True)),
        sa.Column("key", postgresql.UUID(as_uuid=True)),
        sa.Column("at", sa.DateTime()),
        sa.Column("on", sa.Date()),
        sa.Column("time", sa.Time()),
        sa.Column("lasts", sa.Interval()),
        sa.Column("bytes", sa.LargeBinary()),
        sa.Column("numbers", postgresql.ARRAY(sa.Integer)),
        sa.Column("rate", sa.Numeric()),
        sa.Column("float", sa.Float()),
        sa.Column("text", sa.Text()),
    )
    op.bulk_insert(table, [{
        "id": 1, "mood": Mood.fine, "data": {"a": ["it's", None]}, "jsonb": [1, 2],
        "key": uuid.UUID(int=7), "at": datetime.datetime(2020, 1, 2, 3, 4, 5, 6), "on": datetime.date(2020, 1, 2),
        "time": datetime.time(1, 2, 3), "lasts": datetime.timedelta(days=-1, seconds=5), "bytes": b"\x00'\\",
        "numbers": [1, None, 3], "rate": decimal.Decimal("1.10"), "float": 0.1, "text": "100% :x $1 'quoted' \\",
    }, {
        "id": 2, "mood": None, "data": None, "jsonb": None, "key": None, "at": None, "on": None,
        "time": None, "lasts": None, "bytes": None, "numbers": [], "rate": None, "float": float("inf"), "text": None,
    }])
    op.execute(table.update().where(table.c.id == 1).values(text=sa.func.upper(table.c.text)))
    op.get_bind().execute(sa.text("UPDATE notes SET text = :text WHERE id = :id AND :text::text <> ''".replace(
        ":text::text", "CAST(:text AS text)")), {"text": "b'c", "id": 2})


def downgrade():
    op.drop_table("notes")
    op.execute("DROP TYPE mood")
