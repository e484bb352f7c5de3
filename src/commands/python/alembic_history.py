# Asks Alembic for a project's history and for the SQL of each revision. What it is to do comes as JSON in the variable
# HEADSTART_ALEMBIC, which no child of the application's sees:
#   {"task": "record", "config": "alembic.ini", "section": "alembic", "x": [], "scratch": [{libpq's keywords}, …]}
# "record" runs the history in the first database and, where that fails, in the next; without any it asks Alembic's
# offline mode alone. "upgrade" and "downgrade" do only what `alembic upgrade heads` and `alembic downgrade base` do.
import argparse
import gc
import io
import logging
import warnings


def load_alembic():
    try:
        import alembic
        import sqlalchemy
    except ImportError as error:
        raise Refusal("Alembic is not installed for this Python (%s): %s" % (sys.executable, error),
                      "name the application's own Python, with --python .venv/bin/python")
    return {"alembic": alembic.__version__, "sqlalchemy": sqlalchemy.__version__,
            "python": "%d.%d.%d" % sys.version_info[:3]}


# The project's configuration.

def has_alembic_table(path):
    if not os.path.exists(path):
        return False
    with open(path, encoding="utf-8") as file:
        return bool(re.search(r"^\s*\[tool\.alembic\b", file.read(), re.M))


def candidates_of(folder):
    """Where projects keep it: here, in a folder of the application, in Flask-Migrate's."""
    yield os.path.join(folder, "alembic.ini")
    for below in sorted(entry.path for entry in os.scandir(folder) if entry.is_dir() and entry.name[0] != "."):
        yield os.path.join(below, "alembic.ini")


def find_config(named):
    if named:
        if not os.path.exists(named):
            raise Refusal("there is no file %s here" % named, "name the project's alembic.ini or pyproject.toml")
        return named
    if os.path.exists("alembic.ini"):
        return "alembic.ini"
    if has_alembic_table("pyproject.toml"):
        return "pyproject.toml"
    found = [path for path in candidates_of(".") if os.path.exists(path)]
    if len(found) > 1:
        raise Refusal("there are several: " + ", ".join(map(os.path.relpath, found)),
                      "name the one that is meant, with --alembic-config")
    if not found:
        raise Refusal("there is no alembic.ini here, and no [tool.alembic] in a pyproject.toml",
                      "run it in the project's folder, or name the file, with --alembic-config path/to/alembic.ini")
    return os.path.relpath(found[0])


def make_config(task):
    from alembic import command
    from alembic.config import Config
    path = find_config(task.get("config"))
    options = argparse.Namespace(x=task.get("x") or None, config=path, name=task.get("section") or "alembic",
                                 raiseerr=False, quiet=False, sql=False, tag=None, revision="heads",
                                 cmd=(command.upgrade, ["revision"], ["sql", "tag"]))
    arguments = {"ini_section": options.name, "cmd_opts": options}
    if path.endswith(".toml"):
        try:
            config = Config(toml_file=os.path.abspath(path), **arguments)
        except TypeError:
            raise Refusal("this Alembic is older than pyproject.toml's [tool.alembic], which 1.16 has brought",
                          "name the Python that runs the project's migrations, with --python")
    else:
        if os.path.exists("pyproject.toml") and has_alembic_table("pyproject.toml"):
            try:
                config = Config(path, toml_file=os.path.abspath("pyproject.toml"), **arguments)
            except TypeError:
                config = Config(path, **arguments)
        else:
            config = Config(path, **arguments)
    prepare_config(config, path)
    return config, path


def option_of(config, name):
    try:
        value = config.get_alembic_option(name) if hasattr(config, "get_alembic_option") \
            else config.get_main_option(name)
    except Exception:  # an interpolation that only the project's own start-up fills in
        value = None
    return value


