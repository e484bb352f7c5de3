#include "settings/settings.hpp"
#include "settings/table.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <set>

using namespace headstart;
using namespace std::chrono_literals;
using settings::Environment;
using settings::FlagValues;
using settings::Variables;

namespace {

settings::Settings load_toml(const test::TempFolder& folder, std::string_view toml) {
    folder.write("headstart.toml", toml);
    return settings::load({}, {}, folder.path());
}

/// What is wrong with a headstart.toml, with the bare file name.
std::string toml_error(std::string_view toml) {
    const test::TempFolder folder;
    const auto text = test::error_text([&] { load_toml(folder, toml); });
    return test::without(text, folder.path().string() + "/");
}

} // namespace

TEST_CASE("with nothing given every setting has its default") {
    const test::TempFolder folder;
    const auto loaded = settings::load({}, {}, folder.path());
    CHECK(*loaded.dir == "migrations");
    CHECK(loaded.version_locations->empty());
    CHECK(loaded.url->empty());
    CHECK(*loaded.wait_timeout == 60s);
    CHECK_FALSE(loaded.wait_timeout.is_set());
    CHECK(*loaded.connect_timeout == 10s);
    CHECK(*loaded.lock_wait_timeout == 10min);
    CHECK(*loaded.lock_timeout == 2s);
    CHECK(*loaded.log_level == diag::LogLevel::info);
    CHECK(*loaded.log_format == diag::LogFormat::text);
    CHECK(*loaded.version_table == "alembic_version");
    CHECK(loaded.version_table_schema->empty());
    CHECK(*loaded.transaction_per_migration);
    CHECK(*loaded.on_ahead == settings::WarnOrRefuse::warn);
    CHECK(*loaded.file_template == "%(rev)s_%(slug)s");
    CHECK(loaded.timezone->empty());
    CHECK(*loaded.truncate_slug_length == 40);
    CHECK(loaded.post_write_hooks->empty());
    CHECK(loaded.dir.origin.describe() == "by default");
}

TEST_CASE("flag beats environment beats .env beats headstart.toml, and each is remembered") {
    const test::TempFolder folder;
    const auto toml = folder.write("headstart.toml", "# comment\ndir = \"from-toml\"\n");
    CHECK(settings::load({}, {}, folder.path()).dir.origin.describe() == "from " + toml.string() + ":2");

    const auto env = folder.write(".env", "HEADSTART_DIR=from-env-file\n");
    auto loaded = settings::load({}, {}, folder.path());
    CHECK(*loaded.dir == "from-env-file");
    CHECK(loaded.dir.origin.describe() == "from HEADSTART_DIR in " + env.string());

    const Environment real(Variables{{"HEADSTART_DIR", "from-environment"}});
    loaded = settings::load({}, real, folder.path());
    CHECK(*loaded.dir == "from-environment");
    CHECK(loaded.dir.origin.describe() == "from HEADSTART_DIR");

    const FlagValues flags{{"dir", "earlier", "-d"}, {"dir", "from-flag", "--dir"}};
    loaded = settings::load(flags, real, folder.path());
    CHECK(*loaded.dir == "from-flag");
    CHECK(loaded.dir.origin.describe() == "from --dir");
}

TEST_CASE("a variable set to nothing is not given, and still hides the one in .env") {
    const test::TempFolder folder;
    folder.write(".env", "HEADSTART_DIR=from-env-file\nHEADSTART_LOG_LEVEL=\n");
    const auto loaded = settings::load({}, Environment(Variables{{"HEADSTART_DIR", ""}}), folder.path());
    CHECK(*loaded.dir == "migrations");
    CHECK(*loaded.log_level == diag::LogLevel::info);
}

