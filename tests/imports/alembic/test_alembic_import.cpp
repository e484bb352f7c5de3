#include "support/catch.hpp"
#include "support/project.hpp"
#include "support/server_version.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

/// Another Debian suite's Python (pythons.sh), whose SQLAlchemy may say the same in other words.
const char* other_python() {
    return std::getenv("HEADSTART_TEST_PYTHON");
}

/// The Python that has Alembic: of this machine, the one that Debian's packages are for.
std::string python() {
    return other_python() != nullptr ? other_python() : "/usr/bin/python3";
}

/// One of the histories beside this file.
struct History {
    const char* name;
    const char* config;        ///< what Alembic's own command line is told of its place
    bool connects_by_variable; ///< by DATABASE_URL, so that Alembic itself can be asked beside
    bool has_way_back;
};

constexpr std::array k_histories{
    History{"operations", "alembic.ini", true, false},
    History{"branches", "alembic.ini", true, true},
    History{"asynchronous", "alembic.ini", true, true},
    History{"schemas", "alembic.ini", false, true},
    History{"models", "migrations/alembic.ini", true, true},
    History{"application", "alembic.ini", false, false},
    History{"loading", "alembic.ini", false, true},
};

std::vector<std::string> sorted_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::string content_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// The migration files one behind the other, each under its name.
std::string files_of(const fs::path& folder) {
    std::set<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".sql") {
            paths.insert(entry.path());
        }
    }
    std::string text;
    for (const auto& path : paths) {
        text += "==== " + fs::relative(path, folder).string() + "\n" + content_of(path);
    }
    return text;
}

std::vector<std::string> ids_in(const std::string& files) {
    constexpr std::string_view key = "-- Revision ID: ";
    std::vector<std::string> ids;
    for (auto at = files.find(key); at != std::string::npos; at = files.find(key, at + 1)) {
        const auto begin = at + key.size();
        ids.push_back(files.substr(begin, files.find('\n', begin) - begin));
    }
    return ids;
}

/// A project of Alembic's.
class Imported : public Project {
public:
    explicit Imported(const History& history)
        : m_history(history) {
        fs::copy(fs::path(HEADSTART_HISTORIES) / history.name, folder.path(), fs::copy_options::recursive);
        environment["PYTHONDONTWRITEBYTECODE"] = "1";
        environment.erase("HEADSTART_DIR");
    }

    Outcome import(std::vector<std::string> options = {}) {
        std::vector<std::string> arguments{"import", "alembic", "--python",      python(),
                                           "--into", "sql",     "--scratch-url", cluster_url()};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return headstart(arguments);
    }

    Outcome alembic(std::vector<std::string> words) {
        Command command{.argv = {python(), "-m", "alembic", "-c", m_history.config},
                        .environment = environment,
                        .folder = folder.path()};
        command.argv.insert(command.argv.end(), words.begin(), words.end());
        command.environment["DATABASE_URL"] = database.url();
        return run(command);
    }

    std::string files() const { return files_of(folder.path() / "sql"); }

private:
    const History& m_history;
};

/// The text of a golden file, or what came, where it is to be written anew.
std::string golden(const std::string& name, const std::string& came) {
    const auto path = fs::path(HEADSTART_GOLDEN) / (name + ".sql");
    if (std::getenv("HEADSTART_GOLDEN_REWRITE") != nullptr) {
        fs::create_directories(path.parent_path());
        std::ofstream(path) << came;
    }
    return content_of(path);
}

std::string without_journal(TestDatabase& database) {
    database.execute("DROP TABLE IF EXISTS headstart_journal");
    return database.dump();
}

/// A random one is another each time.
std::string without_uuids(const std::string& text) {
    static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    return std::regex_replace(text, uuid, "<uuid>");
}

void check_history(const History& history) {
    INFO(history.name);
    Imported project(history);
    const auto imported = project.import();
    INFO(imported.out << imported.err);
    REQUIRE(imported.status == 0);
    CHECK_THAT(imported.out, ContainsSubstring("which then held the same schema and the same rows"));
    if (other_python() == nullptr) {
        const auto files = without_uuids(project.files());
        CHECK(files == golden(history.name, files));
    }
    if (history.connects_by_variable) {
        const auto theirs = project.alembic({"history"});
        CHECK(sorted_lines(project.headstart({"history"}).out) == sorted_lines(theirs.out));
    }
}