def prepare_config(config, path):
    """As the project's own way of starting Alembic would: what it says of folders and of the database."""
    if not option_of(config, "script_location"):
        config.set_main_option("script_location", os.path.dirname(os.path.abspath(path)))  # Flask-Migrate
    location = option_of(config, "script_location")
    beside = os.path.join(os.path.dirname(path), location)
    if not os.path.isabs(location) and ":" not in location and not os.path.isdir(location) and os.path.isdir(beside):
        # Written for the folder of alembic.ini.
        os.chdir(os.path.dirname(os.path.abspath(path)))
        sys.path.insert(0, os.getcwd())
    for folder in re.split(r"[,: ]+", option_of(config, "prepend_sys_path") or "."):
        if folder and os.path.abspath(folder) not in sys.path:
            sys.path.insert(0, os.path.abspath(folder))
    url = option_of(config, "sqlalchemy.url")
    if not url or url.startswith("driver:"):
        config.set_main_option("sqlalchemy.url", "postgresql://localhost/scratch")


# The environment: env.py.

@contextlib.contextmanager
def application_context(script):
    """Flask-Migrate's env.py wants an application."""
    path = os.path.join(script.dir, "env.py")
    text = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
    if "current_app" not in text:
        yield
        return
    from flask.cli import ScriptInfo
    with ScriptInfo().load_app().app_context():
        yield


def is_asynchronous(url):
    try:
        return bool(getattr(url.get_dialect(), "is_async", False))
    except Exception:  # a driver that is not installed: the engine says so better
        return True


def use_postgresql():
    """An env.py whose URL is another engine's, or none, in a shell that says nothing else."""
    import sqlalchemy
    import sqlalchemy.engine
    from sqlalchemy.engine.url import make_url
    create = sqlalchemy.create_engine

    def create_engine(url=None, *arguments, is_for_async=False, **options):
        try:
            is_ours = make_url(url).get_backend_name() == "postgresql"
        except Exception:
            is_ours = False
        is_async = is_for_async or options.get("_is_async")
        if is_ours and (not is_async or is_asynchronous(make_url(url))):
            return create(url, *arguments, **options)
        kept = {key: options[key] for key in ("future", "_is_async", "poolclass", "json_serializer",
                                              "json_deserializer", "execution_options") if key in options}
        return create("postgresql+%s://localhost/scratch" % ("asyncpg" if is_async else DRIVERS[0]), *arguments, **kept)

    def create_async(url=None, *arguments, **options):
        return create_engine(url, *arguments, is_for_async=True, **options)

    sqlalchemy.create_engine = sqlalchemy.engine.create_engine = create_engine
    try:
        import sqlalchemy.ext.asyncio.engine as asynchronous
        asynchronous._create_engine = create_async  # before 2.0 it says nothing of itself
    except ImportError:  # of SQLAlchemy 1.3, or without greenlet
        pass
    module = sys.modules.get("sqlalchemy.engine.create")
    if hasattr(module, "create_engine"):
        module.create_engine = create_engine


DRIVERS = []
ENVIRONMENT = Section()  # what env.py itself sends, before the first revision


class Environment:
    """What env.py has told Alembic, and what is done with it."""

    def __init__(self):
        self.options = {}
        self.context_options = {}
        self.arguments = {}  # of upgrade() and downgrade()
        self.error = None  # why env.py could not be run
        self.has_begun = False
        self.schema = None  # where the version table is, if no other is named
        self.heard_before = 0  # statements of env.py's own before the first revision
        self.error_behind = None  # what env.py ends with when all revisions are applied
        self.search_path = None  # as the revisions found it, where it is not the server's
        self.runs_again = 0  # how often env.py runs the migrations, but for the first time


@contextlib.contextmanager
def patched(owner, **replacements):
    before = {name: getattr(owner, name) for name in replacements}
    for name, replacement in replacements.items():
        setattr(owner, name, replacement)
    try:
        yield before
    finally:
        for name, original in before.items():
            setattr(owner, name, original)


