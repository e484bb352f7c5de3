# Each revision's two directions: recorded while a history runs in a scratch database, and as Alembic's offline mode says
# them.
import io


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


def fill(recorded, script):
    if not recorded:
        recorded.update((one.revision, Recorded(one)) for one in ordered(script))


def step_through(script, recorded, known):
    """Alembic's own steps; between them each one's way back is tried, and undone."""
    def steps(rows, context):
        fill(recorded, script)
        first = search_path_of(context.connection)
        for step in script._upgrade_revs("heads", rows):
            record = recorded[step.revision.revision]
            path = search_path_of(context.connection)
            record.search_path = path if path != first else None
            step.migration_fn = hearing(step.migration_fn, record)
            yield step
            try_downgrade(step.revision, record, context, known)
    return steps


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
        again.error, again.loads_alone = known.error, known.loads_alone
        script = scripts_for_a_run(config, script, known)
        try:
            run_history(config, script, steps, again, True)
        except Exception:  # which the revision that it happened in knows of
            break
    ENVIRONMENT.statements[:] = heard


def record_online(config, script, recorded, scratch, known, per_revision):
    redirect_to(scratch)
    run_history(config, script, step_through(script, recorded, known), known, per_revision)


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

    with application_context_if_possible(script), \
            EnvironmentContext(config, script, as_sql=True, fn=lambda rows, context: []) as environment:
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


def can_be_loaded(script):
    """Not where a file asks for Alembic's connection or context when it is loaded: it is one of the first that are run."""
    try:
        ordered(script)
    except Refusal:
        raise
    except Exception:
        return False
    return True


def scripts_for_a_run(config, script, known):
    """What a file has kept of one run's connection is of no use in the next: such files are loaded anew for each."""
    return script if known.loads_alone else type(script).from_config(config)


def run_once(config, script, scratch, known, per_revision):
    """What was recorded, and why that ended early, if it did."""
    script = scripts_for_a_run(config, script, known)
    recorded, failure = {}, None
    if known.loads_alone:
        fill(recorded, script)
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
    best = {}, None
    for scratch, per_revision in zip(task.get("scratch") or [], (True, False)):
        run = run_once(config, script, scratch, known, per_revision)
        if best[1] is None or reached(run[0]) > reached(best[0]):
            best = run
        if run[1] is None or known.options.get("transaction_per_migration"):
            break
    return best
