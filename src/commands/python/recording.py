# Hears what an application's Python sends to a PostgreSQL server, and sends it to scratch databases only: whatever the
# application believes to connect to, every driver here is given the scratch database. This text stands before the
# scripts that run an application's migrations.
import contextlib
import datetime
import decimal
import enum
import ipaddress
import uuid
import weakref


class Unrecordable(Exception):
    """What runs cannot be undone here, so it is not run."""


# Of a scratch database nobody waits for long: who does, waits for another connection of the same script.
LOCK_TIMEOUT = "30s"


class Section:
    """What one direction of one revision has sent."""

    def __init__(self):
        self.statements = []
        self.heard = []  # the same, and all that only reads
        self.reads = []  # (file, line, what)
        self.outside = False  # of a transaction, if only in part
        self._savepoints = {}  # name -> how many statements there were

    def add(self, sql):
        word = first_word(sql)
        name = sql.split()[-1].strip(";") if len(sql) < 200 else ""
        if word == "SAVEPOINT":
            self._savepoints[name] = len(self.statements)
        elif word == "ROLLBACK" and name in self._savepoints:
            del self.statements[self._savepoints[name]:]  # what was undone has not happened
        elif not (word == "RELEASE" and name in self._savepoints):
            self.statements.append(sql)


class Recorder:
    def __init__(self):
        self.section = None
        self.is_trial = False  # what runs is undone afterwards
        self.is_deaf = False
        self.own_table = None  # of the tool that runs the migrations
        self.made_functions = set()  # by the history itself, which may change something when they are asked
        self.connections = weakref.WeakSet()  # those that can be asked where they stand

    @contextlib.contextmanager
    def into(self, section):
        before, self.section = self.section, section
        try:
            yield section
        finally:
            self.section = before

    @contextlib.contextmanager
    def deaf(self):
        before, self.is_deaf = self.is_deaf, True
        try:
            yield
        finally:
            self.is_deaf = before

    @contextlib.contextmanager
    def trial(self):
        """What runs is undone by whoever has begun it; what runs on another connection of the script's is undone here."""
        in_transaction = {id(one) for one in self.connections if _is_in_transaction(one)}
        self.is_trial = True
        try:
            yield
        finally:
            self.is_trial = False
            for one in list(self.connections):
                if _is_in_transaction(one) and id(one) not in in_transaction:
                    one.rollback()

    def about_to_run(self, sql, is_autocommit):
        if self.is_trial and (is_autocommit or any(map(is_boundary, split_statements(sql)))):
            raise Unrecordable("it runs outside a transaction, or ends the one it runs in")

    def hear(self, sql, outside=False):
        if self.section is None or self.is_deaf or not code_of(sql).replace(";", " ").strip():
            return
        if self.own_table and self.own_table in sql:
            return
        self.section.heard.append(sql)
        self.made_functions.update(functions_made_by(sql))
        place = caller()
        acts = bool(self.made_functions and self.made_functions & functions_called_by(sql))
        if is_read(sql) and not place.gives_no_result:
            if acts and not place.is_of_library:
                self.section.add(sql)
            if not place.is_of_library:
                kind = "the catalogue" if place.is_inspection or "pg_catalog" in sql or "information_schema" in sql \
                    else "rows"
                self.section.reads.append((place.file, place.line, kind))
            return
        if not place.is_of_library and place.uses_result:
            if re.search(r"\bRETURNING\b", code_of(sql), re.I):
                self.section.reads.append((place.file, place.line, "what a statement returns"))
            elif first_word(sql) in ("INSERT", "UPDATE", "DELETE", "WITH") and has_call(place.file, {"rowcount"}):
                self.section.reads.append((place.file, place.line, "how many rows a statement touches"))
        self.section.add(sql)
        self.section.outside = self.section.outside or outside


# Programs that would find the project's own database, whatever the drivers here are given.
_DATABASE_PROGRAM = re.compile(r"\b(psql|pg_\w+|createdb|dropdb|createuser|dropuser|vacuumdb|reindexdb|clusterdb|pgbench)\b")


def refuse_database_programs(event, arguments):
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        program = _DATABASE_PROGRAM.search(str(arguments[:2]))
        if program:
            raise Unrecordable("it starts %s, which would work on the project's own database" % program.group())


sys.addaudithook(refuse_database_programs)


def _is_in_transaction(connection):
    return not connection.closed and connection.info.transaction_status != 0  # libpq's PQTRANS_IDLE


RECORDER = Recorder()