@contextlib.contextmanager
def watched_alembic(known, per_revision):
    """What env.py asks of Alembic is kept; what Alembic does for itself is not heard."""
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext
    import sqlalchemy

    def configure(self, *arguments, **options):
        known.options = dict(options)
        if per_revision:
            # As headstart will; and one that fails leaves what came before.
            options["transaction_per_migration"] = True
        result = before["configure"](self, *arguments, **options)
        known.context_options = self.context_opts
        return result

    def run_migrations(self, **arguments):
        if known.has_begun:  # for another schema or database, which would wait for what the first has locked
            known.runs_again += 1
            return None
        known.arguments, known.has_begun, known.heard_before = arguments, True, len(ENVIRONMENT.statements)
        with RECORDER.into(None):
            return before["run_migrations"](self, **arguments)

    def ensure_version_table(self, *arguments, **options):
        with RECORDER.deaf():
            path = self.connection.execute(sqlalchemy.text("SHOW search_path")).scalar()
            known.search_path = None if path in ('"$user", public', "public") else path
            if not self.version_table_schema:
                known.schema = self.connection.execute(sqlalchemy.text("SELECT current_schema()")).scalar()
            return ensured["_ensure_version_table"](self, *arguments, **options)

    def autocommit_block(self):
        if RECORDER.is_trial:
            raise Unrecordable("it runs outside a transaction")
        return ensured["autocommit_block"](self)

    with patched(EnvironmentContext, configure=configure, run_migrations=run_migrations) as before:
        with patched(MigrationContext, _ensure_version_table=ensure_version_table,
                     autocommit_block=autocommit_block) as ensured:
            yield


def upgrading_environment(config, script, steps):
    from alembic.runtime.environment import EnvironmentContext
    return EnvironmentContext(config, script, fn=steps, as_sql=False, starting_rev=None, destination_rev="heads",
                              tag=None)


def run_environment(config, script, steps, known, per_revision):
    """Runs env.py as `alembic upgrade heads` does, with `steps(rows, context)` as what is to be done."""
    with watched_alembic(known, per_revision), upgrading_environment(config, script, steps):
        with RECORDER.into(ENVIRONMENT), application_context(script):
            script.run_env()


def run_without_env(config, script, steps, known, per_revision):
    """Where env.py cannot be run: with Alembic's defaults, and what env.py's text says of the version table."""
    import sqlalchemy
    options = dict(known.options)
    options.update(options_in_text(os.path.join(script.dir, "env.py")))
    for name in ("url", "connection", "dialect_name", "dialect", "literal_binds", "dialect_opts", "as_sql"):
        options.pop(name, None)
    engine = sqlalchemy.create_engine("postgresql+%s://localhost/scratch" % DRIVERS[0])
    with watched_alembic(known, per_revision), upgrading_environment(config, script, steps) as context:
        with engine.connect() as connection:
            context.configure(connection=connection, **options)
            with context.begin_transaction():
                context.run_migrations()
    engine.dispose()


def options_in_text(path):
    tree, found = tree_of(path), {}
    for node in ast.walk(tree) if tree else []:
        if isinstance(node, ast.keyword) and node.arg in ("version_table", "version_table_schema",
                                                          "transaction_per_migration"):
            value = getattr(node.value, "value", getattr(node.value, "s", None))
            if isinstance(value, (str, bool)):
                found[node.arg] = value
    return found


def run_history(config, script, steps, known, per_revision):
    """In the scratch database, by env.py if it can be run at all."""
    if known.error is None:
        try:
            run_environment(config, script, steps, known, per_revision)
            if known.has_begun:
                return None
            known.error = {"message": "it does not come to context.run_migrations()"}
        except BaseException as error:
            if known.has_begun or isinstance(error, KeyboardInterrupt):
                raise
            known.error = describe(error)
    return run_without_env(config, script, steps, known, per_revision)


# Recording.

class Recorded:
    """A revision's two directions, each way that they were had."""

    def __init__(self, revision):
        self.revision = revision
        self.online = {}
        self.offline = {}
        self.failures = {}  # (direction, way) -> what went wrong
        self.search_path = None  # as earlier revisions have left it to this one


def direction_of(module, name):
    function = getattr(module, name, None)
    return function if callable(function) else None


def step_through(script, recorded, known):
    """Alembic's own steps; between them each one's way back is tried, and undone."""
    def steps(rows, context):
        first = search_path_of(context.connection)
        for step in script._upgrade_revs("heads", rows):
            record = recorded[step.revision.revision]
            path = search_path_of(context.connection)
            record.search_path = path if path != first else None
            step.migration_fn = hearing(step.migration_fn, record)
            yield step
            try_downgrade(step.revision, record, context, known)
    return steps