void check_databases(const History& history) {
    INFO(history.name);
    Imported by_headstart(history);
    Imported by_alembic(history);
    REQUIRE(by_headstart.import({"--no-proof"}).status == 0);
    const auto upgraded = by_headstart.headstart({"upgrade", "heads"});
    INFO(upgraded.err);
    REQUIRE(upgraded.status == 0);
    const auto theirs = by_alembic.alembic({"upgrade", "heads"});
    INFO(theirs.err);
    REQUIRE(theirs.status == 0);
    CHECK(without_journal(by_headstart.database) == without_journal(by_alembic.database));
    if (history.has_way_back) {
        REQUIRE(by_headstart.headstart({"downgrade", "base"}).status == 0);
        REQUIRE(by_alembic.alembic({"downgrade", "base"}).status == 0);
        CHECK(without_journal(by_headstart.database) == without_journal(by_alembic.database));
    }
}

} // namespace

TEST_CASE("a history of Alembic's becomes files with its graph and its SQL") {
    for (const auto& history : k_histories) {
        check_history(history);
    }
}

TEST_CASE("the files make of an empty database what Alembic makes of one") {
    for (const auto& history : k_histories) {
        if (history.connects_by_variable) {
            check_databases(history);
        }
    }
}

TEST_CASE("a database that Alembic has migrated goes on with the files") {
    Imported project(k_histories[1]);
    REQUIRE(project.import({"--no-proof"}).status == 0);
    REQUIRE(project.alembic({"upgrade", "c2"}).status == 0);
    // One id has 40 characters: in Alembic too such a project has widened the column.
    project.database.execute("ALTER TABLE alembic_version ALTER COLUMN version_num TYPE varchar(255)");
    CHECK(project.headstart({"upgrade", "heads"}).status == 0);
    CHECK(project.alembic({"current"}).out.find("p2") != std::string::npos);
}

TEST_CASE("what Python decides is to be reviewed, and fails with --strict") {
    Imported project(k_histories[0]);
    const auto outcome = project.import({"--strict", "--no-proof"});
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.out, ContainsSubstring("versions/08_reads.py:29"));
    CHECK_THAT(project.files(),
               ContainsSubstring("-- REVIEW: versions/08_reads.py:29: upgrade() reads rows"));
}

TEST_CASE("what a session of the application's does is recorded, undone where it is tried, and told") {
    Imported project(k_histories[5]);
    project.environment["DATABASE_URL"] = "postgresql://localhost/elsewhere";
    const auto outcome = project.import();
    INFO(outcome.out << outcome.err);
    CHECK(outcome.status == 0);
    for (const auto* told : {
             "Proved: 5 revisions applied by headstart and by Alembic",
             "p1 has no way back, so none was compared",
             "alembic/env.py\n      env.py runs the migrations 2 times, for several schemas or databases; "
             "the first",
             "02_kinds.py:19\n  alembic/versions/04_copies.py:18\n      upgrade() reads rows, and may decide "
             "by it",
             "03_batches.py:22\n      upgrade() reads how many rows a statement touches",
             "01_people.py:27\n      downgrade() cannot be run: RuntimeError: people stay",
         }) {
        CHECK_THAT(outcome.out, ContainsSubstring(told));
    }
}

TEST_CASE("a history that wants a connection when it is loaded has one, in each run its own") {
    Imported project(k_histories[6]);
    const auto outcome = project.import();
    INFO(outcome.out << outcome.err);
    CHECK(outcome.status == 0);
    for (const auto* told : {
             "3 revisions recorded on a scratch database, 0 from Alembic's offline mode alone",
             "the same rows, but for values that are others each time: public.places.id\n",
             "The way back: 3 revisions undone by both",
             "Left out, for want of a counterpart: 1\n  alembic_reports.ini\n      another configuration of "
             "Alembic's, and perhaps another history\n",
             "To review: 4\n  alembic/versions/02_first_place.py:20\n      upgrade() takes a value of the "
             "moment",
             "03_names.py:25\n  alembic/versions/03_names.py:27\n      upgrade() reads rows, and may decide "
             "by it",
             "03_names.py:15\n      upgrade() sends a password, which stands here as it was sent",
         }) {
        CHECK_THAT(outcome.out, ContainsSubstring(told));
    }
}