class Caller:
    """The innermost line of the project's own that led to a statement, and what stands between them."""
    file = ""
    line = 0
    is_of_library = False  # asked by a library for itself, as an enum that looks whether it is there
    is_inspection = False
    uses_result = True
    gives_no_result = False  # whoever sent it could not have had its rows


_LIBRARY_ROOTS = {}


def is_library(filename):
    known = _LIBRARY_ROOTS.get(filename)
    if known is None:
        folders = os.path.abspath(filename).split(os.sep)
        known = (filename.startswith("<") or bool({"site-packages", "dist-packages"}.intersection(folders))
                 or os.path.abspath(filename).startswith(os.path.dirname(os.path.abspath(os.__file__)) + os.sep))
        _LIBRARY_ROOTS[filename] = known
    return known


def caller():
    place = Caller()
    frame = sys._getframe(2)
    while frame is not None and is_library(frame.f_code.co_filename):
        file, name = frame.f_code.co_filename.replace(os.sep, "/"), frame.f_code.co_name
        if file.endswith("engine/reflection.py"):
            place.is_inspection = True
        elif name == "checkfirst" or name.startswith("visit_") or name == "_on_table_create" or \
                (name in ("create", "drop", "create_all", "drop_all") and "/sqlalchemy/" in file):
            place.is_of_library = True
        elif name in ("has_table", "has_type", "has_sequence", "has_index", "has_schema") and "/dialects/" in file:
            place.is_inspection = True
        elif name in ("initialize", "on_connect", "get_isolation_level") and "/sqlalchemy/" in file:
            place.is_of_library = True
        elif name in ("_autoload", "reflect_table", "reflecttable"):
            place.is_of_library = True  # what it does with the columns is heard
        elif "/alembic/operations/" in file and name in ("execute", "execute_sql"):
            place.gives_no_result = True
        elif name == "scalar_parent" or "/alembic/autogenerate/" in file:
            place.is_inspection = True
        frame = frame.f_back
    if frame is None:
        place.is_of_library = True
        return place
    place.file, place.line = frame.f_code.co_filename, frame.f_lineno
    place.uses_result = uses_result_of(place.file, place.line)
    if not place.is_inspection and not place.uses_result:
        place.gives_no_result = True
    return place


# Which server.

def driver_arguments(scratch, names):
    return {names.get(key, key): value for key, value in scratch.items() if names.get(key, key) and value != ""}


def options_of(arguments, scratch):
    """libpq's: the application's own, or else the scratch server's."""
    own = arguments.get("options") or scratch.get("options") or ""
    return (own + " -c lock_timeout=" + LOCK_TIMEOUT).strip()


def redirect(scratch):
    """All drivers that are here, before anything of the application's has been imported."""
    found = []
    for hook in (redirect_psycopg2, redirect_psycopg, redirect_asyncpg, redirect_pg8000):
        try:
            hook(scratch)
            found.append(hook.__name__[len("redirect_"):])
        except ImportError:
            pass
    return found


def as_text(sql, cursor):
    if isinstance(sql, bytes):
        return sql.decode("utf-8", "replace")
    return sql if isinstance(sql, str) else sql.as_string(cursor)


def refuse_commit_in_trial(owner):
    """Of a driver's connection or transaction, synchronous or not."""
    commit = owner.commit

    def commit_unless_trial(self, *arguments, **options):
        if RECORDER.is_trial:
            raise Unrecordable("it commits by itself")
        return commit(self, *arguments, **options)

    owner.commit = commit_unless_trial


