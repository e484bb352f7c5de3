#include "support/catch.hpp"
#include "support/project.hpp"

#include <filesystem>
#include <set>

namespace fs = std::filesystem;
using namespace headstart::test;
using Catch::Matchers::ContainsSubstring;

namespace {

std::set<std::string> files_of(const fs::path& folder) {
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        files.insert(entry.path().string());
    }
    return files;
}

} // namespace

TEST_CASE("no id and no template puts a new file outside of the folder") {
    Project project;
    project.environment["HEADSTART_RECURSIVE_VERSION_LOCATIONS"] = "true";
    fs::create_directories(project.folder.path() / "outside");
    fs::create_directory_symlink("../outside", project.folder.path() / "migrations/link");
    const auto before = files_of(project.folder.path());
    const auto absolute = (project.folder.path() / "outside/x").string();
    for (const std::string name :
         {"../x", "..",     ".",      "a/../../x", absolute.c_str(), "/x",        "a//x",
          "x/",   "..%2fx", "..%2Fx", "%2e%2e/x",  "a\\..\\x",       ".x",        "a/.x",
          "-x",   "a/-x",   "a\nb",   "a\x1b[31m", "a\x7f",          "a\xC2\x9B", "a\xff"}) {
        INFO(name);
        CHECK(project.headstart({"revision", "--rev-id", name, "-m", "m"}).status == 2);
        auto file_template = name;
        for (auto at = file_template.find('%'); at != std::string::npos;
             at = file_template.find('%', at + 2)) {
            file_template.insert(at, "%");
        }
        CHECK(project.headstart({"revision", "--file-template", file_template, "-m", "m"}).status == 2);
        CHECK(files_of(project.folder.path()) == before);
    }
    const auto linked = project.headstart({"revision", "--file-template", "link/%(rev)s"});
    CHECK(linked.status == 2);
    CHECK_THAT(linked.err, ContainsSubstring("migrations/link is a link out of the migrations folder, to "));
    CHECK(files_of(project.folder.path()) == before);
    project.folder.write("headstart.toml", "file_template = \"a\\u0000b\"\n");
    CHECK(project.headstart({"revision", "-m", "m"}).status == 2);
    project.folder.write("headstart.toml", "file_template = \"%(year)d/%(month).2d/100%%-%(rev)s\"\n");
    CHECK(project.headstart({"revision", "-m", "m", "--rev-id", "a.1_b"}).status == 0);
}

TEST_CASE("a revision's id holds nothing that means something elsewhere") {
    Project project;
    for (const std::string id : {"<base>", "a<b", "~x", "a\"';x", "${HOME}", "a\u202Eb", "a:b"}) {
        INFO(id);
        const auto outcome = project.headstart({"revision", "-m", "x", "--rev-id", id});
        CHECK(outcome.status == 2);
        CHECK(outcome.err.find("the revision's id") != std::string::npos);
        CHECK(std::filesystem::is_empty(project.folder.path() / "migrations"));
    }
    for (const std::string id : {"a1", "0001_users", "v1.2", "é", "日本"}) {
        INFO(id);
        CHECK(project.headstart({"revision", "-m", "x", "--rev-id", id, "--sql"}).status == 0);
    }
}
