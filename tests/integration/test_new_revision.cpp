#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>

using namespace headstart::test;

namespace {

std::vector<std::string> files_of(const Project& project, std::string_view folder = "migrations") {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(project.folder.path() / folder)) {
        names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// A new file's text with its date replaced.
std::string dateless(const std::string& text) {
    static const std::regex date(R"(Create Date: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(\+00:00)?)");
    return std::regex_replace(text, date, "Create Date: <date>");
}

} // namespace

TEST_CASE("revision writes a file that follows the head, is named by its slug and can be run") {
    LinearProject project;
    CHECK(project.transcript({"revision", "-m", "Add user's Phone number!", "--rev-id", "d4"}) ==
          R"(1| Generating <project>/migrations/d4_add_user_s_phone_number.sql ...  done
exit 0
)");
    CHECK(dateless(project.folder.read("migrations/d4_add_user_s_phone_number.sql")) ==
          R"(-- Add user's Phone number!
--
-- Revision ID: d4
-- Revises: c3
-- Create Date: <date>

-- migrate:up


-- migrate:down

)");
    CHECK(project.headstart({"upgrade", "head"}).status == 0);
    CHECK(project.version() == "d4");
    CHECK(project.headstart({"downgrade", "base"}).status == 0);
    CHECK(project.tables() == "");
}

TEST_CASE("the first revision goes into an empty folder and has twelve random hex digits") {
    Project project;
    const auto outcome = project.headstart({"revision", "-m", "first"});
    CHECK(outcome.status == 0);
    CHECK(outcome.err == "");
    const auto names = files_of(project);
    REQUIRE(names.size() == 1);
    CHECK(std::regex_match(names[0], std::regex("[0-9a-f]{12}_first\\.sql")));
    CHECK(project.steady(outcome.out) == "Generating <project>/migrations/" + names[0] + " ...  done\n");
    CHECK(dateless(project.folder.read("migrations/" + names[0])) ==
          "-- first\n--\n-- Revision ID: " + names[0].substr(0, 12) +
              "\n-- Revises: <base>\n-- Create Date: <date>\n\n-- migrate:up\n\n\n-- migrate:down\n\n");
}

TEST_CASE("revision needs no database") {
    LinearProject project;
    CHECK(project.headstart(Call{{"revision", "-m", "x"}, {}, {"DATABASE_URL"}}).status == 0);
    CHECK(files_of(project).size() == 4);
}

TEST_CASE("a revision that would spoil the folder is refused and nothing is written") {
    LinearProject project;
    const auto before = files_of(project);
    CHECK(project.transcript({"revision", "-m", "x", "--rev-id", "b2"}) ==
          R"(2| error[HS0001]: --rev-id: b2 is the id of migrations/b2.sql already
2| hint: nothing was written; give another id, or leave the option out: one is drawn
exit 2
)");
    CHECK(
        project.transcript({"revision", "-m", "x", "--rev-id", "no spaces"}) ==
        R"(2| error[HS0001]: --rev-id, the revision's id: Character(s) 'space' not allowed in revision identifier 'no spaces'
2| hint: nothing was written; give another id, or leave the option out: one is drawn
exit 2
)");
    CHECK(
        project.transcript({"revision", "-m", "x", "--head", "b2"}) ==
        R"(2| error[HS0111]: Revision b2 is not a head revision; please specify --splice to create a new branch from this revision
2| note: b2, migrations/b2.sql, 2025-10-03 23:15:00+00:00: Make b2
2| hint: headstart heads lists the heads
exit 2
)");
    CHECK(project.transcript({"revision", "-m", "x", "--head", "nope"}) ==
          R"(2| error[HS0106]: Can't locate revision identified by 'nope'
2| hint: headstart history lists the revisions of the folder
exit 2
)");
    CHECK(files_of(project) == before);
}

TEST_CASE("file template, time zone and slug length come from headstart.toml") {
    LinearProject project;
    project.folder.write("headstart.toml", "file_template = \"%(rev)s-%(slug)s\"\n"
                                           "timezone = \"UTC\"\ntruncate_slug_length = 8\n");
    CHECK(project.headstart({"revision", "-m", "a long message indeed", "--rev-id", "d4"}).status == 0);
    CHECK(files_of(project) == std::vector<std::string>{"a1.sql", "b2.sql", "c3.sql", "d4-a_long_.sql"});
    CHECK(project.folder.read("migrations/d4-a_long_.sql").find("+00:00\n") != std::string::npos);
    CHECK(project.headstart({"heads"}).out == "d4 (head)\n");
    CHECK(project.headstart({"revision", "-m", "Ö – é", "--rev-id", "e5"}).status == 0);
    CHECK(files_of(project).back() == "e5-ö_é.sql");
}
