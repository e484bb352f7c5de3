# Prints what `MetaData.create_all()` would run on PostgreSQL, without a database. Arguments: MODULE:METADATA, once or
# several times; a MODULE alone is imported, and where no other names one, looked through for its metadata.
import importlib
import importlib.util


def load_sqlalchemy():
    try:
        import sqlalchemy
    except ImportError as error:
        raise Refusal("SQLAlchemy is not installed for this Python (%s): %s" % (sys.executable, error),
                      "name the application's own Python, with --python .venv/bin/python")
    if not hasattr(sqlalchemy, "create_mock_engine"):
        raise Refusal("SQLAlchemy %s is too old" % sqlalchemy.__version__, "1.4 is the oldest that will do")
    return sqlalchemy


def load_module(name):
    if not name.endswith(".py"):
        return importlib.import_module(name)
    if not os.path.exists(name):
        raise Refusal("there is no file %s here" % name, "name it from the working folder on, or as app.models")
    spec = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(name))[0], name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def metadata_of(value, metadata_type):
    """All metadata that a value is or holds: a MetaData, a declarative base, SQLModel, a registry, a Flask
    extension, or a list of them."""
    if isinstance(value, metadata_type):
        return [value]
    if isinstance(value, (list, tuple, set)):
        return [found for one in value for found in metadata_of(one, metadata_type)]
    if isinstance(getattr(value, "metadatas", None), dict):
        return list(value.metadatas.values())
    found = getattr(value, "metadata", None)
    return [found] if isinstance(found, metadata_type) else []


def attribute_of(module, path):
    value = module
    for name in path.split("."):
        is_call = name.endswith("()")
        try:
            value = getattr(value, name[:-2] if is_call else name)
        except AttributeError:
            raise Refusal("%s has no %s" % (module.__name__, path), "name the metadata or the base class, as in "
                          "app.models:Base")
        if is_call:
            value = value()
    return value


def find_in(module, metadata_type):
    found = []
    for name, value in sorted(vars(module).items()):
        if not name.startswith("_"):
            for metadata in metadata_of(value, metadata_type):
                if metadata.tables and metadata not in found:
                    found.append(metadata)
    return found


def find_metadata(words, metadata_type):
    named = []
    modules = []
    for word in words:
        name, colon, path = word.rpartition(":") if ":" in word else (word, "", "")
        module = load_module(name)
        modules.append(module)
        if colon:
            found = metadata_of(attribute_of(module, path), metadata_type)
            if not found:
                raise Refusal("%s is no metadata, and has none" % word, "name a MetaData or a declarative base")
            named += found
    if not named:
        for module in modules:
            named += find_in(module, metadata_type)
    if not named:
        raise Refusal("no metadata is found in %s" % ", ".join(words), "name it, as in app.models:Base")
    unique = []
    for metadata in named:
        if metadata not in unique:
            unique.append(metadata)
    if not any(metadata.tables for metadata in unique):
        raise Refusal("the metadata holds no table", "import the modules of the models as well: name them before it, "
                      "as in app.user app.blog app.db:Base")
    return unique


def schemas_of(metadata):
    names = set()
    for table in metadata.tables.values():
        names.add(table.schema)
        for column in table.columns:
            names.add(getattr(column.type, "schema", None))
            names.add(getattr(getattr(column.type, "item_type", None), "schema", None))
            names.add(getattr(column.default, "schema", None))
    names.update(getattr(sequence, "schema", None) for sequence in metadata._sequences.values())
    return sorted(name for name in names if isinstance(name, str))


def read(words):
    sqlalchemy = load_sqlalchemy()
    statements = []
    unordered = []
    all_metadata = find_metadata(words, sqlalchemy.MetaData)

    def end_of_unordered():
        """Indexes of one table and foreign keys of a circle come in any order, another one each time."""
        statements.extend(sorted(unordered))
        del unordered[:]

    def keep(statement, *arguments, **options):
        text = statement if isinstance(statement, str) else str(statement.compile(dialect=engine.dialect))
        kind = type(statement)
        if kind is not last_kind[0]:
            end_of_unordered()
        last_kind[0] = kind
        has_no_order = kind in (sqlalchemy.schema.CreateIndex, sqlalchemy.schema.AddConstraint)
        (unordered if has_no_order else statements).append(text)

    last_kind = [None]
    # No driver is needed for that. With this style of parameters a % is a %.
    engine = sqlalchemy.create_mock_engine("postgresql://", keep, paramstyle="named")
    engine.dialect._backslash_escapes = False  # what a server is asked for at first
    for name in sorted({name for metadata in all_metadata for name in schemas_of(metadata)}):
        statements.append("CREATE SCHEMA IF NOT EXISTS " + engine.dialect.identifier_preparer.quote(name))
    for metadata in all_metadata:
        metadata.create_all(engine, checkfirst=False)
        end_of_unordered()
    return statements


run(read)
