# Asks Alembic for a project's history and for the SQL of each revision. What it is to do comes as JSON in the variable
# HEADSTART_ALEMBIC, which no child of the application's sees:
#   {"task": "record", "config": "alembic.ini", "section": "alembic", "x": [], "scratch": [{libpq's keywords}, …]}
# "record" runs the history in the first database and, where that fails, in the next; without any it asks Alembic's
# offline mode alone. "upgrade" and "downgrade" do only what `alembic upgrade heads` and `alembic downgrade base` do.
import inspect
import logging
import warnings


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
    for file, line, what in chosen.reads:
        at = construct_at(file, line)
        whose = "%s()" % name if os.path.abspath(file) == os.path.abspath(path) else "%s() of %s" % (name, shown(path))
        reviews.append(review(file, at, direction, "%s reads %s, and may decide by it" % (whose, what)))
    if any(_PASSWORD.search(text) for text in chosen.statements):
        reviews.append(review(path, getattr(function, "lineno", 1), direction,
                              "%s() sends a password, which stands here as it was sent" % name))
    writes_rows = any(first_word(text) in ("INSERT", "UPDATE", "COPY", "WITH") for text in chosen.statements)
    momentary = momentary_lines(path, function, writes_rows)
    if online and offline and not momentary:
        found["differs"] = differ(online.statements, offline.statements)
    for line in momentary:
        reviews.append(review(path, line, direction, "%s() takes a value of the moment, which stands here as it was "
                              "when the history was read" % name))
    statements = [one for one in chosen.statements]
    found["transaction"] = not chosen.outside and runs_in_transaction(statements)
    found["statements"] = person_texts(statements)
    if direction == "up" and chosen is online and record.search_path and not sets_search_path(statements[:1]):
        found["statements"].insert(0, "SET search_path TO %s;" % record.search_path)
        found["inherits"] = True
    return found


_PASSWORD = re.compile(r"\b(CREATE|ALTER)\s+(ROLE|USER)\b[^;]*\bPASSWORD\b[^;]*'", re.I)


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
    what = re.sub(r" at 0x[0-9a-f]+", "", what)  # of an object: another one each time
    return {"file": shown(file), "line": line, "direction": direction, "what": what, "text": line_of(file, line)}


_HEADER_LINE = re.compile(r"^\s*(?:Revision ID|Revises|Create Date|Branch Labels|Depends on):.*$", re.M | re.I)


def header_of(script):
    doc = inspect.cleandoc(script.module.__doc__ or "")
    created = re.search(r"^\s*Create Date:\s*(.+?)\s*$", doc, re.M)
    header = _HEADER_LINE.search(doc)
    above, below = (doc[:header.start()], doc[header.start():]) if header else (doc, "")
    paragraphs = re.split(r"\n\s*\n", above.strip(), maxsplit=1)
    texts = [text.strip("\n") for text in paragraphs[1:] + [_HEADER_LINE.sub("", below)]]
    rest = "\n\n".join(text for text in texts if text.strip()).rstrip()
    rest = [line.rstrip() for line in rest.split("\n")] if rest else []
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


def by_place(recorded, script):
    """In the order of loading, by which Alembic and headstart tell what comes first of two that do not depend on each
    other: location by location, by the files' names."""
    folders = list(folders_of(script).values())
    return sorted(recorded.values(), key=lambda one: (
        folders.index(folder_of(one.revision, folders_of(script))) if folders else 0, os.path.basename(one.revision.path)))


def record(task, versions):
    from alembic.script import ScriptDirectory
    config, path = make_config(task)
    script = ScriptDirectory.from_config(config)
    known = Environment()
    if task.get("makes_roles"):
        make_roles(script)
    known.loads_alone = can_be_loaded(script)
    if known.loads_alone and not ordered(script):
        raise Refusal("no revision was found in %s" % ", ".join(map(shown, folders_of(script)) or [shown(script.dir)]),
                      "is it the project that you mean? alembic history, in the same folder, prints what Alembic finds")
    recorded, failure = record_history(config, script, task, known)
    if not recorded:
        ordered(script)  # raises what keeps the revisions from being loaded, in whatever way
    if failure is not None and reached(recorded) == len(recorded):  # env.py's own, behind the last revision
        known.error_behind, failure = failure, None
    if failure is None and len(task.get("scratch") or []) > 1 and any(map(has_unknown_way_back, recorded.values())):
        record_way_back(config, script, recorded, task["scratch"][1], known)
    record_offline(config, script, recorded, known)
    failed = [name for name, one in recorded.items() if ("up", "online") in one.failures]
    return {"versions": versions, "config": path, "settings": settings_of(config, script, known),
            "environment": environment_of(ENVIRONMENT.statements[:known.heard_before], known.search_path),
            # Of several runs the later ones send what the first has sent before it, for their own schemas.
            "afterwards": [] if known.runs_again else behind_migrations(ENVIRONMENT.statements[known.heard_before:]),
            "runs_again": known.runs_again, "error_behind": known.error_behind,
            "other_configs": other_configs(path), "environment_error": known.error, "failure": failure, "failed": failed,
            "revisions": [dict(revision_of(one), folder=folder_of(one.revision, folders_of(script)))
                          for one in by_place(recorded, script)]}


def steps_to(script, task, done):
    def steps(rows, context):
        move_to = script._upgrade_revs if task["task"] == "upgrade" else script._downgrade_revs
        plan = list(move_to(task.get("target"), rows))[:task.get("count") or None]
        done.extend(step.revision.revision for step in plan)
        return plan
    return steps


def move(task, versions):
    from alembic.script import ScriptDirectory
    config, _ = make_config(task)
    redirect_to(task["scratch"][0])
    # Of a transaction for all, a connection that a revision opens for itself sees nothing: then as it was recorded.
    ways = [True] if task.get("count") else [False, True]
    for per_revision in ways:
        script, done = ScriptDirectory.from_config(config), []
        try:
            run_history(config, script, steps_to(script, task, done), Environment(), per_revision)
            return {"done": done}
        except Exception:
            if per_revision is ways[-1]:
                raise


def main():
    task = json.loads(os.environ.pop("HEADSTART_ALEMBIC"))
    find_config(task.get("config"))
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
