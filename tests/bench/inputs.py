"""Histories and files of any size, for headstart, and the same for its peers."""

HEADER = ("-- Step {number}\n--\n-- Revision ID: {revision}\n-- Revises: {parent}\n"
          "-- Create Date: 2025-01-01 00:00:00+00:00\n\n")

ALEMBIC_ENV = """\
import os
from alembic import context
from sqlalchemy import create_engine

options = {"target_metadata": None, "transaction_per_migration": True}
if context.is_offline_mode():
    context.configure(dialect_name="postgresql", literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg2://")
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
"""

ALEMBIC_REVISION = '''\
"""Step {number}"""
from alembic import op

revision = "{revision}"
down_revision = {parent}


def upgrade():
    {work}


def downgrade():
    pass
'''


def statement(number):
    """Of the usual kinds by turns, small, so that what is measured is the way and not the work."""
    table = f"bench_{number // 4:05}"
    return [f"CREATE TABLE {table} (id bigint PRIMARY KEY, name varchar(50) NOT NULL);",
            f"ALTER TABLE {table} ADD COLUMN note text;",
            f"CREATE INDEX {table}_name ON {table} (name);",
            f"INSERT INTO {table} (id, name) SELECT n, 'name ' || n FROM generate_series(1, 10) AS n;"][number % 4]


def revision_id(number):
    """Digits only, for dbmate; the first is 1."""
    return f"{number + 1:012}"


def write_history(folder, count, is_wide=False):
    """A linear history, for headstart, dbmate and the C programs alike. A wide one has a branch for each but the first."""
    folder.mkdir()
    for number in range(count):
        revision = revision_id(number)
        parent = revision_id(0 if is_wide else number - 1) if number > 0 else "<base>"
        (folder / f"{revision}_step.sql").write_text(
            HEADER.format(number=number + 1, revision=revision, parent=parent) +
            f"-- migrate:up\n{statement(number)}\n\n-- migrate:down\n")
    return folder


def write_psql_script(path, count):
    """The same, each in a transaction with its row, as headstart has it."""
    with path.open("w") as script:
        for number in range(count):
            row = (f"UPDATE alembic_version SET version_num = '{revision_id(number)}';" if number > 0 else
                   "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);\n"
                   f"INSERT INTO alembic_version VALUES ('{revision_id(number)}');")
            script.write(f"BEGIN;\n{statement(number)}\n{row}\nCOMMIT;\n")
    return path


def write_alembic(folder, works):
    """An Alembic project; `works` has the Python of each revision's upgrade()."""
    (folder / "versions").mkdir(parents=True)
    (folder / "alembic.ini").write_text(f"[alembic]\nscript_location = {folder}\n")
    (folder / "env.py").write_text(ALEMBIC_ENV)
    (folder / "script.py.mako").write_text("")
    for number, work in enumerate(works):
        parent = repr(revision_id(number - 1)) if number > 0 else None
        (folder / "versions" / f"{revision_id(number)}_step.py").write_text(
            ALEMBIC_REVISION.format(number=number + 1, revision=revision_id(number), parent=parent, work=work))
    return folder / "alembic.ini"


def alembic_history(folder, count):
    return write_alembic(folder, (f"op.execute({statement(number)!r})" for number in range(count)))


def write_long_file(folder, size, is_copy):
    """One migration of `size` bytes of rows, for COPY or as INSERTs, written a megabyte at a time; and the same as plain SQL."""
    folder.mkdir()
    note = "x" * 1000
    row = f"%d\t{note}\n" if is_copy else f"INSERT INTO long (id, note) VALUES (%d, '{note}');\n"
    plain = folder.parent / f"{folder.name}.sql"
    migration = folder / f"{revision_id(0)}_long.sql"
    with plain.open("w") as alone, migration.open("w") as text:
        text.write(HEADER.format(number=1, revision=revision_id(0), parent="<base>") + "-- migrate:up\n")
        for one in (alone, text):
            one.write("CREATE UNLOGGED TABLE long (id bigint, note text);\n" + ("COPY long FROM stdin;\n" if is_copy else ""))
            for first in range(0, size // len(row), 1000):
                one.write("".join(row % number for number in range(first, first + 1000)))
            one.write("\\.\n" if is_copy else "")
        text.write("\n-- migrate:down\n")
    return folder, plain


def write_big_file(folder, statements, size):
    """One migration of many INSERTs, `size` bytes in all, and the same as plain SQL. Returns both."""
    folder.mkdir()
    table = "CREATE TABLE big (id bigint PRIMARY KEY, name text NOT NULL, note text);\n"
    frame = "INSERT INTO big (id, name, note) VALUES ({0}, 'name {0}', '{1}');\n"
    rest = size // statements - len(frame.format(statements, ""))
    words = ("it''s a note with some words and a colon: it says nothing; " * (rest // 50 + 1))[:rest].rstrip("'")
    plain = folder.parent / f"{folder.name}.sql"
    plain.write_text(table + "".join(frame.format(number, words) for number in range(statements)))
    (folder / f"{revision_id(0)}_big.sql").write_text(
        HEADER.format(number=1, revision=revision_id(0), parent="<base>") +
        f"-- migrate:up\n{plain.read_text()}\n-- migrate:down\n")
    return folder, plain
