#include "support/catch.hpp"
#include "support/project.hpp"

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr auto k_python = "/usr/bin/python3"; // for which Debian's packages are

constexpr auto k_declarative = "try:\n"
                               "    from sqlalchemy.orm import declarative_base\n"
                               "except ImportError:\n"
                               "    from sqlalchemy.ext.declarative import declarative_base\n";

/// An application with a package `app`, whose models are in app/models.py.
struct Application : Project {
    explicit Application(const std::string& models) {
        folder.write("app/__init__.py", "");
        folder.write("app/models.py", models);
    }

    Outcome sqlalchemy(std::vector<std::string> words) {
        words.insert(words.begin(), {"schema", "sqlalchemy", "--python", k_python});
        return headstart(words);
    }

    /// Loads what is printed into the project's database.
    void load(const std::string& sql) { database.execute(sql); }
};

const std::string k_models = std::string("import enum\n"
                                         "from sqlalchemy import *\n"
                                         "from sqlalchemy import event\n"
                                         "from sqlalchemy.dialects.postgresql import *\n"
                                         "from sqlalchemy.dialects.postgresql import ENUM\n") +
                             k_declarative + R"python(
print("a word of the application")
Base = declarative_base(metadata=MetaData(naming_convention={
    "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}))
event.listen(Base.metadata, "before_create", DDL("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'"))

class Mood(enum.Enum):
    sad = 1
    glad = 2

followers = Table("followers", Base.metadata, Column("who", ForeignKey("users.id"), primary_key=True),
                  Column("whom", ForeignKey("users.id"), primary_key=True))

class User(Base):
    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("name LIKE 'a%' OR name <> 'b\\'", name="name"),
        Index("ix_users_lower_email", func.lower(text("email")), unique=True),
        Index("ix_users_sad", "email", postgresql_where=text("mood = 'sad'"), postgresql_include=["name"]),
        Index("ix_users_data", "data", postgresql_using="gin", postgresql_ops={"data": "jsonb_path_ops"}),
        {"comment": "People's 100% \\ table"})
    id = Column(BigInteger, Identity(always=True, start=100), primary_key=True)
    uid = Column(UUID(as_uuid=True), server_default=text("gen_random_uuid()"), nullable=False)
    name = Column(String(50), nullable=False, unique=True, comment="it's")
    email = Column(String(255), server_default="no\\one%", index=True)
    mood = Column(Enum(Mood), server_default="glad")
    moods = Column(ARRAY(Enum(Mood, name="mood")))
    state = Column(ENUM("open", "paid", name="state", schema="billing"))
    data = Column(JSONB, server_default=text("'{}'::jsonb"))
    total = Column(Numeric(10, 2))
    twice = Column(Numeric, Computed("total * 2"))
    seen_at = Column(DateTime(timezone=True), server_default=func.now(), index=True)
    last_bill_id = Column(Integer, ForeignKey("billing.bills.id"))

class Bill(Base):
    __tablename__ = "bills"
    __table_args__ = {"schema": "billing"}
    id = Column(Integer, Sequence("bill_seq", schema="billing"), primary_key=True)
    user_id = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"))
    during = Column(DATERANGE)
)python";

/// A Django project with models of an application of its own, in the folder `backend`.
struct DjangoProject : Project {
    DjangoProject() {
        database.open_public();
        folder.write("backend/manage.py",
                     "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_of.settings')\n");
        folder.write("backend/site_of/__init__.py", "");
        folder.write("backend/site_of/settings.py", R"python(
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "blog"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
)python");
        folder.write("backend/site_of/live.py", R"python(
import os
from site_of.settings import *
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["HOST_OF"], "PORT": os.environ["PORT_OF"],
                         "USER": os.environ["USER_OF"], "PASSWORD": os.environ["PASSWORD_OF"], "NAME": os.environ["NAME_OF"]}}
)python");
        folder.write("backend/blog/__init__.py", "");
        folder.write("backend/blog/models.py", R"python(
import uuid
import django
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
condition = "condition" if django.VERSION >= (5, 1) else "check"

class Tag(models.Model):
    name = models.CharField(max_length=50, unique=True)

class Post(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, db_index=True)
    slug = models.SlugField()
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    data = models.JSONField(default=dict)
    words = ArrayField(models.CharField(max_length=10), default=list)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    during = DateTimeRangeField(null=True)
    place = models.PositiveSmallIntegerField(default=1)
    tags = models.ManyToManyField(Tag)
    linked = models.ManyToManyField("self", through="Link")
    if django.VERSION >= (4, 2):
        told = models.TextField(db_comment="it's \\ told")
    if django.VERSION >= (5, 0):
        at = models.DateTimeField(db_default=models.functions.Now())
        next = models.GeneratedField(expression=models.F("place") + 1, output_field=models.IntegerField(), db_persist=True)

    class Meta:
        indexes = [GinIndex(fields=["data"], name="post_data"), models.Index(fields=["-created"], name="post_created"),
                   models.Index(fields=["slug"], condition=Q(place__gt=3), include=["title"], name="post_part")]
        constraints = [models.CheckConstraint(**{condition: Q(place__gte=1)}, name="place_ok"),
                       models.UniqueConstraint(fields=["author", "slug"], name="one_slug"),
                       models.UniqueConstraint(fields=["slug"], condition=Q(price__isnull=True), name="one_free"),
                       ExclusionConstraint(name="no_overlap", expressions=[("during", RangeOperators.OVERLAPS)])]

class Link(models.Model):
    a = models.ForeignKey(Post, models.CASCADE, related_name="a")
    b = models.OneToOneField(Post, models.PROTECT, related_name="b", null=True)

    class Meta:
        unique_together = [("a", "b")]
        db_table = "Some Links"

class Elsewhere(models.Model):
    class Meta:
        managed = False

class Special(Post):
    class Meta:
        proxy = True
)python");
    }

    /// What Django itself makes.
    void migrate() {
        Command command;
        command.folder = folder.path() / "backend";
        command.environment = environment;
        command.environment.insert({{"DJANGO_SETTINGS_MODULE", "site_of.live"},
                                    {"PYTHONPATH", "."},
                                    {"HOST_OF", database.host()},
                                    {"PORT_OF", database.port()},
                                    {"USER_OF", database.user()},
                                    {"PASSWORD_OF", database.password()},
                                    {"NAME_OF", database.name()}});
        for (const auto* verb : {"makemigrations blog", "migrate"}) {
            command.argv = {"sh", "-c", std::string(k_python) + " -m django " + verb};
            const auto outcome = run(command);
            INFO(outcome.out << outcome.err);
            REQUIRE(outcome.status == 0);
        }
        database.execute("DROP TABLE django_migrations");
    }
};

} // namespace