TEST_CASE("headstart.toml sets everything, with Alembic's names") {
    const test::TempFolder folder;
    const auto loaded = load_toml(folder, R"(
script_location = "db/migrations"
version_locations = ["a", "%(here)s/b"]
url = "postgres://u:p@h/d"
wait_timeout = "2m"
connect_timeout = 3
lock_wait_timeout = "1h"
lock_timeout = 0
log_level = "debug"
log_format = "json"
version_table = "versions"
version_table_schema = "meta"
transaction_per_migration = false
on_ahead = "refuse"
file_template = "%%(year)d_%(slug)s"
timezone = "UTC"
truncate_slug_length = 20

[[post_write_hooks]]
name = "format"
executable = "pg_format"
options = "-i REVISION_SCRIPT_FILENAME"
cwd = "db"
)");
    CHECK(*loaded.dir == folder.path() / "db/migrations"); // from where the file is
    CHECK(loaded.version_locations.value ==
          std::vector<std::filesystem::path>{folder.path() / "a", folder.path() / "b"});
    CHECK(loaded.url->reveal() == "postgres://u:p@h/d");
    CHECK(*loaded.wait_timeout == 2min);
    CHECK(loaded.wait_timeout.is_set());
    CHECK(*loaded.connect_timeout == 3s);
    CHECK(*loaded.lock_wait_timeout == 1h);
    CHECK(*loaded.lock_timeout == 0s);
    CHECK(*loaded.log_level == diag::LogLevel::debug);
    CHECK(*loaded.log_format == diag::LogFormat::json);
    CHECK(*loaded.version_table == "versions");
    CHECK(*loaded.version_table_schema == "meta");
    CHECK_FALSE(*loaded.transaction_per_migration);
    CHECK(*loaded.on_ahead == settings::WarnOrRefuse::refuse);
    CHECK(*loaded.file_template == "%%(year)d_%(slug)s");
    CHECK(*loaded.timezone == "UTC");
    CHECK(*loaded.truncate_slug_length == 20);
    REQUIRE(loaded.post_write_hooks->size() == 1);
    const auto& hook = loaded.post_write_hooks->front();
    CHECK(hook.name == "format");
    CHECK(hook.type == "exec");
    CHECK(hook.executable == "pg_format");
    CHECK(hook.options == "-i REVISION_SCRIPT_FILENAME");
    CHECK(hook.cwd == folder.path() / "db");
}

TEST_CASE("a value that cannot be read names the setting, the text and who gave it") {
    struct Case {
        const char* variable;
        const char* text;
        const char* error;
    };

    const Case cases[] = {
        {"HEADSTART_WAIT_TIMEOUT", "5x",
         "error[HS0002]: wait_timeout = \"5x\" (from HEADSTART_WAIT_TIMEOUT) is not a duration\n"
         "hint: write seconds, or a number with a unit: 30, 500ms, 30s, 5m, 1h\n"},
        {"HEADSTART_LOG_LEVEL", "loud",
         "error[HS0002]: log_level = \"loud\" (from HEADSTART_LOG_LEVEL) is not a log level\n"
         "hint: choose one of debug, info, warning, error, off\n"},
        {"HEADSTART_LOG_FORMAT", "xml",
         "error[HS0002]: log_format = \"xml\" (from HEADSTART_LOG_FORMAT) is not a log format\n"
         "hint: choose one of text, json\n"},
        {"HEADSTART_ON_AHEAD", "panic",
         "error[HS0002]: on_ahead = \"panic\" (from HEADSTART_ON_AHEAD) is not a choice for this\n"
         "hint: choose one of warn, refuse\n"},
        {"HEADSTART_TRUNCATE_SLUG_LENGTH", "0",
         "error[HS0002]: truncate_slug_length = \"0\" (from HEADSTART_TRUNCATE_SLUG_LENGTH) is not a whole "
         "number above 0\nhint: write digits only\n"},
        {"HEADSTART_TRANSACTION_PER_MIGRATION", "maybe",
         "error[HS0002]: transaction_per_migration = \"maybe\" (from HEADSTART_TRANSACTION_PER_MIGRATION) is "
         "not a yes or no\nhint: choose one of true, false, 1, 0, yes, no, on, off\n"},
    };
    const test::TempFolder folder;
    for (const auto& [variable, text, error] : cases) {
        const Environment environment(Variables{{variable, text}});
        CHECK(test::error_text([&] { settings::load({}, environment, folder.path()); }) == error);
    }
}

