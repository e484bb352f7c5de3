"""a loop over rows, a savepoint that is rolled back, a temporary table

Revision ID: m2
Revises: m1
Create Date: 2023-03-02 10:00:00
"""
import sqlalchemy as sa
from alembic import op

revision = "m2"
down_revision = "m1"


def upgrade():
    connection = op.get_bind()
    op.add_column("users", sa.Column("slug", sa.Text()))
    users = sa.table("users", sa.column("id"), sa.column("name"), sa.column("slug"))
    rows = connection.execute(sa.select(users.c.id, users.c.name)).fetchall()
    for id, name in rows:
        connection.execute(users.update().where(users.c.id == id).values(slug=name.replace("'", "-")))
    try:
        with connection.begin_nested():
            op.execute("ALTER TABLE users DROP CONSTRAINT never_was")
    except sa.exc.ProgrammingError:
        pass
    cursor = connection.connection.cursor()
    cursor.execute("UPDATE users SET slug = slug || %s WHERE name LIKE %s", ("!", "%hara"))
    op.alter_column("users", "slug", nullable=False)


def downgrade():
    op.drop_column("users", "slug")