TEST_CASE("models: SQLAlchemy's are printed as create_all() would make them") {
    Application project(k_models);
    const auto outcome = project.sqlalchemy({"app.models:Base"});
    REQUIRE(outcome.err == "a word of the application\n");
    CHECK(outcome.status == 0);
    project.load(outcome.out);
    auto& database = project.database;
    CHECK(database.text("SELECT obj_description('users'::regclass), col_description('users'::regclass, 3)") ==
          "People's 100% \\ table|it's");
    CHECK(database.text(
              "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_users_name'") ==
          "CHECK ((((name)::text ~~ 'a%'::text) OR ((name)::text <> 'b\\'::text)))");
    CHECK(
        database.text("SELECT column_default FROM information_schema.columns WHERE column_name = 'email'") ==
        "'no\\one%'::character varying");
    CHECK(database.text("SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint"
                        " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'") ==
          "ck_users_name fk_followers_who_users fk_followers_whom_users fk_users_last_bill_id_bills "
          "pk_followers"
          " pk_users uq_users_name");
    CHECK(database.text("SELECT string_agg(indexdef, '\n' ORDER BY indexname) FROM pg_indexes"
                        " WHERE schemaname = 'public' AND indexname LIKE 'ix%'") ==
          "CREATE INDEX ix_users_data ON public.users USING gin (data jsonb_path_ops)\n"
          "CREATE INDEX ix_users_email ON public.users USING btree (email)\n"
          "CREATE UNIQUE INDEX ix_users_lower_email ON public.users USING btree (lower((email)::text))\n"
          "CREATE INDEX ix_users_sad ON public.users USING btree (email) INCLUDE (name) WHERE (mood = "
          "'sad'::mood)\n"
          "CREATE INDEX ix_users_seen_at ON public.users USING btree (seen_at)");
    CHECK(
        database.text("SELECT attidentity, attgenerated FROM pg_attribute WHERE attrelid = 'users'::regclass"
                      " AND attname IN ('id', 'twice') ORDER BY attnum") == "a|\n|s");
    CHECK(database.text("SELECT string_agg(t.oid::regtype || ' ' || e.enumlabel, ', ' ORDER BY t.typname, "
                        "e.enumsortorder) FROM pg_enum e JOIN"
                        " pg_type t ON t.oid = e.enumtypid") ==
          "mood sad, mood glad, billing.state open, billing.state paid");
    CHECK(database.text("SELECT to_regclass('billing.bill_seq') IS NOT NULL, one()") == "t|1");
}