TEST_CASE("what a database has before the first revision is made by the file of --before") {
    Imported project(k_histories[4]);
    project.folder.write("before.sql", "CREATE TABLE projects (id int PRIMARY KEY);\n"
                                       "INSERT INTO projects VALUES (1);\n");
    project.folder.write("migrations/versions/m3.py",
                         "import sqlalchemy as sa\nfrom alembic import op\n"
                         "revision = 'm3'\ndown_revision = 'm2'\n"
                         "def upgrade():\n"
                         "    op.add_column('projects', sa.Column('name', sa.Text))\n"
                         "    op.execute(\"UPDATE projects SET name = 'first'\")\n"
                         "def downgrade():\n"
                         "    op.drop_column('projects', 'name')\n");
    const auto without = project.import({"--dry-run"});
    CHECK_THAT(without.out, ContainsSubstring("relation \"projects\" does not exist") &&
                                ContainsSubstring("--before FILE names the SQL that does"));
    const auto outcome = project.import({"--before", "before.sql"});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("which then held the same schema and the same rows") &&
                                ContainsSubstring("The way back: 3 revisions undone by both") &&
                                ContainsSubstring("psql -f before.sql && headstart stamp base"));
    CHECK(project.files().find("CREATE TABLE projects") == std::string::npos);
    project.database.execute("CREATE TABLE projects (id int PRIMARY KEY); INSERT INTO projects VALUES (1)");
    CHECK(project.headstart({"stamp", "base"}).status == 0);
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT name FROM projects") == "first");
}

TEST_CASE("a parent that no file is is named with the file that names it") {
    Imported project(k_histories[4]);
    project.folder.write("migrations/versions/m3.py",
                         "revision = 'm3'\ndown_revision = 'gone'\n"
                         "def upgrade():\n    pass\ndef downgrade():\n    pass\n");
    const auto outcome = project.import();
    CHECK(outcome.status == 2);
    CHECK_THAT(
        outcome.err,
        ContainsSubstring("migrations/versions/m3.py names gone as its down_revision, and no file of "
                          "migrations/versions is that revision\nhint: Alembic fails on it, too: restore "
                          "the file, or correct down_revision\n"));
}

TEST_CASE("roles that a history makes are of a server for each side") {
    Imported project(k_histories[4]);
    project.folder.write("migrations/versions/m3.py",
                         "\"\"\"Grant reports to all\"\"\"\n" // which names no role
                         "from alembic import op\n"
                         "revision = 'm3'\ndown_revision = 'm2'\n"
                         "def upgrade():\n"
                         "    for role in ('reporting',):\n"
                         "        op.execute(f'CREATE ROLE {role}')\n"
                         "    op.execute('CREATE TABLE reports (id int)')\n"
                         "    op.execute('GRANT SELECT ON reports TO reporting')\n"
                         "def downgrade():\n"
                         "    op.execute('DROP TABLE reports')\n"
                         "    op.execute('DROP ROLE reporting')\n");
    const auto outcome =
        project.headstart({"import", "alembic", "--python", python(), "--into", "sql", "--scratch", "local"});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("which then held the same schema and the same rows") &&
                                ContainsSubstring("The way back: 3 revisions undone by both"));
}

TEST_CASE("a program that would work on the project's own database is not started") {
    Imported project(k_histories[4]);
    project.folder.write("migrations/versions/m3.py",
                         "import subprocess\n"
                         "revision = 'm3'\ndown_revision = 'm2'\n"
                         "def upgrade():\n"
                         "    subprocess.run('touch started; psql', shell=True)\n"
                         "def downgrade():\n"
                         "    pass\n");
    const auto outcome = project.import();
    INFO(outcome.out << outcome.err);
    CHECK_FALSE(fs::exists(project.folder.path() / "started"));
    CHECK_THAT(outcome.out, ContainsSubstring("it starts psql, which would work on the project's own") &&
                                ContainsSubstring("Not proved"));
}