def search_path_of(connection):
    """Of the session, which Alembic has one of for all revisions."""
    import sqlalchemy
    transaction = None if connection.in_transaction() else connection.begin()
    try:
        with RECORDER.deaf():
            return connection.execute(sqlalchemy.text("SHOW search_path")).scalar()
    finally:
        if transaction is not None:
            transaction.rollback()


def hearing(function, record, direction="up"):
    def migrate(**arguments):
        section = Section()
        try:
            with RECORDER.into(section):
                function(**arguments)
        except BaseException as error:
            record.failures[direction, "online"] = describe(error)
            raise
        record.online[direction] = section
    return migrate


def try_downgrade(script, record, context, known):
    function = direction_of(script.module, "downgrade")
    path = script.path
    if function is None or refuses(function_of(path, "downgrade")) or is_empty(function_of(path, "downgrade")):
        return
    connection, section = context.connection, Section()
    try:
        transaction = connection.begin_nested() if connection.in_transaction() else connection.begin()
    except Exception:  # a revision or env.py has ended the transaction by SQL of its own
        return
    sequences = sequences_of(connection) if may_insert(path, function_of(path, "downgrade")) else {}
    try:
        with RECORDER.trial(), RECORDER.into(section):
            function(**known.arguments)
        record.online["down"] = section
    except Unrecordable as error:  # the whole way back, or what offline mode says, has to do
        record.failures["down", "trial"] = {"message": "it was not tried, since %s" % error}
    except Exception as error:
        record.failures["down", "online"] = describe(error)
    finally:
        transaction.rollback()
        set_back(connection, sequences)


def may_insert(path, function):
    return reaches_call(path, function, {"add", "add_all", "merge", "bulk_insert", "bulk_save_objects", "insert"}) or \
        re.search(r"\b(insert|copy|nextval)\b", source_of(path, function), re.I)


def sequences_of(connection):
    import sqlalchemy
    with RECORDER.deaf():
        return dict(connection.execute(sqlalchemy.text(
            "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, 0) FROM pg_catalog.pg_sequences")).fetchall())


def set_back(connection, sequences):
    """No rollback gives back the values of a sequence: those that a trial has used up would be missing behind it."""
    import sqlalchemy
    for name, value in sequences_of(connection).items() if sequences else ():
        before = sequences.get(name, value)
        if before != value:
            text = "SELECT setval('%s', %d)" % (name.replace("'", "''"), before) if before else "ALTER SEQUENCE %s RESTART" % name
            with RECORDER.deaf():
                connection.execute(sqlalchemy.text(text))


def has_unknown_way_back(record):
    """That Alembic could go, and that could not be tried beside the way up."""
    function = function_of(record.revision.path, "downgrade")
    return "down" not in record.online and ("down", "online") not in record.failures and not (
        refuses(function) or is_empty(function)) and direction_of(record.revision.module, "downgrade") is not None


def record_way_back(config, script, recorded, scratch, known):
    """All the way up and down again, for real, for downgrades that cannot be undone."""
    def up(rows, context):
        return script._upgrade_revs("heads", rows)

    def down(rows, context):
        for step in script._downgrade_revs("base", rows):
            record = recorded[step.revision.revision]
            if has_unknown_way_back(record):
                step.migration_fn = hearing(step.migration_fn, record, "down")
            yield step

    redirect_to(scratch)
    heard = list(ENVIRONMENT.statements)
    for steps in (up, down):
        again = Environment()
        again.error = known.error
        try:
            run_history(config, script, steps, again, True)
        except Exception:  # which the revision that it happened in knows of
            break
    ENVIRONMENT.statements[:] = heard


def record_online(config, script, recorded, scratch, known, per_revision):
    redirect_to(scratch)
    run_history(config, script, step_through(script, recorded, known), known, per_revision)


SCRATCH = {}


def redirect_to(scratch):
    """Drivers hold on to this very object; an application's engines, to connections of the database before it."""
    import sqlalchemy
    SCRATCH.clear()
    SCRATCH.update(scratch)
    for engine in gc.get_objects():
        if isinstance(engine, sqlalchemy.engine.Engine):
            engine.pool = engine.pool.recreate()


