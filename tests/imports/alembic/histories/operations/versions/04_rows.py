"""bulk_insert, execute, values of each type

Revision ID: 04
Revises: 03
Create Date: 2021-03-07 05:06:07
"""
import datetime
import decimal
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "04"
down_revision = "03"

zone = datetime.timezone(datetime.timedelta(hours=2))
people = sa.table(
    "people", sa.column("id", sa.BigInteger), sa.column("mood", sa.Enum("sad", "ok", "it's fine", name="mood")),
    sa.column("tags", postgresql.ARRAY(sa.Text)), sa.column("data", postgresql.JSONB), sa.column("birthday", sa.Date),
    sa.column("seen", sa.DateTime(timezone=True)), sa.column("rate", sa.Numeric), sa.column("token", postgresql.UUID),
    sa.column("active", sa.Boolean), sa.column("photo", sa.LargeBinary), sa.column("email", sa.String))


def upgrade():
    op.bulk_insert(people, [
        {"id": 1, "mood": "it's fine", "tags": ["a", "b'c", None], "data": {"x": [1, None, "y's %"]},
         "birthday": datetime.date(2000, 2, 29), "seen": datetime.datetime(2020, 1, 2, 3, 4, 5, 678, tzinfo=zone),
         "rate": decimal.Decimal("12.345"), "token": str(uuid.UUID(int=1)), "active": True, "photo": b"\x00\xff'\\",
         "email": "o'hara@example.com"},
        {"id": 2, "mood": "sad", "tags": [], "data": None, "birthday": None, "seen": None,
         "rate": decimal.Decimal("-1.5") * -1, "token": str(uuid.UUID(int=2)), "active": False, "photo": None,
         "email": "back\\slash 100% :not_a_bind"},
    ])
    op.execute("INSERT INTO teams (name) VALUES ('100% \\:real'), ('it''s -- not a comment')")
    op.execute(people.update().where(people.c.id == 2).values(email="changed@example.com"))
    op.execute(sa.text("UPDATE people SET email = :e WHERE id = :i").bindparams(e="bound'@example.com", i=2))
    op.execute(
        """
        /* Why this is so: 'quoted', /* nested */ and $dollars$. */
        UPDATE people
           SET rate = rate + 1  -- one more; always
         WHERE active
        """
    )
    op.get_bind().execute(sa.text("DELETE FROM teams WHERE name LIKE :pattern"), {"pattern": "%nobody%"})


def downgrade():
    op.execute("DELETE FROM people; DELETE FROM teams;")