TEST_CASE("models: the output is the same each time") {
    Application project(k_models);
    const auto first = project.sqlalchemy({"app.models:Base"}).out;
    for (int i = 0; i < 4; ++i) {
        CHECK(project.sqlalchemy({"app.models:Base"}).out == first);
    }
}

TEST_CASE("models: metadata is found by whatever names or holds it") {
    Application project("from sqlalchemy import *\n"
                        "meta = MetaData()\n"
                        "Table('one', meta, Column('id', Integer, primary_key=True))\n"
                        "def make():\n    return [meta]\n"
                        "class Holder:\n    metadata = meta\n");
    project.folder.write("app/more.py", "from sqlalchemy import *\nfrom app.models import meta\n"
                                        "Table('two', meta, Column('id', Integer))\n");
    const std::string one = "CREATE TABLE one (\n    id SERIAL NOT NULL,\n    PRIMARY KEY (id)\n);\n";
    for (const auto* word : {"app.models", "app.models:meta", "app.models:Holder",
                             "app.models:Holder.metadata", "app.models:make()", "app/models.py:meta"}) {
        CHECK(project.sqlalchemy({word}).out == one);
    }
    CHECK(project.sqlalchemy({"app.more", "app.models:meta"}).out ==
          one + "\nCREATE TABLE two (\n    id INTEGER\n);\n");
}

TEST_CASE("models: SQLModel's, of an asynchronous application that wants its URL at once") {
    Application project("import os\n"
                        "from typing import Optional\n"
                        "from sqlmodel import Field, SQLModel\n"
                        "from sqlalchemy.ext.asyncio import create_async_engine\n"
                        "engine = create_async_engine(os.environ['DATABASE_URL'].replace('postgresql:', "
                        "'postgresql+asyncpg:'))\n"
                        "print(os.environ['DATABASE_URL'])\n"
                        "class Hero(SQLModel, table=True):\n"
                        "    id: Optional[int] = Field(default=None, primary_key=True)\n"
                        "    name: str = Field(index=True)\n");
    const auto outcome = project.sqlalchemy({"app.models:SQLModel"});
    CHECK(outcome.status == 0);
    CHECK(outcome.out == "CREATE TABLE hero (\n    id SERIAL NOT NULL,\n    name VARCHAR NOT NULL,\n"
                         "    PRIMARY KEY (id)\n);\n\nCREATE INDEX ix_hero_name ON hero (name);\n");
    CHECK_THAT(outcome.err, ContainsSubstring("postgresql://" + project.database.user() + "@") &&
                                !ContainsSubstring(project.database.password()));
}