def render_every_literal(before):
    """Offline mode knows literals of a few types; the driver's own words of the others are ours to find."""
    def render_literal_value(self, value, type_):
        try:
            return before["render_literal_value"](self, value, type_)
        except Exception:
            process = type_.dialect_impl(self.dialect).bind_processor(self.dialect)
            return literal(process(value) if process else value)
    return render_literal_value


def record_offline(config, script, recorded, known):
    from sqlalchemy.dialects.postgresql.base import PGCompiler
    with patched(PGCompiler, render_literal_value=lambda *arguments: render(*arguments)) as before:
        render = render_every_literal(before)
        record_all_offline(config, script, recorded, known)


def record_all_offline(config, script, recorded, known):
    from alembic.operations import Operations
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy.dialects import postgresql

    with EnvironmentContext(config, script, as_sql=True, fn=lambda rows, context: []) as environment:
        for record in recorded.values():
            for name in ("upgrade", "downgrade"):
                direction = "up" if name == "upgrade" else "down"
                function = direction_of(record.revision.module, name)
                if function is None or refuses(function_of(record.revision.path, name)):
                    continue
                # With this style of parameters a % is a %.
                dialect = postgresql.dialect(paramstyle="named")
                dialect._backslash_escapes = False
                options = {key: value for key, value in known.context_options.items() if key not in (
                    "fn", "connection", "dialect_name", "url", "output_buffer", "as_sql", "on_version_apply")}
                options.update(as_sql=True, literal_binds=True, output_buffer=io.StringIO(), script=script)
                context = MigrationContext.configure(dialect=dialect, environment_context=environment, opts=options)
                section = Section()
                context.impl.static_output = lambda text, section=section: section.add(text)
                environment._migration_context = context
                try:
                    with Operations.context(context):
                        function(**known.arguments)
                    record.offline[direction] = section
                except Exception as error:
                    record.failures[direction, "offline"] = describe(error)


# What comes of it.

NOT_OFFLINE = {"get_bind", "inspect", "Session", "sessionmaker", "scoped_session", "Inspector", "reflect", "autoload_with"}


def section_of(record, direction, reviews):
    """The way that counts, as the object that stands in the answer; nothing for one that cannot be gone."""
    name = {"up": "upgrade", "down": "downgrade"}[direction]
    path = record.revision.path
    function = function_of(path, name)
    if function is None and direction_of(record.revision.module, name) is None or refuses(function):
        return None
    online, offline = record.online.get(direction), record.offline.get(direction)
    chosen = online or offline
    if is_empty(function) and not (chosen and chosen.statements):
        return {"statements": [], "transaction": True, "way": "empty"}
    if chosen is None:
        failure = next((record.failures[direction, way] for way in ("online", "trial", "offline")
                        if (direction, way) in record.failures), {"message": "it was not reached"})
        reviews.append(review(path, failure.get("line") or getattr(function, "lineno", 1), direction,
                              "%s() cannot be run: %s" % (name, one_line(failure["message"]))))
        return None if direction == "down" else not_written(record.revision)
    found = {"way": "online" if online else "offline", "differs": False}
    if online is None and ("down", "online") in record.failures and direction == "down":
        reviews.append(review(path, record.failures["down", "online"].get("line") or function.lineno, direction,
                              "downgrade() fails on a scratch database: "
                              + one_line(record.failures["down", "online"]["message"])))
    elif online is None and reaches_call(path, function, NOT_OFFLINE):
        reviews.append(review(path, getattr(function, "lineno", 1), direction,
                              "%s() was not run, and may do more on a server than in Alembic's offline mode" % name))
    if online and offline:
        found["differs"] = differ(online.statements, offline.statements)
    for file, line, what in chosen.reads:
        at = construct_at(file, line)
        reviews.append(review(file, at, direction, "%s() reads %s, and may decide by it" % (name, what)))
    for line in momentary_lines(path, function):
        reviews.append(review(path, line, direction, "%s() takes a value of the moment, which stands here as it was "
                              "when the history was read" % name))
    statements = [one for one in chosen.statements]
    found["transaction"] = not chosen.outside and runs_in_transaction(statements)
    found["statements"] = person_texts(statements)
    if direction == "up" and chosen is online and record.search_path and not sets_search_path(statements[:1]):
        found["statements"].insert(0, "SET search_path TO %s;" % record.search_path)
        found["inherits"] = True
    return found


