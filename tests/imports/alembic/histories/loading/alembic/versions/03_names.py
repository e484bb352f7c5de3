"""Names

Revision ID: l3
Revises: l2
Create Date: 2024-03-03 09:00:00

"""
import sqlalchemy as sa
from alembic import op

revision = "l3"
down_revision = "l2"


def upgrade():
    op.execute("""
		UPDATE places
		   SET name = replace(name, '\t', ' ')  -- no\ttabs
    """)
    op.execute(
        "CREATE FUNCTION add_places(n int) RETURNS int LANGUAGE sql AS "
        "'INSERT INTO places SELECT gen_random_uuid(), ''x'' || i FROM generate_series(1, n) i RETURNING 1'"
    )
    made = op.get_bind().execute(sa.text("SELECT add_places(2)")).scalar()
    if made:
        cursor = op.get_bind().connection.cursor()
        cursor.execute("SELECT name FROM places WHERE name LIKE 'x%' ORDER BY name")
        for (name,) in cursor.fetchall():
            cursor.execute("UPDATE places SET name = %s WHERE name = %s", (name.upper(), name))
    op.execute("DO $$ BEGIN PERFORM 'ALTER ROLE reader PASSWORD ''secret'''; END $$")


def downgrade():
    op.execute("DELETE FROM places WHERE name LIKE 'X%'")
    op.execute("DROP FUNCTION add_places")