def redirect_psycopg2(scratch):
    import psycopg2
    import psycopg2.extensions
    connect, encodings = psycopg2.connect, psycopg2.extensions.encodings

    class Cursor(psycopg2.extensions.cursor):
        _count_of_all = None  # of an executemany(): the library's own, whose parts are not heard, adds them up

        @property
        def rowcount(self):
            return super().rowcount if self._count_of_all is None else self._count_of_all

        def execute(self, query, vars=None):
            self._count_of_all = None
            RECORDER.about_to_run(as_text(query, self), self.connection.autocommit)
            if self._makes_known_role(as_text(query, self)):
                super().execute("SELECT")
                RECORDER.hear(as_text(query, self), self.connection.autocommit)
                return
            # As it is called: a % is a % only where there are no arguments.
            super().execute(query) if vars is None else super().execute(query, vars)
            if self.query is not None:
                RECORDER.hear(self.query.decode(encodings.get(self.connection.encoding, "utf-8")),
                              self.connection.autocommit)

        def _makes_known_role(self, sql):
            """Roles are the server's: an earlier run, in another scratch database, has left it there."""
            role = re.match(r'\s*CREATE\s+(?:ROLE|USER|GROUP)\s+("?)(\w+)\1', sql, re.I)
            if not role or ";" in sql.strip().rstrip(";"):
                return False
            super().execute("SELECT FROM pg_catalog.pg_roles WHERE rolname = %s",
                            [role.group(2) if role.group(1) else role.group(2).lower()])
            return super().rowcount > 0

        def executemany(self, query, vars_list):
            count = 0
            for one in vars_list:
                self.execute(query, one)
                count += max(super().rowcount, 0)
            self._count_of_all = count

        def copy_expert(self, sql, file, size=8192):
            text = as_text(sql, self)
            if not re.search(r"\bFROM\s+STDIN\b", text, re.I):
                return super().copy_expert(sql, file, size)
            data = file.read()
            data = data.decode("utf-8") if isinstance(data, bytes) else data
            super().copy_expert(sql, io.StringIO(data), size)
            RECORDER.hear(as_written(text) + ";\n" + data.rstrip("\n") + "\n\\.", self.connection.autocommit)

        def copy_from(self, file, table, sep="\t", null="\\N", size=8192, columns=None):
            names = " (%s)" % ", ".join('"%s"' % name for name in columns) if columns else ""
            self.copy_expert("COPY %s%s FROM STDIN WITH (DELIMITER %s, NULL %s)" % (
                table, names, literal(sep), literal(null)), file, size)

    def heard(factory):
        return factory if issubclass(factory, Cursor) else type("Heard" + factory.__name__, (Cursor, factory), {})

    class Connection(psycopg2.extensions.connection):
        def cursor(self, name=None, cursor_factory=None, **options):
            return super().cursor(name, cursor_factory=heard(cursor_factory or Cursor), **options)

        def commit(self):
            if RECORDER.is_trial:
                raise Unrecordable("it commits by itself")
            if RECORDER.section is not None:
                RECORDER.section.outside = True
            super().commit()

    def connect_to_scratch(dsn=None, connection_factory=None, cursor_factory=None, **arguments):
        own = {key: arguments[key] for key in ("application_name",) if key in arguments}
        connection = connect(connection_factory=Connection, cursor_factory=Cursor, **dict(scratch, options=options_of(arguments, scratch), **own))
        RECORDER.connections.add(connection)
        return connection

    psycopg2.connect = connect_to_scratch


def redirect_psycopg(scratch):
    import psycopg

    def redirected(connect):
        def connect_to_scratch(cls, conninfo="", **arguments):
            kept = {key: arguments[key] for key in (
                "autocommit", "prepare_threshold", "context", "row_factory", "cursor_factory")
                if key in arguments}
            made = connect.__func__(cls, "", **dict(scratch, options=options_of(arguments, scratch), **kept))
            if isinstance(made, psycopg.Connection):
                RECORDER.connections.add(made)
            return made
        return classmethod(connect_to_scratch)

    psycopg.Connection.connect = redirected(psycopg.Connection.connect)
    psycopg.AsyncConnection.connect = redirected(psycopg.AsyncConnection.connect)
    psycopg.connect = psycopg.Connection.connect
    refuse_commit_in_trial(psycopg.Connection)
    refuse_commit_in_trial(psycopg.AsyncConnection)


def redirect_asyncpg(scratch):
    import asyncpg
    connect = asyncpg.connect

    def connect_to_scratch(*_, **arguments):
        known = driver_arguments(scratch, {"dbname": "database", "sslmode": "ssl", "options": "",
                                           "application_name": ""})
        kept = {key: arguments[key] for key in ("loop", "connection_class") if key in arguments}
        settings = dict(arguments.get("server_settings") or {}, lock_timeout=LOCK_TIMEOUT)
        return connect(**dict(known, server_settings=settings, **kept))

    asyncpg.connect = connect_to_scratch
    import asyncpg.transaction
    refuse_commit_in_trial(asyncpg.transaction.Transaction)


def redirect_pg8000(scratch):
    import pg8000
    import pg8000.dbapi
    connect = pg8000.dbapi.connect

    def connect_to_scratch(*_, **__):
        known = driver_arguments(scratch, {"dbname": "database", "sslmode": "", "options": "",
                                           "application_name": ""})
        if str(known.get("host", "")).startswith("/"):
            known["unix_sock"] = "%s/.s.PGSQL.%s" % (known.pop("host"), known.pop("port", 5432))
        if "port" in known:
            known["port"] = int(known["port"])
        return connect(**known)

    pg8000.connect = pg8000.dbapi.connect = connect_to_scratch
    refuse_commit_in_trial(pg8000.dbapi.Connection)


