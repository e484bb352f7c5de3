# Asks Django for a project's migrations and for the SQL of each: they run in a scratch database, one after the other, and
# each one's way back is tried there and undone. What it is to do comes as JSON in the variable HEADSTART_DJANGO:
#   {"settings": "project.settings" or null, "scratch": {libpq's keywords}}
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


def record(executor, connection, migration, state):
    """The state behind it, and the two sections; nothing for a way back that there is none."""
    before, up = state.clone(), Section()
    with RECORDER.into(up):
        state = executor.apply_migration(state, migration)
    return state, up, record_down(connection, migration, before)


def record_down(connection, migration, before):
    from django.db import transaction
    if not all(operation.reversible for operation in migration.operations):
        return None
    down = Section()
    RECORDER.is_trial = True
    try:
        with transaction.atomic(using=connection.alias):
            with RECORDER.into(down), connection.schema_editor(atomic=True) as editor:
                migration.unapply(before, editor)
            raise Undo()
    except Undo:
        return down
    except Exception as error:
        down.reads.append(("", 0, "fails: " + sentence_of(error).split("\n")[0]))
        return down
    finally:
        RECORDER.is_trial = False


def section_of(section, name, reviews, direction):
    for file, line, what in section.reads:
        if file:
            reviews.append({"file": shown(file), "line": construct_at(file, line), "direction": direction,
                            "what": "%s reads %s, and may decide by it" % (name, what),
                            "text": line_of(file, construct_at(file, line))})
        else:
            reviews.append({"file": name, "line": 1, "direction": direction, "what": "the way back " + what, "text": ""})
    statements = section.statements
    return {"statements": person_texts(statements),
            "transaction": runs_in_transaction(statements) and not section.outside, "way": "online"}


def id_of(key):
    return "%s.%s" % key


def revision_of(key, graph, migration, up, down, roots):
    app, name = key
    parents = sorted(node.key for node in graph.node_map[key].parents)
    within = [id_of(parent) for parent in parents if parent[0] == app]
    is_root = not within and app not in roots
    if is_root:
        roots.add(app)
    path = getattr(sys.modules.get(type(migration).__module__), "__file__", "") or name
    reviews = []
    place = shown(path)
    return {"id": id_of(key), "parents": within,
            "depends_on": [id_of(parent) for parent in parents if parent[0] != app],
            "labels": [app] if is_root else [], "message": re.sub(r"^\d+_", "", name).replace("_", " ") or name,
            "description": [], "created": "", "file": place, "folder": "", "stem": "%s_%s" % key,
            "up": section_of(up, place, reviews, "up"),
            "down": section_of(down, place, reviews, "down") if down is not None else None,
            "reviews": [one for index, one in enumerate(reviews) if one not in reviews[:index]]}


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
    state, revisions, roots = executor._create_project_state(with_applied_migrations=True), [], set()
    for migration, _ in plan:
        key = (migration.app_label, migration.name)
        state, up, down = record(executor, connection, migration, state)
        revision = revision_of(key, graph, migration, up, down, roots)
        if revisions and revisions[-1]["id"] not in revision["parents"] + revision["depends_on"]:
            # What it has sent was right in the order in which Django runs them, so it is kept.
            revision["depends_on"].append(revisions[-1]["id"])
        revisions.append(revision)
    return {"versions": {"django": django.get_version(), "python": "%d.%d.%d" % sys.version_info[:3]},
            "revisions": revisions}


answer(history)