TEST_CASE("a broken headstart.toml is shown with its place") {
    struct Case {
        const char* toml;
        const char* error;
    };

    const Case cases[] = {
        {"dir = \"x\"\nversion_tabel = \"v\"\nnonsense_here = 1\n",
         "headstart.toml:3:1: error[HS0003]: there is no setting \"nonsense_here\"\n"
         "    3 | nonsense_here =**\n"
         "      | ^~~~~~~~~~~~~\n"
         "hint: the keys are: dir, script_location, version_locations, recursive_version_locations, "
         "heads_file, url, wait_timeout, connect_timeout, "
         "cleartext_password, answer_timeout, lock_wait_timeout, lock_timeout, concurrently_timeout, "
         "statement_timeout, "
         "lock_retry_timeout, "
         "heartbeat_file, metrics_file, max_migration_size, redact, "
         "log_level, "
         "log_format, version_table, version_table_schema, trusted_relations, "
         "transaction_per_migration, mode, adopt_as, on_ahead, on_lost_commits, crash_pause, file_template, "
         "timezone, "
         "truncate_slug_length, post_write_hooks, schema, schema_command, dump_after_upgrade, scratch, "
         "scratch_url, "
         "create_roles, privileges, include, exclude\n"
         "headstart.toml:2:1: error[HS0003]: there is no setting \"version_tabel\"\n"
         "    2 | version_tabel = \"v\"\n"
         "      | ^~~~~~~~~~~~~\n"
         "hint: did you mean \"version_table\"?\n"},
        {"# ü\nlog_level = \"loud\"\n", "headstart.toml:2:13: error[HS0002]: log_level = \"loud\" (from "
                                        "headstart.toml:2) is not a log level\n"
                                        "    2 | log_level = \"loud\"\n"
                                        "      |             ^~~~~~\n"
                                        "hint: choose one of debug, info, warning, error, off\n"},
        {"lock_timeout = true\n", "headstart.toml:1:16: error[HS0002]: lock_timeout must be a duration such "
                                  "as \"30s\", or a number of seconds\n"
                                  "    1 | lock_timeout = true\n"
                                  "      |                ^~~~\n"
                                  "hint: write lock_timeout = \"30s\"\n"},
        {"transaction_per_migration = \"no\"\n",
         "headstart.toml:1:29: error[HS0002]: transaction_per_migration must be true or false\n"
         "    1 | transaction_per_migration = \"no\"\n"
         "      |                             ^~~~\n"
         "hint: write transaction_per_migration = true\n"},
        {"dir = \"a\"\nscript_location = \"b\"\n",
         "headstart.toml:2:1: error[HS0003]: \"dir\" and \"script_location\" are the same setting\n"
         "    2 | script_location = \"b\"\n"
         "      | ^~~~~~~~~~~~~~~\n"
         "hint: keep one of them\n"},
        {"[[post_write_hooks]]\nname = \"f\"\nexecutabel = \"x\"\n",
         "headstart.toml:3:1: error[HS0003]: there is no setting \"executabel\"\n"
         "    3 | executabel = \"x\"\n"
         "      | ^~~~~~~~~~\n"
         "hint: did you mean \"executable\"?\n"
         "headstart.toml:1:1: error[HS0003]: this hook names no program\n"
         "    1 | [[post_write_hooks]]\n"
         "      | ^~~~~~~~~~~~~~~~~~~~\n"
         "hint: add executable = \"…\"\n"},
    };
    for (const auto& [toml, error] : cases) {
        CHECK(toml_error(toml) == error);
    }
}

