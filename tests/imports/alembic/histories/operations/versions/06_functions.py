"""SQL of one's own: functions, views, triggers

Revision ID: 06
Revises: 05
Create Date: 2021-03-09 05:06:07
"""
from alembic import op

revision = "06"
down_revision = "05"

FUNCTION = """
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        -- the body is the author's: 100% of it
        NEW.seen := '2021-01-01 00:00+00';
        RETURN NEW;
    END
    $body$
"""


def upgrade():
    op.execute(FUNCTION)
    op.execute("CREATE TRIGGER touch BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION touch()")
    op.execute("""CREATE VIEW active_people AS
                  SELECT id, email
                  FROM people
                  WHERE active;""")
    op.execute("SELECT setval('other.things_id_seq', 41)")
    op.execute("DO $$ BEGIN PERFORM 1; END $$;")


def downgrade():
    op.execute("DROP VIEW active_people")
    op.execute("DROP TRIGGER touch ON people")
    op.execute("DROP FUNCTION touch()")