TEST_CASE("what names the database that it runs in names the one that it will run in") {
    Imported project(k_histories[4]);
    project.folder.write("migrations/versions/m3.py",
                         "from alembic import op\n"
                         "revision = 'm3'\ndown_revision = 'm2'\n"
                         "def upgrade():\n"
                         "    name = op.get_bind().exec_driver_sql('SELECT current_database()').scalar()\n"
                         "    op.execute(f'ALTER DATABASE \"{name}\" SET work_mem TO 4096')\n"
                         "def downgrade():\n"
                         "    pass\n");
    const auto outcome = project.import();
    INFO(outcome.out << outcome.err);
    CHECK(outcome.status == 0);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.database.text("SELECT setconfig FROM pg_db_role_setting JOIN pg_database d ON d.oid ="
                                " setdatabase WHERE datname = current_database()") == "{work_mem=4096}");
}

TEST_CASE("the END of a function's body is not taken for that of a transaction") {
    if (!server_has(Since::functions_have_bodies)) {
        return;
    }
    Imported project(k_histories[4]);
    project.folder.write("migrations/versions/m3.py",
                         "from alembic import op\n"
                         "revision = 'm3'\ndown_revision = 'm2'\n"
                         "def upgrade():\n"
                         "    op.execute(\"\"\"CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC\n"
                         "        SELECT CASE WHEN true THEN 0 END; SELECT 1; END\"\"\")\n"
                         "def downgrade():\n"
                         "    op.execute('DROP FUNCTION one()')\n");
    const auto outcome = project.import();
    INFO(outcome.out << outcome.err);
    CHECK_THAT(outcome.out, ContainsSubstring("which then held the same schema and the same rows"));
    CHECK(project.files().find("transaction:false") == std::string::npos);
}

TEST_CASE("an update of rows that it finds by an id of the moment is not taken for proved") {
    Imported project(k_histories[4]);
    project.folder.write(
        "migrations/versions/m3.py",
        "import uuid\n"
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        "revision = 'm3'\ndown_revision = 'm2'\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE keys (id uuid DEFAULT gen_random_uuid(), token text)')\n"
        "    op.execute('INSERT INTO keys SELECT FROM generate_series(1, 3)')\n"
        "    for (row,) in op.get_bind().execute(sa.text('SELECT id FROM keys')).fetchall():\n"
        "        op.execute(f\"UPDATE keys SET token = '{uuid.uuid4()}' WHERE id = '{row}'\")\n"
        "def downgrade():\n"
        "    op.execute('DROP TABLE keys')\n");
    const auto outcome = project.import();
    INFO(outcome.out << outcome.err);
    CHECK_THAT(outcome.out, ContainsSubstring("table public.keys holds other values in token"));
    CHECK_THAT(outcome.out,
               !ContainsSubstring("token,") && !ContainsSubstring("each time: public.keys.token"));
}

TEST_CASE("each revision is compared with --verify each") {
    Imported project(k_histories[4]);
    const auto outcome = project.import({"--verify", "each"});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("Compared after each: 2 revisions"));
}

TEST_CASE("a history that Alembic itself cannot run says where, and is what offline mode makes of it") {
    Imported project(k_histories[0]);
    project.folder.write("versions/05_batch.py",
                         "\"\"\"fails\"\"\"\n"
                         "import datetime\n"
                         "import sqlalchemy as sa\n"
                         "from alembic import op\n"
                         "revision = '05'\n"
                         "down_revision = '04'\n"
                         "def upgrade():\n"
                         "    op.execute('SELECT 1/0')\n"
                         "    op.bulk_insert(sa.table('t', sa.column('d', sa.Date)),\n"
                         "                   [{'d': datetime.date(2020, 1, 2)}])\n"
                         "def downgrade():\n"
                         "    pass\n");
    const auto outcome = project.import();
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("versions/05_batch.py:8\n") &&
                                ContainsSubstring("Alembic itself fails here on an empty database") &&
                                ContainsSubstring("Not proved"));
    CHECK_THAT(project.files(), ContainsSubstring("INSERT INTO t (d) VALUES ('2020-01-02'"));
}