TEST_CASE("models: an error in the application is shown at its place") {
    Application project("from app import helper\n");
    project.folder.write("app/helper.py",
                         "url = 'postgresql://me:secret@host/db'\n"
                         "def connect():\n    raise RuntimeError('no way to ' + url)\nconnect()\n");
    CHECK(project.transcript({"schema", "sqlalchemy", "app.models:Base", "--python", k_python}) ==
          "2| app/helper.py:3:5: error[HS1008]: RuntimeError: no way to postgresql://me:***@host/db\n"
          "2|     3 |     raise RuntimeError('no way to ' + url)\n"
          "2|       |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
          "2| note: app/models.py:1: in <module>: from app import helper\n"
          "2| note: app/helper.py:4: in <module>: connect()\n"
          "2| note: app/helper.py:3: in connect: raise RuntimeError('no way to ' + url)\n"
          "2| while: reading the application's models with /usr/bin/python3\n"
          "exit 2\n");
    project.folder.write("app/models.py", "x = 1\nif x:\n    y = = 2\n");
    CHECK_THAT(project.sqlalchemy({"app.models:Base"}).err,
               ContainsSubstring("app/models.py:3:9: error[HS1008]: SyntaxError: invalid syntax"));
}

TEST_CASE("models: what cannot be read is said") {
    Application project("import sys\nmeta = 1\n");
    CHECK_THAT(project.sqlalchemy({"app.models:meta"}).err,
               ContainsSubstring("app.models:meta is no metadata"));
    CHECK_THAT(project.sqlalchemy({"app.models:none"}).err, ContainsSubstring("app.models has no none"));
    CHECK_THAT(project.sqlalchemy({"app.models"}).err,
               ContainsSubstring("no metadata is found in app.models"));
    CHECK_THAT(project.sqlalchemy({"app.missing:x"}).err, ContainsSubstring("No module named 'app.missing'"));
    project.folder.write("app/leaves.py", "import sys\nsys.exit(3)\n");
    CHECK_THAT(project.sqlalchemy({"app.leaves:x"}).err,
               ContainsSubstring("the application ended Python: SystemExit: 3"));
    project.folder.write("app/dies.py", "import os\nos.kill(os.getpid(), 9)\n");
    CHECK_THAT(project.sqlalchemy({"app.dies:x"}).err, ContainsSubstring("ended with status 137"));
    CHECK(project.headstart({"schema", "rails"}).status == 2);
    CHECK(project.headstart({"schema", "sqlalchemy"}).status == 2);
    CHECK(project.headstart({"schema", "django", "app"}).status == 2);
    CHECK_THAT(project.headstart({"schema", "sqlalchemy", "x", "--python", "/nowhere/python"}).err,
               ContainsSubstring("cannot start /nowhere/python: No such file or directory"));
    CHECK_THAT(project.headstart({"schema", "django", "--python", k_python}).err,
               ContainsSubstring("the project's settings are not found"));
}

TEST_CASE("models: migrations are made of them, and checked against them") {
    Application project(k_models);
    project.folder.write("headstart.toml",
                         "schema_command = \"headstart schema sqlalchemy app.models:Base --python " +
                             std::string(k_python) + "\"\n");
    CHECK(project.headstart({"revision", "--autogenerate", "-m", "first", "--rev-id", "a1"}).status == 0);
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    const auto check = project.headstart({"check"});
    INFO(check.err);
    CHECK(check.status == 0);
    CHECK(project.headstart({"test", "--strict"}).status == 0);
}

TEST_CASE("models: Django's are those that migrate makes") {
    DjangoProject project;
    const auto outcome = project.headstart({"schema", "django", "--python", k_python});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    project.migrate();
    project.folder.write("models.sql", outcome.out);
    const auto diff = project.headstart({"diff", "--from", "database", "--to", "models.sql"});
    CHECK(diff.err == "");
    CHECK(diff.out == "");
    CHECK(project.database.text("SELECT to_regclass('blog_post') IS NOT NULL") == "t");
    Call call{{"schema", "django", "--settings", "site_of.settings", "--python", k_python}};
    call.folder = "backend";
    CHECK(project.headstart(call).out == outcome.out);
}
