#include "settings/chosen_url.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <cstdlib>
#include <type_traits>

using namespace headstart;
using settings::Environment;
using settings::FlagValues;
using settings::Variables;

namespace {

template<typename T, typename = void>
struct IsStreamable : std::false_type {};

template<typename T>
struct IsStreamable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

const std::vector<std::string> k_location{"PGHOST", "PGUSER"};

static_assert(!IsStreamable<settings::Secret>::value);
static_assert(!std::is_convertible_v<settings::Secret, std::string>);

} // namespace

TEST_CASE("the database is chosen by name, from --url down to PGHOST") {
    const test::TempFolder folder;
    folder.write("headstart.toml", "url = \"toml\"\n");
    Variables variables{
        {"HEADSTART_URL", "headstart"},
        {"MIGRATION_DATABASE_URL", "owner"},
        {"MIGRATION_DATABASE_URL_FILE", folder.write("owner", "owner file\r\n\n").string()},
        {"DATABASE_URL", "application"},
        {"DATABASE_URL_FILE", folder.write("application", " application file").string()},
        {"PGHOST", "db"},
    };
    const auto choose = [&](const FlagValues& flags, const char* config = "") {
        auto with_config = flags;
        if (*config != '\0') {
            with_config.push_back({"config", config, "-c"});
        }
        return settings::choose_url(settings::load(with_config, Environment(variables), folder.path()),
                                    k_location);
    };
    CHECK(choose({{"url", "flag", "-u"}}).url.reveal() == "flag");
    CHECK(choose({{"url", "flag", "-u"}}).origin.describe() == "from -u");

    const struct {
        const char* variable;
        const char* url;
    } order[] = {
        {"HEADSTART_URL", "headstart"},
        {"MIGRATION_DATABASE_URL", "owner"},
        {"MIGRATION_DATABASE_URL_FILE", "owner file"},
        {"DATABASE_URL", "application"},
        {"DATABASE_URL_FILE", " application file"},
    };

    for (const auto& [variable, url] : order) {
        const auto chosen = choose({});
        CHECK(chosen.url.reveal() == url);
        CHECK(chosen.origin.describe() == std::string("from ") + variable);
        variables.erase(variable);
    }
    CHECK(choose({}).url.reveal() == "toml");
    const auto chosen = choose({}, "/dev/null");
    CHECK(chosen.url.empty());
    CHECK(chosen.origin.describe() == "from PGHOST");
}

TEST_CASE("a name in .env beats the names after it in the real environment, but not its own") {
    const test::TempFolder folder;
    folder.write(".env", "DATABASE_URL=from-file\nMIGRATION_DATABASE_URL=owner\n");
    auto chosen = settings::choose_url(
        settings::load({}, Environment(Variables{{"DATABASE_URL", "real"}}), folder.path()), k_location);
    CHECK(chosen.url.reveal() == "owner");
    chosen = settings::choose_url(
        settings::load({}, Environment(Variables{{"MIGRATION_DATABASE_URL", "real"}}), folder.path()),
        k_location);
    CHECK(chosen.url.reveal() == "real");
}

TEST_CASE("without any database the ways to name one are told") {
    const test::TempFolder folder;
    const auto loaded = settings::load({}, {}, folder.path());
    CHECK(test::error_text([&] { settings::choose_url(loaded, k_location); }) ==
          "error[HS0004]: no database is named\n"
          "hint: set DATABASE_URL=postgresql://user:password@host:5432/dbname in the environment or in .env; "
          "or DATABASE_URL_FILE, MIGRATION_DATABASE_URL, HEADSTART_URL, --url, \"url\" in "
          "headstart.toml, or "
          "PGHOST, PGUSER, PGPASSWORD and PGDATABASE\n");
}

