/// What programs read, whole: every field with its type. What needs no database is in
/// tests/unit/test_commands_json.cpp, `--dry-run` in test_dry_run.cpp.

#include "integration/linear.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

using namespace headstart::test;
using nlohmann::json;

namespace {

json run(Project& project, std::vector<std::string> arguments, int status = 0) {
    arguments.emplace_back("--format=json");
    const auto outcome = project.headstart(arguments);
    CHECK(outcome.err == "");
    CHECK(outcome.status == status);
    return json::parse(project.steady(outcome.out));
}

json revision(const std::string& id, const json& parents, bool is_head = false) {
    return {{"revision", id},
            {"down_revisions", parents},
            {"depends_on", json::array()},
            {"branch_labels", json::array()},
            {"message", "Make " + id},
            {"create_date", "2025-10-03 23:15:00+00:00"},
            {"path", "migrations/" + id + ".sql"},
            {"is_head", is_head},
            {"is_branchpoint", false},
            {"is_mergepoint", false}};
}

json with(json value, const json& more) {
    value.update(more);
    return value;
}

const json k_none = json::array();

/// Without the revisions, which test_journal_shown.cpp has.
json status(Project& project) {
    auto json = run(project, {"status"});
    json.erase("revisions");
    return json;
}

/// A database that nobody has migrated yet.
json fresh_status(Project& project) {
    return {{"database", "postgresql://postgres:***@127.0.0.1:<port>/<database>"},
            {"server", "127.0.0.1:<port>"},
            {"server_version", std::stoi(project.database.text("SHOW server_version_num")) / 10000},
            {"has_version_table", false},
            {"not_adopted", nullptr},
            {"current", k_none},
            {"heads", {"c3"}},
            {"pending", {"a1", "b2", "c3"}},
            {"messages", {{"a1", "Make a1"}, {"b2", "Make b2"}, {"c3", "Make c3"}}},
            {"half_done", k_none},
            {"edited", k_none},
            {"left_over", k_none},
            {"lineage", "known"},
            {"unknown", k_none}};
}

const json k_clean_check{{"not_adopted", nullptr}, {"ok", true},        {"heads", {"c3"}},
                         {"pending", k_none},      {"unknown", k_none}, {"half_done", k_none},
                         {"edited", k_none},       {"problems", k_none}};

void remove(Project& project, const std::string& id) {
    std::filesystem::remove(project.folder.path() / "migrations" / (id + ".sql"));
}

} // namespace

TEST_CASE("status as JSON says how the database stands to the folder") {
    LinearProject project;
    const auto fresh = fresh_status(project);
    CHECK(status(project) == fresh);
    REQUIRE(project.headstart({"upgrade", "b2"}).status == 0);
    const auto on_the_way = with(fresh, {{"has_version_table", true},
                                         {"current", {"b2"}},
                                         {"pending", {"c3"}},
                                         {"messages", {{"b2", "Make b2"}, {"c3", "Make c3"}}}});
    CHECK(status(project) == on_the_way);

    SECTION("ahead") {
        remove(project, "b2");
        remove(project, "c3");
        CHECK(status(project) == with(on_the_way, {{"heads", {"a1"}},
                                                   {"pending", k_none},
                                                   {"messages", {{"a1", "Make a1"}}},
                                                   {"lineage", "ahead"},
                                                   {"unknown", {"b2"}}}));
    }
    SECTION("foreign") {
        project.database.execute("UPDATE alembic_version SET version_num = 'other'");
        CHECK(status(project) == with(on_the_way, {{"current", {"other"}},
                                                   {"pending", {"a1", "b2", "c3"}},
                                                   {"messages", fresh["messages"]},
                                                   {"lineage", "foreign"},
                                                   {"unknown", {"other"}}}));
    }
}

TEST_CASE("check as JSON says what keeps it from being clean", "[known-syntax]") {
    LinearProject project;
    CHECK(run(project, {"check"}, 5) ==
          with(k_clean_check, {{"ok", false}, {"pending", {"a1", "b2", "c3"}}}));
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    CHECK(run(project, {"check"}) == k_clean_check);

    SECTION("several heads") {
        project.migration("d4", "b2", "SELECT 1;");
        CHECK(run(project, {"check"}, 5) ==
              with(k_clean_check, {{"ok", false}, {"heads", {"c3", "d4"}}, {"pending", {"d4"}}}));
    }
    SECTION("a row that no file has") {
        project.database.execute("UPDATE alembic_version SET version_num = 'other'");
        CHECK(run(project, {"check"}, 5) ==
              with(k_clean_check, {{"ok", false}, {"pending", {"a1", "b2", "c3"}}, {"unknown", {"other"}}}));
    }
    SECTION("a file that was edited, and a section that could not run") {
        project.migration("b2", "a1", "CREATE TABLE b (id bigint);", "DROP TABEL b;");
        CHECK(run(project, {"check"}, 5) ==
              with(k_clean_check,
                   {{"ok", false},
                    {"edited", {"b2"}},
                    {"problems",
                     {{{"level", "error"},
                       {"code", "HS0201"},
                       {"message", "syntax error at or near \"TABEL\""},
                       {"file", "migrations/b2.sql"},
                       {"line", 11},
                       {"column", 6},
                       {"hint", "nothing has been executed; correct the file and try again"}}}}}));
        CHECK(run(project, {"status"})["edited"] == json{"b2"});
    }
    SECTION("the heads file, where the setting asks for one") {
        project.environment["HEADSTART_HEADS_FILE"] = "true";
        CHECK(run(project, {"check"}, 5) ==
              with(k_clean_check,
                   {{"ok", false},
                    {"heads_file", "cannot read migrations/heads.txt: No such file or directory"}}));
        REQUIRE(project.headstart({"heads", "--write-file"}).status == 0);
        CHECK(run(project, {"check"}) == with(k_clean_check, {{"heads_file", nullptr}}));
        CHECK(run(project, {"check", "--heads-file"}) ==
              json{{"ok", true}, {"heads", {"c3"}}, {"heads_file", nullptr}});
    }
}

TEST_CASE("current, history -i and show current as JSON hold the revisions in full") {
    LinearProject project;
    CHECK(run(project, {"current"}) == k_none);
    REQUIRE(project.headstart({"upgrade"}).status == 0);
    project.migration("x1", "", "SELECT 1;");
    project.migration("x2", "x1", "SELECT 1;");
    REQUIRE(project.headstart({"upgrade", "x1"}).status == 0);
    const auto c3 = revision("c3", {"b2"}, true);
    const auto x1 = revision("x1", k_none);
    const json whole{{"is_half_done", false}};
    CHECK(run(project, {"current"}) == json{with(c3, whole), with(x1, whole)});
    CHECK(run(project, {"show", "current"}) ==
          json{with(c3, {{"description", "Make c3"}}), with(x1, {{"description", "Make x1"}})});
    const json no{{"is_current", false}, {"is_half_done", false}};
    const json yes{{"is_current", true}, {"is_half_done", false}};
    CHECK(run(project, {"history", "-i"}) == json{with(c3, yes), with(revision("b2", {"a1"}), no),
                                                  with(revision("a1", k_none), no),
                                                  with(revision("x2", {"x1"}, true), no), with(x1, yes)});
}
