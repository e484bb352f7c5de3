# Asks Django for a project's migrations and for the SQL of each: they run in a scratch database, one after the other, and
# each one's way back is tried there and undone. What it is to do comes as JSON in the variable HEADSTART_DJANGO:
#   {"settings": "project.settings" or null, "scratch": {libpq's keywords}, "maintenance": another database of that server}
import io


def use_scratch_database():
    """Before anything of Django's connects; the driver itself goes to the scratch database whatever stands here."""
    from django.conf import settings
    engine = settings.DATABASES.get("default", {}).get("ENGINE") or ""
    is_ours = "postg" in engine  # PostGIS' own, too
    settings.DATABASES = {"default": {"ENGINE": engine if is_ours else "django.db.backends.postgresql",
                                      "NAME": "scratch", "HOST": "localhost"}}
    settings.DATABASE_ROUTERS = []


class Undo(Exception):
    pass


class Scratch:
    """The database that the drivers are given, and a copy of it for what no transaction can undo."""

    def __init__(self, words, maintenance):
        self.words = words  # the drivers' own, which they look at for each connection
        self.name = words["dbname"]
        self.maintenance = maintenance

    @contextlib.contextmanager
    def copy(self, connection):
        # The prefix is the original's: what a killed run leaves behind is cleared away with it.
        copy = self.name + "_back"
        self._maintain(connection, "CREATE DATABASE %s TEMPLATE %s" % (copy, self.name))
        try:
            self._go_to(connection, copy)
            yield
        finally:
            self._maintain(connection, "DROP DATABASE %s" % copy)

    def _go_to(self, connection, name):
        connection.close()
        self.words["dbname"] = name

    def _maintain(self, connection, sql):
        self._go_to(connection, self.maintenance)
        with RECORDER.deaf(), connection.cursor() as cursor:
            cursor.execute(sql)
        self._go_to(connection, self.name)


def listen_to_django(connection):
    """psycopg2 is heard by its cursor; of psycopg the text is made as its client would."""
    if "psycopg2" in sys.modules and connection.Database.__name__ == "psycopg2":
        return

    def hear(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        cursor = context["cursor"].cursor
        for one in params if many else [params]:
            text = cursor.mogrify(sql, one) if hasattr(cursor, "mogrify") else sql
            RECORDER.hear(str(text), connection.autocommit)
        return result

    connection.execute_wrappers.append(hear)


def record(executor, connection, scratch, migration, state):
    """The state behind it, and the two sections; for a way back that there is none, why that is."""
    before, up = state.clone(), Section()
    copy = None if migration.atomic else before.clone()
    with RECORDER.into(up):
        state = executor.apply_migration(state, migration)
    up.outside = is_outside(migration, up)
    if not all(operation.reversible for operation in migration.operations):
        return state, up, None, ""
    down = Section()
    try:
        if migration.atomic:
            try_back(connection, migration, before, down)
        else:
            with scratch.copy(connection):
                go_back(connection, migration, copy, down)
    except Exception as error:
        return state, up, None, sentence_of(error).split("\n")[0]
    down.outside = is_outside(migration, down)
    return state, up, down, ""


def is_outside(migration, section):
    """Django runs a migration in one transaction unless that says otherwise; whatever a driver commits is the end of it."""
    return not migration.atomic and bool(section.statements)


def try_back(connection, migration, before, down):
    from django.db import transaction
    with RECORDER.trial():
        try:
            with transaction.atomic(using=connection.alias):
                go_back(connection, migration, before, down)
                raise Undo()
        except Undo:
            pass


def go_back(connection, migration, before, down):
    with RECORDER.into(down), connection.schema_editor(atomic=migration.atomic) as editor:
        migration.unapply(before, editor)


# Names of what a statement may need that another migration has made.
NAMES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname !~ '^(pg_|information_schema$)'
UNION SELECT t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typcategory <> 'A' AND n.nspname !~ '^(pg_|information_schema$)'
UNION SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname !~ '^(pg_|information_schema$)'
UNION SELECT o.opcname FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
WHERE n.nspname !~ '^(pg_|information_schema$)'
UNION SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'
UNION SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)'"""

REFERENCE = r'\bREFERENCES\s+(?:"[^"]+"|\w+)'


def named_in(names, texts):
    text = "\n".join(texts).lower()
    words = set(re.findall(r"\w+", text))
    return {name for name in names if name.lower() in words
            or (not re.match(r"\w+$", name) and name.lower() in text)}