TEST_CASE("a history that is exported does by Alembic what it does by headstart") {
    Project project;
    project.migration("a1", "", "CREATE TABLE t (x text DEFAULT '100% :x; $$');\n-- ends in a comment");
    project.migration("b2", "a1",
                      "COPY t (x) FROM stdin;\na;b\n\\N\n\\.\n"
                      "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN ';'; END $$;\n",
                      "DROP FUNCTION f();\nDELETE FROM t;\n");
    project.migration("c3", "a1", "CREATE INDEX CONCURRENTLY i ON t (x);\nALTER TABLE t ADD COLUMN y int;\n",
                      "ALTER TABLE t DROP COLUMN y;\nDROP INDEX i;\n", "transaction:false");
    project.migration("d4", "b2, c3", "", "");
    REQUIRE(project.headstart({"export", "alembic"}).status == 0);
    REQUIRE(project.headstart({"upgrade", "head"}).status == 0);
    TestDatabase other;
    const auto alembic = [&](std::vector<std::string> words) {
        Command command{.argv = {python(), "-m", "alembic"},
                        .environment = project.environment,
                        .folder = project.folder.path()};
        command.argv.insert(command.argv.end(), words.begin(), words.end());
        command.environment["DATABASE_URL"] = other.url();
        return run(command);
    };
    const auto upgraded = alembic({"upgrade", "head"});
    INFO(upgraded.err);
    REQUIRE(upgraded.status == 0);
    CHECK(without_journal(project.database) == without_journal(other));
    CHECK(sorted_lines(alembic({"history"}).out) == sorted_lines(project.headstart({"history"}).out));
    CHECK(alembic({"downgrade", "b2-1"}).status == 0);
    CHECK(alembic({"downgrade", "base"}).err.find("there is no way back") != std::string::npos);
}