def sets_search_path(statements):
    return any(re.search(r"\bsearch_path\b", text) and _OF_THE_RUN.match(text) for text in statements)


def not_written(revision):
    """A revision that did nothing would be taken for done."""
    return {"way": "none", "transaction": True, "statements": [
        "DO $$ BEGIN RAISE EXCEPTION 'revision %s is not written yet: Alembic could not run it when it was imported'; END $$"
        % revision.revision]}


def differ(online, offline):
    def essence(statements):
        found = []
        for part in (part for sql in statements for part in split_statements(sql) if not is_boundary(part)):
            # Of rows the two spell values in other ways, and offline mode inserts each by itself.
            text = compared(part.split("VALUES")[0] if first_word(part) == "INSERT" else part)
            if found[-1:] != [text]:
                found.append(text)
        return found
    return essence(online) != essence(offline)


def one_line(text):
    """Of an error of several lines, a database's with its statement, the first."""
    lines = [line.strip() for line in str(text).split("\n") if line.strip()]
    return lines[0] if lines else ""


def review(file, line, direction, what):
    return {"file": shown(file), "line": line, "direction": direction, "what": what, "text": line_of(file, line)}


def tuple_of(value):
    if value is None:
        return []
    return [value] if isinstance(value, str) else [one for one in value if one is not None]


def header_of(script):
    doc = (script.module.__doc__ or "").strip("\n")
    created = re.search(r"^\s*Create Date:\s*(.+?)\s*$", doc, re.M)
    text = re.split(r"^\s*(?:Revision ID|Revises|Create Date):", doc, maxsplit=1, flags=re.M)[0].strip()
    paragraphs = re.split(r"\n\s*\n", text, maxsplit=1)
    rest = [line.strip() for line in paragraphs[1].strip().split("\n")] if len(paragraphs) > 1 else []
    return {"id": script.revision, "parents": tuple_of(script.down_revision), "depends_on": tuple_of(script.dependencies),
            "labels": tuple_of(getattr(script.module, "branch_labels", None)), "message": " ".join(paragraphs[0].split()) or "empty message", "description": rest,
            "created": created.group(1) if created else "", "file": shown(script.path),
            "stem": os.path.splitext(os.path.basename(script.path))[0]}


def unique(reviews):
    found = []
    for one in reviews:
        if one not in found:
            found.append(one)
    return found


def revision_of(record):
    found, reviews = header_of(record.revision), []
    found["up"] = section_of(record, "up", reviews) or {"statements": [], "transaction": True, "way": "none"}
    found["down"] = section_of(record, "down", reviews)
    found["reviews"] = unique(reviews)
    return found


def hooks_of(config):
    names = option_of_section(config, "post_write_hooks", "hooks")
    if isinstance(names, str):
        names = [name.strip() for name in names.split(",") if name.strip()]
    hooks = []
    for name in names or []:
        hooks.append({"name": name, **{key: option_of_section(config, "post_write_hooks", "%s.%s" % (name, key)) or ""
                                      for key in ("type", "executable", "entrypoint", "module", "options", "cwd")}})
    return hooks


def option_of_section(config, section, name):
    try:
        return dict(config.get_section(section) or {}).get(name)
    except Exception:
        return None


def folders_of(script):
    """Of several version locations, each with the name of the folder that its files go to; of one, itself and nothing."""
    locations = [os.path.abspath(path) for path in getattr(script, "_version_locations", None)
                 or getattr(script, "version_locations", None) or []]
    if len(locations) < 2:
        return {path: "" for path in locations}
    base = os.path.commonpath(locations)
    names = {path: os.path.relpath(path, base).replace(os.sep, "_").replace(".", "") or "versions" for path in locations}
    tails = {name.rpartition("_")[2] for name in names.values()}
    if len(tails) == 1 and all("_" in name for name in names.values()):  # a/versions, b/versions
        names = {path: name.rpartition("_")[0] for path, name in names.items()}
    return names