class Ties:
    """What a migration needs of those that Django ran before it, and does not say. Its SQL was recorded in that order, and
    is right in another one only where it names nothing that those have made or changed. A key's reference needs no more of
    the table than that it is there, under its name."""

    def __init__(self, connection):
        self.connection = connection
        self.changed = {}  # name -> the last migration that has sent a statement with it
        self.made = {}  # name -> the last one that has made it, or renamed something of it
        self.names = self._read_names()

    def _read_names(self):
        with self.connection.cursor() as cursor:
            cursor.execute(NAMES)
            return {row[0] for row in cursor.fetchall()}

    def take(self, one, up, down):
        """The ids that it needs; from here on, others may need this one."""
        names_now = self._read_names()
        made, known = names_now - self.names, names_now | self.names
        self.names = names_now
        heard = up.heard + (down.heard if down else [])
        plain = [re.sub(REFERENCE, "", text, flags=re.I) for text in heard]
        uses = named_in(known, plain)
        refers = named_in(known, heard) - uses
        needs = {self.changed[name] for name in uses if name in self.changed}
        needs |= {self.made[name] for name in refers if name in self.made}
        statements = [re.sub(REFERENCE, "", text, flags=re.I) for text in up.statements]
        renaming = [text for text in statements if re.search(r"\b(RENAME|UNIQUE|PRIMARY KEY)\b", text, re.I)]
        self.changed.update(dict.fromkeys(made | named_in(known, statements), one))
        self.made.update(dict.fromkeys(made | named_in(known, renaming), one))
        return needs - {one}


def section_of(section, name, reviews, direction):
    for file, line, what in section.reads:
        reviews.append({"file": shown(file), "line": construct_at(file, line), "direction": direction,
                        "what": "%s reads %s, and may decide by it" % (name, what),
                        "text": line_of(file, construct_at(file, line))})
    statements = section.statements
    return {"statements": person_texts(statements),
            "transaction": runs_in_transaction(statements) and not section.outside, "way": "online"}


def id_of(key):
    return "%s.%s" % key


def revision_of(key, graph, migration, up, down, why_not, roots):
    app, name = key
    parents = sorted(node.key for node in graph.node_map[key].parents)
    within = [id_of(parent) for parent in parents if parent[0] == app]
    is_root = not within and app not in roots
    if is_root:
        roots.add(app)
    path = getattr(sys.modules.get(type(migration).__module__), "__file__", "") or name
    reviews = []
    place = shown(path)
    if why_not:
        reviews.append({"file": place, "line": 1, "direction": "down", "text": "",
                        "what": "there is no way back here, for Django's fails: " + why_not})
    return {"id": id_of(key), "parents": within,
            "depends_on": [id_of(parent) for parent in parents if parent[0] != app],
            "labels": [app] if is_root else [], "message": re.sub(r"^\d+_", "", name).replace("_", " ") or name,
            "description": ["Replaces " + ", ".join(map(id_of, migration.replaces))] if migration.replaces else [],
            "created": "", "file": place, "folder": "", "stem": "%s_%s" % key,
            "up": section_of(up, place, reviews, "up"),
            "down": section_of(down, place, reviews, "down") if down is not None else None,
            "reviews": [one for index, one in enumerate(reviews) if one not in reviews[:index]]}


def ancestors_of(revision, below):
    ancestors = set()
    for one in revision["parents"] + revision["depends_on"]:
        ancestors |= below.get(one, set()) | {one}
    return ancestors


def history():
    task = json.loads(os.environ.pop("HEADSTART_DJANGO"))
    drivers = redirect(task["scratch"])
    find_settings([task.get("settings")])
    django = load_django()
    if not drivers:
        raise Refusal("no driver of PostgreSQL is installed for this Python (%s)" % sys.executable,
                      "install psycopg or psycopg2 there, or name another Python with --python")
    use_scratch_database()
    django.setup()
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    connection = connections["default"]
    connection.prepare_database()
    executor = MigrationExecutor(connection)
    listen_to_django(connection)
    executor.recorder.ensure_schema()
    RECORDER.own_table = "django_migrations"
    graph = executor.loader.graph
    plan = executor.migration_plan(graph.leaf_nodes())
    scratch, ties = Scratch(task["scratch"], task["maintenance"]), Ties(connection)
    state, revisions, roots = executor._create_project_state(with_applied_migrations=True), [], set()
    below = {}  # id -> all that are applied before it wherever it is
    for migration, _ in plan:
        key = (migration.app_label, migration.name)
        state, up, down, why_not = record(executor, connection, scratch, migration, state)
        revision = revision_of(key, graph, migration, up, down, why_not, roots)
        needed = ties.take(revision["id"], up, down)
        below[revision["id"]] = ancestors_of(revision, below)
        for one in reversed(revisions):  # the last first: it may need the others itself
            if one["id"] in needed - below[revision["id"]]:
                revision["depends_on"].append(one["id"])
                below[revision["id"]] |= below[one["id"]] | {one["id"]}
        revisions.append(revision)
    return {"versions": {"django": django.get_version(), "python": "%d.%d.%d" % sys.version_info[:3]},
            "revisions": revisions}


answer(history)