TEST_CASE("Django's migrations become files that do the same, and its table is taken over") {
    Project project;
    project.environment.erase("HEADSTART_DIR");
    project.folder.write("manage.py", "import os\nimport sys\n"
                                      "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site1.settings')\n"
                                      "if __name__ == '__main__':\n"
                                      "    from django.core.management import execute_from_command_line\n"
                                      "    execute_from_command_line(sys.argv)\n");
    project.folder.write("site1/__init__.py", "");
    project.folder.write(
        "site1/settings.py",
        "SECRET_KEY = 'x'\nUSE_TZ = True\nDEFAULT_AUTO_FIELD = 'django.db.models.AutoField'\n"
        "INSTALLED_APPS = ['django.contrib.contenttypes', 'django.contrib.auth', 'blog', 'shop']\n"
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'x'}}\n");
    project.folder.write("blog/__init__.py", "");
    project.folder.write("blog/migrations/__init__.py", "");
    project.folder.write(
        "blog/migrations/0001_initial.py",
        "from django.conf import settings\nfrom django.db import migrations, models\n"
        "class Migration(migrations.Migration):\n"
        "    initial = True\n"
        "    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]\n"
        "    operations = [migrations.CreateModel('Post', [\n"
        "        ('id', models.AutoField(primary_key=True)),\n"
        "        ('title', models.CharField(max_length=50, unique=True)),\n"
        "        ('author', models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE))])]\n");
    project.folder.write("blog/migrations/0002_fill.py",
                         "from django.db import migrations\n"
                         "def fill(apps, editor):\n"
                         "    user = apps.get_model('auth', 'User').objects.create(\n"
                         "        username=\"o'hara\", date_joined='2020-01-01T00:00:00Z')\n"
                         "    apps.get_model('blog', 'Post').objects.create(title='100%', author=user)\n"
                         "class Migration(migrations.Migration):\n"
                         "    dependencies = [('blog', '0001_initial')]\n"
                         "    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]\n");
    project.folder.write("blog/migrations/0003_index.py",
                         "from django.db import migrations\n"
                         "class Migration(migrations.Migration):\n"
                         "    atomic = False\n"
                         "    dependencies = [('blog', '0002_fill')]\n"
                         "    operations = [migrations.RunSQL(\n"
                         "        'CREATE INDEX CONCURRENTLY by_author ON blog_post (author_id)',\n"
                         "        'DROP INDEX CONCURRENTLY by_author')]\n");
    project.folder.write("shop/__init__.py", "");
    project.folder.write("shop/migrations/__init__.py", "");
    project.folder.write("shop/migrations/0003_squashed.py",
                         "from django.db import migrations, models\n"
                         "class Migration(migrations.Migration):\n"
                         "    replaces = [('shop', '0001_initial'), ('shop', '0002_more')]\n"
                         "    dependencies = []\n"
                         "    operations = [migrations.CreateModel('Till', [\n"
                         "        ('id', models.AutoField(primary_key=True))])]\n");
    const auto imported = project.headstart(
        {"import", "django", "--python", python(), "--into", "sql", "--scratch-url", cluster_url()});
    INFO(imported.out << imported.err);
    REQUIRE(imported.status == 0);
    CHECK_THAT(imported.out, ContainsSubstring("which then held the same schema and the same rows") &&
                                 ContainsSubstring("blog/migrations/0002_fill.py:3"));
    CHECK_THAT(project.folder.read("sql/blog_0002_fill.sql"),
               ContainsSubstring("-- Revision ID: blog.0002_fill\n-- Revises: blog.0001_initial\n"));
    CHECK(project.folder.read("sql/blog_0002_fill.sql").find("transaction:false") == std::string::npos);
    CHECK_THAT(project.folder.read("sql/blog_0003_index.sql"),
               ContainsSubstring("-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY") &&
                   ContainsSubstring("-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY"));
    CHECK(project.headstart({"upgrade", "heads"}).status == 0);
    CHECK(project.database.text("SELECT title FROM blog_post") == "100%");
    CHECK(project.headstart({"downgrade", "blog.0002_fill"}).status == 0);
    CHECK(project.database.text("SELECT count(*) FROM pg_class WHERE relname = 'by_author'") == "0");
    CHECK(project.headstart({"upgrade", "heads"}).status == 0);

    TestDatabase migrated; // as Django leaves it, as far as it is asked
    migrated.execute("CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz)");
    // It was migrated before the squash, and once had an application that is gone.
    migrated.execute("INSERT INTO django_migrations (app, name) VALUES ('shop', '0001_initial'),"
                     " ('shop', '0002_more'), ('gone', '0001_initial')");
    for (const auto& id : ids_in(files_of(project.folder.path() / "sql"))) {
        if (id == "shop.0003_squashed") {
            continue;
        }
        const auto dot = id.find('.');
        migrated.execute("INSERT INTO django_migrations (app, name) VALUES ('" + id.substr(0, dot) + "', '" +
                         id.substr(dot + 1) + "')");
    }
    const auto stamped = project.headstart(
        Call{.arguments = {"stamp", "--from", "django"}, .variables = {{"DATABASE_URL", migrated.url()}}});
    INFO(stamped.err);
    CHECK(stamped.status == 0);
    constexpr auto rows = "SELECT version_num FROM alembic_version ORDER BY 1";
    CHECK(migrated.text(rows) == project.database.text(rows));
    migrated.execute("INSERT INTO django_migrations (app, name) VALUES ('shop', '0004_later')");
    const auto refused = project.headstart(
        Call{.arguments = {"stamp", "--from", "django"}, .variables = {{"DATABASE_URL", migrated.url()}}});
    CHECK_THAT(refused.err, ContainsSubstring("note: shop.0004_later is applied, and no file"));
}

TEST_CASE("a project without Alembic's files is told so") {
    Project project;
    const auto outcome =
        project.headstart({"import", "alembic", "--python", python(), "--scratch-url", cluster_url()});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, ContainsSubstring("there is no alembic.ini here"));
}