def folder_of(script, folders):
    path = os.path.dirname(os.path.abspath(script.path))
    while path not in folders and path != os.path.dirname(path):
        path = os.path.dirname(path)  # a location may be looked through with its sub-folders
    return folders.get(path, "")


def settings_of(config, script, known):
    options = known.options
    return {
        "script_location": shown(script.dir),
        "locations": [name for name in folders_of(script).values() if name],
        "file_template": option_of(config, "file_template") or "",
        "timezone": option_of(config, "timezone") or "",
        "truncate_slug_length": option_of(config, "truncate_slug_length") or "",
        "version_table": options.get("version_table") or "",
        "version_table_schema": options.get("version_table_schema") or
        (known.schema if known.schema not in (None, "public") else ""),
        "transaction_per_migration": bool(options.get("transaction_per_migration")),
        "post_write_hooks": hooks_of(config),
    }


def run_once(config, script, scratch, known, per_revision):
    """What was recorded, and why that ended early, if it did."""
    recorded, failure = {one.revision: Recorded(one) for one in ordered(script)}, None
    known.has_begun = False
    ENVIRONMENT.__init__()
    try:
        record_online(config, script, recorded, scratch, known, per_revision)
    except Exception as error:
        failure = describe(error)
    return recorded, failure


def reached(recorded):
    return sum("up" in one.online for one in recorded.values())


def record_history(config, script, task, known):
    """A transaction for each revision first, as headstart does; where that fails Alembic's own way, which may be one
    transaction for all. What got further counts."""
    best = {one.revision: Recorded(one) for one in ordered(script)}, None
    for scratch, per_revision in zip(task.get("scratch") or [], (True, False)):
        run = run_once(config, script, scratch, known, per_revision)
        if best[1] is None or reached(run[0]) > reached(best[0]):
            best = run
        if run[1] is None or known.options.get("transaction_per_migration"):
            break
    return best


_OF_EACH_SESSION = re.compile(r"^\s*SET\s+((SESSION|LOCAL)\s+)?(search_path|ROLE|SESSION\s+AUTHORIZATION|SCHEMA)\b", re.I)


_OF_THE_SERVER = re.compile(r"^\s*(CREATE|ALTER)\s+(DATABASE|ROLE|USER|TABLESPACE|SYSTEM)\b", re.I)


_OF_THE_RUN = re.compile(r"^\s*(SET|RESET|SHOW)\b|^\s*SELECT\s+(pg_catalog\.)?(pg_(try_)?advisory_\w+|set_config)\s*\(", re.I)


def behind_migrations(statements):
    """What env.py does when they are done, less what is for its own run."""
    return [text for text in person_texts(statements) if not _OF_THE_RUN.match(text)]


def environment_of(statements, search_path):
    """What env.py sends before the first revision: what each session needs, and what makes something. Time limits and
    the like are settings of the tool that runs."""
    texts = person_texts(statements)
    session = [text for text in texts if _OF_EACH_SESSION.match(text)]
    if search_path and not any("search_path" in text for text in session):
        session.append("SET search_path TO %s;" % search_path)
    making = [text for text in texts if first_word(text) in ("CREATE", "ALTER", "GRANT", "DO", "COMMENT")]
    return {"session": session, "making": [text for text in making if not _OF_THE_SERVER.match(text)]}


_NAMED_ROLE = re.compile(r"\b(?:GRANT\b[^;]*?\bTO|REVOKE\b[^;]*?\bFROM|OWNER\s+TO|SET\s+ROLE|FOR\s+ROLE)\s+\"?([a-z_]\w*)", re.I)