TEST_CASE("a secret's file that is missing or empty is named with its variable") {
    const test::TempFolder folder;
    const auto empty = folder.write("empty", "\n").string();
    const auto missing = (folder.path() / "missing").string();
    const auto error_for = [&](const std::string& path) {
        const Environment environment(Variables{{"DATABASE_URL_FILE", path}});
        const auto loaded = settings::load({}, environment, folder.path());
        return test::error_text([&] { settings::choose_url(loaded, k_location); });
    };
    const std::string hint =
        "hint: mount the secret there, readable for this user, or unset DATABASE_URL_FILE\n";
    CHECK(error_for(empty) ==
          "error[HS0006]: the file " + empty + " (from DATABASE_URL_FILE) is empty\n" + hint);
    CHECK(error_for(missing) == "error[HS0006]: the file " + missing +
                                    " (from DATABASE_URL_FILE) cannot be read: No such file or directory\n" +
                                    hint);
    CHECK(
        error_for(folder.path().string()) ==
        "error[HS0006]: the file " + folder.path().string() +
            " (from DATABASE_URL_FILE) cannot be read: Is a directory\n"
            "hint: a file is meant there; a container engine makes a folder where the file to be mounted is "
            "missing\n");
    for (const std::string url :
         {"postgresql://me:hunter2@db/app", "host=db password=hunter2", "me:hunter2@db"}) {
        CHECK(error_for(url) ==
              "error[HS0006]: the file (from DATABASE_URL_FILE) cannot be read: No such file or directory\n"
              "hint: DATABASE_URL_FILE wants a file that holds the URL, and seems to be given the URL "
              "itself\n");
    }
}

TEST_CASE("a file of headstart's own comes behind its URL, and before other variables") {
    const test::TempFolder folder;
    const auto file = folder.write("url", "of-file\n").string();
    const auto chosen = [&](const settings::FlagValues& flags, Variables variables) {
        variables.emplace("MIGRATION_DATABASE_URL", "of-owner");
        const auto found = settings::choose_url(
            settings::load(flags, Environment(std::move(variables)), folder.path()), k_location);
        return found.url.reveal() + " " + found.origin.describe();
    };
    const settings::FlagValue by_flag{"url_file", file, "--url-file"};
    CHECK(chosen({}, {{"HEADSTART_URL_FILE", file}}) == "of-file from HEADSTART_URL_FILE");
    CHECK(chosen({}, {{"HEADSTART_URL_FILE", file}, {"HEADSTART_URL", "own"}}) == "own from HEADSTART_URL");
    CHECK(chosen({by_flag}, {{"HEADSTART_URL", "own"}}) == "of-file from --url-file");
    CHECK(chosen({by_flag, {"url", "flag", "--url"}}, {}) == "flag from --url");
}

TEST_CASE("what may hold credentials of headstart's is known by name") {
    const test::TempFolder folder;
    const auto hides = [&](Variables variables, std::string_view name) {
        const auto names =
            settings::secret_variables(settings::load({}, Environment(std::move(variables)), folder.path()));
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto* const name : {"MIGRATION_DATABASE_URL", "MIGRATION_DATABASE_URL_FILE", "HEADSTART_URL",
                                   "HEADSTART_URL_FILE", "PGPASSWORD", "PGPASSFILE", "DATABASE_URL"}) {
        CHECK(hides({}, name));
    }
    for (const auto* const other : {"HEADSTART_URL", "HEADSTART_URL_FILE", "MIGRATION_DATABASE_URL"}) {
        CHECK_FALSE(hides({{other, "x"}}, "DATABASE_URL"));
    }
    folder.write("headstart.toml", "url = \"x\"\n"); // which DATABASE_URL overrides
    CHECK(hides({{"DATABASE_URL", "y"}}, "DATABASE_URL"));
    CHECK_FALSE(hides({}, "PGHOST"));
}

TEST_CASE("a library is given the variables of .env that it reads, but never in place of a real one") {
    const test::TempFolder folder;
    folder.write(".env", "PGSERVICEFILE=/from/file\nPGSYSCONFDIR=/from/file\nPGDATA=/x\n");
    const auto loaded = settings::load({}, Environment(Variables{{"PGSYSCONFDIR", "/real"}}), folder.path());
    const auto exported = loaded.environment.export_variables({"PGHOST", "PGSERVICEFILE", "PGSYSCONFDIR"});
    CHECK(exported.added == std::vector<std::string>{"PGSERVICEFILE"});
    CHECK(exported.replaced.empty());
    CHECK(std::string(std::getenv("PGSERVICEFILE")) == "/from/file");
    ::unsetenv("PGSERVICEFILE");
}

TEST_CASE("the application does not inherit the owner's credentials") {
    CHECK(settings::owner_variables() == std::vector<std::string>{"MIGRATION_DATABASE_URL",
                                                                  "MIGRATION_DATABASE_URL_FILE",
                                                                  "HEADSTART_URL", "HEADSTART_URL_FILE"});
}