def listen_to_sqlalchemy():
    """Other drivers than psycopg2 send values beside the statement."""
    import sqlalchemy
    from sqlalchemy import event

    @event.listens_for(sqlalchemy.engine.Engine, "before_cursor_execute")
    def before_cursor_execute(connection, cursor, statement, parameters, context, executemany):
        if connection.dialect.driver != "psycopg2":
            RECORDER.about_to_run(statement, is_autocommit(connection))

    def is_autocommit(connection):
        return str(connection.get_execution_options().get("isolation_level", "")).upper() == "AUTOCOMMIT"

    @event.listens_for(sqlalchemy.engine.Engine, "after_cursor_execute")
    def after_cursor_execute(connection, cursor, statement, parameters, context, executemany):
        if RECORDER.section is None or connection.dialect.driver == "psycopg2":
            return
        for values in parameters if executemany else [parameters]:
            RECORDER.hear(with_values(statement, values, connection.dialect), is_autocommit(connection))


_CAST = r"(::[A-Z]\w*(?: WITH(?:OUT)? TIME ZONE| PRECISION| VARYING)?(?:\([\d, ]+\))?(?:\[\])*|::\w+)?"
_PLACEHOLDERS = {"pyformat": r"%%|%\(([^)]+)\)s", "format": r"%%|%(s)", "numeric_dollar": r"\$(\d+)",
                 "numeric": r"(?<!:):(\d+)", "named": r"(?<!:):(\w+)"}


def with_values(statement, values, dialect):
    """The statement as it would have to be written without parameters."""
    style = dialect.paramstyle
    if not values:
        return statement.replace("%%", "%") if style in ("format", "pyformat") else statement
    in_order = iter(values) if style == "format" else None
    is_insert = first_word(statement) == "INSERT"

    def value_of(found):
        if found.group(0).startswith("%%"):
            return "%" + found.group(0)[2:]
        if in_order is not None:
            value = next(in_order)
        elif style.startswith("numeric"):
            value = values[int(found.group(1)) - 1]
        else:
            value = values[found.group(1)]
        return literal_as(value, found.group(2), is_insert)

    return re.sub("(?:%s)%s" % (_PLACEHOLDERS[style], _CAST), value_of, statement)


def literal_as(value, cast, is_insert):
    """Beside the cast that the library has written for the sake of a parameter. Of an INSERT the column tells the type,
    but of what is in an array."""
    text = literal(value)
    is_plain = isinstance(value, int) and cast == "::INTEGER" and abs(value) < 2**31
    if not cast or is_plain or (is_insert and not isinstance(value, (list, tuple))):
        return text
    own = re.match(r"('(?:[^']|'')*')::[a-z ]+$", text)
    return (own.group(1) if own else text) + cast


def literal(value):
    """Of a value that a driver would send beside the statement."""
    if value is None:
        return "NULL"
    if isinstance(value, enum.Enum):
        return literal(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, decimal.Decimal)):
        return str(value) if value >= 0 else " " + str(value)
    if isinstance(value, float):
        return repr(value) if value - value == 0 else "'%s'::double precision" % value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "'\\x%s'::bytea" % bytes(value).hex()
    for kind, type_name in ((datetime.datetime, "timestamptz" if getattr(value, "tzinfo", None) else "timestamp"),
                            (datetime.date, "date"), (datetime.time, "time"), (uuid.UUID, "uuid")):
        if isinstance(value, kind):
            return "'%s'::%s" % (value, type_name)
    if isinstance(value, datetime.timedelta):
        return "'%d days %d.%06d seconds'::interval" % (value.days, value.seconds, value.microseconds)
    if isinstance(value, (list, tuple)):
        return "ARRAY[%s]" % ", ".join(map(literal, value)) if value else "'{}'"
    if isinstance(value, dict):
        return literal(json.dumps(value))
    if hasattr(value, "obj"):  # psycopg's Jsonb and Binary
        return literal(value.obj if isinstance(value.obj, (bytes, bytearray, memoryview)) else json.dumps(value.obj))
    if isinstance(value, str) or isinstance(value, (ipaddress._BaseAddress, ipaddress._BaseNetwork)):
        return "'" + str(value).replace("'", "''") + "'"
    raise Unrecordable("a %s cannot be written as a literal" % type(value).__name__)
