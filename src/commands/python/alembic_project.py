# A project of Alembic's: its configuration, and where its revisions are.
import argparse


def load_alembic():
    # A project's own folder of that name, with an __init__.py in it, would be taken for the package.
    own = [path for path in sys.path if os.path.abspath(path or ".") == HERE]
    sys.path[:] = [path for path in sys.path if path not in own]
    try:
        import alembic
        import sqlalchemy
    except ImportError as error:
        raise Refusal("Alembic is not installed for this Python (%s): %s" % (sys.executable, error),
                      "name the application's own Python, with --python .venv/bin/python")
    finally:
        sys.path[:0] = own
    return {"alembic": alembic.__version__, "sqlalchemy": sqlalchemy.__version__,
            "python": "%d.%d.%d" % sys.version_info[:3]}


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


def files_of(script):
    """All files of Python in the version locations, without loading any."""
    for location in folders_of(script):
        for folder, folders, names in os.walk(location):
            folders.sort()
            yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".py"))


def ordered(script):
    """As Alembic would run them, each behind what it needs."""
    try:
        return list(reversed(list(script.walk_revisions())))
    except KeyError as error:  # Alembic's own, of an id that no file has
        refuse_missing(script, error)
        raise


def refuse_missing(script, error):
    scripts = list(script._load_revisions())
    known = {one.revision for one in scripts}
    for one in scripts:
        for name, value in (("down_revision", one.down_revision), ("depends_on", one.dependencies)):
            missing = [parent for parent in tuple_of(value) if parent not in known and error.args == (parent,)]
            if missing:
                raise Refusal("%s names %s as its %s, and no file of %s is that revision"
                              % (shown(one.path), missing[0], name, ", ".join(map(shown, folders_of(script)))),
                              "Alembic fails on it, too: restore the file, or correct %s" % name)


def tuple_of(value):
    if value is None:
        return []
    return [value] if isinstance(value, str) else [one for one in value if one is not None]


def other_configs(path):
    """Beside the one that is read: each may be a history of its own, with a version table of its own."""
    if os.path.basename(path) != "alembic.ini":  # one of them was named
        return []
    folder = os.path.dirname(path) or "."
    names = [name for name in sorted(os.listdir(folder)) if name.endswith(".ini") and "alembic" in name]
    found = []
    for name in names:
        other = os.path.join(folder, name)
        if os.path.abspath(other) != os.path.abspath(path):
            with open(other, encoding="utf-8", errors="replace") as file:
                if re.search(r"^\s*(script_location|version_locations)\s*=", file.read(), re.M):
                    found.append(shown(other))
    return found