def make_roles(script):
    """On a server of our own: those that the revisions grant to, as somebody has made them on the project's."""
    import sqlalchemy
    texts = []
    for revision in ordered(script):
        with open(revision.path, encoding="utf-8", errors="replace") as file:
            texts.append(file.read())
    names = {name for text in texts for name in _NAMED_ROLE.findall(text)}
    made = {name for text in texts for name in re.findall(r"\bCREATE\s+(?:ROLE|USER)\s+\"?(\w+)", text, re.I)}
    engine = sqlalchemy.create_engine("postgresql+%s://localhost/scratch" % DRIVERS[0])
    with engine.connect() as connection:
        for name in sorted(names - made - {"PUBLIC", "public", "CURRENT_USER", "current_user", "SESSION_USER", "postgres"}):
            connection.execute(sqlalchemy.text(
                "DO $$ BEGIN CREATE ROLE %s; EXCEPTION WHEN OTHERS THEN NULL; END $$" % name))
        connection.execute(sqlalchemy.text("COMMIT"))
    engine.dispose()


def by_place(recorded, script):
    """In the order of loading, by which Alembic and headstart tell what comes first of two that do not depend on each
    other: location by location, by the files' names."""
    folders = list(folders_of(script).values())
    return sorted(recorded.values(), key=lambda one: (
        folders.index(folder_of(one.revision, folders_of(script))) if folders else 0, os.path.basename(one.revision.path)))


def ordered(script):
    """As Alembic would run them, each behind what it needs."""
    return list(reversed(list(script.walk_revisions())))


def record(task, versions):
    from alembic.script import ScriptDirectory
    config, path = make_config(task)
    script = ScriptDirectory.from_config(config)
    known = Environment()
    if task.get("makes_roles"):
        make_roles(script)
    if not ordered(script):
        raise Refusal("no revision was found in %s" % ", ".join(map(shown, folders_of(script)) or [shown(script.dir)]),
                      "is it the project that you mean? alembic history, in the same folder, prints what Alembic finds")
    recorded, failure = record_history(config, script, task, known)
    if failure is not None and reached(recorded) == len(recorded):  # env.py's own, behind the last revision
        known.error_behind, failure = failure, None
    if failure is None and len(task.get("scratch") or []) > 1 and any(map(has_unknown_way_back, recorded.values())):
        record_way_back(config, script, recorded, task["scratch"][1], known)
    record_offline(config, script, recorded, known)
    failed = [name for name, one in recorded.items() if ("up", "online") in one.failures]
    return {"versions": versions, "config": path, "settings": settings_of(config, script, known),
            "environment": environment_of(ENVIRONMENT.statements[:known.heard_before], known.search_path),
            "afterwards": behind_migrations(ENVIRONMENT.statements[known.heard_before:]),
            "runs_again": known.runs_again, "error_behind": known.error_behind,
            "environment_error": known.error, "failure": failure, "failed": failed,
            "revisions": [dict(revision_of(one), folder=folder_of(one.revision, folders_of(script)))
                          for one in by_place(recorded, script)]}


def move(task, versions):
    from alembic.script import ScriptDirectory
    config, _ = make_config(task)
    script = ScriptDirectory.from_config(config)
    redirect_to(task["scratch"][0])
    target = task.get("target")

    done = []

    def steps(rows, context):
        move_to = script._upgrade_revs if task["task"] == "upgrade" else script._downgrade_revs
        plan = list(move_to(target, rows))[:task.get("count") or None]
        done.extend(step.revision.revision for step in plan)
        return plan

    run_history(config, script, steps, Environment(), bool(task.get("count")))
    return {"done": done}


def main():
    task = json.loads(os.environ.pop("HEADSTART_ALEMBIC"))
    sys.argv = ["alembic", "upgrade", "heads"]
    versions = load_alembic()
    logging.disable(logging.INFO)
    warnings.simplefilter("ignore")  # of libraries that have grown older
    DRIVERS.extend(redirect(SCRATCH))
    if task.get("scratch"):
        if not DRIVERS:
            raise Refusal("no driver of PostgreSQL is installed for this Python (%s)" % sys.executable,
                          "install psycopg2, psycopg or asyncpg there, or name another Python with --python")
        redirect_to(task["scratch"][0])
        listen_to_sqlalchemy()
        use_postgresql()
        os.environ.setdefault("DATABASE_URL", "postgresql://localhost/scratch")
    return record(task, versions) if task["task"] == "record" else move(task, versions)


answer(main)
