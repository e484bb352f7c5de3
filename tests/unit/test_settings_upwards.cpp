#include "settings/settings.hpp"
#include "settings/upwards.hpp"
#include "support/catch.hpp"
#include "support/errors.hpp"
#include "support/temp_folder.hpp"

#include <filesystem>
#include <tuple>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace headstart;
using settings::Environment;
using settings::Variables;

namespace {

/// A repository with a folder two levels down, where the command is run.
struct Repository {
    Repository() {
        fs::create_directories(folder.path() / ".git");
        fs::create_directories(deep());
    }

    [[nodiscard]] fs::path deep() const { return folder.path() / "app/deep"; }

    [[nodiscard]] settings::Settings load() const { return settings::load({}, {}, deep()); }

    test::TempFolder folder;
};

} // namespace

TEST_CASE("the two files are looked for up to the repository's root, each by itself") {
    const Repository repository;
    repository.folder.write("headstart.toml", "dir = \"sql\"\nschema = \"schema.sql\"\n");
    repository.folder.write("app/.env", "HEADSTART_TIMEZONE=UTC\nHEADSTART_METRICS_FILE=metrics\n");
    const auto loaded = repository.load();
    CHECK(*loaded.config == repository.deep() / "../../headstart.toml");
    CHECK(*loaded.dir == repository.deep() / "../../sql");
    CHECK(*loaded.schema == repository.deep() / "../../schema.sql");
    CHECK(*loaded.timezone == "UTC");
    CHECK(*loaded.metrics_file == repository.deep() / "../metrics");
}

TEST_CASE("the nearest file counts, and one in the working folder ends the search") {
    const Repository repository;
    repository.folder.write("headstart.toml", "dir = \"far\"\n");
    repository.folder.write("app/headstart.toml", "dir = \"near\"\n");
    CHECK(*repository.load().dir == repository.deep() / "../near");
    repository.folder.write("app/deep/headstart.toml", "dir = \"here\"\n");
    CHECK(*repository.load().dir == repository.deep() / "here");
}

TEST_CASE("a project's folder holds its migrations where its file names no dir") {
    const Repository repository;
    CHECK(*repository.load().dir == "migrations");
    repository.folder.write(".env", "A=b\n");
    CHECK(*repository.load().dir == repository.deep() / "../../migrations");
    repository.folder.write("app/headstart.toml", "");
    CHECK(*repository.load().dir == repository.deep() / "../migrations");
}

TEST_CASE("nothing is looked for above the repository, nor outside of one") {
    const test::TempFolder folder;
    folder.write("headstart.toml", "dir = \"sql\"\n");
    fs::create_directories(folder.path() / "app/deep");
    CHECK(*settings::load({}, {}, folder.path() / "app/deep").dir == "migrations");
    fs::create_directories(folder.path() / "app/.git");
    CHECK(*settings::load({}, {}, folder.path() / "app/deep").dir == "migrations");
    CHECK(*settings::load({}, {}, folder.path() / "app").dir == "migrations");
}

TEST_CASE("flags and variables are relative to the working folder, wherever the file is") {
    const Repository repository;
    repository.folder.write("headstart.toml", "dir = \"sql\"\n");
    CHECK(*settings::load({{"dir", "x", "--dir"}}, {}, repository.deep()).dir == "x");
    CHECK(*settings::load({}, Environment(Variables{{"HEADSTART_DIR", "x"}}), repository.deep()).dir == "x");
}

TEST_CASE("here is the folder of the file, whole, in every value") {
    const Repository repository;
    repository.folder.write("headstart.toml",
                            "dir = \"%(here)s/sql\"\nschema_command = \"%(here)s/a %(here)s/b\"\n"
                            "[[post_write_hooks]]\nname = \"x\"\nexecutable = \"%(here)s/format\"\n");
    const auto loaded = repository.load();
    const auto here = repository.folder.path().string();
    CHECK(*loaded.dir == here + "/sql");
    CHECK(*loaded.schema_command == here + "/a " + here + "/b");
    CHECK(loaded.post_write_hooks->front().executable == here + "/format");
}

TEST_CASE("what others may have put above the working folder is refused") {
    const Repository repository;
    const auto file = repository.folder.write("headstart.toml", "dir = \"sql\"\n");
    const auto error = [&] { return test::error_text([&] { std::ignore = repository.load(); }); };
    const auto hint =
        "hint: it was found above the working folder, where others may put files; if it is yours, "
        "name it: --config " +
        file.string() + "\n";
    SECTION("everybody may write to the file") {
        fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
        CHECK(error() == "error[HS0003]: " + file.string() +
                             " is not read: everybody may write to it, or to its folder\n" + hint);
    }
    SECTION("everybody may write to its folder") {
        fs::permissions(repository.folder.path(), fs::perms::others_write, fs::perm_options::add);
        CHECK(error() == "error[HS0003]: " + file.string() +
                             " is not read: everybody may write to it, or to its folder\n" + hint);
    }
    SECTION("it is another user's") {
        if (::geteuid() != 0) {
            return; // nobody else gives files away
        }
        REQUIRE(::chown(file.c_str(), 12345, 0) == 0);
        CHECK(error() == "error[HS0003]: " + file.string() +
                             " is not read: it belongs to the user 12345, or its folder to 0, and headstart "
                             "runs as 0\n" +
                             hint);
    }
}
