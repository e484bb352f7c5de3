# Prints what Django's schema editor would run on PostgreSQL to make all managed models of all installed applications,
# without a database. Arguments: the settings' module, or nothing.


def wrapper_class():
    """The project's own engine where that is one of PostgreSQL's (PostGIS), else Django's."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import load_backend
    try:
        from django.db.backends.postgresql.base import DatabaseWrapper
    except (ImproperlyConfigured, ImportError) as error:
        raise Refusal("Django cannot load its PostgreSQL engine: %s" % error,
                      "install psycopg or psycopg2 for this Python (%s)" % sys.executable)
    engine = settings.DATABASES.get("default", {}).get("ENGINE") or ""
    if engine and engine != "django.db.backends.dummy":
        own = load_backend(engine).DatabaseWrapper
        if issubclass(own, DatabaseWrapper):
            return own
    return DatabaseWrapper


def make_connection():
    from django.conf import settings
    if not hasattr(settings, "POSTGIS_VERSION"):
        settings.POSTGIS_VERSION = (3, 5, 0)  # else a database is asked for it

    class Unconnected(wrapper_class()):
        def connect(self):
            raise Refusal("a model needs a database to say what it is like",
                          "write this part of the schema by hand")

    connection = Unconnected({
        "ENGINE": "django.db.backends.postgresql", "NAME": "headstart", "USER": "", "PASSWORD": "", "HOST": "",
        "PORT": "", "OPTIONS": {}, "TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False,
        "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False, "TEST": {}}, "default")
    # The newest: what a model asks for is written down, and the server says what it does not know.
    connection.__dict__["pg_version"] = 180000
    return connection


def quote(value):
    """As SQL; both libraries know too little of a server that they are not connected to."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, (list, tuple)):
        return "ARRAY[" + ", ".join(map(quote, value)) + "]" if value else "'{}'"
    try:
        import psycopg2.extensions
        text = psycopg2.extensions.adapt(value).getquoted().decode("utf-8")
        return "E" + text if text.startswith("'") and "\\" in text else text
    except ImportError:
        from psycopg import sql
        return sql.quote(value)


def editor_of(connection):
    class Editor(connection.SchemaEditorClass):
        def execute(self, sql, params=()):
            sql = str(sql)
            self.collected_sql.append(sql if params is None else sql % tuple(map(quote, params)))

        def quote_value(self, value):
            return quote(value.replace("%", "%%") if isinstance(value, str) else value)

    return Editor(connection, collect_sql=True, atomic=False)


def read(words):
    find_settings(words)
    load_django().setup()
    from django.apps import apps
    from django.db import router
    from django.db.migrations.state import ProjectState
    connection = make_connection()
    # As migrations see them: their tables of a many-to-many relation have keys of another type than the models' own.
    models = [model for model in ProjectState.from_apps(apps).apps.get_models()
              if model._meta.can_migrate(connection) and router.allow_migrate_model("default", model)]
    if not models:
        raise Refusal("no installed application has a model that Django manages", "see INSTALLED_APPS")
    editor = editor_of(connection)
    with editor:
        for model in models:
            editor.create_model(model)
    return editor.collected_sql


run(read)