TEST_CASE("what is no TOML is shown with its place, and without the password in it") {
    CHECK_THAT(toml_error("dir = migrations\n"),
               Catch::Matchers::StartsWith("headstart.toml:1:7: error[HS0003]: this is not TOML: ") &&
                   Catch::Matchers::EndsWith("    1 | dir = migrations\n"
                                             "      |       ^\n"
                                             "hint: strings stand in quotes: key = \"value\"\n"));
    CHECK(toml_error("url = postgres://me:hunter2@db/app\n") ==
          "headstart.toml:1:7: error[HS0003]: this is not TOML\n"
          "    1 | url =*****************************\n"
          "      |       ^\n"
          "hint: strings stand in quotes: key = \"value\"\n");
    CHECK(toml_error("dir = \"\xff\"\n") == "headstart.toml:1:8: error[HS0003]: this is not UTF-8\n"
                                            "    1 | dir = \"\\xff\"\n"
                                            "      |        ^~~~\n"
                                            "hint: save the file as UTF-8\n");
    const char* const broken[] = {
        "url = 'postgres://me:hunter2@db/app\n",
        "url = postgres://me:hunter2@db/app\n",
        "url = \"postgres://me:hunter2@db/app\" oops\n",
        "url = \"\"\"\npostgres://me:hunter2@db/app\n",
        "url = \"host=db password=hunter2\n",
        "sqlalchemy.url = hunter2\n",
        "password = hunter2\n",
        "password = \"hunter2\"\n",
        "url = [\"hunter2\"]\n",
        "pg_pass = \"hunter2\"\n",
        "api.key = 'hunter2\n",
        "x = { y = \"hunter2\" }\n",
        "hunter2\n",
        "dir = \"\"\"\nhunter2\n",
        "dir = \"m\" # token hunter2\ndir = 1\n",
        "version_locations = [\n\"hunter2\", 1]\n",
        "[[post_write_hooks]]\noptions = \"--user hunter2\" x\n",
        "timezone = \"postgres://me:hunter2@db/app\"\n",
        "dir = \"postgres://me:hunter2@db/app\"\n",
        "lock_timeout = \"host=db password=hunter2\"\n",
    };
    for (const auto* toml : broken) {
        const auto error = toml_error(toml);
        INFO(toml << error);
        CHECK(error.find("error[HS000") != std::string::npos);
        CHECK(error.find("hunter2") == std::string::npos);
    }
}

TEST_CASE("a file that was named must be there") {
    const test::TempFolder folder;
    const auto missing = (folder.path() / "missing").string();
    CHECK(test::error_text([&] { settings::load({{"config", missing, "-c"}}, {}, folder.path()); }) ==
          "error[HS0003]: the configuration file " + missing +
              " cannot be read: No such file or directory\nhint: correct --config or HEADSTART_CONFIG\n");
    const Environment environment(Variables{{"HEADSTART_ENV_FILE", missing}});
    CHECK(test::error_text([&] { settings::load({}, environment, folder.path()); }) ==
          "error[HS0003]: the file of variables " + missing +
              " cannot be read: No such file or directory\nhint: correct --env-file or HEADSTART_ENV_FILE\n");
}

TEST_CASE("the other configuration file may be named by .env") {
    const test::TempFolder folder;
    const auto other = folder.write("other.toml", "dir = \"%(here)s/sql\"\n");
    folder.write(".env", "HEADSTART_CONFIG=" + other.string() + "\n");
    CHECK(*settings::load({}, {}, folder.path()).dir == folder.path() / "sql");
}

TEST_CASE("no two settings share a name, a flag or a variable") {
    std::set<std::string_view> seen;
    for (const auto& row : settings::rows()) {
        for (const auto text : {row.name, row.alias, row.flags, row.variable}) {
            INFO(text);
            CHECK((text.empty() || seen.insert(text).second));
        }
        CHECK_FALSE(row.help.empty());
    }
}
