# env.py: run as Alembic runs it, and watched, with a scratch database in the place of the project's own.
import gc


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


@contextlib.contextmanager
def application_context_if_possible(script):
    """Where env.py cannot be run, revisions may want it all the same; why there is none, env.py's own error says."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(application_context(script))
        except Exception:
            pass
        yield


class Environment:
    """What env.py has told Alembic, and what is done with it."""

    def __init__(self):
        self.loads_alone = True  # revisions can be loaded before Alembic is at work on a database
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


@contextlib.contextmanager
def watched_alembic(known, per_revision):
    """What env.py asks of Alembic is kept; what Alembic does for itself is not heard."""
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext
    import sqlalchemy

    def configure(self, *arguments, **options):
        asked = dict(options)
        if per_revision:
            # As headstart will; and one that fails leaves what came before.
            options["transaction_per_migration"] = True
        result = before["configure"](self, *arguments, **options)
        if not known.has_begun:  # what comes later is for another schema or database
            known.options, known.context_options = asked, dict(self.context_opts)
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
            path = search_path_of(self.connection)
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
        with application_context_if_possible(script), engine.connect() as connection:
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


SCRATCH = {}


def redirect_to(scratch):
    """Drivers hold on to this very object; an application's engines, to connections of the database before it."""
    import sqlalchemy
    SCRATCH.clear()
    SCRATCH.update(scratch)
    for engine in gc.get_objects():
        if isinstance(engine, sqlalchemy.engine.Engine):
            engine.pool = engine.pool.recreate()


# Of SQL, not of prose: the statement begins the text, or stands behind another one.
_NAMED_ROLE = re.compile(
    r"(?:^|;)\s*(?:GRANT\b[^;]*?\bTO|REVOKE\b[^;]*?\bFROM|ALTER\b[^;]*?\b(?:OWNER\s+TO|FOR\s+ROLE)|SET\s+(?:LOCAL\s+)?ROLE)"
    r"\s+(\"?)([a-z_]\w*)\1", re.I)


def texts_of(path):
    """The strings of a file's Python, but for docstrings; of an f-string what stands in it."""
    with open(path, encoding="utf-8", errors="replace") as file:
        try:
            tree = ast.parse(file.read())
        except SyntaxError:
            return
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def make_roles(script):
    """On a server of our own: those that the revisions grant to, as somebody has made them on the project's."""
    import sqlalchemy
    texts = [text for path in files_of(script) for text in texts_of(path)]
    names = {name if quote else name.lower() for text in texts for quote, name in _NAMED_ROLE.findall(text)}
    made = {name for text in texts for name in re.findall(r"\bCREATE\s+(?:ROLE|USER)\s+\"?(\w+)", text, re.I)}
    engine = sqlalchemy.create_engine("postgresql+%s://localhost/scratch" % DRIVERS[0])
    with engine.connect() as connection:
        for name in sorted(names - made - {"public", "current_role", "current_user", "session_user", "postgres"}):
            connection.execute(sqlalchemy.text(
                "DO $$ BEGIN CREATE ROLE \"%s\"; EXCEPTION WHEN OTHERS THEN NULL; END $$" % name))
        connection.execute(sqlalchemy.text("COMMIT"))
    engine.dispose()
